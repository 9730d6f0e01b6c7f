-- title: A text with characters that cannot be seen
-- severity: warning
-- entity: any
-- definition: Control, zero-width and bidirectional characters make a text look different from what is stored. A note
--   may have several lines.
-- fix: the text without zero-width spaces and direction marks, if nothing else in it is hidden and no letter runs from
--   right to left. A control character may mean a blank or a line, and joiners shape letters: by hand.
WITH lines AS (
  SELECT
    entity,
    key,
    field,
    value,
    iif(field = 'note', replace(replace(value, char(13) || char(10), ' '), char(10), ' '), value) AS line
  FROM record_texts
)
SELECT
  entity,
  key,
  field,
  printf('it reads: %s', visible(value)) AS message,
  iif(visible(without_marks(line)) = without_marks(line),
    '`iscm check --fix text-control` shows and writes the repair', 'write it again without them') AS hint,
  iif(visible(without_marks(line)) = without_marks(line), without_marks(value), NULL) AS value
FROM lines
WHERE visible(line) <> line
ORDER BY entity, key, field
