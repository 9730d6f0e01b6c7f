-- title: Chairs, past and present
-- description: in_the_chair says whether a chair was in office at some time on the date, or between the dates, that
--   `on` gives: certain, by a start and an end that are known precisely enough or by a permanent chair without an end;
--   no, if the period began later, was over, or was followed by a rotating chair that had begun, or if the mechanism had
--   ended; else possible.
-- counts: chair by=mechanism
-- parameter: mechanism (list of mechanism): only chairs of these
-- parameter: on (period, default today): the date or dates to ask about; with --as-of its last day
-- parameter: show (word of all|possible|certain, default all): only those that were possibly, or certainly, in the chair
-- parameter: limit (number, default 1000): how many periods at most; 0 for all
WITH period AS (
  -- A date of the precision of a year or a month may be any of its days.
  SELECT
    c.*,
    c.valid_from || substr('-01-01', length(c.valid_from) - 3) AS first_start,
    c.valid_from || substr('-12-31', length(c.valid_from) - 3) AS last_start,
    c.valid_to || substr('-01-01', length(c.valid_to) - 3) AS first_end,
    c.valid_to || substr('-12-31', length(c.valid_to) - 3) AS last_end
  FROM temp.counted_links AS c
),
-- The latest start of a rotating chair that is certainly not after the first day.
latest (mechanism_id, start) AS (
  SELECT mechanism_id, max(first_start)
  FROM period
  WHERE kind = 'rotating' AND last_start <= :on_first
  GROUP BY mechanism_id
),
answer AS (
  SELECT
    s.*,
    CASE
      WHEN m.status = 'ended' OR m.year_ended < CAST(substr(:on_first, 1, 4) AS INTEGER) THEN 'no'
      WHEN s.first_start > :on_last OR s.last_end < :on_first THEN 'no'
      WHEN s.kind = 'permanent' AND s.valid_to IS NULL AND (s.valid_from IS NULL OR s.last_start <= :on_last)
        THEN 'certain'
      WHEN s.last_start <= :on_last AND s.first_end >= :on_first THEN 'certain'
      WHEN s.kind = 'rotating' AND s.valid_to IS NULL AND s.last_start < l.start THEN 'no'
      ELSE 'possible'
    END AS in_the_chair
  FROM period AS s
  JOIN mechanisms AS m ON m.id = s.mechanism_id
  LEFT JOIN latest AS l ON l.mechanism_id = s.mechanism_id
)
SELECT
  m.code AS mechanism,
  p.code AS chair,
  p.name,
  s.kind,
  s.valid_from,
  s.valid_to,
  s.basis,
  s.in_the_chair
FROM answer AS s
JOIN mechanisms AS m ON m.id = s.mechanism_id
JOIN members AS p ON p.id = s.member_id
WHERE :show = 'all' OR s.in_the_chair = 'certain' OR (:show = 'possible' AND s.in_the_chair = 'possible')
ORDER BY m.code, s.valid_from, p.code, s.kind
LIMIT :limit
