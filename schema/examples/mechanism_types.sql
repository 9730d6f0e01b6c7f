-- each with its definition
SELECT code, name, definition FROM mechanism_types ORDER BY id;

-- mechanisms of each, and their published numbers of States added up
SELECT t.code, count(*) AS mechanisms, sum(m.constituent_states) AS constituent_states
FROM mechanism_types AS t
JOIN mechanisms AS m ON m.type_id = t.id
GROUP BY t.id
ORDER BY t.id;

-- mechanisms that span more regions than their type allows
SELECT m.code, t.code AS type, t.max_regions, count(*) AS regions
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN mechanism_regions AS r ON r.mechanism_id = m.id
GROUP BY m.id
HAVING count(*) > t.max_regions
ORDER BY m.code;
