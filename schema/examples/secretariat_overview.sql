-- who serves each mechanism, and how
SELECT mechanism, secretariat_name, role FROM secretariat_overview ORDER BY mechanism, secretariat_name;

-- the bodies that serve mechanisms of more than one type
SELECT secretariat, count(DISTINCT type) AS types
FROM secretariat_overview
GROUP BY secretariat
HAVING types > 1
ORDER BY secretariat;

-- what IOM serves
SELECT mechanism, role, valid_from FROM secretariat_overview WHERE secretariat = 'iom' ORDER BY mechanism;
