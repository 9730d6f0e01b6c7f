-- what is cited, and where in the source
SELECT c.label, s.title, c.place
FROM citations AS c
JOIN sources AS s ON s.id = c.source_id
ORDER BY c.label;

-- sources that are cited most
SELECT s.code, count(*) AS citations
FROM citations AS c
JOIN sources AS s ON s.id = c.source_id
GROUP BY s.id
ORDER BY citations DESC, s.code;

-- further evidence for memberships
SELECT label, note FROM citations WHERE table_name = 'memberships' ORDER BY label;
