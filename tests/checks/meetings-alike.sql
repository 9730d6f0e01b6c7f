-- caught: meeting second
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('second', 1, 'A summit', '2024-05-06', 1);
-- caught: meeting second
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('second', 1, 'The LAST talks', '2024', 1);
-- caught: meeting second
UPDATE meetings SET mechanism_id = NULL, title = 'Senior officials', date = '2024-05' WHERE code = 'east-2024';
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('second', NULL, 'Senior oficials', '2024', 1);
-- caught: outcome plan
INSERT INTO outcomes (code, mechanism_id, title, valid_from, source_id) VALUES
  ('plan', 1, 'East: plan of action', '2013-04', 1);
-- passes: another mechanism, another day, another title to the year
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES ('second', 2, 'Last talks', '2024-05-06', 1),
  ('third', 1, 'Last talks', '2024-05-07', 1), ('fourth', 1, 'Experts on return', '2024-05', 1);
-- passes: a plan and a declaration of one year
INSERT INTO outcomes (code, mechanism_id, title, valid_from, source_id) VALUES ('word', 1, 'Declaration', '2013', 1);
