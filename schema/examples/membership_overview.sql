-- what a State takes part in
SELECT mechanism, type, role FROM membership_overview WHERE member = 'KEN' ORDER BY mechanism;

-- the observers of each mechanism
SELECT mechanism, count(*) AS observers
FROM membership_overview
WHERE role = 'observer'
GROUP BY mechanism
ORDER BY observers DESC, mechanism;

-- distinct States by type of mechanism
SELECT type, count(DISTINCT member) AS states
FROM membership_overview
WHERE role = 'member' AND member_kind = 'state'
GROUP BY type
ORDER BY type;
