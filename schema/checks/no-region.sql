-- title: A mechanism without a region
-- severity: warning
-- entity: mechanism
-- definition: A mechanism is a dialogue at the regional, inter-regional or global level (info sheet, "What is an
--   ISCM?"): all but a global one, whose type may span none, name their regions. The world does not count.
SELECT
  m.code AS key,
  'regions' AS field,
  printf(iif(EXISTS (SELECT 1 FROM mechanism_regions AS l WHERE l.mechanism_id = m.id),
    '%s has no region but the world; an %s has regions', '%s has no region'), m.code, t.code) AS message,
  'give it the regions of its States' AS hint
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
WHERE t.max_regions IS NOT 0
  AND NOT EXISTS (
    SELECT 1 FROM mechanism_regions AS l JOIN regions AS r ON r.id = l.region_id
    WHERE l.mechanism_id = m.id AND r.m49 IS NOT '001')
ORDER BY m.code
