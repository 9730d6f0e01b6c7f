-- title: Themes by region
-- description: Mechanisms by theme and region; pairs that have none are left out. A theme counts with its finer
--   themes and a region with its parts, each mechanism once in a pair.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: limit (number, default 500): how many pairs at most; 0 for all
-- crosstab: rows=theme columns=region value=mechanisms
WITH RECURSIVE theme_within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM theme_within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
region_within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM region_within AS w JOIN regions AS r ON r.parent_id = w.part_id
),
counted (id) AS (
  SELECT m.id
  FROM mechanisms AS m
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
),
themed AS (
  SELECT DISTINCT w.theme_id, l.mechanism_id
  FROM mechanism_themes AS l
  JOIN theme_within AS w ON w.finer_id = l.theme_id
  WHERE l.mechanism_id IN counted
),
placed AS (
  SELECT DISTINCT w.region_id, l.mechanism_id
  FROM mechanism_regions AS l
  JOIN region_within AS w ON w.part_id = l.region_id
  WHERE l.mechanism_id IN counted
),
pair AS (
  SELECT h.theme_id, p.region_id, count(*) AS mechanisms
  FROM themed AS h
  JOIN placed AS p ON p.mechanism_id = h.mechanism_id
  GROUP BY h.theme_id, p.region_id
)
SELECT t.code AS theme, r.code AS region, p.mechanisms
FROM pair AS p
JOIN themes AS t ON t.id = p.theme_id
JOIN regions AS r ON r.id = p.region_id
ORDER BY p.mechanisms DESC, theme, region
LIMIT :limit
