-- all that lies within Africa
SELECT part FROM region_parts WHERE region = 'africa' ORDER BY part;

-- the States of each region, its parts included
SELECT w.region, count(*) AS states
FROM region_parts AS w
JOIN member_overview AS p ON p.region = w.part AND p.kind = 'state'
GROUP BY w.region
ORDER BY states DESC, w.region;

-- regions without parts
SELECT region FROM region_parts GROUP BY region HAVING count(*) = 1 ORDER BY region;
