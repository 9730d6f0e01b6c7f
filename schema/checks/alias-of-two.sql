-- title: An alias is the name of another record
-- severity: warning
-- entity: any
-- definition: A name finds the record whose code or name it is before any whose alias it is, so such an alias is never
--   found. Names are compared folded: case, accents and punctuation aside.
WITH folded AS (
  SELECT entity, record_id, key, field, name, fold(name) AS folded FROM record_names
)
SELECT
  a.entity,
  a.key,
  'alias' AS field,
  printf('its alias "%s" is the %s of %s', a.name, b.field, b.key) AS message,
  'remove the alias, or merge the two records' AS hint
FROM folded AS a
JOIN folded AS b ON b.folded = a.folded AND b.entity = a.entity AND b.record_id <> a.record_id
WHERE a.field = 'alias' AND b.field <> 'alias'
ORDER BY a.entity, a.key, a.name
