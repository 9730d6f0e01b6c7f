-- caught: chair east FRA rotating 2015
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, basis, source_id) VALUES (1, 3, 'rotating', '2015',
  'stated', 1);
-- caught: chair bridge UGA permanent
-- an observer is no member
INSERT INTO memberships (mechanism_id, member_id, role, basis, source_id) VALUES (2, 2, 'observer', 'stated', 1);
INSERT INTO chairs (mechanism_id, member_id, kind, basis, source_id) VALUES (2, 2, 'permanent', 'stated', 1);
-- passes: a member once
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, basis, source_id) VALUES (1, 1, 'rotating', '2005',
  'stated', 1);
