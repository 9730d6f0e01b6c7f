-- title: What changed
-- description: Every record and link that a revision added, changed or removed, the latest first. If the limit falls
--   within a revision, only some of its changes are shown. `iscm log` has the values.
-- parameter: after (moment): only revisions after this one, or after this time (2026-11, 2026-11-24T10:00)
-- parameter: until (moment): only revisions up to this one, or up to this time
-- parameter: limit (number, default 100): how many changes at most; 0 for all
-- Cut by revision, which the indexes give in order: only what is shown is sorted within its revision.
WITH page AS (
  SELECT c.revision, r.made_at, r.author, r.kind, c.table_name, c.record, c.action
  FROM changes AS c
  JOIN revisions AS r ON r.id = c.revision
  WHERE (:after IS NULL OR c.revision > :after)
    AND (:until IS NULL OR c.revision <= :until)
  ORDER BY c.revision DESC
  LIMIT :limit
)
SELECT revision, made_at, author, kind, table_name, record, action
FROM page
ORDER BY revision DESC, table_name, record, action
