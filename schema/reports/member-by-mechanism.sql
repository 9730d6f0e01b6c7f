-- title: Members by mechanism
-- description: Who takes part in what: for each pair of member and mechanism every role held in it, past ones
--   included.
-- parameter: member (list of member): only these members
-- parameter: mechanism (list of mechanism): only these mechanisms
-- parameter: kind (word of state|territory|organization|any, default any): which kind of participant
-- parameter: limit (number, default 5000): how many pairs at most; 0 for all
-- crosstab: rows=member columns=mechanism value=roles
WITH part AS (
  SELECT DISTINCT p.code AS member, m.code AS mechanism, l.role
  FROM memberships AS l
  JOIN members AS p ON p.id = l.member_id
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  WHERE (:kind = 'any' OR p.kind = :kind)
    AND (:member IS NULL OR p.code IN (SELECT value FROM json_each(:member)))
    AND (:mechanism IS NULL OR m.code IN (SELECT value FROM json_each(:mechanism)))
  ORDER BY member, mechanism, l.role
)
SELECT member, mechanism, group_concat(role, '; ') AS roles
FROM part
GROUP BY member, mechanism
ORDER BY member, mechanism
LIMIT :limit
