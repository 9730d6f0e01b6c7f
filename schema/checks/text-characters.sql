-- title: A text with characters that were lost, or read as others
-- severity: warning
-- entity: any
-- definition: The sign U+FFFD stands for a character that a program could not read, and so does a question mark between
--   two letters. "CÃ´te" is the UTF-8 of "Côte" read as Windows-1252 or Latin-1: Ã or Â, then a sign that UTF-8 has
--   only after them; ’ and – become â€ and a third sign. Addresses may have question marks.
WITH signs (pattern) AS (
  SELECT '*[ÃÂ][' || char(128) || '-' || char(191) || '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*'
)
SELECT
  entity,
  key,
  field,
  iif(instr(value, char(65533)) OR value GLOB '*[A-Za-zÀ-ÿ][?][A-Za-zÀ-ÿ]*',
    printf('a character was lost: %s', visible(value)),
    printf('characters were read as others: %s', visible(value))) AS message,
  printf('`iscm set %s %s %s=...` writes what was meant', entity, key, field) AS hint
FROM record_texts, signs
WHERE instr(value, char(65533))
  OR (value GLOB '*[A-Za-zÀ-ÿ][?][A-Za-zÀ-ÿ]*' AND value NOT GLOB '*://*')
  OR value GLOB pattern
  OR value GLOB '*â[€' || char(128) || ']*'
ORDER BY entity, key, field
