-- those of one type
SELECT m.code, m.name, m.year_established
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
WHERE t.code = 'RCP'
ORDER BY m.code;

-- how many were established in each decade
SELECT year_established / 10 * 10 AS decade, count(*) AS mechanisms
FROM mechanisms
GROUP BY decade
ORDER BY decade;

-- those without a chair in the record
SELECT code, name
FROM mechanisms AS m
WHERE NOT EXISTS (SELECT 1 FROM chairs AS c WHERE c.mechanism_id = m.id)
ORDER BY code;
