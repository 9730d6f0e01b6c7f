-- each with the broader theme
SELECT t.code, t.name, p.code AS parent
FROM themes AS t
LEFT JOIN themes AS p ON p.id = t.parent_id
ORDER BY t.code;

-- mechanisms with a theme or a finer one, each once
WITH RECURSIVE within (id) AS (
  SELECT id FROM themes WHERE code = 'labour-migration'
  UNION
  SELECT t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.id
)
SELECT count(DISTINCT mechanism_id) AS mechanisms FROM mechanism_themes WHERE theme_id IN within;

-- themes that no mechanism names
SELECT code, name
FROM themes AS t
WHERE NOT EXISTS (SELECT 1 FROM mechanism_themes AS l WHERE l.theme_id = t.id)
ORDER BY code;
