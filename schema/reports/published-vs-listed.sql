-- title: The published number of States and the number listed
-- description: Listed are States and territories in the role of member, past members included, also those whose
--   membership is inferred. Mechanisms without a published number are left out.
-- parameter: show (word of differing|all, default differing): only mechanisms whose numbers differ, or all
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
-- chart: bars label=mechanism value=difference
SELECT
  code AS mechanism,
  type,
  constituent_states,
  listed_states,
  listed_states - constituent_states AS difference
FROM mechanism_overview
WHERE constituent_states IS NOT NULL AND (:show = 'all' OR listed_states <> constituent_states)
ORDER BY abs(listed_states - constituent_states) DESC, mechanism
LIMIT :limit
