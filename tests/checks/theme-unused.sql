-- caught: theme data
INSERT INTO themes (code, name, source_id) VALUES ('data', 'Migration data', 1);
-- passes: a finer one of it is used
DELETE FROM mechanism_themes WHERE theme_id = 1;
