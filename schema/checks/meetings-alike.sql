-- title: Two meetings or outcomes that may be one
-- severity: warning
-- entity: any
-- definition: A mechanism holds one meeting on a day. Reported are two meetings on the same day, and two meetings or
--   outcomes with dates that may be the same (2022 and 2022-10-24) of which one has the title of the other, with at
--   most two differences in letters or with more words.
WITH told (entity, id, key, mechanism_id, title, folded, date, year) AS MATERIALIZED (
  SELECT 'meeting', id, code, ifnull(mechanism_id, 0), title, fold(title), date, substr(date, 1, 4) FROM meetings
  UNION ALL
  SELECT 'outcome', id, code, ifnull(mechanism_id, 0), title, fold(title), valid_from, substr(valid_from, 1, 4)
  FROM outcomes
  WHERE valid_from IS NOT NULL
)
SELECT
  b.entity,
  b.key,
  'title' AS field,
  printf('"%s" (%s) may be %s, "%s" (%s)', b.title, b.date, a.key, a.title, a.date) AS message,
  printf('`iscm merge %s %s %s` if they are one; otherwise waive this', b.entity, b.key, a.key) AS hint
FROM told AS a
JOIN told AS b ON b.entity = a.entity AND b.mechanism_id = a.mechanism_id AND b.year = a.year AND b.id > a.id
WHERE substr(a.date, 1, length(b.date)) = substr(b.date, 1, length(a.date))
  AND ((a.entity = 'meeting' AND length(a.date) = 10 AND length(b.date) = 10)
    OR instr(a.folded, b.folded) > 0
    OR instr(b.folded, a.folded) > 0
    OR (min(length(a.folded), length(b.folded)) >= 12 AND CAST(slips(a.folded, b.folded) AS INTEGER) <= 2))
ORDER BY b.entity, b.key
