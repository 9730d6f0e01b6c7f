-- title: Facts that were inferred
-- severity: note
-- entity: mechanism
-- definition: A fact is stated by its source or inferred from it: from a general list of a group's members, or an
--   implied year. Counted by mechanism and kind of link.
SELECT
  'mechanism' AS entity,
  mechanism AS key,
  plural AS field,
  printf('%d of its %s %s inferred', count(*), plural, iif(count(*) = 1, 'is', 'are')) AS message,
  printf('`iscm list %s mechanism=%s basis=inferred` shows them; find a source that states them', entity, mechanism)
    AS hint
FROM record_evidence
WHERE basis = 'inferred'
GROUP BY entity, mechanism
ORDER BY mechanism, plural
