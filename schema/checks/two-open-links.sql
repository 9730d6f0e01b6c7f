-- title: Two periods of one participant in one role, neither of which ended
-- severity: warning
-- entity: any
-- definition: Whoever takes part, serves or chairs in one role does so once at a time, so of two periods the earlier
--   ended. Periods of one start, told more or less precisely, are those of start-told-twice.
WITH ordered AS (
  SELECT
    *,
    lag(key) OVER same AS other,
    lag(valid_from) OVER same AS other_from
  FROM dated_links
  WHERE valid_to IS NULL
  WINDOW same AS (PARTITION BY entity, mechanism_id, participant_id, role ORDER BY ifnull(valid_from, ''), id)
)
SELECT
  entity,
  key,
  'valid_to' AS field,
  printf('%s %s twice without an end: since %s and since %s', participant, role, ifnull(other_from, '?'), valid_from)
    AS message,
  printf('`iscm set %s %s valid_to=DATE` if that one ended; `iscm remove %s %s` if the two are one', entity, other,
    entity, other) AS hint
FROM ordered
WHERE other IS NOT NULL
  AND ifnull(substr(other_from, 1, length(valid_from)) <> substr(valid_from, 1, length(other_from)), 1)
ORDER BY entity, key
