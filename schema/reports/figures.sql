-- title: The figures of the info sheet, recomputed from the record
-- description: "published" is the number in the text of the sheet, "recorded" what the record gives under the reading of
--   `iscm reconcile`, which knows it by the last column and may explain a difference. States are distinct: each once. "added up"
--   is the sum of the numbers that the table of the sheet prints, where a State in two mechanisms counts twice. The
--   sheet is of one date: with --as-of nothing published is shown. Inferred, unsourced and undated are the States that
--   only such links count.
-- counts: membership role=member kinds=state
-- chart: bars label=category value=published,recorded group=figure
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
),
claim AS (
  SELECT
    f.code,
    f.metric,
    f.theme_id,
    f.figure,
    (SELECT group_concat(code, ', ') FROM (
       SELECT t.code FROM published_figure_types AS l JOIN mechanism_types AS t ON t.id = l.type_id
       WHERE l.published_figure_id = f.id ORDER BY t.id)) AS types
  FROM published_figures AS f
),
-- Each State once for a type, with the best of its links.
member_state AS (
  SELECT
    m.type_id,
    l.member_id,
    min(l.inferred + l.unsourced) AND max(l.inferred) AS inferred,
    min(l.unsourced) AS unsourced,
    min(l.undated) AS undated
  FROM temp.counted_pairs AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  GROUP BY m.type_id, l.member_id
),
figure (place, sort, figure, category, metric, theme_id, recorded, inferred, unsourced, undated) AS (
  SELECT 1, t.id, 'mechanisms by type', t.code, 'mechanisms', NULL, count(m.id), NULL, NULL, NULL
  FROM mechanism_types AS t
  LEFT JOIN mechanisms AS m ON m.type_id = t.id
  GROUP BY t.id
  UNION ALL
  SELECT
    2, t.id, 'States by type, distinct', t.code, 'states_in_at_least_one', NULL,
    count(l.member_id), ifnull(sum(l.inferred), 0), ifnull(sum(l.unsourced), 0), ifnull(sum(l.undated), 0)
  FROM mechanism_types AS t
  LEFT JOIN member_state AS l ON l.type_id = t.id
  GROUP BY t.id
  UNION ALL
  SELECT
    3, t.id, 'States by type, added up', t.code, NULL, NULL,
    iif(:as_of IS NULL, ifnull(sum(m.constituent_states), 0), NULL), NULL, NULL, NULL
  FROM mechanism_types AS t
  LEFT JOIN mechanisms AS m ON m.type_id = t.id
  GROUP BY t.id
  UNION ALL
  SELECT
    4, c.types, 'mechanisms by theme (' || c.types || ')', h.code, c.metric, c.theme_id,
    (SELECT count(DISTINCT m.id)
     FROM within AS w
     JOIN mechanism_themes AS l ON l.theme_id = w.finer_id
     JOIN mechanisms AS m ON m.id = l.mechanism_id
     JOIN mechanism_types AS t ON t.id = m.type_id
     WHERE w.theme_id = c.theme_id AND instr(', ' || c.types || ',', ', ' || t.code || ',') > 0),
    NULL, NULL, NULL
  FROM claim AS c
  JOIN themes AS h ON h.id = c.theme_id
  UNION ALL
  SELECT
    5, NULL, 'mechanisms by decade', ifnull((year_established / 10 * 10) || 's', 'unknown') AS decade, NULL, NULL,
    count(*), NULL, NULL, NULL
  FROM mechanisms
  GROUP BY decade
)
SELECT
  f.figure,
  f.category,
  iif(:as_of IS NULL, c.figure, NULL) AS published,
  f.recorded,
  iif(:as_of IS NULL, f.recorded - c.figure, NULL) AS difference,
  f.inferred,
  f.unsourced,
  f.undated,
  c.code AS reconciled_as
FROM figure AS f
LEFT JOIN claim AS c ON c.metric = f.metric AND c.theme_id IS f.theme_id
  AND (c.types = f.category OR f.figure = 'mechanisms by theme (' || c.types || ')')
ORDER BY f.place, f.sort, iif(f.place = 5, f.category, ''), f.recorded DESC, f.category
