-- the outcomes of each mechanism
SELECT mechanism, title, valid_from FROM outcome_overview ORDER BY mechanism, valid_from;

-- how many outcomes of each kind
SELECT kind, count(*) AS outcomes FROM outcome_overview GROUP BY kind ORDER BY outcomes DESC;

-- outcomes without a source
SELECT code, title FROM outcome_overview WHERE source IS NULL ORDER BY code;
