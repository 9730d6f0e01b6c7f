-- One row for each region and each region within it, itself included: to count a region with all its parts.
CREATE VIEW region_parts AS
WITH RECURSIVE within (id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
)
SELECT r.code AS region, p.code AS part
FROM within AS w
JOIN regions AS r ON r.id = w.id
JOIN regions AS p ON p.id = w.part_id;
