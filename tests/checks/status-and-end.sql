-- caught: mechanism east
UPDATE mechanisms SET year_ended = 2024 WHERE id = 1;
-- caught: mechanism bridge
UPDATE mechanisms SET year_ended = 2019 WHERE id = 2;
-- caught: mechanism globe
UPDATE mechanisms SET year_ended = 2031, status = 'ended' WHERE id = 3;
-- passes: ended, in a year that is known or not
UPDATE mechanisms SET year_ended = 2024, status = 'ended' WHERE id = 1;
UPDATE mechanisms SET status = 'ended' WHERE id = 2;
-- passes: it is to end, and still meets
UPDATE mechanisms SET year_ended = 2031 WHERE id = 1;
