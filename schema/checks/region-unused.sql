-- title: A region without mechanisms and members
-- severity: note
-- entity: region
-- definition: A region is used if a mechanism spans it or a part of it, or if a member lies there: the record has some
--   regions of M49 for their States alone.
WITH RECURSIVE within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
)
SELECT
  r.code AS key,
  'code' AS field,
  'no mechanism spans it or a part of it, and no member lies there' AS message,
  'remove it, or see whether it is recorded under another name' AS hint
FROM regions AS r
WHERE NOT EXISTS (
    SELECT 1 FROM within AS w JOIN mechanism_regions AS l ON l.region_id = w.part_id WHERE w.region_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM within AS w JOIN members AS p ON p.region_id = w.part_id WHERE w.region_id = r.id)
ORDER BY r.code
