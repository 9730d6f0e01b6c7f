-- title: An active mechanism without a record of activity for five years
-- severity: note
-- entity: mechanism
-- definition: An active mechanism is ongoing (info sheet, "What is an ISCM?"). Activity is a meeting; a chair, a
--   membership or a secretariat that begins or ends, on the last day that its date can mean; and a revision that added,
--   changed or removed the mechanism or what belongs to it (links, meetings, outcomes, aliases). What the seeds or a
--   migration wrote is not a change. Five years are our choice; no source gives a number. For another, `iscm check
--   silent-mechanism --show-sql > DIR/NAME.sql`, change the years below in that file, and `iscm check NAME --checks
--   DIR`.
WITH activity (mechanism_id, day, date) AS (
  SELECT mechanism_id, last_day(date), date FROM meetings WHERE mechanism_id IS NOT NULL
  UNION ALL
  SELECT mechanism_id, last_day(valid_from), valid_from FROM dated_links WHERE valid_from IS NOT NULL
  UNION ALL
  SELECT mechanism_id, last_day(valid_to), valid_to FROM dated_links WHERE valid_to IS NOT NULL
  UNION ALL
  SELECT c.mechanism_id, substr(r.made_at, 1, 10), substr(r.made_at, 1, 10)
  FROM mechanism_changes AS c
  JOIN revisions AS r ON r.id = c.revision
  WHERE r.kind NOT IN ('seed', 'migration')
),
latest AS (
  SELECT mechanism_id, max(day) AS day, date FROM activity GROUP BY mechanism_id
)
SELECT
  m.code AS key,
  'status' AS field,
  printf('active, but %s', ifnull('no record of activity since ' || h.date,
    'no meeting, chair or change is on record')) AS message,
  'record what it did since, or its status' AS hint
FROM mechanisms AS m
LEFT JOIN latest AS h ON h.mechanism_id = m.id
WHERE m.status = 'active' AND ifnull(h.day, '') < date(:today, '-5 years')
ORDER BY m.code
