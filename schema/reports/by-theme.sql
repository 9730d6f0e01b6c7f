-- title: Mechanisms by theme
-- description: A theme counts with its finer themes, each mechanism once.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- chart: bars label=theme value=mechanisms
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
counted (id) AS (
  SELECT m.id
  FROM mechanisms AS m
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
)
SELECT t.code AS theme, count(DISTINCT c.id) AS mechanisms
FROM themes AS t
JOIN within AS w ON w.theme_id = t.id
LEFT JOIN mechanism_themes AS l ON l.theme_id = w.finer_id
LEFT JOIN counted AS c ON c.id = l.mechanism_id
GROUP BY t.id
ORDER BY mechanisms DESC, t.code
