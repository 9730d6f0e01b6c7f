-- One row for each theme: the mechanisms that name it, and those that name it or one of its finer themes, each once.
CREATE VIEW theme_overview AS
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
)
SELECT
  t.code,
  t.name,
  p.code AS parent,
  (SELECT count(*) FROM mechanism_themes AS l WHERE l.theme_id = t.id) AS mechanisms_naming_it,
  (SELECT count(DISTINCT l.mechanism_id) FROM mechanism_themes AS l
   JOIN within AS w ON w.finer_id = l.theme_id WHERE w.theme_id = t.id) AS mechanisms
FROM themes AS t
LEFT JOIN themes AS p ON p.id = t.parent_id;
