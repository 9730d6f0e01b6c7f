-- A record in which no check finds anything: each test breaks one thing of it.
INSERT INTO sources (code, title, url) VALUES ('sheet', 'The sheet', 'https://example.org/sheet');
INSERT INTO mechanism_types (code, name, min_regions, max_regions, source_id) VALUES
  ('RCP', 'Regional Consultative Process', 1, 1, 1), ('IRF', 'Inter-Regional Forum', 2, NULL, 1),
  ('GLOBAL', 'Global Process', 0, 0, 1);
INSERT INTO regions (code, name, parent_id, m49, source_id) VALUES
  ('world', 'World', NULL, '001', 1), ('africa', 'Africa', 1, '002', 1), ('europe', 'Europe', 1, '150', 1),
  ('eastern-africa', 'Eastern Africa', 2, '014', 1), ('asia', 'Asia', 1, '142', 1);
INSERT INTO themes (code, name, parent_id, source_id) VALUES
  ('movement', 'Movement', NULL, 1), ('return', 'Return', 1, 1), ('health', 'Health of migrants', NULL, 1);
INSERT INTO members (code, name, name_fr, kind, iso2, m49, un_status, region_id, source_id) VALUES
  ('KEN', 'Kenya', 'Kenya', 'state', 'KE', '404', 'member', 4, 1),
  ('UGA', 'Uganda', 'Ouganda', 'state', 'UG', '800', 'member', 4, 1),
  ('FRA', 'France', 'France', 'state', 'FR', '250', 'member', 3, 1),
  ('REU', 'Réunion', 'Réunion', 'territory', 'RE', '638', 'none', 2, 1),
  ('au', 'African Union', NULL, 'organization', NULL, NULL, NULL, 5, 1);
INSERT INTO secretariats (code, name, acronym, source_id) VALUES ('iom', 'International Organization for Migration',
  'IOM', 1);
INSERT INTO mechanisms (code, name, type_id, year_established, status, constituent_states, source_id) VALUES
  ('east', 'Eastern talks', 1, 2000, 'active', 2, 1), ('bridge', 'Bridge of continents', 2, 2005, 'unknown', 2, 1),
  ('globe', 'Everybody''s forum', 3, 2007, 'unknown', 1, 1);
INSERT INTO mechanism_aliases (mechanism_id, alias, key, kind, source_id) VALUES (1, 'Nairobi round', 'nairobi round',
  'short', 1);
INSERT INTO mechanism_regions (mechanism_id, region_id, position, source_id) VALUES (1, 2, 1, 1), (1, 4, 2, 1),
  (2, 2, 1, 1), (2, 3, 2, 1), (3, 1, 1, 1);
INSERT INTO mechanism_themes (mechanism_id, theme_id, position, source_id) VALUES (1, 2, 1, 1), (2, 3, 1, 1),
  (3, 1, 1, 1);
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, valid_to, published_name, basis, source_id) VALUES
  (1, 1, 'member', '2000', '2004', 'KENYA', 'stated', 1), (1, 1, 'member', '2006', NULL, NULL, 'stated', 1),
  (1, 2, 'member', NULL, NULL, 'Ouganda', 'stated', 1), (2, 1, 'member', NULL, NULL, NULL, 'stated', 1),
  (2, 3, 'observer', '2005', '2008', NULL, 'stated', 1), (2, 3, 'member', '2008', NULL, NULL, 'stated', 1),
  (3, 2, 'member', NULL, NULL, NULL, 'stated', 1);
INSERT INTO mechanism_secretariats (mechanism_id, secretariat_id, role, published_name, basis, source_id) VALUES
  (1, 1, 'secretariat', 'International Organization for Migration (IOM)', 'stated', 1),
  (2, 1, 'secretariat', 'IOM', 'stated', 1), (3, 1, 'secretariat', NULL, 'stated', 1);
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, valid_to, basis, source_id) VALUES
  (1, 1, 'rotating', '2010', '2011', 'stated', 1), (1, 2, 'rotating', '2011', '2012', 'stated', 1);
INSERT INTO meetings (code, mechanism_id, title, date, source_id) VALUES
  ('east-2000', 1, 'First talks', '2000', 1), ('east-2024', 1, 'Last talks', '2024-05-06', 1);
INSERT INTO outcomes (code, mechanism_id, title, valid_from, valid_to, source_id) VALUES
  ('east-plan', 1, 'Plan of action', '2013', '2015', 1);
INSERT INTO published_figures (code, metric, figure, source_id) VALUES ('all', 'mechanisms', 3, 1);
