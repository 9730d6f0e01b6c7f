-- the periods in the chair of each mechanism, the latest first
SELECT mechanism, member_name, valid_from, valid_to FROM chair_overview ORDER BY mechanism, valid_from DESC;

-- the States that have chaired most mechanisms
SELECT member, member_name, count(DISTINCT mechanism) AS mechanisms
FROM chair_overview
GROUP BY member
ORDER BY mechanisms DESC, member;

-- chairs that no source states
SELECT mechanism, member, valid_from FROM chair_overview WHERE basis <> 'stated' ORDER BY mechanism, member;
