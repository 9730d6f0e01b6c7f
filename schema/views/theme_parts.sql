-- One row for each theme and each finer theme within it, itself included: to count a theme with all its finer ones.
CREATE VIEW theme_parts AS
WITH RECURSIVE within (id, part_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.part_id
)
SELECT t.code AS theme, p.code AS part
FROM within AS w
JOIN themes AS t ON t.id = w.id
JOIN themes AS p ON p.id = w.part_id;
