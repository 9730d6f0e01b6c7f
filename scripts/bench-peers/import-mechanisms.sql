-- What a careful person does with the sqlite3 shell alone: a schema with the same keys, checks and indexes, the
-- vocabulary, `.import` into a staging table, and SQL that splits, resolves and links. No history, no raw rows.
.bail on
PRAGMA foreign_keys = ON;
PRAGMA synchronous = EXTRA;

ATTACH 'seeded.db' AS seeded;
CREATE TABLE mechanism_types (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
CREATE TABLE regions (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
CREATE TABLE themes (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;
CREATE TABLE theme_names (name TEXT NOT NULL, theme_id INTEGER NOT NULL, PRIMARY KEY (name, theme_id)) STRICT, WITHOUT ROWID;
CREATE TABLE region_names (name TEXT NOT NULL, region_id INTEGER NOT NULL, PRIMARY KEY (name, region_id)) STRICT, WITHOUT ROWID;
INSERT INTO mechanism_types SELECT id, code, name FROM seeded.mechanism_types;
INSERT INTO regions SELECT id, code, name FROM seeded.regions;
INSERT INTO themes SELECT id, code, name FROM seeded.themes;
INSERT INTO theme_names SELECT lower(name), id FROM seeded.themes UNION SELECT lower(alias), theme_id FROM seeded.theme_aliases;
INSERT INTO region_names SELECT lower(name), id FROM seeded.regions UNION SELECT lower(alias), region_id FROM seeded.region_aliases;
DETACH seeded;

CREATE TABLE mechanisms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE CHECK (code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  name TEXT NOT NULL CHECK (name <> '' AND name = trim(name)),
  type_id INTEGER NOT NULL REFERENCES mechanism_types (id),
  year_established INTEGER CHECK (year_established BETWEEN 1900 AND 2100),
  constituent_states INTEGER CHECK (constituent_states >= 0)
) STRICT;
CREATE INDEX mechanisms_by_type ON mechanisms (type_id);
CREATE TABLE mechanism_regions (
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  region_id INTEGER NOT NULL REFERENCES regions (id),
  position INTEGER NOT NULL,
  published_name TEXT NOT NULL,
  PRIMARY KEY (mechanism_id, region_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_regions_by_region ON mechanism_regions (region_id);
CREATE TABLE mechanism_themes (
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  theme_id INTEGER NOT NULL REFERENCES themes (id),
  position INTEGER NOT NULL,
  published_name TEXT NOT NULL,
  PRIMARY KEY (mechanism_id, theme_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_themes_by_theme ON mechanism_themes (theme_id);

CREATE TEMP TABLE staging (code TEXT, name TEXT, type TEXT, region TEXT, year TEXT, states TEXT, themes TEXT);
.import --csv --skip 1 generated.csv staging

BEGIN;
INSERT INTO mechanisms (code, name, type_id, year_established, constituent_states)
SELECT trim(s.code), trim(s.name), t.id, CAST(s.year AS INTEGER), CAST(s.states AS INTEGER)
FROM staging AS s JOIN mechanism_types AS t ON t.code = s.type
ORDER BY s.rowid;

WITH RECURSIVE parts (code, position, part, rest) AS (
  SELECT code, 0, NULL, themes || ';' FROM staging
  UNION ALL
  SELECT code, position + 1, trim(substr(rest, 1, instr(rest, ';') - 1)), substr(rest, instr(rest, ';') + 1)
  FROM parts WHERE rest <> ''
)
INSERT INTO mechanism_themes (mechanism_id, theme_id, position, published_name)
SELECT m.id, n.theme_id, p.position, p.part
FROM parts AS p JOIN mechanisms AS m ON m.code = p.code JOIN theme_names AS n ON n.name = lower(p.part)
WHERE p.part <> '';

WITH RECURSIVE parts (code, position, part, rest) AS (
  SELECT code, 0, NULL, region || '–' FROM staging
  UNION ALL
  SELECT code, position + 1, trim(substr(rest, 1, instr(rest, '–') - 1)), substr(rest, instr(rest, '–') + 1)
  FROM parts WHERE rest <> ''
)
INSERT INTO mechanism_regions (mechanism_id, region_id, position, published_name)
SELECT m.id, n.region_id, p.position, p.part
FROM parts AS p JOIN mechanisms AS m ON m.code = p.code JOIN region_names AS n ON n.name = lower(p.part)
WHERE p.part <> '';
COMMIT;
