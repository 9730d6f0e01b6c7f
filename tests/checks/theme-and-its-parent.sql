-- caught: mechanism east
INSERT INTO mechanism_themes (mechanism_id, theme_id, source_id) VALUES (1, 1, 1);
-- passes: two finer ones
INSERT INTO themes (code, name, parent_id, source_id) VALUES ('visas', 'Visas', 1, 1);
INSERT INTO mechanism_themes (mechanism_id, theme_id, source_id) VALUES (1, 4, 1);
