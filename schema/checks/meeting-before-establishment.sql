-- title: A meeting older than its mechanism
-- severity: note
-- entity: meeting
-- definition: A meeting is held by a mechanism, so it is not older than the year in which that was
--   established (info sheet, column "Year Established").
SELECT
  e.code AS key,
  'date' AS field,
  printf('held in %s, while %s was established in %d', e.date, m.code, m.year_established) AS message,
  'correct its date or its mechanism, or the year of establishment' AS hint
FROM meetings AS e
JOIN mechanisms AS m ON m.id = e.mechanism_id
WHERE CAST(substr(e.date, 1, 4) AS INTEGER) < m.year_established
ORDER BY e.code
