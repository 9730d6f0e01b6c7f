-- title: The published number of constituent States is not the number listed
-- severity: warning
-- entity: mechanism
-- definition: Constituent States are the States that take part in a mechanism as members (info sheet, table, column
--   "Constituent States"). Listed are States and territories with role member, past members included; the message has
--   the other readings, as sources also count observers, partners, or States alone. Organizations are not States.
--   Mechanisms without any participant are reported by no-member.
WITH taking_part (mechanism_id, kind, place) AS (
  SELECT l.mechanism_id, p.kind, min(CASE l.role WHEN 'member' THEN 1 WHEN 'observer' THEN 2 ELSE 3 END)
  FROM memberships AS l
  JOIN members AS p ON p.id = l.member_id
  GROUP BY l.mechanism_id, l.member_id
),
listed AS (
  SELECT
    mechanism_id,
    sum(place = 1 AND kind <> 'organization') AS members,
    sum(place <= 2 AND kind <> 'organization') AS with_observers,
    sum(kind <> 'organization') AS with_partners,
    sum(place = 1 AND kind = 'state') AS state_members,
    sum(place <= 2 AND kind = 'state') AS states_with_observers,
    sum(kind = 'state') AS states_with_partners
  FROM taking_part
  GROUP BY mechanism_id
)
SELECT
  m.code AS key,
  'constituent_states' AS field,
  printf('%d constituent States are published, %d listed (States and territories: %d members, %d with observers, %d'
    || ' with observers and partners; States: %d members, %d with observers, %d with observers and partners)',
    m.constituent_states, l.members, l.members, l.with_observers, l.with_partners, l.state_members,
    l.states_with_observers, l.states_with_partners) AS message,
  printf('`iscm reconcile --mechanisms --readings %s` tries each date too', m.code) AS hint
FROM mechanisms AS m
JOIN listed AS l ON l.mechanism_id = m.id
WHERE m.constituent_states <> l.members
ORDER BY m.code
