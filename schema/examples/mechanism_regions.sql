-- the regions of a mechanism, as published
SELECT l.position, r.code, l.published_name
FROM mechanism_regions AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN regions AS r ON r.id = l.region_id
WHERE m.code = 'rabat'
ORDER BY l.position;

-- how many mechanisms name each region
SELECT r.code, count(*) AS mechanisms
FROM mechanism_regions AS l
JOIN regions AS r ON r.id = l.region_id
GROUP BY r.id
ORDER BY mechanisms DESC, r.code;

-- mechanisms between two regions
SELECT m.code
FROM mechanism_regions AS a
JOIN mechanism_regions AS b ON b.mechanism_id = a.mechanism_id
JOIN mechanisms AS m ON m.id = a.mechanism_id
JOIN regions AS ra ON ra.id = a.region_id
JOIN regions AS rb ON rb.id = b.region_id
WHERE ra.code = 'africa' AND rb.code = 'europe'
ORDER BY m.code;
