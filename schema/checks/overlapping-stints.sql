-- title: Two periods of one participant in one role overlap
-- severity: warning
-- entity: membership
-- definition: Whoever joins again left before. Reported if the periods certainly overlap: an empty end proves nothing,
--   and a day of handing over belongs to both. A period certainly lasts from the last day that its start can mean to
--   the first that its end can; if one of the two is not known, the days that the other can mean have to lie within.
WITH certain AS (
  SELECT
    *,
    last_day(valid_from) < first_day(valid_to) AS lasts,
    last_day(valid_from) AS starts,
    first_day(valid_to) AS ends
  FROM dated_links
  WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL
),
ordered AS (
  SELECT
    *,
    max(CASE WHEN lasts THEN ends || ' ' || ifnull(valid_from, '') || ' to ' || valid_to END) OVER (
      PARTITION BY entity, mechanism_id, participant_id, role
      ORDER BY iif(lasts, starts, first_day(ifnull(valid_from, valid_to))), NOT ifnull(lasts, 0), id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other,
    iif(lasts, starts, last_day(ifnull(valid_from, valid_to))) AS within
  FROM certain
)
SELECT
  entity,
  key,
  'valid_from' AS field,
  printf('%s %s: %s to %s overlaps %s', participant, role, ifnull(valid_from, '?'), ifnull(valid_to, '?'),
    substr(other, 12)) AS message,
  'merge the two, or correct their dates' AS hint
FROM ordered
WHERE within < substr(other, 1, 10)
ORDER BY entity, key
