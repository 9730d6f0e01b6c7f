-- every other name, with the code that it stands for
SELECT a.alias, a.kind, r.code
FROM secretariat_aliases AS a
JOIN secretariats AS r ON r.id = a.secretariat_id
ORDER BY a.alias, r.code;

-- what a name stands for, case and accents aside
SELECT r.code, r.name
FROM secretariat_aliases AS a
JOIN secretariats AS r ON r.id = a.secretariat_id
WHERE a.key = fold('iom');

-- how many there are of each kind
SELECT kind, count(*) AS aliases FROM secretariat_aliases GROUP BY kind ORDER BY aliases DESC, kind;
