-- every other name, with the code that it stands for
SELECT a.alias, a.kind, r.code
FROM theme_aliases AS a
JOIN themes AS r ON r.id = a.theme_id
ORDER BY a.alias, r.code;

-- what a name stands for, case and accents aside
SELECT r.code, r.name
FROM theme_aliases AS a
JOIN themes AS r ON r.id = a.theme_id
WHERE a.key = fold('trafficking');

-- how many there are of each kind
SELECT kind, count(*) AS aliases FROM theme_aliases GROUP BY kind ORDER BY aliases DESC, kind;
