-- title: The published number of States and the number listed
-- description: Listed are States and territories; inferred, unsourced and undated are those of them that only such links
--   count: numbers that agree may stand on inference alone. Mechanisms without a published number are left out. That
--   number is of the date of the info sheet, so with --as-of there is nothing to compare.
-- counts: membership role=member kinds=state,territory
-- parameter: show (word of differing|all, default differing): only mechanisms whose numbers differ, or all
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
-- chart: bars label=mechanism value=difference
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
  m.code AS mechanism,
  t.code AS type,
  m.constituent_states AS constituent_states,
  ifnull(l.states, 0) AS listed_states,
  ifnull(l.states, 0) - m.constituent_states AS difference,
  ifnull(l.inferred, 0) AS inferred,
  ifnull(l.unsourced, 0) AS unsourced,
  ifnull(l.undated, 0) AS undated
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
LEFT JOIN listed AS l ON l.mechanism_id = m.id
WHERE m.constituent_states IS NOT NULL
  AND (:show = 'all' OR ifnull(l.states, 0) <> m.constituent_states)
ORDER BY abs(difference) DESC, mechanism
LIMIT :limit
