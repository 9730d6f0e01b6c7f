-- title: The published name is not a name of the record that it was matched to
-- severity: note
-- entity: membership
-- definition: A link keeps the name that its source wrote. Reported if the record that it was matched to has no such
--   name, in any language or as an alias: either an alias is missing, or it is the wrong record. Names are compared
--   folded: case, accents and punctuation aside.
WITH known (kind, record_id, name) AS (
  SELECT entity, record_id, fold(name) FROM record_names
  UNION
  SELECT n.entity, n.record_id, fold(n.name || ' ' || a.name)
  FROM record_names AS n
  JOIN record_names AS a ON a.entity = n.entity AND a.record_id = n.record_id
  WHERE a.field = 'acronym' AND n.field <> 'code'
),
written AS (
  SELECT *, fold(published_name) AS folded FROM dated_links WHERE published_name IS NOT NULL
)
SELECT
  w.entity,
  w.key,
  'published_name' AS field,
  printf('"%s" is not a name of %s (%s)%s', w.published_name, w.participant, w.participant_name,
    ifnull((SELECT ', but of ' || min(n.key) FROM record_names AS n JOIN known AS o
      ON o.kind = n.entity AND o.record_id = n.record_id
      WHERE o.name = w.folded AND o.kind = w.participant_kind), '')) AS message,
  printf('`iscm alias add %s %s "..."` if it is one', w.participant_kind, w.participant) AS hint
FROM written AS w
LEFT JOIN known AS k ON k.kind = w.participant_kind AND k.record_id = w.participant_id AND k.name = w.folded
WHERE k.record_id IS NULL
ORDER BY w.entity, w.key
