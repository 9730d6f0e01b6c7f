-- each with the region that it is a part of
SELECT r.code, r.name, p.code AS parent
FROM regions AS r
LEFT JOIN regions AS p ON p.id = r.parent_id
ORDER BY r.code;

-- a region with all its parts
WITH RECURSIVE within (id) AS (
  SELECT id FROM regions WHERE code = 'africa'
  UNION
  SELECT r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.id
)
SELECT code, name FROM regions WHERE id IN within ORDER BY code;

-- States of each finest region
SELECT r.code, count(*) AS states
FROM regions AS r
JOIN members AS p ON p.region_id = r.id
WHERE p.kind = 'state'
GROUP BY r.id
ORDER BY states DESC, r.code;
