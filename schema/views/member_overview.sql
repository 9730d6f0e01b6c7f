-- One row for each member, with its region and continent (the region right below the world), and the mechanisms of which it
-- is a member, past ones included, each once.
CREATE VIEW member_overview AS
WITH RECURSIVE above (id, top) AS (
  SELECT r.id, r.code FROM regions AS r JOIN regions AS w ON w.id = r.parent_id WHERE w.parent_id IS NULL
  UNION ALL
  SELECT r.id, a.top FROM above AS a JOIN regions AS r ON r.parent_id = a.id
),
counted AS (
  SELECT l.member_id, t.code AS type, count(DISTINCT l.mechanism_id) AS mechanisms
  FROM memberships AS l JOIN mechanisms AS m ON m.id = l.mechanism_id JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE l.role = 'member'
  GROUP BY l.member_id, t.id
)
SELECT
  p.code, p.name, p.kind, p.un_status, r.code AS region, a.top AS continent,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'RCP'), 0) AS rcp,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'IRF'), 0) AS irf,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'GLOBAL'), 0) AS global,
  ifnull(sum(c.mechanisms), 0) AS mechanisms
FROM members AS p
LEFT JOIN regions AS r ON r.id = p.region_id
LEFT JOIN above AS a ON a.id = p.region_id
LEFT JOIN counted AS c ON c.member_id = p.id
GROUP BY p.id;
