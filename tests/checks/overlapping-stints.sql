-- caught: membership east KEN member 2006
UPDATE memberships SET valid_to = '2007' WHERE valid_from = '2000';
-- caught: membership east KEN member 2001-02
UPDATE memberships SET valid_from = '2001-02', valid_to = '2002' WHERE valid_from = '2006';
-- caught: membership east KEN member 2000-06-01
-- found behind a stint that ended between
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, valid_to, basis, source_id) VALUES
  (2, 2, 'member', '2000', '2020', 'stated', 1), (2, 2, 'member', '2001', '2002', 'stated', 1);
UPDATE memberships SET valid_from = '2000-06-01', valid_to = '2000-07' WHERE valid_from = '2006';
UPDATE memberships SET valid_from = '1999' WHERE valid_from = '2000' AND valid_to = '2004';
-- passes: the same year ends one and begins the next
UPDATE memberships SET valid_to = '2006' WHERE valid_from = '2000';
-- passes: an empty end proves nothing
UPDATE memberships SET valid_to = NULL WHERE valid_from = '2000';
-- passes: another role, another mechanism
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, valid_to, basis, source_id) VALUES
  (1, 1, 'observer', '2001', '2003', 'stated', 1), (2, 1, 'member', '2001', '2003', 'stated', 1);
