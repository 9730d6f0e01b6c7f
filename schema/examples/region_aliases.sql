-- every other name, with the code that it stands for
SELECT a.alias, a.kind, r.code
FROM region_aliases AS a
JOIN regions AS r ON r.id = a.region_id
ORDER BY a.alias, r.code;

-- what a name stands for, case and accents aside
SELECT r.code, r.name
FROM region_aliases AS a
JOIN regions AS r ON r.id = a.region_id
WHERE a.key = fold('America');

-- how many there are of each kind
SELECT kind, count(*) AS aliases FROM region_aliases GROUP BY kind ORDER BY aliases DESC, kind;
