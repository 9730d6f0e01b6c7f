-- title: Mechanisms and published numbers of States by type
-- description: Constituent States are the published numbers of States added up, with --as-of too: a State in two
--   mechanisms counts twice.
-- chart: bars label=type value=mechanisms,constituent_states
SELECT t.code AS type, count(m.id) AS mechanisms, ifnull(sum(m.constituent_states), 0) AS constituent_states
FROM mechanism_types AS t
LEFT JOIN mechanisms AS m ON m.type_id = t.id
GROUP BY t.id
ORDER BY mechanisms DESC, t.code
