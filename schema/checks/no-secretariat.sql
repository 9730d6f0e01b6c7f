-- title: A mechanism without a secretariat
-- severity: note
-- entity: mechanism
-- definition: No source requires a secretariat, but the info sheet expects one ("Chairs and Secretariats of the main
--   ISCM"), so this is a gap in the record, not in the mechanism.
SELECT
  m.code AS key,
  'secretariats' AS field,
  printf('%s has no secretariat', m.code) AS message,
  'record the body that serves it, or waive this if there is none' AS hint
FROM mechanisms AS m
WHERE NOT EXISTS (SELECT 1 FROM mechanism_secretariats AS l WHERE l.mechanism_id = m.id)
ORDER BY m.code
