-- title: A mechanism links fewer regions than its type requires
-- severity: warning
-- entity: mechanism
-- definition: An Inter-Regional Forum connects States of two or more regions (info sheet, "Types of ISCM"). A region
--   and a part of it count as one, the world as none. A mechanism without any region is reported by no-region.
SELECT
  m.code AS key,
  'regions' AS field,
  printf('%s lies only within %s; an %s links %d or more regions', m.code, group_concat(r.code, ', '), t.code,
    t.min_regions) AS message,
  'correct its regions or its type, or waive this with the reason' AS hint
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN spanned_regions AS s ON s.mechanism_id = m.id
JOIN regions AS r ON r.id = s.region_id
GROUP BY m.id
HAVING count(*) < t.min_regions
ORDER BY m.code
