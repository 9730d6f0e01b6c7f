-- title: States that are members of the same mechanisms
-- description: Pairs of States by the mechanisms in which both are members, each mechanism once; pairs that share none
--   are left out. The global process, which nearly all belong to, counts too: type=RCP,IRF leaves it out. Inferred,
--   unsourced and undated are the mechanisms in which the link of one of the two is.
-- counts: membership role=member past=no kinds=state by=type
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: member (list of member): only pairs with one of these, which then stands first
-- parameter: limit (number, default 100): how many pairs at most; 0 for all
-- ranked: mechanisms
-- chart: bars label=name,other_name value=mechanisms
WITH wanted (id) AS (
  SELECT id FROM members WHERE code IN (SELECT value FROM json_each(:member))
),
pair (a, b, shared, inferred, unsourced, undated) AS (
  SELECT
    x.member_id,
    y.member_id,
    count(*),
    sum(x.inferred OR y.inferred),
    sum(x.unsourced OR y.unsourced),
    sum(x.undated OR y.undated)
  FROM temp.counted_pairs AS x
  JOIN temp.counted_pairs AS y ON y.mechanism_id = x.mechanism_id AND y.member_id > x.member_id
  WHERE :member IS NULL OR x.member_id IN wanted OR y.member_id IN wanted
  GROUP BY x.member_id, y.member_id
),
-- The one that was asked for first, else by code.
ordered AS (
  SELECT
    p.*,
    iif((p.b IN wanted) > (p.a IN wanted) OR ((p.b IN wanted) = (p.a IN wanted) AND o.code < m.code), p.b, p.a) AS first
  FROM pair AS p
  JOIN members AS m ON m.id = p.a
  JOIN members AS o ON o.id = p.b
)
SELECT
  m.code AS member,
  m.name,
  o.code AS other,
  o.name AS other_name,
  p.shared AS mechanisms,
  p.inferred,
  p.unsourced,
  p.undated
FROM ordered AS p
JOIN members AS m ON m.id = p.first
JOIN members AS o ON o.id = p.a + p.b - p.first
ORDER BY mechanisms DESC, member, other
LIMIT :limit
