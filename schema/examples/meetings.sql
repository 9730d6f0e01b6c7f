-- those of a mechanism, the latest first
SELECT e.date, e.title, e.place
FROM meetings AS e
JOIN mechanisms AS m ON m.id = e.mechanism_id
WHERE m.code = 'midsa'
ORDER BY e.date DESC;

-- how many in each year
SELECT substr(date, 1, 4) AS year, count(*) AS meetings FROM meetings GROUP BY year ORDER BY year;

-- the countries that hosted most
SELECT p.code, p.name, count(*) AS meetings
FROM meetings AS e
JOIN members AS p ON p.id = e.country_id
GROUP BY p.id
ORDER BY meetings DESC, p.code
LIMIT 10;
