-- title: Themes by region
-- description: Mechanisms by theme and region; themes and regions that have none are left out. A theme counts with its
--   finer themes and a region with its parts, each mechanism once in a cell. World counts only those that name the world
--   itself: what a theme has in all, by-theme says.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: limit (number, default 100): how many themes at most, those with most mechanisms first; with --long how many
--   pairs; 0 for all
-- crosstab: rows=theme columns=region value=mechanisms
WITH RECURSIVE theme_within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM theme_within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
region_within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id
  FROM region_within AS w
  JOIN regions AS r ON r.parent_id = w.part_id
  WHERE EXISTS (SELECT 1 FROM regions AS whole WHERE whole.id = w.region_id AND whole.parent_id IS NOT NULL)
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
total (theme_id, mechanisms) AS (
  SELECT theme_id, count(*) FROM themed GROUP BY theme_id
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
JOIN total AS a ON a.theme_id = p.theme_id
ORDER BY a.mechanisms DESC, theme, p.mechanisms DESC, region
LIMIT :limit
