-- title: Two records with nearly the same code
-- severity: warning
-- entity: any
-- definition: Codes are compared without case and punctuation. Nearly the same: equal, or one slip of the pen apart where they
--   have 8 letters or more; other numbers are other codes.
-- cost: near-duplicates are looked for within blocks that share half a name, among 10 neighbours
WITH named AS (
  SELECT entity, record_id, key, identifier, name AS written, replace(fold(name), ' ', '') AS name
  FROM record_names
  WHERE field = 'code'
),
blocks AS (
  SELECT *, 'a' || substr(name, 1, length(name) / 2) AS block FROM named
  UNION
  SELECT *, 'a' || substr(name, 1, (length(name) - 1) / 2) FROM named
  UNION
  SELECT *, 'z' || substr(name, -(length(name) / 2)) FROM named WHERE length(name) > 2
  UNION
  SELECT *, 'z' || substr(name, -((length(name) - 1) / 2)) FROM named WHERE length(name) > 2
),
ordered AS MATERIALIZED (
  SELECT *, row_number() OVER (ORDER BY entity, block, name, record_id) AS place FROM blocks
),
steps (step) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)),
pairs AS (
  SELECT DISTINCT
    a.entity, a.key, a.written, a.record_id, a.name, b.key AS other, b.written AS other_written, b.name AS other_name
  FROM ordered AS a
  CROSS JOIN steps AS s
  JOIN ordered AS b ON b.place = a.place + s.step
  WHERE b.entity = a.entity AND b.block = a.block AND b.record_id <> a.record_id
    AND abs(length(a.name) - length(b.name)) <= 2
    AND (a.identifier IS NULL OR b.identifier IS NULL)
)
SELECT
  entity,
  key,
  'code' AS field,
  printf('%s is nearly the code %s', key, other) AS message,
  printf('`iscm merge %s %s %s` where they are one; else waive this', entity, key, other) AS hint
FROM pairs
WHERE CAST(slips(name, other_name) AS INTEGER) <= iif(min(length(name), length(other_name)) < 8, 0, 1)
ORDER BY entity, key, other
