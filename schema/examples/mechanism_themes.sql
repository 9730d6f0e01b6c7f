-- the themes of a mechanism, as published
SELECT l.position, t.code, l.published_name
FROM mechanism_themes AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN themes AS t ON t.id = l.theme_id
WHERE m.code = 'midsa'
ORDER BY l.position;

-- themes that go together most often
SELECT a.code, b.code AS together_with, count(*) AS mechanisms
FROM mechanism_themes AS x
JOIN mechanism_themes AS y ON y.mechanism_id = x.mechanism_id
JOIN themes AS a ON a.id = x.theme_id
JOIN themes AS b ON b.id = y.theme_id
WHERE a.code < b.code
GROUP BY a.id, b.id
ORDER BY mechanisms DESC, a.code, b.code
LIMIT 10;

-- the number of themes of each mechanism
SELECT m.code, count(*) AS themes
FROM mechanism_themes AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
GROUP BY m.id
ORDER BY themes DESC, m.code;
