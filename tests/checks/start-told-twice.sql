-- caught: membership east KEN member 2006-05
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'member', '2006-05', 'stated', 1);
-- caught: membership east KEN member 2006-05-14
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'member', '2006-02', 'stated', 1), (1, 1, 'member', '2006-05-14', 'stated', 1);
-- caught: chair east KEN rotating 2010-03-04
-- the month and the day, without the year
UPDATE chairs SET valid_from = '2010-03' WHERE valid_from = '2010';
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, basis, source_id) VALUES
  (1, 1, 'rotating', '2010-03-04', 'stated', 1);
-- passes: two months of a year, another role, another State
UPDATE memberships SET valid_from = '2006-03' WHERE valid_from = '2006';
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'member', '2006-05-14', 'stated', 1), (1, 1, 'observer', '2006', 'stated', 1),
  (1, 2, 'member', '2006', 'stated', 1);
-- passes: the first had ended
UPDATE memberships SET valid_to = '2006-02' WHERE valid_from = '2006';
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, basis, source_id) VALUES
  (1, 1, 'member', '2006-05', 'stated', 1);
