-- caught: meeting east-2024
UPDATE mechanisms SET year_ended = 2023, status = 'ended' WHERE id = 1;
-- caught: membership east KEN member 2006
UPDATE mechanisms SET year_ended = 2005, status = 'ended' WHERE id = 1;
-- caught: chair east UGA rotating 2011
UPDATE mechanisms SET year_ended = 2010, status = 'ended' WHERE id = 1;
-- passes: in the year in which it ended
UPDATE mechanisms SET year_ended = 2024, status = 'ended' WHERE id = 1;
-- passes: nobody knows when it ended
UPDATE mechanisms SET status = 'ended' WHERE id = 1;
