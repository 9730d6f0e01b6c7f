-- title: The published number of States and the number listed
-- description: Listed are States and territories in the role of member, past members included, also those whose
--   membership is inferred. Mechanisms without a published number are left out.
-- parameter: show (word of differing|all, default differing): only mechanisms whose numbers differ, or all
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
-- chart: bars label=mechanism value=difference
SELECT
  code AS mechanism,
  type,
  published_members AS published,
  listed_members AS listed,
  listed_members - published_members AS difference
FROM mechanism_overview
WHERE published_members IS NOT NULL AND (:show = 'all' OR listed_members <> published_members)
ORDER BY abs(listed_members - published_members) DESC, mechanism
LIMIT :limit
