-- caught: mechanism east
UPDATE mechanisms SET constituent_states = 3 WHERE id = 1;
-- caught: mechanism east
-- an observer is not counted
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (1, 3, 'observer', 'stated', 1);
UPDATE mechanisms SET constituent_states = 3 WHERE id = 1;
-- passes: no number is published
UPDATE mechanisms SET constituent_states = NULL WHERE id = 1;
-- passes: a territory counts, an organization does not
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (1, 4, 'member', 'stated', 1),
  (1, 5, 'member', 'stated', 1);
UPDATE mechanisms SET constituent_states = 3 WHERE id = 1;
-- caught: mechanism globe
-- only an organization is listed
UPDATE memberships SET member_id = 5 WHERE mechanism_id = 3;
-- passes: nobody is listed, which no-member tells
DELETE FROM memberships WHERE mechanism_id = 3;
-- passes: an organization alone, and no State published
UPDATE memberships SET member_id = 5 WHERE mechanism_id = 3;
UPDATE mechanisms SET constituent_states = 0 WHERE id = 3;
