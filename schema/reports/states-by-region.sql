-- title: Where the member States of the mechanisms lie
-- description: By M49 region and sub-region: its States, and those of them that are members of at least one mechanism of
--   a type, or of any, each once. Parts stand under their whole and are counted in it, so the rows do not add up; all
--   States are a row of their own. Inferred, unsourced and undated are the States that only such links make members.
-- counts: membership role=member past=no kinds=state by=mechanism
-- parameter: mechanism (list of mechanism): only the members of these
-- chart: bars label=name value=rcp,irf group=counted
WITH RECURSIVE within (region_id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.region_id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
),
takes_part AS (
  SELECT
    l.member_id,
    max(t.code = 'RCP') AS rcp,
    max(t.code = 'IRF') AS irf,
    max(t.code = 'GLOBAL') AS global,
    min(l.inferred + l.unsourced) AND max(l.inferred) AS inferred,
    min(l.unsourced) AS unsourced,
    min(l.undated) AS undated
  FROM temp.counted_pairs AS l
  JOIN mechanisms AS m ON m.id = l.mechanism_id
  JOIN mechanism_types AS t ON t.id = m.type_id
  GROUP BY l.member_id
),
counted AS (
  SELECT
    w.region_id,
    count(p.id) AS states,
    ifnull(sum(c.rcp), 0) AS rcp,
    ifnull(sum(c.irf), 0) AS irf,
    ifnull(sum(c.global), 0) AS global,
    count(c.member_id) AS in_any,
    count(p.id) - count(c.member_id) AS in_none,
    ifnull(sum(c.inferred), 0) AS inferred,
    ifnull(sum(c.unsourced), 0) AS unsourced,
    ifnull(sum(c.undated), 0) AS undated
  FROM within AS w
  JOIN members AS p ON p.region_id = w.part_id AND p.kind = 'state'
  LEFT JOIN takes_part AS c ON c.member_id = p.id
  GROUP BY w.region_id
),
tree (id, level, path) AS (
  SELECT id, 0, '' FROM regions WHERE parent_id IS NULL
  UNION ALL
  SELECT r.id, t.level + 1, t.path || '/' || r.code FROM tree AS t JOIN regions AS r ON r.parent_id = t.id
)
SELECT
  r.code AS region,
  replace(printf('%.*c', max(t.level - 1, 0), '~'), '~', iif(t.level > 1, :indent, '')) || r.name AS name,
  iif(r.parent_id IS NULL, 'in all', 'region') AS counted,
  c.states,
  c.rcp,
  c.irf,
  c.global,
  c.in_any,
  c.in_none,
  c.inferred,
  c.unsourced,
  c.undated
FROM counted AS c
JOIN regions AS r ON r.id = c.region_id
JOIN tree AS t ON t.id = r.id
ORDER BY t.path
