-- title: Two records with nearly the same name or code
-- severity: warning
-- entity: any
-- definition: Names are compared folded (case, accents, punctuation aside), codes without blanks too. Nearly the same
--   are names without a difference in letters, with one difference if they have 6 letters or more, with two if they
--   have 12 or more; codes without a difference, with one if they have 8 letters or more. Names with different numbers
--   are different, and so are two records with UN M49 codes. Only names that agree in their first or second half are
--   compared, each with its 10 neighbours: two with a difference in each half are not found.
WITH named AS (
  SELECT entity, record_id, key, identifier, field, name AS written,
    iif(field = 'code', replace(fold(name), ' ', ''), fold(name)) AS name
  FROM record_names
  WHERE field IN ('code', 'name')
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
  SELECT *, row_number() OVER (ORDER BY entity, field, block, name, record_id) AS place FROM blocks
),
steps (step) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)),
pairs AS (
  SELECT DISTINCT
    a.entity, a.key, a.field, a.written, a.record_id, a.name, b.key AS other, b.written AS other_written,
    b.name AS other_name, min(length(a.name), length(b.name)) AS letters
  FROM ordered AS a
  CROSS JOIN steps AS s
  JOIN ordered AS b ON b.place = a.place + s.step
  WHERE b.entity = a.entity AND b.field = a.field AND b.block = a.block AND b.record_id <> a.record_id
    AND abs(length(a.name) - length(b.name)) <= 2
    AND (a.identifier IS NULL OR b.identifier IS NULL)
)
SELECT
  entity,
  key,
  field,
  iif(field = 'code', printf('%s is nearly the code %s', key, other),
    printf('"%s" is nearly the name of %s, "%s"', written, other, other_written)) AS message,
  printf('`iscm merge %s %s %s` if they are the same; otherwise waive this', entity, key, other) AS hint
FROM pairs
WHERE CAST(slips(name, other_name) AS INTEGER) <= CASE
  WHEN field = 'code' THEN letters >= 8 ELSE (letters >= 6) + (letters >= 12) END
ORDER BY entity, key, field, other
