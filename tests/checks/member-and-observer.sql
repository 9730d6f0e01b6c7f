-- caught: membership east UGA
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (1, 2, 'observer', 'stated', 1);
-- caught: membership bridge FRA
UPDATE memberships SET valid_to = '2010' WHERE valid_from = '2005';
-- caught: membership bridge FRA
-- who joined and is still listed as an observer
UPDATE memberships SET valid_to = NULL WHERE valid_from = '2005';
-- passes: an observer first, then a member; another mechanism is another matter
UPDATE memberships SET valid_to = '2007-05' WHERE valid_from = '2005';
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (2, 2, 'observer', 'stated', 1);
