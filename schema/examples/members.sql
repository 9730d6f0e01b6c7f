-- States of a region, with their codes
SELECT p.code, p.iso2, p.m49, p.name
FROM members AS p
JOIN regions AS r ON r.id = p.region_id
WHERE r.code = 'eastern-africa' AND p.kind = 'state'
ORDER BY p.code;

-- how many there are of each kind and standing in the United Nations
SELECT kind, un_status, count(*) AS members
FROM members
GROUP BY kind, un_status
ORDER BY kind, un_status;

-- States in no mechanism but a global one
SELECT p.code, p.name
FROM members AS p
WHERE p.kind = 'state' AND NOT EXISTS (
  SELECT 1
  FROM memberships AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE l.member_id = p.id AND l.role = 'member' AND t.code <> 'GLOBAL')
ORDER BY p.code;
