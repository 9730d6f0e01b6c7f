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
