-- title: Sources: how fresh, and how much stands on each
-- description: Facts are the records and links that name the source, aliases included. Sources on which nothing stands are
--   listed with 0.
-- parameter: limit (number, default 1000): how many sources at most, those with most facts first; 0 for all
-- chart: bars label=code value=facts
WITH fact (source_id, facts) AS (
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
  SELECT source_id, sum(facts) AS facts FROM fact GROUP BY source_id
)
SELECT s.code, s.title, s.publisher, s.published, s.retrieved, ifnull(c.facts, 0) AS facts
FROM sources AS s
LEFT JOIN counted AS c ON c.source_id = s.id
ORDER BY facts DESC, s.code
LIMIT :limit
