-- title: A global process has a regional scope
-- severity: warning
-- entity: mechanism
-- definition: A Global Process is at the global level, open to States of all regions (info sheet, "Types of ISCM"): it
--   has no regional scope. The region "world" does not count.
SELECT
  m.code AS key,
  'regions' AS field,
  printf('%s is of type %s and has the regional scope %s', m.code, t.code, group_concat(r.code, ', ')) AS message,
  'correct its regions or its type' AS hint
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN spanned_regions AS s ON s.mechanism_id = m.id
JOIN regions AS r ON r.id = s.region_id
WHERE t.max_regions = 0
GROUP BY m.id
ORDER BY m.code
