-- title: In two roles at one time
-- severity: warning
-- entity: membership
-- definition: A State is a member, an observer or a partner of a mechanism, one at a time; who was an observer first and
--   joined later has dates that say so. Told unless the dates set the two apart: one ended when the other began, or
--   before.
SELECT
  printf('%s %s', a.mechanism, a.participant) AS key,
  'role' AS field,
  printf('%s (%s to %s) and %s (%s to %s) of %s', a.role, ifnull(a.valid_from, '?'), ifnull(a.valid_to, '?'), b.role,
    ifnull(b.valid_from, '?'), ifnull(b.valid_to, '?'), a.mechanism) AS message,
  'remove one of the two, or date them so that one follows the other' AS hint
FROM dated_links AS a
JOIN memberships AS l ON l.mechanism_id = a.mechanism_id AND l.member_id = a.participant_id AND l.role > a.role
JOIN dated_links AS b ON b.entity = 'membership' AND b.id = l.id
WHERE a.entity = 'membership'
  AND NOT ifnull(first_day(a.valid_to) <= last_day(b.valid_from), 0)
  AND NOT ifnull(first_day(b.valid_to) <= last_day(a.valid_from), 0)
ORDER BY 1, a.id, b.id
