-- One row for each membership, with codes and names instead of ids.
CREATE VIEW membership_overview AS
SELECT
  m.code AS mechanism,
  m.name AS mechanism_name,
  t.code AS type,
  p.code AS member,
  p.name AS member_name,
  p.kind AS member_kind,
  l.role,
  l.valid_from,
  l.valid_to,
  l.published_name,
  l.basis,
  s.code AS source
FROM memberships AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN members AS p ON p.id = l.member_id
LEFT JOIN sources AS s ON s.id = l.source_id;
