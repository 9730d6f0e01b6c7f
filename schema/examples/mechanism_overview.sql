-- the regions and themes of each, by their codes
SELECT code, type, regions, themes FROM mechanism_overview ORDER BY code;

-- the published number of States and the number listed
SELECT code, constituent_states, listed_states
FROM mechanism_overview
WHERE constituent_states <> listed_states
ORDER BY code;

-- those that a body serves
SELECT code, name, secretariats
FROM mechanism_overview
WHERE '; ' || secretariats || ';' LIKE '%; iom;%'
ORDER BY code;
