-- caught: mechanism east
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
-- caught: mechanism bridge
UPDATE mechanisms SET status = 'active' WHERE id = 2;
-- passes: a chair began
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
UPDATE chairs SET valid_from = '2025', valid_to = NULL WHERE valid_from = '2010';
-- passes: a chair ended
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
UPDATE chairs SET valid_to = '2022' WHERE valid_from = '2011';
-- passes: a State joined
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 3, 'member', '2023', 'stated', 1);
-- caught: mechanism east
-- a State without a date says nothing of when
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (1, 3, 'member', 'stated', 1);
-- passes: it is not said to be active
UPDATE meetings SET date = '2020' WHERE code = 'east-2024';
UPDATE mechanisms SET status = 'dormant' WHERE id = 1;
-- passes: it may have met within five years
UPDATE meetings SET date = '2021' WHERE code = 'east-2024';
-- passes: 2021 can mean a later day than 2021-01-01, which is the greater text
UPDATE meetings SET date = '2021' WHERE code = 'east-2024';
UPDATE meetings SET date = '2021-01-01' WHERE code = 'east-2000';
