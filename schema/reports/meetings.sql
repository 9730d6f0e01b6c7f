-- title: Meetings by year and mechanism
-- description: Every meeting of the record once, in the year in which it began. Global consultations, which belong to
--   no mechanism, have none here.
-- parameter: mechanism (list of mechanism): only meetings of these
-- parameter: limit (number, default 1000): how many rows at most, the latest first; 0 for all
-- chart: matrix rows=year columns=mechanism value=meetings
SELECT CAST(substr(g.date, 1, 4) AS INTEGER) AS year, m.code AS mechanism, count(*) AS meetings
FROM meetings AS g
LEFT JOIN mechanisms AS m ON m.id = g.mechanism_id
WHERE :mechanism IS NULL OR m.code IN (SELECT value FROM json_each(:mechanism))
GROUP BY year, m.id
ORDER BY year DESC, m.code
LIMIT :limit
