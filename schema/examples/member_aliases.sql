-- every other name, with the code that it stands for
SELECT a.alias, a.kind, r.code
FROM member_aliases AS a
JOIN members AS r ON r.id = a.member_id
ORDER BY a.alias, r.code;

-- what a name stands for, case and accents aside
SELECT r.code, r.name
FROM member_aliases AS a
JOIN members AS r ON r.id = a.member_id
WHERE a.key = fold('Ivory Coast');

-- how many there are of each kind
SELECT kind, count(*) AS aliases FROM member_aliases GROUP BY kind ORDER BY aliases DESC, kind;
