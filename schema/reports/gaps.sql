-- title: What is missing for each mechanism
-- description: A column for each kind of fact: 1 if the record has none, else 0. "missing" is the number of ones; the
--   mechanisms with most come first. A published number of States is missing at no other date than that of its source.
-- parameter: limit (number, default 1000): how many mechanisms at most; 0 for all
-- ranked: missing
-- chart: matrix rows=mechanism
--   columns=year,status,constituent_states,website,regions,themes,members,secretariats,chairs,meetings,source
WITH absent AS (
  SELECT
    code AS mechanism,
    year_established IS NULL AS year,
    status = 'unknown' AS status,
    m.constituent_states IS NULL AND :as_of IS NULL AS constituent_states,
    website IS NULL AS website,
    NOT EXISTS (SELECT 1 FROM mechanism_regions AS l WHERE l.mechanism_id = m.id) AS regions,
    NOT EXISTS (SELECT 1 FROM mechanism_themes AS l WHERE l.mechanism_id = m.id) AS themes,
    NOT EXISTS (SELECT 1 FROM memberships AS l WHERE l.mechanism_id = m.id) AS members,
    NOT EXISTS (SELECT 1 FROM mechanism_secretariats AS l WHERE l.mechanism_id = m.id) AS secretariats,
    NOT EXISTS (SELECT 1 FROM chairs AS l WHERE l.mechanism_id = m.id) AS chairs,
    NOT EXISTS (SELECT 1 FROM meetings AS l WHERE l.mechanism_id = m.id) AS meetings,
    source_id IS NULL AS source
  FROM mechanisms AS m
)
SELECT
  *,
  year + status + constituent_states + website + regions + themes + members + secretariats + chairs + meetings + source
    AS missing
FROM absent
ORDER BY missing DESC, mechanism
LIMIT :limit
