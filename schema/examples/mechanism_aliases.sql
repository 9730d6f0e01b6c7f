-- every other name, with the code that it stands for
SELECT a.alias, a.kind, r.code
FROM mechanism_aliases AS a
JOIN mechanisms AS r ON r.id = a.mechanism_id
ORDER BY a.alias, r.code;

-- what a name stands for, case and accents aside
SELECT r.code, r.name
FROM mechanism_aliases AS a
JOIN mechanisms AS r ON r.id = a.mechanism_id
WHERE a.key = fold('Bali Process');

-- how many there are of each kind
SELECT kind, count(*) AS aliases FROM mechanism_aliases GROUP BY kind ORDER BY aliases DESC, kind;
