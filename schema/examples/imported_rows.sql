-- the published table, as it was read
SELECT r.line, r.cells
FROM imported_rows AS r
JOIN imports AS i ON i.id = r.import_id
WHERE i.file = 'source-table.tsv'
ORDER BY r.line;

-- what the source wrote of a mechanism
SELECT i.file, r.line, r.cells
FROM imported_rows AS r
JOIN imports AS i ON i.id = r.import_id
JOIN mechanisms AS m ON m.id = r.record_id
WHERE i.entity = 'mechanism' AND m.code = 'midsa';

-- the first cell of each row
SELECT i.file, r.line, c.value
FROM imported_rows AS r
JOIN imports AS i ON i.id = r.import_id
JOIN json_each(r.cells) AS c ON c.key = 0
ORDER BY i.id, r.line
LIMIT 10;
