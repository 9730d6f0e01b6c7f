-- title: Facts that rest on no source
-- severity: note
-- entity: mechanism
-- definition: Every fact has a source: that of the version which set it. Of mechanisms, their links, meetings and
--   outcomes are counted; records are told each by itself.
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
    WHEN mechanism IS NULL AND fields = '' THEN printf('%s rests on no source', key)
    WHEN mechanism IS NULL THEN printf('of %s, %s %s on no source', key, fields, iif(instr(fields, ','), 'rest', 'rests'))
    WHEN fields = '' THEN printf('%d of its %s %s on no source', count(*), plural, iif(count(*) = 1, 'rests', 'rest'))
    ELSE printf('of %d of its %s, %s %s on no source', count(*), plural, fields, iif(instr(fields, ','), 'rest', 'rests'))
  END AS message,
  CASE
    WHEN mechanism IS NULL AND source_id IS NULL THEN printf('`iscm set %s %s source=CODE` gives it one', entity, key)
    WHEN mechanism IS NULL THEN printf('`iscm set %s %s source=` and then source=CODE gives it one', entity, key)
    WHEN fields = '' THEN printf('`iscm list %s mechanism=%s source=` shows them', entity, mechanism)
    ELSE printf('`iscm why %s` with the key of each says which: %s', entity, group_concat(key, '; '))
  END AS hint
FROM facts
GROUP BY entity, ifnull(mechanism, key), fields
ORDER BY 1, 2, 3, fields
