-- caught: membership east KEN member 2000
UPDATE memberships SET valid_to = '1999' WHERE valid_from = '2000';
-- caught: outcome east-plan
UPDATE outcomes SET valid_to = '2012-12-31' WHERE code = 'east-plan';
-- caught: mechanism east
UPDATE mechanisms SET year_ended = 1999 WHERE id = 1;
-- passes: left in the year of joining, which nobody knows better
UPDATE memberships SET valid_from = '2000-05', valid_to = '2000' WHERE valid_from = '2000';
-- passes: no end is no conflict
UPDATE memberships SET valid_to = NULL WHERE valid_from = '2000';
