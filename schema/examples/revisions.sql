-- the newest
SELECT id, made_at, author, command, reason FROM revisions ORDER BY id DESC LIMIT 10;

-- how many of each kind and author
SELECT kind, author, count(*) AS revisions FROM revisions GROUP BY kind, author ORDER BY revisions DESC, kind, author;

-- what each did to mechanisms
SELECT r.id, r.made_at, c.action, c.record
FROM revisions AS r
JOIN changes AS c ON c.revision = r.id
WHERE c.table_name = 'mechanisms'
ORDER BY r.id DESC, c.record
LIMIT 20;
