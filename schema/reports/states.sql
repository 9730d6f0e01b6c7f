-- title: States by the number of mechanisms they take part in
-- description: Each mechanism counts once for a State. States in none are listed with 0. RCP, IRF and global are the
--   types of these codes; mechanisms also counts those of any other. Inferred, unsourced and undated are the mechanisms
--   that only such links tie to the State.
-- counts: membership role=member past=no by=kind
-- parameter: kind (word of state|territory|organization, default state): which kind of participant is listed
-- parameter: limit (number, default 1000): how many participants at most, those in most mechanisms first; 0 for all
-- ranked: mechanisms
-- chart: bars label=name value=mechanisms
WITH counted AS (
  SELECT
    l.member_id,
    count(*) FILTER (WHERE t.code = 'RCP') AS rcp,
    count(*) FILTER (WHERE t.code = 'IRF') AS irf,
    count(*) FILTER (WHERE t.code = 'GLOBAL') AS global,
    count(*) AS mechanisms,
    sum(l.inferred) AS inferred,
    sum(l.unsourced) AS unsourced,
    sum(l.undated) AS undated
  FROM temp.counted_pairs AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  GROUP BY l.member_id
)
SELECT
  p.code,
  p.name,
  ifnull(c.rcp, 0) AS rcp,
  ifnull(c.irf, 0) AS irf,
  ifnull(c.global, 0) AS global,
  ifnull(c.mechanisms, 0) AS mechanisms,
  ifnull(c.inferred, 0) AS inferred,
  ifnull(c.unsourced, 0) AS unsourced,
  ifnull(c.undated, 0) AS undated
FROM members AS p
LEFT JOIN counted AS c ON c.member_id = p.id
WHERE p.kind = :kind
ORDER BY mechanisms DESC, p.code
LIMIT :limit
