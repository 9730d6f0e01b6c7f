-- title: States by the number of mechanisms they take part in
-- description: Each mechanism counts once for a State, past memberships included; --as-of DATE leaves those out.
--   States in none are listed with 0. RCP, IRF and global are the types of these codes; mechanisms also counts those
--   of any other.
-- parameter: role (word of member|observer|partner|any, default member): in which role they take part
-- parameter: kind (word of state|territory|organization, default state): which kind of participant is listed
-- parameter: limit (number, default 1000): how many participants at most, those in most mechanisms first; 0 for all
-- chart: bars label=name value=mechanisms
WITH part (member_id, mechanism_id) AS (
  SELECT DISTINCT member_id, mechanism_id
  FROM memberships
  WHERE role = :role OR :role = 'any'
),
counted AS (
  SELECT
    a.member_id,
    count(*) FILTER (WHERE t.code = 'RCP') AS rcp,
    count(*) FILTER (WHERE t.code = 'IRF') AS irf,
    count(*) FILTER (WHERE t.code = 'GLOBAL') AS global,
    count(*) AS mechanisms
  FROM part AS a
  JOIN mechanisms AS m ON m.id = a.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  GROUP BY a.member_id
)
SELECT
  p.code,
  p.name,
  ifnull(c.rcp, 0) AS rcp,
  ifnull(c.irf, 0) AS irf,
  ifnull(c.global, 0) AS global,
  ifnull(c.mechanisms, 0) AS mechanisms
FROM members AS p
LEFT JOIN counted AS c ON c.member_id = p.id
WHERE p.kind = :kind
ORDER BY mechanisms DESC, p.code
LIMIT :limit
