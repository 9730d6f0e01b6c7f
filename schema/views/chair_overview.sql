-- One row for each period in the chair, with codes and names instead of ids.
CREATE VIEW chair_overview AS
SELECT
  m.code AS mechanism, m.name AS mechanism_name, t.code AS type, p.code AS member, p.name AS member_name,
  l.kind, l.valid_from, l.valid_to, l.basis, s.code AS source
FROM chairs AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN members AS p ON p.id = l.member_id
LEFT JOIN sources AS s ON s.id = l.source_id;
