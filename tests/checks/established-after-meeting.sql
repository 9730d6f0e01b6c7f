-- caught: mechanism east
UPDATE mechanisms SET year_established = 2001 WHERE id = 1;
-- passes: in the same year
UPDATE meetings SET date = '2000-01-01' WHERE code = 'east-2000';
-- passes: the year is not known
UPDATE mechanisms SET year_established = NULL WHERE id = 1;
