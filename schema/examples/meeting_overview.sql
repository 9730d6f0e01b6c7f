-- meetings by year
SELECT year, count(*) AS meetings FROM meeting_overview GROUP BY year ORDER BY year;

-- which countries hosted most meetings
SELECT country, count(*) AS meetings
FROM meeting_overview
WHERE country IS NOT NULL
GROUP BY country
ORDER BY meetings DESC, country;

-- the latest meeting of each mechanism
SELECT mechanism, max(date) AS latest FROM meeting_overview WHERE mechanism IS NOT NULL GROUP BY mechanism ORDER BY latest;
