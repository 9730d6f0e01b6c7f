-- title: Facts that rest on no source
-- severity: note
-- entity: mechanism
-- definition: Every fact has a source. Counted by mechanism: its links, meetings and outcomes of basis "unsourced" or
--   without a source; of records, each by itself.
SELECT
  iif(mechanism IS NULL, entity, 'mechanism') AS entity,
  ifnull(mechanism, key) AS key,
  iif(mechanism IS NULL, 'source', plural) AS field,
  iif(mechanism IS NULL, printf('%s rests on no source', key),
    printf('%d of its %s %s on no source', count(*), plural, iif(count(*) = 1, 'rests', 'rest'))) AS message,
  iif(mechanism IS NULL, '`iscm set` with --source gives it one',
    printf('`iscm list %s mechanism=%s source=` shows them', entity, mechanism)) AS hint
FROM record_evidence
WHERE source_id IS NULL OR basis = 'unsourced'
GROUP BY entity, ifnull(mechanism, key)
ORDER BY 1, 2, 3
