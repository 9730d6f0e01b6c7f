-- title: constituent States of a mechanism
-- readings: count roles as_of
-- needs: mechanism
-- description: States that take part in the mechanism. As of a year: none before the
--   mechanism was established, then by memberships whose start is not known or by then
--   and whose end is not known or later.
SELECT DISTINCT
  p.code AS key,
  p.name,
  nullif(max(ifnull(m.year_established, 0), ifnull(CAST(substr(l.valid_from, 1, 4) AS INTEGER), 0)), 0) AS since,
  CAST(substr(l.valid_to, 1, 4) AS INTEGER) AS until
FROM mechanisms AS m
JOIN memberships AS l ON l.mechanism_id = m.id
JOIN members AS p ON p.id = l.member_id
WHERE m.code = :mechanism
  AND p.kind IN (SELECT value FROM json_each(:count))
  AND l.role IN (SELECT value FROM json_each(:roles))
  AND (:as_of IS NULL OR ifnull(m.year_established, 0) <= CAST(substr(:as_of, 1, 4) AS INTEGER))
  AND (:as_of IS NULL
    OR ((l.valid_from IS NULL
        OR substr(l.valid_from, 1, length(:as_of)) <= substr(:as_of, 1, length(l.valid_from)))
      AND (l.valid_to IS NULL OR substr(l.valid_to, 1, length(:as_of)) > substr(:as_of, 1, length(l.valid_to)))))
ORDER BY p.code
