-- One row for each mechanism, with the codes that it is linked to, the published number of States, and the number listed
-- (States and territories in the role of member, past members included).
CREATE VIEW mechanism_overview AS
SELECT
  m.code,
  m.name,
  m.acronym,
  t.code AS type,
  m.year_established,
  m.year_ended,
  m.status,
  (SELECT group_concat(code, '; ') FROM (
     SELECT r.code FROM mechanism_regions AS l JOIN regions AS r ON r.id = l.region_id
     WHERE l.mechanism_id = m.id ORDER BY l.position, r.code)) AS regions,
  (SELECT group_concat(code, '; ') FROM (
     SELECT h.code FROM mechanism_themes AS l JOIN themes AS h ON h.id = l.theme_id
     WHERE l.mechanism_id = m.id ORDER BY l.position, h.code)) AS themes,
  (SELECT group_concat(code, '; ') FROM (
     SELECT DISTINCT s.code FROM mechanism_secretariats AS l JOIN secretariats AS s ON s.id = l.secretariat_id
     WHERE l.mechanism_id = m.id ORDER BY s.code)) AS secretariats,
  m.constituent_states,
  (SELECT count(DISTINCT l.member_id) FROM memberships AS l JOIN members AS p ON p.id = l.member_id
   WHERE l.mechanism_id = m.id AND l.role = 'member' AND p.kind IN ('state', 'territory')) AS listed_states
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id;
