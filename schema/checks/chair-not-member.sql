-- title: A chair that is not a member
-- severity: warning
-- entity: chair
-- definition: Mechanisms are state-led (info sheet, "What is an ISCM?"), so one of their members chairs. Some
--   mechanisms say that an organization shares the chair: waive those.
SELECT
  l.key,
  'member' AS field,
  printf('%s (%s) chairs %s and is not a member of it', l.participant, l.participant_name, l.mechanism) AS message,
  'add its membership, or correct the chair' AS hint
FROM dated_links AS l
WHERE l.entity = 'chair'
  AND NOT EXISTS (
    SELECT 1 FROM memberships AS o
    WHERE o.mechanism_id = l.mechanism_id AND o.member_id = l.participant_id AND o.role = 'member')
ORDER BY l.key
