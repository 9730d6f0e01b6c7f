-- which version of the program made the triggers and views
SELECT built_by, sha256 FROM derived_objects;

-- how many triggers and views it made
SELECT s.type, count(*) AS objects
FROM derived_objects AS d
JOIN sqlite_schema AS s ON instr(char(10) || d.names || char(10), char(10) || s.name || char(10)) > 0
GROUP BY s.type
ORDER BY s.type;

-- triggers and views that somebody else made
SELECT s.type, s.name
FROM derived_objects AS d
JOIN sqlite_schema AS s ON instr(char(10) || d.names || char(10), char(10) || s.name || char(10)) = 0
WHERE s.type IN ('trigger', 'view')
ORDER BY s.name;
