-- caught: membership east KEN member 2006
UPDATE memberships SET valid_to = NULL WHERE valid_from = '2000';
-- caught: membership east UGA member 2003
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 2, 'member', '2003', 'stated', 1);
-- caught: chair east UGA rotating 2015
UPDATE chairs SET valid_to = NULL WHERE member_id = 2;
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, basis, source_id) VALUES
  (1, 2, 'rotating', '2015', 'stated', 1);
-- passes: another role, and another mechanism
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'observer', '2001', 'stated', 1), (2, 2, 'member', '2001', 'stated', 1);
-- passes: the earlier ended
UPDATE memberships SET valid_to = '2005-03' WHERE valid_from = '2000';
-- passes: the start is told twice, which is another finding
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'member', '2006-05', 'stated', 1);
