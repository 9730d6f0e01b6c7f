-- title: Sources: how recent, and how many facts cite each
-- description: A fact is a filled field, or a link or other name as a whole. It counts for each of its sources: that of
--   the change that set it, and those cited since; sources that no fact cites are listed with 0.
-- parameter: limit (number, default 1000): how many sources at most, those with most facts first; 0 for all
-- ranked: facts
-- chart: bars label=code value=facts
SELECT s.code, s.title, s.publisher, s.published, s.retrieved, ifnull(sum(f.facts), 0) AS facts
FROM sources AS s
LEFT JOIN source_facts AS f ON f.source_id = s.id
GROUP BY s.id
ORDER BY facts DESC, s.code
LIMIT :limit
