-- title: How many States take part in how many mechanisms
-- description: Every number from 0, for the States in none, to the most mechanisms that a State takes part in, and how
--   many States take part in just so many. `iscm report states` names them. Inferred, unsourced and undated are the
--   States of which any link is.
-- counts: membership role=member past=no by=type,kind
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: kind (word of state|territory|organization, default state): which kind of participant is counted
-- chart: bars label=mechanisms value=states
WITH RECURSIVE counted AS (
  SELECT
    member_id,
    count(*) AS mechanisms,
    max(inferred) AS inferred,
    max(unsourced) AS unsourced,
    max(undated) AS undated
  FROM temp.counted_pairs
  GROUP BY member_id
),
takes_part AS (
  SELECT p.id, ifnull(c.mechanisms, 0) AS mechanisms, c.inferred, c.unsourced, c.undated
  FROM members AS p
  LEFT JOIN counted AS c ON c.member_id = p.id
  WHERE p.kind = :kind
),
axis (number) AS (
  SELECT 0
  UNION ALL
  SELECT number + 1 FROM axis WHERE number < (SELECT max(mechanisms) FROM takes_part)
)
SELECT
  a.number AS mechanisms,
  count(t.id) AS states,
  ifnull(sum(t.inferred), 0) AS inferred,
  ifnull(sum(t.unsourced), 0) AS unsourced,
  ifnull(sum(t.undated), 0) AS undated
FROM axis AS a
LEFT JOIN takes_part AS t ON t.mechanisms = a.number
GROUP BY a.number
ORDER BY a.number
