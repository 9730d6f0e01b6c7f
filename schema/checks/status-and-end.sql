-- title: A mechanism with a year in which it ended, and a status that says otherwise
-- severity: warning
-- entity: mechanism
-- definition: A mechanism whose year_ended is past has the status ended; one that has ended did so this year or before.
--   The status ended without a year is no contradiction: the year may not be known.
SELECT
  code AS key,
  'status' AS field,
  iif(status = 'ended', printf('has ended, in a year that is to come: %d', year_ended),
    printf('%s, but ended in %d', status, year_ended)) AS message,
  iif(status = 'ended', printf('`iscm set mechanism %s year_ended=` if the year is wrong', code),
    printf('`iscm set mechanism %s status=ended`, or `iscm set mechanism %s year_ended=`', code, code)) AS hint
FROM mechanisms
WHERE year_ended IS NOT NULL
  AND (status = 'ended') <> (year_ended <= CAST(substr(:today, 1, 4) AS INTEGER))
ORDER BY code
