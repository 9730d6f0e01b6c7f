-- title: mechanisms with a theme
-- readings: themes status as_of
-- needs: theme
-- description: Mechanisms of the types that work on the theme, or on a finer theme.
WITH RECURSIVE within (id) AS (
  SELECT id FROM themes WHERE code = :theme
  UNION
  SELECT t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.id WHERE :themes = 'finer'
)
SELECT m.code AS key, m.name, m.year_established AS since, NULL AS until
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
WHERE (:types IS NULL OR t.code IN (SELECT value FROM json_each(:types)))
  AND m.status IN (SELECT value FROM json_each(:status))
  AND (:as_of IS NULL OR ifnull(m.year_established, 0) <= CAST(substr(:as_of, 1, 4) AS INTEGER))
  AND m.id IN (SELECT l.mechanism_id FROM mechanism_themes AS l JOIN within AS w ON w.id = l.theme_id)
ORDER BY m.code
