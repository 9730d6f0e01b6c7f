-- title: Two records with nearly the same name
-- severity: warning
-- entity: any
-- definition: Names are compared folded (case, accents, punctuation aside). Nearly the same: no slip of the pen apart, one where
--   they have 6 letters or more, two where they have 12 or more; other numbers are other names. Records that both have
--   a UN M49 code are two.
-- cost: near-duplicates are looked for within blocks that share half a name, among 10 neighbours
WITH named AS (
  SELECT entity, record_id, key, identifier, name AS written, fold(name) AS name
  FROM record_names
  WHERE field = 'name'
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
  'name' AS field,
  printf('"%s" is nearly the name of %s, "%s"', written, other, other_written) AS message,
  printf('`iscm merge %s %s %s` where they are one; else waive this', entity, key, other) AS hint
FROM pairs
WHERE CAST(slips(name, other_name) AS INTEGER)
  <= CASE WHEN min(length(name), length(other_name)) < 6 THEN 0 WHEN min(length(name), length(other_name)) < 12 THEN 1 ELSE 2 END
ORDER BY entity, key, other
