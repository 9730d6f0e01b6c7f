-- title: What is missing for each mechanism
-- description: A column for each kind of fact: 1 if the record has any, 0 if it has none. Missing is the number of
--   zeros; the mechanisms with most come first.
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
-- chart: matrix rows=mechanism
--   columns=year,status,constituent_states,website,regions,themes,members,secretariats,chairs,meetings,source
WITH present AS (
  SELECT
    code AS mechanism,
    year_established IS NOT NULL AS year,
    status <> 'unknown' AS status,
    m.constituent_states IS NOT NULL AS constituent_states,
    website IS NOT NULL AS website,
    EXISTS (SELECT 1 FROM mechanism_regions AS l WHERE l.mechanism_id = m.id) AS regions,
    EXISTS (SELECT 1 FROM mechanism_themes AS l WHERE l.mechanism_id = m.id) AS themes,
    EXISTS (SELECT 1 FROM memberships AS l WHERE l.mechanism_id = m.id) AS members,
    EXISTS (SELECT 1 FROM mechanism_secretariats AS l WHERE l.mechanism_id = m.id) AS secretariats,
    EXISTS (SELECT 1 FROM chairs AS l WHERE l.mechanism_id = m.id) AS chairs,
    EXISTS (SELECT 1 FROM meetings AS l WHERE l.mechanism_id = m.id) AS meetings,
    source_id IS NOT NULL AS source
  FROM mechanisms AS m
)
SELECT
  *,
  11 - (year + status + constituent_states + website + regions + themes + members + secretariats + chairs + meetings
    + source) AS missing
FROM present
ORDER BY missing DESC, mechanism
LIMIT :limit
