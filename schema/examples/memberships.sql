-- who takes part in a mechanism, and as what
SELECT p.code, p.name, l.role, l.valid_from, l.valid_to
FROM memberships AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN members AS p ON p.id = l.member_id
WHERE m.code = 'midsa'
ORDER BY l.role, p.code;

-- the States that take part in the most mechanisms
SELECT p.code, p.name, count(DISTINCT l.mechanism_id) AS mechanisms
FROM memberships AS l
JOIN members AS p ON p.id = l.member_id
WHERE l.role = 'member' AND p.kind = 'state'
GROUP BY p.id
ORDER BY mechanisms DESC, p.code
LIMIT 10;

-- States that two mechanisms share
SELECT p.code, p.name
FROM members AS p
WHERE p.kind = 'state' AND p.id IN (
  SELECT member_id FROM memberships JOIN mechanisms AS m ON m.id = mechanism_id WHERE m.code = 'midsa'
  INTERSECT
  SELECT member_id FROM memberships JOIN mechanisms AS m ON m.id = mechanism_id WHERE m.code = 'rabat')
ORDER BY p.code;
