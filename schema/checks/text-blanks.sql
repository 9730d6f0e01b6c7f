-- title: A text with blanks at its ends
-- severity: warning
-- entity: any
-- definition: Blanks at the ends of a text are never meant, and make equal texts differ.
-- fix: the text without them
SELECT
  entity,
  key,
  field,
  printf('"%s" begins or ends with a blank', value) AS message,
  '`iscm check --fix text-blanks` shows and writes the repair' AS hint,
  trimmed(value) AS value
FROM record_texts
WHERE trimmed(value) <> value
ORDER BY entity, key, field
