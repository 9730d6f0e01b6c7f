-- title: Secretariats and the mechanisms they serve
-- description: Every body with the mechanisms that it serves in any role, each once, past service included; bodies
--   that serve none are listed with 0.
-- parameter: limit (number, default 1000): how many bodies at most, those that serve most first; 0 for all
-- chart: bars label=code value=mechanisms
WITH portfolio AS (
  SELECT DISTINCT l.secretariat_id, m.code
  FROM mechanism_secretariats AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  ORDER BY l.secretariat_id, m.code
),
served AS (
  SELECT secretariat_id, count(*) AS mechanisms, group_concat(code, '; ') AS codes
  FROM portfolio
  GROUP BY secretariat_id
)
SELECT s.code, s.name, ifnull(v.mechanisms, 0) AS mechanisms, v.codes AS serves
FROM secretariats AS s
LEFT JOIN served AS v ON v.secretariat_id = s.id
ORDER BY mechanisms DESC, s.code
LIMIT :limit
