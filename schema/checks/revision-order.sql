-- title: A revision that was made before the one that it follows
-- severity: note
-- entity: revision
-- definition: Revisions are numbered in the order in which they were made. One with an earlier time than the one before
--   it was made by a computer whose clock was wrong; `--known-at` a time then shows more than was known.
WITH ordered AS (
  SELECT id, made_at, lag(id) OVER (ORDER BY id) AS other, lag(made_at) OVER (ORDER BY id) AS before FROM revisions
)
SELECT
  id AS key,
  'made_at' AS field,
  printf('made at %s, but revision %d before it at %s', made_at, other, before) AS message,
  'set the clock of the computer; times in the history are never changed, so waive this' AS hint
FROM ordered
WHERE made_at < before
ORDER BY id
