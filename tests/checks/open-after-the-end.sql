-- caught: mechanism east
UPDATE mechanisms SET year_ended = 2024, status = 'ended' WHERE id = 1;
-- caught: mechanism globe
UPDATE mechanisms SET status = 'ended' WHERE id = 3;
-- passes: all of it ended
UPDATE mechanisms SET status = 'ended' WHERE id = 3;
UPDATE memberships SET valid_to = '2020' WHERE mechanism_id = 3;
UPDATE mechanism_secretariats SET valid_to = '2020' WHERE mechanism_id = 3;
