-- title: Mechanisms established and ended, year by year
-- description: Only years in which something began or ended. The column existing counts the mechanisms
--   established by the end of the year and not ended by then; dormant ones and those of unknown status are among them.
--   Mechanisms without a year of establishment do not count.
-- chart: bars label=year value=established,existing
WITH event (year, established, ended) AS (
  SELECT year_established, 1, 0 FROM mechanisms WHERE year_established IS NOT NULL
  UNION ALL
  SELECT year_ended, 0, 1 FROM mechanisms WHERE year_established IS NOT NULL AND year_ended IS NOT NULL
),
by_year AS (
  SELECT year, sum(established) AS established, sum(ended) AS ended FROM event GROUP BY year
)
SELECT
  year,
  established,
  ended,
  sum(established) OVER (ORDER BY year) AS established_so_far,
  sum(established - ended) OVER (ORDER BY year) AS existing
FROM by_year
ORDER BY year
