-- caught: mechanism east
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
-- caught: mechanism bridge
UPDATE mechanisms SET status = 'active' WHERE id = 2;
-- passes: a chair began
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
UPDATE chairs SET valid_from = '2025', valid_to = NULL WHERE valid_from = '2010';
-- passes: it is not said to be active
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
UPDATE mechanisms SET status = 'dormant' WHERE id = 1;
-- passes: it may have met within five years
UPDATE meetings SET date = '2021' WHERE code = 'east-2024';
