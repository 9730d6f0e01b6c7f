-- One row for each meeting, with its year and with codes and names instead of ids; global consultations have no mechanism.
CREATE VIEW meeting_overview AS
SELECT
  g.code, m.code AS mechanism, m.name AS mechanism_name, t.code AS type, g.title, g.date,
  CAST(substr(g.date, 1, 4) AS INTEGER) AS year, g.place, p.code AS country, s.code AS source
FROM meetings AS g
LEFT JOIN mechanisms AS m ON m.id = g.mechanism_id
LEFT JOIN mechanism_types AS t ON t.id = m.type_id
LEFT JOIN members AS p ON p.id = g.country_id
LEFT JOIN sources AS s ON s.id = g.source_id;
