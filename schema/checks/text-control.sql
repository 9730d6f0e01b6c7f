-- title: A text with characters that cannot be seen
-- severity: warning
-- entity: any
-- definition: Control, zero-width and bidirectional characters make a text read otherwise than it is. A note may have
--   several lines.
SELECT
  entity,
  key,
  field,
  printf('it reads: %s', visible(value)) AS message,
  'write it anew without them' AS hint
FROM record_texts
WHERE visible(iif(field = 'note', replace(replace(value, char(13) || char(10), ' '), char(10), ' '), value))
  <> iif(field = 'note', replace(replace(value, char(13) || char(10), ' '), char(10), ' '), value)
ORDER BY entity, key, field
