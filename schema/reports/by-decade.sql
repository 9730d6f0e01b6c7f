-- title: Mechanisms by decade of establishment
-- description: Every decade from the first to the last; the status is that of now.
-- chart: bars label=decade value=mechanisms
WITH RECURSIVE decade (start) AS (
  SELECT min(year_established) / 10 * 10 FROM mechanisms
  UNION ALL
  SELECT start + 10 FROM decade WHERE start + 10 <= (SELECT max(year_established) FROM mechanisms)
),
axis (decade) AS (
  SELECT start || 's' FROM decade WHERE start IS NOT NULL
  UNION ALL
  SELECT 'unknown' WHERE EXISTS (SELECT 1 FROM mechanisms WHERE year_established IS NULL)
)
SELECT
  a.decade,
  count(m.id) AS mechanisms,
  count(*) FILTER (WHERE m.status = 'active') AS active,
  count(*) FILTER (WHERE m.status = 'dormant') AS dormant,
  count(*) FILTER (WHERE m.status = 'ended') AS ended,
  count(*) FILTER (WHERE m.status = 'unknown') AS unknown
FROM axis AS a
LEFT JOIN mechanisms AS m ON ifnull((m.year_established / 10 * 10) || 's', 'unknown') = a.decade
GROUP BY a.decade
ORDER BY a.decade
