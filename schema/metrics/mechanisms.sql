-- title: mechanisms
-- readings: status as_of
-- description: Mechanisms of the types.
SELECT m.code AS key, m.name, m.year_established AS since, NULL AS until
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id
WHERE (:types IS NULL OR t.code IN (SELECT value FROM json_each(:types)))
  AND m.status IN (SELECT value FROM json_each(:status))
  AND (:as_of IS NULL OR ifnull(m.year_established, 0) <= CAST(substr(:as_of, 1, 4) AS INTEGER))
ORDER BY m.code
