-- title: In two roles at one time
-- severity: warning
-- entity: membership
-- definition: A State is a member, an observer or a partner of a mechanism, one at a time; who was an observer first and
--   joined later has dates that say so. Told where the two stints certainly overlap, and where neither has a date, as
--   lists that name a State twice have none.
SELECT
  printf('%s %s', a.mechanism, a.participant) AS key,
  'role' AS field,
  printf('%s and %s of %s at one time', a.role, b.role, a.mechanism) AS message,
  'remove one of the two, or date them' AS hint
FROM dated_links AS a
JOIN memberships AS l ON l.mechanism_id = a.mechanism_id AND l.member_id = a.participant_id AND l.role > a.role
JOIN dated_links AS b ON b.entity = 'membership' AND b.id = l.id
WHERE a.entity = 'membership'
  AND (coalesce(a.valid_from, a.valid_to, b.valid_from, b.valid_to) IS NULL
    OR max(last_day(a.valid_from), last_day(b.valid_from)) < min(first_day(a.valid_to), first_day(b.valid_to))
    OR (last_day(a.valid_from) < first_day(b.valid_from) AND last_day(b.valid_from) < first_day(a.valid_to))
    OR (last_day(b.valid_from) < first_day(a.valid_from) AND last_day(a.valid_from) < first_day(b.valid_to)))
GROUP BY a.mechanism_id, a.participant_id, a.role, b.role
ORDER BY 1
