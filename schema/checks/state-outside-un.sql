-- title: A State that is neither member nor observer of the United Nations
-- severity: note
-- entity: member
-- definition: What counts as a State, sources see differently: the United Nations list 193 members and 2 observer
--   States (M49 names no status); mechanisms list others as States too. The record keeps what the mechanisms say, and
--   totals of States depend on it.
SELECT
  code AS key,
  'kind' AS field,
  printf('%s (%s) is recorded as a State; its UN status is %s', code, name, ifnull(un_status, 'not known')) AS message,
  'if it is not a State, `iscm set member ' || code || ' kind=territory`; otherwise waive this with the reason' AS hint
FROM members
WHERE kind = 'state' AND ifnull(un_status, 'none') = 'none'
ORDER BY code
