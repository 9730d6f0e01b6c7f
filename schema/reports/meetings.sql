-- title: Meetings by year and mechanism
-- description: Every meeting of the record once, in the year in which it began. A year without any is there too, with 0.
--   Global consultations, which no mechanism of the record held, are under "(no mechanism)".
-- parameter: mechanism (list of mechanism): only meetings of these
-- parameter: limit (number, default 1000): how many rows at most, the latest first, in a chart how many years; 0 for all
-- chart: matrix rows=year columns=mechanism value=meetings
WITH RECURSIVE held AS (
  SELECT CAST(substr(g.date, 1, 4) AS INTEGER) AS year, ifnull(m.code, '(no mechanism)') AS mechanism
  FROM meetings AS g
  LEFT JOIN mechanisms AS m ON m.id = g.mechanism_id
  WHERE :mechanism IS NULL OR m.code IN (SELECT value FROM json_each(:mechanism))
),
span (first, last) AS (
  SELECT min(year), max(year) FROM held
),
axis (year) AS (
  SELECT last FROM span WHERE last IS NOT NULL
  UNION ALL
  SELECT year - 1 FROM axis WHERE year > (SELECT first FROM span)
)
SELECT a.year, h.mechanism, count(h.year) AS meetings
FROM axis AS a
LEFT JOIN held AS h ON h.year = a.year
GROUP BY a.year, h.mechanism
ORDER BY a.year DESC, h.mechanism
LIMIT :limit
