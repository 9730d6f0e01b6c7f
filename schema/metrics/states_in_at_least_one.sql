-- title: States in at least one mechanism
-- readings: count roles status as_of
-- description: States that take part in at least one mechanism of the types. As of a year: in mechanisms established by
--   its end, by memberships whose start is not known or by then and whose end is not known or later.
SELECT DISTINCT
  p.code AS key,
  p.name,
  nullif(max(ifnull(m.year_established, 0), ifnull(CAST(substr(l.valid_from, 1, 4) AS INTEGER), 0)), 0) AS since,
  CAST(substr(l.valid_to, 1, 4) AS INTEGER) AS until
FROM memberships AS l
JOIN members AS p ON p.id = l.member_id
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
WHERE (:types IS NULL OR t.code IN (SELECT value FROM json_each(:types)))
  AND p.kind IN (SELECT value FROM json_each(:count))
  AND l.role IN (SELECT value FROM json_each(:roles))
  AND m.status IN (SELECT value FROM json_each(:status))
  AND (:as_of IS NULL
    OR (ifnull(m.year_established, 0) <= CAST(substr(:as_of, 1, 4) AS INTEGER)
      AND (l.valid_from IS NULL
        OR substr(l.valid_from, 1, length(:as_of)) <= substr(:as_of, 1, length(l.valid_from)))
      AND (l.valid_to IS NULL OR substr(l.valid_to, 1, length(:as_of)) > substr(:as_of, 1, length(l.valid_to)))))
ORDER BY p.code
