-- title: Facts without a source
-- severity: note
-- entity: mechanism
-- definition: Every fact has a source: that of the version that set it. The links, meetings and outcomes of a mechanism
--   are counted together; other records are reported one by one.
WITH facts AS (
  SELECT f.entity, f.plural, f.key, f.fields, f.source_id, m.code AS mechanism
  FROM unsourced_facts AS f
  LEFT JOIN mechanisms AS m ON m.id = f.mechanism_id
)
SELECT
  iif(mechanism IS NULL, entity, 'mechanism') AS entity,
  ifnull(mechanism, key) AS key,
  iif(mechanism IS NOT NULL, plural, iif(fields = '', 'source', fields)) AS field,
  CASE
    WHEN mechanism IS NULL AND fields = '' THEN printf('%s has no source', key)
    WHEN mechanism IS NULL THEN printf('%s of %s %s no source', fields, key, iif(instr(fields, ','), 'have', 'has'))
    WHEN fields = '' THEN printf('%d of its %s %s no source', count(*), plural, iif(count(*) = 1, 'has', 'have'))
    ELSE printf('%s of %d of its %s %s no source', fields, count(*), plural, iif(instr(fields, ','), 'have', 'has'))
  END AS message,
  CASE
    WHEN mechanism IS NULL THEN printf('`iscm cite %s %s --source CODE` gives it one', entity, key)
    WHEN fields = '' THEN printf('`iscm list %s mechanism=%s source=` shows them', entity, mechanism)
    ELSE printf('`iscm why %s` with the key of each says which: %s', entity, group_concat(key, '; '))
  END AS hint
FROM facts
GROUP BY entity, ifnull(mechanism, key), fields
ORDER BY 1, 2, 3, fields
