-- mechanisms that were merged into others
SELECT DISTINCT h.code, m.code AS merged_into, x.revision
FROM merged_rows AS x
JOIN mechanisms_history AS h ON h.id = x.from_key1 AND h.replaced_by = x.revision
JOIN mechanisms AS m ON m.id = x.into_key1
WHERE x.table_name = 'mechanisms'
ORDER BY x.revision, h.code;

-- how many rows each merge removed
SELECT revision, table_name, count(*) AS rows FROM merged_rows GROUP BY revision, table_name ORDER BY revision, table_name;

-- who merged them, and why
SELECT DISTINCT r.id, r.made_at, r.author, r.command, r.reason
FROM merged_rows AS x
JOIN revisions AS r ON r.id = x.revision
ORDER BY r.id;
