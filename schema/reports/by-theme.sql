-- title: Mechanisms by theme
-- description: A theme counts with its finer themes, each mechanism once. Finer themes stand under theirs and are
--   counted in it, so the rows do not add up.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- chart: bars label=name value=mechanisms
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
),
themed (theme_id, mechanisms) AS (
  SELECT w.theme_id, count(DISTINCT c.id)
  FROM within AS w
  JOIN mechanism_themes AS l ON l.theme_id = w.finer_id
  JOIN counted AS c ON c.id = l.mechanism_id
  GROUP BY w.theme_id
),
-- Finer themes under theirs, of equals those with most mechanisms first.
tree (id, level, path) AS (
  SELECT h.id, 0, printf('/%09d', 999999999 - ifnull(n.mechanisms, 0)) || h.code
  FROM themes AS h
  LEFT JOIN themed AS n ON n.theme_id = h.id
  WHERE h.parent_id IS NULL
  UNION ALL
  SELECT h.id, t.level + 1, t.path || printf('/%09d', 999999999 - ifnull(n.mechanisms, 0)) || h.code
  FROM tree AS t
  JOIN themes AS h ON h.parent_id = t.id
  LEFT JOIN themed AS n ON n.theme_id = h.id
)
SELECT
  h.code AS theme,
  replace(printf('%.*c', t.level, '~'), '~', iif(t.level > 0, :indent, '')) || h.name AS name,
  ifnull(n.mechanisms, 0) AS mechanisms
FROM tree AS t
JOIN themes AS h ON h.id = t.id
LEFT JOIN themed AS n ON n.theme_id = h.id
ORDER BY t.path
