-- title: Mechanisms by region
-- description: "mechanisms" counts those that name the region or a part of it, each once. Parts stand under their whole
--   and are counted in it, so the rows do not add up; the whole record is a row of its own. A mechanism that names
--   eurasia counts under neither europe nor asia: "with_members" finds it there, as it counts the mechanisms with a
--   member State that lies in the region by M49, whatever region they name; inferred, unsourced and undated are those
--   that only such links tie to the region. Of a region that M49 does not have that is empty, not 0. Regions with
--   neither are left out.
-- parameter: type (list of mechanism-type): only mechanisms of these types
-- counts: membership role=member kinds=state by=type
-- chart: bars label=name value=mechanisms,with_members group=counted
WITH RECURSIVE within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
),
counted (id) AS (
  SELECT m.id
  FROM mechanisms AS m
  JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE :type IS NULL OR t.code IN (SELECT value FROM json_each(:type))
),
named (region_id, mechanisms) AS (
  SELECT w.region_id, count(DISTINCT c.id)
  FROM within AS w
  JOIN mechanism_regions AS l ON l.region_id = w.part_id
  JOIN counted AS c ON c.id = l.mechanism_id
  GROUP BY w.region_id
),
lies (region_id, mechanism_id, inferred, unsourced, undated) AS (
  SELECT
    w.region_id,
    l.mechanism_id,
    min(l.inferred + l.unsourced) AND max(l.inferred),
    min(l.unsourced),
    min(l.undated)
  FROM within AS w
  JOIN members AS p ON p.region_id = w.part_id
  JOIN temp.counted_pairs AS l ON l.member_id = p.id
  GROUP BY w.region_id, l.mechanism_id
),
located AS (
  SELECT
    region_id,
    count(*) AS mechanisms,
    sum(inferred) AS inferred,
    sum(unsourced) AS unsourced,
    sum(undated) AS undated
  FROM lies
  GROUP BY region_id
),
-- Only a region of M49 has States: what lies in eurasia or the pacific, M49 does not say.
inhabited (region_id) AS (
  SELECT DISTINCT w.region_id
  FROM within AS w
  JOIN members AS p ON p.region_id = w.part_id AND p.kind = 'state'
),
-- Parts under their whole, of equals those with most mechanisms first.
tree (id, level, path) AS (
  SELECT r.id, 0, '' FROM regions AS r WHERE r.parent_id IS NULL
  UNION ALL
  SELECT r.id, t.level + 1, t.path || printf('/%09d', 999999999 - ifnull(n.mechanisms, 0)) || r.code
  FROM tree AS t
  JOIN regions AS r ON r.parent_id = t.id
  LEFT JOIN named AS n ON n.region_id = r.id
)
SELECT
  r.code AS region,
  replace(printf('%.*c', max(t.level - 1, 0), '~'), '~', iif(t.level > 1, :indent, '')) || r.name AS name,
  iif(r.parent_id IS NULL, 'in all', 'region') AS counted,
  ifnull(n.mechanisms, 0) AS mechanisms,
  iif(s.region_id IS NULL, NULL, ifnull(p.mechanisms, 0)) AS with_members,
  iif(s.region_id IS NULL, NULL, ifnull(p.inferred, 0)) AS inferred,
  iif(s.region_id IS NULL, NULL, ifnull(p.unsourced, 0)) AS unsourced,
  iif(s.region_id IS NULL, NULL, ifnull(p.undated, 0)) AS undated
FROM tree AS t
JOIN regions AS r ON r.id = t.id
LEFT JOIN named AS n ON n.region_id = r.id
LEFT JOIN located AS p ON p.region_id = r.id
LEFT JOIN inhabited AS s ON s.region_id = r.id
WHERE n.mechanisms > 0 OR p.mechanisms > 0
ORDER BY t.path
