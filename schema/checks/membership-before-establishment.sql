-- title: A link older than its mechanism
-- severity: warning
-- entity: membership
-- definition: Nobody joins, serves or chairs a mechanism before the year in which it was established (info sheet,
--   column "Year Established").
SELECT
  l.entity,
  l.key,
  'valid_from' AS field,
  printf('%s since %s, while %s was established in %d', l.role, l.valid_from, l.mechanism, m.year_established)
    AS message,
  'correct the start, or the year of establishment' AS hint
FROM dated_links AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
WHERE CAST(substr(l.valid_from, 1, 4) AS INTEGER) < m.year_established
ORDER BY l.entity, l.key
