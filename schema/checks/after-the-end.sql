-- title: A meeting or period that begins after its mechanism ended
-- severity: warning
-- entity: any
-- definition: A mechanism that ended meets no more, and nobody joins it. Reported if it is certainly so: the year of the
--   end belongs to the mechanism.
WITH dated (entity, key, field, mechanism_id, date) AS (
  SELECT 'meeting', code, 'date', mechanism_id, date FROM meetings WHERE mechanism_id IS NOT NULL
  UNION ALL
  SELECT entity, key, 'valid_from', mechanism_id, valid_from FROM dated_links WHERE valid_from IS NOT NULL
)
SELECT
  d.entity,
  d.key,
  d.field,
  printf('%s, while %s ended in %d', d.date, m.code, m.year_ended) AS message,
  'correct its date or its mechanism, or the year in which the mechanism ended' AS hint
FROM dated AS d
JOIN mechanisms AS m ON m.id = d.mechanism_id
WHERE CAST(substr(d.date, 1, 4) AS INTEGER) > m.year_ended
ORDER BY d.entity, d.key
