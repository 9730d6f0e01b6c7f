-- States by continent, and how many of them are members of a mechanism within a region
SELECT continent, count(*) AS states, count(*) FILTER (WHERE rcp > 0) AS in_an_rcp
FROM member_overview
WHERE kind = 'state'
GROUP BY continent
ORDER BY continent;

-- the States that are members of no RCP
SELECT code, name FROM member_overview WHERE kind = 'state' AND rcp = 0 ORDER BY code;

-- the States in most mechanisms
SELECT code, name, mechanisms FROM member_overview WHERE kind = 'state' ORDER BY mechanisms DESC, code LIMIT 10;
