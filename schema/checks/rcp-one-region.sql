-- title: A mechanism spans more regions than its type may
-- severity: warning
-- entity: mechanism
-- definition: A Regional Consultative Process lies within one agreed region, as a rule a geographical one (info sheet,
--   "Types of ISCM"). A region and a part of it count as one, the world as none. What one region is, sources see
--   differently: the info sheet counts Asia and the Pacific as one, M49 as two; this check goes by M49.
SELECT
  m.code AS key,
  'regions' AS field,
  printf('%s spans %d regions (%s); an %s may span %d', m.code, count(*), group_concat(r.code, ', '), t.code,
    t.max_regions) AS message,
  'correct its regions or its type, or waive this with the reason' AS hint
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN spanned_regions AS s ON s.mechanism_id = m.id
JOIN regions AS r ON r.id = s.region_id
WHERE t.max_regions > 0
GROUP BY m.id
HAVING count(*) > t.max_regions
ORDER BY m.code
