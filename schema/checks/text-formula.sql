-- title: A text that a spreadsheet may run as a formula
-- severity: note
-- entity: any
-- definition: Spreadsheets take a cell that begins with =, +, - or @ for a formula; whoever opens an export without
--   --excel would run it (OWASP, "CSV Injection").
SELECT
  entity,
  key,
  field,
  printf('it begins with %s: %s', substr(value, 1, 1), value) AS message,
  'rewrite it, or export with --excel' AS hint
FROM record_texts
WHERE substr(value, 1, 1) IN ('=', '+', '-', '@') AND trim(value, '-') <> ''
ORDER BY entity, key, field
