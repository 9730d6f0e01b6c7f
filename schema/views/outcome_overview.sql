-- One row for each outcome, with codes and names instead of ids.
CREATE VIEW outcome_overview AS
SELECT
  o.code, m.code AS mechanism, m.name AS mechanism_name, t.code AS type, o.title, o.kind, o.valid_from, o.valid_to,
  o.location, s.code AS source
FROM outcomes AS o
LEFT JOIN mechanisms AS m ON m.id = o.mechanism_id
LEFT JOIN mechanism_types AS t ON t.id = m.type_id
LEFT JOIN sources AS s ON s.id = o.source_id;
