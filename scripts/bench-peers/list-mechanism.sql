-- The query of `iscm list mechanism`.
SELECT
  t.code, t.name, t.acronym,
  (SELECT code FROM mechanism_types WHERE id = t.type_id) AS type,
  t.year_established, t.status, t.constituent_states,
  (SELECT group_concat(code, '; ') FROM (SELECT x.code FROM mechanism_regions AS l JOIN regions AS x ON x.id = l.region_id WHERE l.mechanism_id = t.id ORDER BY l.position, x.code)) AS regions,
  (SELECT group_concat(code, '; ') FROM (SELECT x.code FROM mechanism_themes AS l JOIN themes AS x ON x.id = l.theme_id WHERE l.mechanism_id = t.id ORDER BY l.position, x.code)) AS themes
FROM mechanisms AS t
ORDER BY t.code;
