-- caught: mechanism bridge
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('BRIDGE', 'Something else', 2, 1);
-- caught: mechanism consultation
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('consultation', 'Something else', 2, 1),
  ('consultatoin', 'Quite another', 2, 1);
-- passes: short codes differ by a letter, meetings by a number
INSERT INTO members (code, name, kind, source_id) VALUES ('eu', 'European Union', 'organization', 1);
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('east-2025', 1, 'Next talks', '2025', 1);
