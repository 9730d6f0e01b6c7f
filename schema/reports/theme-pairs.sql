-- title: Themes that go together
-- description: Pairs of themes by the mechanisms that work on both. A theme counts with its finer themes, each mechanism
--   once, as in by-theme; a theme and one of its own finer themes make no pair.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: theme (list of theme): only pairs with one of these, which then stands first
-- parameter: limit (number, default 100): how many pairs at most; 0 for all
-- ranked: mechanisms
-- chart: bars label=name,other_name value=mechanisms
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
themed (theme_id, mechanism_id) AS (
  SELECT DISTINCT w.theme_id, m.id
  FROM within AS w
  JOIN mechanism_themes AS l ON l.theme_id = w.finer_id
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
),
wanted (id) AS (
  SELECT id FROM themes WHERE code IN (SELECT value FROM json_each(:theme))
),
pair (a, b, mechanisms) AS (
  SELECT x.theme_id, y.theme_id, count(*)
  FROM themed AS x
  JOIN themed AS y ON y.mechanism_id = x.mechanism_id AND y.theme_id > x.theme_id
  WHERE :theme IS NULL OR x.theme_id IN wanted OR y.theme_id IN wanted
  GROUP BY x.theme_id, y.theme_id
),
-- The one that was asked for first, else by code.
ordered AS (
  SELECT
    p.*,
    iif((p.b IN wanted) > (p.a IN wanted) OR ((p.b IN wanted) = (p.a IN wanted) AND o.code < t.code), p.b, p.a) AS first
  FROM pair AS p
  JOIN themes AS t ON t.id = p.a
  JOIN themes AS o ON o.id = p.b
  WHERE NOT EXISTS (
    SELECT 1 FROM within AS w
    WHERE (w.theme_id = p.a AND w.finer_id = p.b) OR (w.theme_id = p.b AND w.finer_id = p.a))
)
SELECT t.code AS theme, t.name, o.code AS other, o.name AS other_name, p.mechanisms
FROM ordered AS p
JOIN themes AS t ON t.id = p.first
JOIN themes AS o ON o.id = p.a + p.b - p.first
ORDER BY p.mechanisms DESC, theme, other
LIMIT :limit
