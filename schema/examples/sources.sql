-- each publisher with the number of sources
SELECT publisher, count(*) AS sources
FROM sources
GROUP BY publisher
ORDER BY sources DESC, publisher;

-- how many memberships name each
SELECT s.code, count(*) AS memberships
FROM sources AS s
JOIN memberships AS l ON l.source_id = s.id
GROUP BY s.id
ORDER BY memberships DESC, s.code;

-- where one was seen
SELECT code, title, url, retrieved FROM sources WHERE code = 'info-sheet';
