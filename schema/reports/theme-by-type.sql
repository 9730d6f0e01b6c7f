-- title: Themes by type of mechanism
-- description: A theme counts with its finer themes, each mechanism once; themes that none names are listed with 0.
--   RCP, IRF and global are the types of these codes; mechanisms also counts those of any other.
-- chart: matrix rows=theme columns=rcp,irf,global
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
themed AS (
  SELECT DISTINCT w.theme_id, l.mechanism_id
  FROM within AS w
  JOIN mechanism_themes AS l ON l.theme_id = w.finer_id
)
SELECT
  h.code AS theme,
  count(*) FILTER (WHERE t.code = 'RCP') AS rcp,
  count(*) FILTER (WHERE t.code = 'IRF') AS irf,
  count(*) FILTER (WHERE t.code = 'GLOBAL') AS global,
  count(m.id) AS mechanisms
FROM themes AS h
LEFT JOIN themed AS l ON l.theme_id = h.id
LEFT JOIN mechanisms AS m ON m.id = l.mechanism_id
LEFT JOIN mechanism_types AS t ON t.id = m.type_id
GROUP BY h.id
ORDER BY mechanisms DESC, theme
