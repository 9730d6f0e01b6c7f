-- title: Members by mechanism
-- description: Who takes part in what: for each pair of member and mechanism every role held in it.
-- counts: membership past=no by=member,mechanism,kind
-- parameter: member (list of member): only these members
-- parameter: mechanism (list of mechanism): only these mechanisms
-- parameter: kind (word of state|territory|organization|any, default any): which kind of participant
-- parameter: limit (number, default 1000): how many members at most, with --long how many pairs; 0 for all
-- crosstab: rows=member columns=mechanism value=roles
WITH part AS (
  SELECT DISTINCT p.code AS member, m.code AS mechanism, l.role
  FROM temp.counted_links AS l
  JOIN members AS p ON p.id = l.member_id
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  ORDER BY member, mechanism, l.role
)
SELECT member, mechanism, group_concat(role, '; ') AS roles
FROM part
GROUP BY member, mechanism
ORDER BY member, mechanism
LIMIT :limit
