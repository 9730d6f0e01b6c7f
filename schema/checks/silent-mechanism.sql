-- title: An active mechanism of which nothing was heard for five years
-- severity: note
-- entity: mechanism
-- definition: An active mechanism is ongoing (info sheet, "What is an ISCM?"): within five years it meets, a chair
--   begins, or someone changes its record. What a migration or the seeds wrote is no such change.
WITH heard (mechanism_id, date) AS (
  SELECT mechanism_id, max(date) FROM meetings WHERE mechanism_id IS NOT NULL GROUP BY mechanism_id
  UNION ALL
  SELECT mechanism_id, nullif(max(max(ifnull(valid_from, ''), ifnull(valid_to, ''))), '') FROM chairs GROUP BY mechanism_id
  UNION ALL
  SELECT m.id, r.made_at
  FROM mechanisms AS m JOIN revisions AS r ON r.id = m.revision
  WHERE r.kind NOT IN ('seed', 'migration')
)
SELECT
  m.code AS key,
  'status' AS field,
  printf('active, but %s', ifnull('the last that was heard of it is of ' || max(substr(h.date, 1, 10)),
    'no meeting, chair or change is on record')) AS message,
  'record what it did since, or its status' AS hint
FROM mechanisms AS m
LEFT JOIN heard AS h ON h.mechanism_id = m.id
WHERE m.status = 'active'
GROUP BY m.id
HAVING ifnull(last_day(max(substr(h.date, 1, 10))), '') < date(:today, '-5 years')
ORDER BY m.code
