-- title: A mechanism works on a theme and on a part of it
-- severity: note
-- entity: mechanism
-- definition: A theme includes the finer themes below it, so naming both says the same twice (each mechanism still
--   counts once). The table of the info sheet names both.
WITH RECURSIVE above (theme_id, broader_id) AS (
  SELECT id, parent_id FROM themes WHERE parent_id IS NOT NULL
  UNION
  SELECT a.theme_id, t.parent_id FROM above AS a JOIN themes AS t ON t.id = a.broader_id WHERE t.parent_id IS NOT NULL
)
SELECT
  m.code AS key,
  'themes' AS field,
  printf('%s works on %s and on %s, which includes it', m.code, t.code, b.code) AS message,
  printf('remove one of them, or waive this') AS hint
FROM mechanism_themes AS l
JOIN above AS a ON a.theme_id = l.theme_id
JOIN mechanism_themes AS o ON o.mechanism_id = l.mechanism_id AND o.theme_id = a.broader_id
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN themes AS t ON t.id = l.theme_id
JOIN themes AS b ON b.id = o.theme_id
ORDER BY m.code, t.code
