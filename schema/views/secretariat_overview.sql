-- One row for each time that a body serves a mechanism, with codes and names instead of ids.
CREATE VIEW secretariat_overview AS
SELECT
  m.code AS mechanism, m.name AS mechanism_name, t.code AS type, b.code AS secretariat, b.name AS secretariat_name,
  l.role, l.valid_from, l.valid_to, l.basis, s.code AS source
FROM mechanism_secretariats AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN secretariats AS b ON b.id = l.secretariat_id
LEFT JOIN sources AS s ON s.id = l.source_id;
