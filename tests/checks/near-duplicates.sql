-- caught: mechanism bridge
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('brigde', 'Brigde of Continents', 2, 1);
-- caught: secretariat iom2
INSERT INTO secretariats (code, name, source_id) VALUES ('iom2', 'International Organisation for Migration', 1);
-- caught: theme return
INSERT INTO themes (code, name, source_id) VALUES ('return-2', 'Returns', 1);
-- passes: other numbers, and States that the UN tell apart
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('b2', 'Bridge of continents 2', 2, 1);
INSERT INTO members (code, name, kind, iso2, m49, un_status, source_id) VALUES
  ('ZMB', 'Zambia', 'state', 'ZM', '894', 'member', 1), ('GMB', 'Gambia', 'state', 'GM', '270', 'member', 1);
-- passes: short names differ by a letter
INSERT INTO themes (code, name, source_id) VALUES ('visas', 'Visas', 1), ('vises', 'Vises', 1);
-- caught: mechanism bridge
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('BRIDGE', 'Something else', 2, 1);
-- caught: mechanism consultation
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('consultation', 'Something else', 2, 1),
  ('consultatoin', 'Quite another', 2, 1);
-- passes: short codes differ by a letter, meetings by a number
INSERT INTO members (code, name, kind, source_id) VALUES ('eu', 'European Union', 'organization', 1);
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('east-2025', 1, 'Next talks', '2025', 1);
-- passes: a slip in each half, as the definition says
INSERT INTO mechanisms (code, name, type_id, source_id) VALUES ('b3', 'Brigde of conitnents', 2, 1);
-- passes: the code of one is the name of another
INSERT INTO themes (code, name, source_id) VALUES ('health-of-migrants', 'Wellbeing', 1);
