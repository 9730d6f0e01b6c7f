-- title: States that are members of the same mechanisms
-- description: Pairs of States by the mechanisms in which both are members, past members included, each mechanism
--   once; pairs that share none are left out. The global process, which nearly all belong to, counts too:
--   type=RCP,IRF leaves it out.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: member (list of member): only pairs with one of these
-- parameter: limit (number, default 100): how many pairs at most; 0 for all
-- chart: bars label=member,other value=mechanisms
WITH part (mechanism_id, member_id) AS (
  SELECT DISTINCT l.mechanism_id, l.member_id
  FROM memberships AS l
  JOIN members AS p ON p.id = l.member_id
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE l.role = 'member'
    AND p.kind = 'state'
    AND (:type IS NULL OR t.code IN (SELECT value FROM json_each(:type)))
),
wanted (id) AS (
  SELECT id FROM members WHERE code IN (SELECT value FROM json_each(:member))
),
pair (a, b, shared) AS (
  SELECT x.member_id, y.member_id, count(*)
  FROM part AS x
  JOIN part AS y ON y.mechanism_id = x.mechanism_id AND y.member_id > x.member_id
  WHERE :member IS NULL OR x.member_id IN wanted OR y.member_id IN wanted
  GROUP BY x.member_id, y.member_id
)
SELECT min(m.code, o.code) AS member, max(m.code, o.code) AS other, p.shared AS mechanisms
FROM pair AS p
JOIN members AS m ON m.id = p.a
JOIN members AS o ON o.id = p.b
ORDER BY mechanisms DESC, member, other
LIMIT :limit
