-- title: A text that only says that there is none
-- severity: warning
-- entity: any
-- definition: What is not known is left empty: "-", "n/a" or "?" would be read as a value, and found by a search.
-- fix: nothing
SELECT
  entity,
  key,
  field,
  printf('"%s" stands for nothing', value) AS message,
  printf('`iscm set %s %s %s=` empties it', entity, key, field) AS hint,
  iif(field IN ('name', 'title', 'alias', 'metric', 'check', 'entity', 'key', 'reason', 'role'), NULL, '') AS value
FROM record_texts
WHERE lower(trimmed(value)) IN (
  '-', '--', '---', '–', '—', '?', '??', '???', '.', '..', '...', '…', 'n/a', 'n.a.', 'n.a', 'na', '#n/a', 'null', 'nil',
  'none', 'tbc', 'tbd', 'to be confirmed', 'to be determined', 'not applicable', 'not available', 'unknown', 's/o', 'n.d.')
  AND NOT (field = 'alias' AND length(value) = 2)
ORDER BY entity, key, field
