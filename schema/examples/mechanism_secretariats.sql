-- who serves a mechanism
SELECT s.code, s.name, l.role, l.valid_from, l.valid_to
FROM mechanism_secretariats AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN secretariats AS s ON s.id = l.secretariat_id
WHERE m.code = 'midsa'
ORDER BY s.code;

-- what a body serves
SELECT m.code, m.name, l.role
FROM mechanism_secretariats AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN secretariats AS s ON s.id = l.secretariat_id
WHERE s.code = 'iom'
ORDER BY m.code;

-- the roles in use
SELECT role, count(*) AS links FROM mechanism_secretariats GROUP BY role ORDER BY links DESC, role;
