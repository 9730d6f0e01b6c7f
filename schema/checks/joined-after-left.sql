-- title: The end lies before the start
-- severity: error
-- entity: membership
-- definition: Nothing ends before it began. Dates are as precise as they are known, and two conflict only
--   if they certainly do: left 2013 and joined 2013-05 do not.
SELECT
  l.entity,
  l.key,
  'valid_to' AS field,
  printf('from %s to %s', l.valid_from, l.valid_to) AS message,
  'one of the two is wrong: see the source' AS hint
FROM dated_links AS l
WHERE last_day(l.valid_to) < first_day(l.valid_from)
UNION ALL
SELECT 'outcome', o.code, 'valid_to', printf('from %s to %s', o.valid_from, o.valid_to),
  'one of the two is wrong: see the source'
FROM outcomes AS o
WHERE last_day(o.valid_to) < first_day(o.valid_from)
UNION ALL
SELECT 'mechanism', m.code, 'year_ended', printf('established in %d, ended in %d', m.year_established, m.year_ended),
  'one of the two is wrong: see the source'
FROM mechanisms AS m
WHERE m.year_ended < m.year_established
ORDER BY 1, 2
