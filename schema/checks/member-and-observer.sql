-- title: In two roles at one time
-- severity: warning
-- entity: membership
-- definition: A State is a member, an observer or a partner of a mechanism, one at a time; whoever was an observer
--   first and joined later has dates that say so. Reported unless the dates separate the two: one ended when the other
--   began, or before.
WITH both AS MATERIALIZED (
  SELECT mechanism_id, member_id FROM memberships GROUP BY mechanism_id, member_id HAVING min(role) < max(role)
),
periods AS MATERIALIZED (
  SELECT l.id, l.mechanism_id, l.member_id, l.role, l.valid_from, l.valid_to
  FROM both AS t
  CROSS JOIN memberships AS l ON l.mechanism_id = t.mechanism_id AND l.member_id = t.member_id
)
SELECT
  printf('%s %s', m.code, p.code) AS key,
  'role' AS field,
  printf('%s (%s to %s) and %s (%s to %s) of %s', a.role, ifnull(a.valid_from, '?'), ifnull(a.valid_to, '?'), b.role,
    ifnull(b.valid_from, '?'), ifnull(b.valid_to, '?'), m.code) AS message,
  'remove one of the two, or date them so that one follows the other' AS hint
FROM periods AS a
JOIN periods AS b ON b.mechanism_id = a.mechanism_id AND b.member_id = a.member_id AND b.role > a.role
JOIN mechanisms AS m ON m.id = a.mechanism_id
JOIN members AS p ON p.id = a.member_id
WHERE NOT ifnull(first_day(a.valid_to) <= last_day(b.valid_from), 0)
  AND NOT ifnull(first_day(b.valid_to) <= last_day(a.valid_from), 0)
ORDER BY 1, a.id, b.id
