-- the files that were imported
SELECT id, file, entity, bytes, revision FROM imports ORDER BY id;

-- how many rows each has
SELECT i.file, count(*) AS rows
FROM imports AS i
JOIN imported_rows AS r ON r.import_id = i.id
GROUP BY i.id
ORDER BY i.id;

-- who imported them, and when
SELECT i.file, r.author, r.made_at
FROM imports AS i
JOIN revisions AS r ON r.id = i.revision
ORDER BY i.id;
