-- title: Overview
-- description: Every mechanism: type, since when, where, and its published against its listed members. Listed are States and territories with role member, past members included.
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
SELECT code, name, type, year_established, status, regions, published_members, listed_members
FROM mechanism_overview
ORDER BY code
LIMIT :limit
