-- caught: mechanism east
UPDATE mechanisms SET acronym = '-' WHERE id = 1;
-- caught: mechanism bridge
UPDATE mechanisms SET note = 'N/A' WHERE id = 2;
-- caught: meeting east-2024
UPDATE meetings SET place = '?' WHERE code = 'east-2024';
-- caught: outcome east-plan
UPDATE outcomes SET title = 'TBD' WHERE code = 'east-plan';
-- passes: within a text, and the code that people write for Namibia
UPDATE mechanisms SET note = 'held - or not? n/a in 2014' WHERE id = 1;
INSERT INTO member_aliases (member_id, alias, key, kind, source_id) VALUES (1, 'NA', 'na', 'short', 1);
