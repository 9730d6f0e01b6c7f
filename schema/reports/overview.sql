-- title: Overview of the mechanisms
-- description: Every mechanism: type, since when, where, the published number of States, and how many are listed.
--   Listed are States and territories; inferred, unsourced and undated are those of them that only such links count.
--   The published number is of the date of the info sheet, so with --as-of there is none.
-- counts: membership role=member kinds=state,territory
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
WITH listed AS (
  SELECT
    mechanism_id,
    count(*) AS states,
    sum(inferred) AS inferred,
    sum(unsourced) AS unsourced,
    sum(undated) AS undated
  FROM temp.counted_pairs
  GROUP BY mechanism_id
)
SELECT
  m.code,
  m.name,
  o.type,
  m.year_established,
  m.status,
  o.regions,
  m.constituent_states,
  ifnull(l.states, 0) AS listed_states,
  ifnull(l.inferred, 0) AS inferred,
  ifnull(l.unsourced, 0) AS unsourced,
  ifnull(l.undated, 0) AS undated
FROM mechanisms AS m
JOIN mechanism_overview AS o ON o.code = m.code
LEFT JOIN listed AS l ON l.mechanism_id = m.id
ORDER BY m.code
LIMIT :limit
