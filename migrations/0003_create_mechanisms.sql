-- The mechanisms, and what the published table says of each: type, regions, themes, year of establishment and
-- number of constituent States. Links to regions and themes keep the position and the wording in which they were
-- published; their keys are never updated.

CREATE TABLE mechanisms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  acronym TEXT,
  type_id INTEGER NOT NULL REFERENCES mechanism_types (id) ON DELETE NO ACTION,
  year_established INTEGER,
  year_ended INTEGER,
  status TEXT NOT NULL DEFAULT 'unknown',
  constituent_states INTEGER,
  formal_association TEXT,
  website TEXT,
  iom_page TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT mechanisms_code_is_unique UNIQUE (code),
  CONSTRAINT mechanisms_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT mechanisms_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT mechanisms_year_established_is_a_year CHECK (year_established BETWEEN 1900 AND 2100),
  CONSTRAINT mechanisms_year_ended_is_a_year CHECK (year_ended BETWEEN 1900 AND 2100),
  CONSTRAINT mechanisms_status_is_known CHECK (status IN ('active', 'dormant', 'ended', 'unknown')),
  CONSTRAINT mechanisms_constituent_states_is_a_count CHECK (constituent_states >= 0),
  CONSTRAINT mechanisms_website_is_an_address CHECK (website GLOB 'http://?*' OR website GLOB 'https://?*'),
  CONSTRAINT mechanisms_iom_page_is_an_address CHECK (iom_page GLOB 'http://?*' OR iom_page GLOB 'https://?*')
) STRICT;
CREATE INDEX mechanisms_by_type_id ON mechanisms (type_id);
CREATE INDEX mechanisms_by_revision ON mechanisms (revision);
CREATE INDEX mechanisms_by_source ON mechanisms (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE mechanisms_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  acronym TEXT,
  type_id INTEGER NOT NULL,
  year_established INTEGER,
  year_ended INTEGER,
  status TEXT NOT NULL,
  constituent_states INTEGER,
  formal_association TEXT,
  website TEXT,
  iom_page TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT mechanisms_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanisms_history_by_replaced_by ON mechanisms_history (replaced_by);
CREATE INDEX mechanisms_history_by_code ON mechanisms_history (code);

CREATE TABLE mechanism_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT mechanism_aliases_alias_is_unique UNIQUE (key, mechanism_id),
  CONSTRAINT mechanism_aliases_alias_is_filled CHECK (alias <> '' AND alias = trim(alias)),
  CONSTRAINT mechanism_aliases_key_is_filled CHECK (key <> '' AND key = trim(key)),
  CONSTRAINT mechanism_aliases_kind_is_known CHECK (kind IN ('former', 'later', 'common', 'short', 'misprint', 'learned'))
) STRICT;
CREATE INDEX mechanism_aliases_by_mechanism_id ON mechanism_aliases (mechanism_id);
CREATE INDEX mechanism_aliases_by_revision ON mechanism_aliases (revision);
CREATE INDEX mechanism_aliases_by_source ON mechanism_aliases (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE mechanism_aliases_history (
  id INTEGER NOT NULL,
  mechanism_id INTEGER NOT NULL,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT mechanism_aliases_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_aliases_history_by_replaced_by ON mechanism_aliases_history (replaced_by);
CREATE INDEX mechanism_aliases_history_by_mechanism_id ON mechanism_aliases_history (mechanism_id);

CREATE TABLE mechanism_regions (
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  region_id INTEGER NOT NULL REFERENCES regions (id) ON DELETE NO ACTION,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  PRIMARY KEY (mechanism_id, region_id),
  CONSTRAINT mechanism_regions_position_counts_from_one CHECK (position >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_regions_by_region_id ON mechanism_regions (region_id);
CREATE INDEX mechanism_regions_by_revision ON mechanism_regions (revision);
CREATE INDEX mechanism_regions_by_source ON mechanism_regions (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE mechanism_regions_history (
  mechanism_id INTEGER NOT NULL,
  region_id INTEGER NOT NULL,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (mechanism_id, region_id, revision, replaced_by),
  CONSTRAINT mechanism_regions_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_regions_history_by_replaced_by ON mechanism_regions_history (replaced_by);

CREATE TABLE mechanism_themes (
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  theme_id INTEGER NOT NULL REFERENCES themes (id) ON DELETE NO ACTION,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  PRIMARY KEY (mechanism_id, theme_id),
  CONSTRAINT mechanism_themes_position_counts_from_one CHECK (position >= 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_themes_by_theme_id ON mechanism_themes (theme_id);
CREATE INDEX mechanism_themes_by_revision ON mechanism_themes (revision);
CREATE INDEX mechanism_themes_by_source ON mechanism_themes (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE mechanism_themes_history (
  mechanism_id INTEGER NOT NULL,
  theme_id INTEGER NOT NULL,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (mechanism_id, theme_id, revision, replaced_by),
  CONSTRAINT mechanism_themes_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_themes_history_by_replaced_by ON mechanism_themes_history (replaced_by);
