-- each with the number of mechanisms that it serves
SELECT s.code, s.name, count(DISTINCT l.mechanism_id) AS mechanisms
FROM secretariats AS s
JOIN mechanism_secretariats AS l ON l.secretariat_id = s.id
GROUP BY s.id
ORDER BY mechanisms DESC, s.code;

-- those that take part in mechanisms themselves
SELECT s.code AS secretariat, p.code AS member
FROM secretariats AS s
JOIN members AS p ON p.id = s.member_id
ORDER BY s.code;

-- those that serve mechanisms of more than one type
SELECT s.code, count(DISTINCT m.type_id) AS types
FROM secretariats AS s
JOIN mechanism_secretariats AS l ON l.secretariat_id = s.id
JOIN mechanisms AS m ON m.id = l.mechanism_id
GROUP BY s.id
HAVING count(DISTINCT m.type_id) > 1
ORDER BY s.code;
