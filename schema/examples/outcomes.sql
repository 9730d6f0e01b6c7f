-- all, with the mechanism
SELECT o.code, m.code AS mechanism, o.title, o.kind
FROM outcomes AS o
LEFT JOIN mechanisms AS m ON m.id = o.mechanism_id
ORDER BY o.code;

-- how many there are of each kind
SELECT kind, count(*) AS outcomes FROM outcomes GROUP BY kind ORDER BY outcomes DESC, kind;

-- the source of each
SELECT o.code, s.code AS source, o.location
FROM outcomes AS o
LEFT JOIN sources AS s ON s.id = o.source_id
ORDER BY o.code;
