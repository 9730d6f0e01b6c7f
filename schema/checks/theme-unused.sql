-- title: A theme that no mechanism works on
-- severity: note
-- entity: theme
-- definition: The themes are the thematic focuses that the prose of the info sheet counts and the finer terms of its
--   table. A theme that the table does not give to any mechanism, and neither any theme below it, is reported.
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
)
SELECT
  t.code AS key,
  'code' AS field,
  'no mechanism works on it or on a part of it' AS message,
  'see whether mechanisms name it in other words: an alias is enough then' AS hint
FROM themes AS t
WHERE NOT EXISTS (
  SELECT 1 FROM within AS w JOIN mechanism_themes AS l ON l.theme_id = w.finer_id WHERE w.theme_id = t.id)
ORDER BY t.code
