-- title: A mechanism that ended, with members, chairs or secretariats that did not
-- severity: note
-- entity: mechanism
-- definition: Nobody takes part in a mechanism that ended, so its memberships, chairs and secretariats ended too, in
--   that year at the latest.
WITH open AS (
  SELECT mechanism_id, entity, count(*) AS number FROM dated_links WHERE valid_to IS NULL GROUP BY mechanism_id, entity
)
SELECT
  m.code AS key,
  'status' AS field,
  printf('ended%s, but these did not: %s', ifnull(' in ' || m.year_ended, ''),
    group_concat(printf('%d %s%s', o.number, o.entity, iif(o.number = 1, '', 's')), ', ')) AS message,
  group_concat(printf('`iscm list %s mechanism=%s valid_to=`', o.entity, m.code), ', ') || ' shows them' AS hint
FROM mechanisms AS m
JOIN open AS o ON o.mechanism_id = m.id
WHERE m.status = 'ended' OR m.year_ended IS NOT NULL
GROUP BY m.id
ORDER BY m.code
