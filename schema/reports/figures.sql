-- title: The figures of the info sheet, computed from the record
-- description: Mechanisms by type and by decade of establishment, and States by type in two ways: added up, the
--   published numbers of States, where a State in two mechanisms counts twice; distinct, the States in the role of
--   member in at least one mechanism, each once, past members included. `iscm reconcile` has the numbers that the
--   sheet gives.
-- chart: bars label=category value=value group=figure
WITH figure (place, figure, category, value) AS (
  SELECT 1, 'mechanisms by type', t.code, count(m.id)
  FROM mechanism_types AS t
  LEFT JOIN mechanisms AS m ON m.type_id = t.id
  GROUP BY t.id
  UNION ALL
  SELECT 2, 'States by type, added up', t.code, ifnull(sum(m.constituent_states), 0)
  FROM mechanism_types AS t
  LEFT JOIN mechanisms AS m ON m.type_id = t.id
  GROUP BY t.id
  UNION ALL
  SELECT 3, 'States by type, distinct', t.code, count(DISTINCT p.id)
  FROM mechanism_types AS t
  LEFT JOIN mechanisms AS m ON m.type_id = t.id
  LEFT JOIN memberships AS l ON l.mechanism_id = m.id AND l.role = 'member'
  LEFT JOIN members AS p ON p.id = l.member_id AND p.kind = 'state'
  GROUP BY t.id
  UNION ALL
  SELECT 4, 'mechanisms by decade', ifnull((year_established / 10 * 10) || 's', 'unknown') AS decade, count(*)
  FROM mechanisms
  GROUP BY decade
)
SELECT figure, category, value
FROM figure
ORDER BY place, iif(place = 4, category, ''), value DESC, category
