-- title: A mechanism met before it was established
-- severity: warning
-- entity: mechanism
-- definition: The year of establishment is that of the published table (info sheet, column "Year Established"), which
--   no source defines: as a rule that of the founding meeting, so no meeting is older.
SELECT
  m.code AS key,
  'year_established' AS field,
  printf('established in %d, but its first meeting on record was in %s', m.year_established, min(e.date)) AS message,
  'see the sources of both; preparatory meetings belong in the note' AS hint
FROM mechanisms AS m
JOIN meetings AS e ON e.mechanism_id = m.id
WHERE CAST(substr(e.date, 1, 4) AS INTEGER) < m.year_established
GROUP BY m.id
ORDER BY m.code
