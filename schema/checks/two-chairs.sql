-- title: Two rotating chairs at one time
-- severity: note
-- entity: chair
-- definition: A rotating chair passes from one to the next. Reported if two certainly held it together: an empty
--   end proves nothing, and a day or year of handing over belongs to both. Waive co-chairs.
WITH certain AS (
  SELECT
    *,
    last_day(valid_from) < first_day(valid_to) AS lasts,
    last_day(valid_from) AS starts,
    first_day(valid_to) AS ends
  FROM dated_links
  WHERE entity = 'chair' AND role = 'rotating' AND (valid_from IS NOT NULL OR valid_to IS NOT NULL)
),
ordered AS (
  SELECT
    *,
    max(CASE WHEN lasts THEN ends || ' ' || key || iif(valid_to IS NULL, '', ' to ' || valid_to) END) OVER (
      PARTITION BY mechanism_id
      ORDER BY iif(lasts, starts, first_day(ifnull(valid_from, valid_to))), NOT ifnull(lasts, 0), id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS other,
    iif(lasts, starts, last_day(ifnull(valid_from, valid_to))) AS within
  FROM certain
)
SELECT
  key,
  'valid_from' AS field,
  printf('%s chairs from %s to %s, while another does (%s)', participant, ifnull(valid_from, '?'),
    ifnull(valid_to, '?'), substr(other, 12)) AS message,
  'correct the dates, or waive this if they chair together' AS hint
FROM ordered
WHERE within < substr(other, 1, 10)
ORDER BY key
