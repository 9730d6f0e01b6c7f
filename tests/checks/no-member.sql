-- caught: mechanism east
DELETE FROM memberships WHERE mechanism_id = 1;
-- caught: mechanism east
-- an organization is no State
DELETE FROM memberships WHERE mechanism_id = 1;
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (1, 5, 'member', 'stated', 1);
-- caught: mechanism bridge
-- observers are no members
DELETE FROM memberships WHERE mechanism_id = 2 AND role = 'member';
-- passes: the mechanism is gone as well
DELETE FROM mechanisms WHERE id = 1;
-- passes: a member that left, and an organization beside a territory
UPDATE memberships SET valid_from = '2000', valid_to = '2004' WHERE mechanism_id = 3;
DELETE FROM memberships WHERE mechanism_id = 2;
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (2, 4, 'member', 'stated', 1),
  (2, 5, 'member', 'stated', 1);
