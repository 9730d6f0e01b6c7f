-- title: Mechanisms and published numbers of States by type
-- description: Constituent States are the numbers that the info sheet prints, added up: a State in two mechanisms counts
--   twice. They are of the date of the sheet, so with --as-of there are none.
-- chart: bars label=type value=mechanisms,constituent_states colour=type
SELECT
  t.code AS type,
  count(m.id) AS mechanisms,
  iif(:as_of IS NULL, ifnull(sum(m.constituent_states), 0), NULL) AS constituent_states
FROM mechanism_types AS t
LEFT JOIN mechanisms AS m ON m.type_id = t.id
GROUP BY t.id
ORDER BY t.id
