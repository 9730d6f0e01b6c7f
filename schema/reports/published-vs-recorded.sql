-- title: The published table and the record
-- description: What was corrected: each cell of the published table that is different in the record. Regions and
--   themes have their names in the record.
-- parameter: limit (number, default 1000): how many cells at most; 0 for all
WITH source_table (id) AS (
  SELECT max(i.id) FROM imports AS i JOIN revisions AS r ON r.id = i.revision
  WHERE i.file = 'source-table.tsv' AND r.kind = 'seed'
),
published (mechanism_id, line, place, value) AS (
  SELECT r.record_id, r.line, c.key, c.value
  FROM imported_rows AS r
  JOIN json_each(r.cells) AS c
  WHERE r.import_id = (SELECT id FROM source_table)
),
field (place, name) AS (
  SELECT c.key, c.value
  FROM imports AS i
  JOIN json_each(i.mapping) AS c
  WHERE i.id = (SELECT id FROM source_table)
),
compared AS (
  SELECT
    p.line, m.code AS mechanism, f.name AS field, p.value AS published,
    CASE f.name
      WHEN 'name' THEN m.name
      WHEN 'type' THEN (SELECT code FROM mechanism_types WHERE id = m.type_id)
      WHEN 'year_established' THEN CAST(m.year_established AS TEXT)
      WHEN 'constituent_states' THEN CAST(m.constituent_states AS TEXT)
      WHEN 'regions' THEN (SELECT group_concat(name, ' – ') FROM (
        SELECT r.name FROM mechanism_regions AS l JOIN regions AS r ON r.id = l.region_id
        WHERE l.mechanism_id = m.id ORDER BY l.position, r.code))
      WHEN 'themes' THEN (SELECT group_concat(name, '; ') FROM (
        SELECT t.name FROM mechanism_themes AS l JOIN themes AS t ON t.id = l.theme_id
        WHERE l.mechanism_id = m.id ORDER BY l.position, t.code))
    END AS recorded
  FROM published AS p
  JOIN field AS f ON f.place = p.place
  JOIN mechanisms AS m ON m.id = p.mechanism_id
)
SELECT mechanism, field, published, recorded
FROM compared
WHERE published IS NOT recorded
  AND NOT (:as_of IS NOT NULL AND field = 'constituent_states')
ORDER BY line, field
LIMIT :limit
