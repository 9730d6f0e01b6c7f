-- title: Sources: how recent, and how many rows name each
-- description: Rows are the records, links and aliases whose newest version names the source; sources that none names
--   are listed with 0. `iscm list source` counts single facts instead, each under the source of its own value.
-- parameter: limit (number, default 1000): how many sources at most, those with most rows first; 0 for all
-- chart: bars label=code value=rows
WITH named (source_id, rows) AS (
  SELECT source_id, count(*) FROM mechanism_types GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM mechanisms GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM mechanism_aliases GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM mechanism_regions GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM mechanism_themes GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM mechanism_secretariats GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM regions GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM region_aliases GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM themes GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM theme_aliases GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM members GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM member_aliases GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM secretariats GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM secretariat_aliases GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM memberships GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM chairs GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM meetings GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM outcomes GROUP BY source_id UNION ALL
  SELECT source_id, count(*) FROM published_figures GROUP BY source_id
),
counted AS (
  SELECT source_id, sum(rows) AS rows FROM named GROUP BY source_id
)
SELECT s.code, s.title, s.publisher, s.published, s.retrieved, ifnull(c.rows, 0) AS rows
FROM sources AS s
LEFT JOIN counted AS c ON c.source_id = s.id
ORDER BY rows DESC, s.code
LIMIT :limit
