-- caught: meeting east-2000
UPDATE mechanisms SET year_established = 2001 WHERE id = 1;
-- passes: a consultation of no mechanism
UPDATE mechanisms SET year_established = 2001 WHERE id = 1;
UPDATE meetings SET mechanism_id = NULL WHERE code = 'east-2000';
