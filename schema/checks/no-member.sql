-- title: A mechanism without a member
-- severity: warning
-- entity: mechanism
-- definition: Mechanisms are state-led (info sheet, "What is an ISCM?"): some State takes part in each.
SELECT
  m.code AS key,
  'members' AS field,
  printf('%s has no member', m.code) AS message,
  'add its memberships: \`iscm add membership\` or a file with \`iscm import\`' AS hint
FROM mechanisms AS m
WHERE NOT EXISTS (SELECT 1 FROM memberships AS l WHERE l.mechanism_id = m.id)
ORDER BY m.code
