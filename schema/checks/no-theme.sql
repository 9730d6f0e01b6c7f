-- title: A mechanism without a theme
-- severity: warning
-- entity: mechanism
-- definition: The table of the info sheet gives each mechanism its selected principal thematic areas.
SELECT
  m.code AS key,
  'themes' AS field,
  printf('%s has no theme', m.code) AS message,
  'give it the themes that its source names' AS hint
FROM mechanisms AS m
WHERE NOT EXISTS (SELECT 1 FROM mechanism_themes AS l WHERE l.mechanism_id = m.id)
ORDER BY m.code
