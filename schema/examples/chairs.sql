-- who chaired a mechanism, and when
SELECT p.code, p.name, c.kind, c.valid_from, c.valid_to
FROM chairs AS c
JOIN mechanisms AS m ON m.id = c.mechanism_id
JOIN members AS p ON p.id = c.member_id
WHERE m.code = 'colombo'
ORDER BY c.valid_from;

-- the States that chaired most often
SELECT p.code, p.name, count(*) AS chairs
FROM chairs AS c
JOIN members AS p ON p.id = c.member_id
GROUP BY p.id
ORDER BY chairs DESC, p.code
LIMIT 10;

-- permanent chairs
SELECT m.code AS mechanism, p.code AS member
FROM chairs AS c
JOIN mechanisms AS m ON m.id = c.mechanism_id
JOIN members AS p ON p.id = c.member_id
WHERE c.kind = 'permanent'
ORDER BY m.code, p.code;
