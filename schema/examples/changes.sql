-- what happened to one record
SELECT revision, action FROM changes WHERE table_name = 'mechanisms' AND record = 'midsa' ORDER BY revision;

-- how many rows each revision touched
SELECT revision, table_name, action, count(*) AS rows
FROM changes
GROUP BY revision, table_name, action
ORDER BY revision, table_name, action;

-- the mechanisms in the order in which they were added
SELECT revision, record FROM changes WHERE table_name = 'mechanisms' AND action = 'insert' ORDER BY revision, record;
