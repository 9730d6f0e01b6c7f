-- title: Secretariats and the mechanisms they serve
-- description: Every body with the mechanisms that it serves, each once; bodies that serve none are listed with 0.
--   Inferred, unsourced and undated are the mechanisms that only such links tie to it.
-- counts: mechanism-secretariat
-- parameter: limit (number, default 1000): how many bodies at most, those that serve most first; 0 for all
-- ranked: mechanisms
-- chart: bars label=name value=mechanisms
WITH portfolio AS (
  SELECT l.*, m.code
  FROM temp.counted_pairs AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  ORDER BY l.secretariat_id, m.code
),
served AS (
  SELECT
    secretariat_id,
    count(*) AS mechanisms,
    group_concat(code, '; ') AS codes,
    sum(inferred) AS inferred,
    sum(unsourced) AS unsourced,
    sum(undated) AS undated
  FROM portfolio
  GROUP BY secretariat_id
)
SELECT
  s.code,
  s.name,
  ifnull(v.mechanisms, 0) AS mechanisms,
  v.codes AS serves,
  ifnull(v.inferred, 0) AS inferred,
  ifnull(v.unsourced, 0) AS unsourced,
  ifnull(v.undated, 0) AS undated
FROM secretariats AS s
LEFT JOIN served AS v ON v.secretariat_id = s.id
ORDER BY mechanisms DESC, s.code
LIMIT :limit
