-- title: Mechanisms that share members
-- description: Pairs of mechanisms by the States and territories that are members of both. Jaccard is the shared number
--   over that of either: 1 is the same members, 0 none in common; pairs with none are left out. Inferred, unsourced and
--   undated are the shared members of which the link to one of the two is.
-- counts: membership role=member past=no kinds=state,territory by=type
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- parameter: mechanism (list of mechanism): only pairs with one of these
-- parameter: limit (number, default 100): how many pairs at most; 0 for all. For all, and if fewer pairs than the
--   limit have the same members, everything is paired: 20,000 mechanisms in half a minute, twice as many in four times
--   that. Ask for a type or some mechanisms then
-- chart: bars label=mechanism,other value=jaccard
WITH size (mechanism_id, members) AS (
  SELECT mechanism_id, count(*) FROM temp.counted_pairs GROUP BY mechanism_id
),
-- Mechanisms with the same members, in order of code among their like. A pair of them comes before any other pair, so
-- where there are enough of them to fill the limit, nothing else has to be paired.
twin AS (
  SELECT
    g.mechanism_id,
    m.code,
    g.members,
    g.signature,
    row_number() OVER (PARTITION BY g.signature ORDER BY m.code) AS place,
    count(*) OVER (PARTITION BY g.signature) AS twins
  FROM (
    SELECT mechanism_id, count(*) AS members, group_concat(member_id) AS signature
    FROM (SELECT mechanism_id, member_id FROM temp.counted_pairs ORDER BY mechanism_id, member_id)
    GROUP BY mechanism_id
  ) AS g
  JOIN mechanisms AS m ON m.id = g.mechanism_id
  WHERE :mechanism IS NULL AND :limit > 0
),
-- Each of these has a later twin, so the first pairs begin with the first of these, and go to the twins next to them.
first_twin AS (
  SELECT mechanism_id, members, signature, place FROM twin WHERE place < twins ORDER BY members DESC, code LIMIT :limit
),
same (a, b, shared) AS (
  SELECT f.mechanism_id, t.mechanism_id, f.members
  FROM twin AS t
  CROSS JOIN first_twin AS f ON f.signature = t.signature AND t.place BETWEEN f.place + 1 AND f.place + :limit
  WHERE t.signature IN (SELECT signature FROM first_twin)
),
enough (said) AS (
  SELECT count(*) >= :limit AND :mechanism IS NULL AND :limit > 0 FROM same
),
wanted (id) AS (
  SELECT id FROM mechanisms WHERE code IN (SELECT value FROM json_each(:mechanism))
),
-- Each pair once: from the lower to the higher, or from one that is wanted to one that is not.
pair (a, b, shared) AS (
  SELECT a, b, shared FROM same WHERE (SELECT said FROM enough)
  UNION ALL
  SELECT x.mechanism_id, y.mechanism_id, count(*)
  FROM temp.counted_pairs AS x
  CROSS JOIN temp.counted_pairs AS y ON y.member_id = x.member_id
  WHERE NOT (SELECT said FROM enough)
    AND (:mechanism IS NULL OR x.mechanism_id IN wanted)
    AND (y.mechanism_id > x.mechanism_id
      OR (y.mechanism_id < x.mechanism_id AND :mechanism IS NOT NULL AND y.mechanism_id NOT IN wanted))
  GROUP BY x.mechanism_id, y.mechanism_id
),
first_pairs AS (
  SELECT
    min(m.code, o.code) AS mechanism,
    max(m.code, o.code) AS other,
    p.a,
    p.b,
    p.shared,
    s.members + u.members - p.shared AS in_either
  FROM pair AS p
  JOIN size AS s ON s.mechanism_id = p.a
  JOIN size AS u ON u.mechanism_id = p.b
  JOIN mechanisms AS m ON m.id = p.a
  JOIN mechanisms AS o ON o.id = p.b
  ORDER BY 1.0 * p.shared / (s.members + u.members - p.shared) DESC, p.shared DESC, mechanism, other
  LIMIT :limit
)
SELECT
  f.mechanism,
  f.other,
  f.shared,
  f.in_either,
  round(1.0 * f.shared / f.in_either, 3) AS jaccard,
  sum(x.inferred OR y.inferred) AS inferred,
  sum(x.unsourced OR y.unsourced) AS unsourced,
  sum(x.undated OR y.undated) AS undated
FROM first_pairs AS f
JOIN temp.counted_pairs AS x ON x.mechanism_id = f.a
JOIN temp.counted_pairs AS y ON y.mechanism_id = f.b AND y.member_id = x.member_id
GROUP BY f.a, f.b
ORDER BY 1.0 * f.shared / f.in_either DESC, f.shared DESC, f.mechanism, f.other
