-- title: Mechanisms by region
-- description: A region counts with its parts, each mechanism once, by the regions that the mechanism names: one that
--   names eurasia does not count under europe or asia. Regions without a mechanism are left out.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- chart: bars label=region value=mechanisms
WITH RECURSIVE within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
),
counted (id) AS (
  SELECT m.id
  FROM mechanisms AS m
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
)
SELECT r.code AS region, count(DISTINCT c.id) AS mechanisms
FROM regions AS r
JOIN within AS w ON w.region_id = r.id
JOIN mechanism_regions AS l ON l.region_id = w.part_id
JOIN counted AS c ON c.id = l.mechanism_id
GROUP BY r.id
ORDER BY mechanisms DESC, r.code
