-- title: Mechanisms established and ended, year by year
-- description: Every year from the first to the last in which something began or ended. "not_ended" counts the
--   mechanisms established by the end of the year and not ended by then; of these, the last three columns say what they
--   are now, for when a mechanism fell dormant is not recorded. A mechanism of which it is known only that it has ended
--   counts in "ended_year_unknown", and no longer as not ended. Mechanisms without a year of establishment do not count.
-- chart: bars label=year value=established,not_ended
WITH RECURSIVE lasted (began, ended, status) AS (
  SELECT year_established, year_ended, iif(year_ended IS NOT NULL, 'ended', status)
  FROM mechanisms
  WHERE year_established IS NOT NULL
),
axis (year) AS (
  SELECT min(began) FROM lasted
  UNION ALL
  SELECT year + 1 FROM axis WHERE year < (SELECT max(max(began), ifnull(max(ended), 0)) FROM lasted)
)
SELECT
  a.year,
  count(*) FILTER (WHERE l.began = a.year) AS established,
  count(*) FILTER (WHERE l.ended = a.year) AS ended,
  count(l.began) AS established_so_far,
  count(*) FILTER (WHERE l.ended > a.year OR (l.ended IS NULL AND l.status <> 'ended')) AS not_ended,
  count(*) FILTER (WHERE l.ended IS NULL AND l.status = 'ended') AS ended_year_unknown,
  count(*) FILTER (WHERE l.status = 'active') AS now_active,
  count(*) FILTER (WHERE l.status = 'dormant') AS now_dormant,
  count(*) FILTER (WHERE l.status = 'unknown') AS now_unknown
FROM axis AS a
LEFT JOIN lasted AS l ON l.began <= a.year
WHERE a.year IS NOT NULL
GROUP BY a.year
ORDER BY a.year
