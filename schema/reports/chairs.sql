-- title: Chairs, past and present
-- description: in_the_chair says whether the period of a chair covers the day: yes if that is certain, by a start and
--   an end that are known precisely enough or by a permanent chair without an end; no if the period began later, was
--   over, or was followed by a rotating chair that has begun, or if the mechanism has ended; else maybe.
-- parameter: mechanism (list of mechanism): only chairs of these
-- parameter: on (day, default today): the day to ask about; with --as-of its last day
-- parameter: limit (number, default 1000): how many periods at most; 0 for all
WITH period AS (
  -- A date of the precision of a year or a month may be any of its days.
  SELECT
    c.*,
    c.valid_from || substr('-01-01', length(c.valid_from) - 3) AS first_start,
    c.valid_from || substr('-12-31', length(c.valid_from) - 3) AS last_start,
    c.valid_to || substr('-01-01', length(c.valid_to) - 3) AS first_end,
    c.valid_to || substr('-12-31', length(c.valid_to) - 3) AS last_end
  FROM chairs AS c
),
-- The latest start of a rotating chair that is certainly not after the day.
latest (mechanism_id, start) AS (
  SELECT mechanism_id, max(first_start)
  FROM period
  WHERE kind = 'rotating' AND last_start <= :on
  GROUP BY mechanism_id
)
SELECT
  m.code AS mechanism,
  p.code AS chair,
  p.name,
  s.kind,
  s.valid_from,
  s.valid_to,
  CASE
    WHEN m.status = 'ended' OR m.year_ended < CAST(substr(:on, 1, 4) AS INTEGER) THEN 'no'
    WHEN s.first_start > :on OR s.last_end < :on THEN 'no'
    WHEN s.kind = 'permanent' AND s.valid_to IS NULL AND (s.valid_from IS NULL OR s.last_start <= :on) THEN 'yes'
    WHEN s.last_start <= :on AND s.first_end >= :on THEN 'yes'
    WHEN s.kind = 'rotating' AND s.valid_to IS NULL AND s.last_start < l.start THEN 'no'
    ELSE 'maybe'
  END AS in_the_chair
FROM period AS s
JOIN mechanisms AS m ON m.id = s.mechanism_id
JOIN members AS p ON p.id = s.member_id
LEFT JOIN latest AS l ON l.mechanism_id = s.mechanism_id
WHERE :mechanism IS NULL OR m.code IN (SELECT value FROM json_each(:mechanism))
ORDER BY m.code, s.valid_from, p.code, s.kind
LIMIT :limit
