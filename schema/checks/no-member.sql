-- title: A mechanism without a State as member
-- severity: warning
-- entity: mechanism
-- definition: Mechanisms are state-led (info sheet, "What is an ISCM?"): some State is a member of each, past members
--   included. A territory counts as its State here, as in the table's column "Constituent States"; organizations,
--   observers and partners do not count.
WITH taking_part (mechanism_id, led, participants) AS (
  SELECT l.mechanism_id, max(l.role = 'member' AND p.kind IN ('state', 'territory')), count(DISTINCT l.member_id)
  FROM memberships AS l
  JOIN members AS p ON p.id = l.member_id
  GROUP BY l.mechanism_id
)
SELECT
  m.code AS key,
  'members' AS field,
  iif(k.participants IS NULL, printf('%s has no member', m.code),
    printf('none of the %d participants of %s is a State with the role member', k.participants, m.code)) AS message,
  'add its memberships: `iscm add membership` or a file with `iscm import`' AS hint
FROM mechanisms AS m
LEFT JOIN taking_part AS k ON k.mechanism_id = m.id
WHERE ifnull(k.led, 0) = 0
ORDER BY m.code
