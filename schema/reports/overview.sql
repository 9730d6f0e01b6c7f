-- title: Overview of the mechanisms
-- description: Every mechanism: type, since when, where, the published number of States, and how many are listed.
--   Listed are States and territories in the role of member, past members included.
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
SELECT code, name, type, year_established, status, regions, constituent_states, listed_states
FROM mechanism_overview
ORDER BY code
LIMIT :limit
