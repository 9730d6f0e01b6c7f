-- title: A region that nothing lies in
-- severity: note
-- entity: region
-- definition: M49 has regions that the record needs for its States alone, so one is unused where no mechanism spans it,
--   no member lies in it, and the same holds of its parts.
WITH RECURSIVE within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
)
SELECT
  r.code AS key,
  'code' AS field,
  'no mechanism spans it or a part of it, and no member lies there' AS message,
  'remove it, or look whether it stands under another name' AS hint
FROM regions AS r
WHERE NOT EXISTS (
    SELECT 1 FROM within AS w JOIN mechanism_regions AS l ON l.region_id = w.part_id WHERE w.region_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM within AS w JOIN members AS p ON p.region_id = w.part_id WHERE w.region_id = r.id)
ORDER BY r.code
