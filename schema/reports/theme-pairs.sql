-- title: Themes that go together
-- description: Pairs of themes by the mechanisms that name both. Themes count as named, without their finer themes.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: limit (number, default 100): how many pairs at most; 0 for all
-- chart: bars label=theme,other value=mechanisms
WITH counted (id) AS (
  SELECT m.id
  FROM mechanisms AS m
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
),
pair (a, b, mechanisms) AS (
  SELECT x.theme_id, y.theme_id, count(*)
  FROM mechanism_themes AS x
  JOIN mechanism_themes AS y ON y.mechanism_id = x.mechanism_id AND y.theme_id > x.theme_id
  WHERE x.mechanism_id IN counted
  GROUP BY x.theme_id, y.theme_id
)
SELECT min(t.code, o.code) AS theme, max(t.code, o.code) AS other, p.mechanisms
FROM pair AS p
JOIN themes AS t ON t.id = p.a
JOIN themes AS o ON o.id = p.b
ORDER BY p.mechanisms DESC, theme, other
LIMIT :limit
