-- title: Two periods that may be one, with a start told more and less precisely
-- severity: warning
-- entity: any
-- definition: 2014 and 2014-11-28 may be one day. Reported if one participant has both as the start of the same role,
--   unless the one certainly ended before the other began.
WITH told AS (
  SELECT
    *,
    first_value(valid_from) OVER years AS year_from,
    first_value(valid_to) OVER years AS year_to,
    first_value(key) OVER years AS year_key,
    first_value(valid_from) OVER months AS month_from,
    first_value(valid_to) OVER months AS month_to,
    first_value(key) OVER months AS month_key
  FROM dated_links
  WHERE valid_from IS NOT NULL
  WINDOW
    years AS (PARTITION BY entity, mechanism_id, participant_id, role, substr(valid_from, 1, 4)
      ORDER BY valid_from, id),
    months AS (PARTITION BY entity, mechanism_id, participant_id, role, substr(valid_from, 1, 7)
      ORDER BY valid_from, id)
),
pairs AS (
  SELECT *, year_key AS other, year_from AS other_from, year_to AS other_to FROM told WHERE length(year_from) = 4
  UNION ALL
  SELECT *, month_key, month_from, month_to FROM told WHERE length(month_from) = 7 AND length(year_from) <> 4
)
SELECT
  entity,
  key,
  'valid_from' AS field,
  printf('%s %s since %s, and since %s', participant, role, other_from, valid_from) AS message,
  printf('`iscm remove %s %s` if the two are one; otherwise waive this', entity, other) AS hint
FROM pairs
WHERE valid_from <> other_from AND NOT ifnull(last_day(other_to) < first_day(valid_from), 0)
ORDER BY entity, key
