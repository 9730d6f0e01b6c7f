-- The words of the record: types of mechanism, regions and themes. A parent's totals include its children's, each
-- mechanism once. An alias is any other name; `key` is its folded form (NFKC, no case, no accents, punctuation as
-- spaces). One alias may stand for several themes or regions.

CREATE TABLE mechanism_types (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  published_label TEXT,
  definition TEXT,
  min_regions INTEGER,
  max_regions INTEGER,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT mechanism_types_code_is_unique UNIQUE (code),
  CONSTRAINT mechanism_types_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT mechanism_types_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT mechanism_types_min_regions_is_a_count CHECK (min_regions >= 0),
  CONSTRAINT mechanism_types_max_regions_is_at_least_min CHECK (max_regions >= min_regions)
) STRICT;
CREATE INDEX mechanism_types_by_revision ON mechanism_types (revision);
CREATE INDEX mechanism_types_by_source ON mechanism_types (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE mechanism_types_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  published_label TEXT,
  definition TEXT,
  min_regions INTEGER,
  max_regions INTEGER,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT mechanism_types_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX mechanism_types_history_by_replaced_by ON mechanism_types_history (replaced_by);
CREATE INDEX mechanism_types_history_by_code ON mechanism_types_history (code);

CREATE TABLE regions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id INTEGER REFERENCES regions (id) ON DELETE NO ACTION,
  m49 TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT regions_code_is_unique UNIQUE (code),
  CONSTRAINT regions_m49_is_unique UNIQUE (m49),
  CONSTRAINT regions_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT regions_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT regions_m49_is_three_digits CHECK (m49 GLOB '[0-9][0-9][0-9]'),
  CONSTRAINT regions_parent_is_another CHECK (parent_id <> id)
) STRICT;
CREATE INDEX regions_by_parent_id ON regions (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX regions_by_revision ON regions (revision);
CREATE INDEX regions_by_source ON regions (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE regions_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id INTEGER,
  m49 TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT regions_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX regions_history_by_replaced_by ON regions_history (replaced_by);
CREATE INDEX regions_history_by_code ON regions_history (code);

CREATE TABLE region_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  region_id INTEGER NOT NULL REFERENCES regions (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT region_aliases_alias_is_unique UNIQUE (key, region_id),
  CONSTRAINT region_aliases_alias_is_filled CHECK (alias <> '' AND alias = trim(alias)),
  CONSTRAINT region_aliases_key_is_filled CHECK (key <> '' AND key = trim(key)),
  CONSTRAINT region_aliases_kind_is_known CHECK (kind IN ('former', 'later', 'common', 'short', 'misprint', 'learned'))
) STRICT;
CREATE INDEX region_aliases_by_region_id ON region_aliases (region_id);
CREATE INDEX region_aliases_by_revision ON region_aliases (revision);
CREATE INDEX region_aliases_by_source ON region_aliases (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE region_aliases_history (
  id INTEGER NOT NULL,
  region_id INTEGER NOT NULL,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT region_aliases_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX region_aliases_history_by_replaced_by ON region_aliases_history (replaced_by);
CREATE INDEX region_aliases_history_by_region_id ON region_aliases_history (region_id);

CREATE TABLE themes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id INTEGER REFERENCES themes (id) ON DELETE NO ACTION,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT themes_code_is_unique UNIQUE (code),
  CONSTRAINT themes_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT themes_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT themes_parent_is_another CHECK (parent_id <> id)
) STRICT;
CREATE INDEX themes_by_parent_id ON themes (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX themes_by_revision ON themes (revision);
CREATE INDEX themes_by_source ON themes (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE themes_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id INTEGER,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT themes_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX themes_history_by_replaced_by ON themes_history (replaced_by);
CREATE INDEX themes_history_by_code ON themes_history (code);

CREATE TABLE theme_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  theme_id INTEGER NOT NULL REFERENCES themes (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT theme_aliases_alias_is_unique UNIQUE (key, theme_id),
  CONSTRAINT theme_aliases_alias_is_filled CHECK (alias <> '' AND alias = trim(alias)),
  CONSTRAINT theme_aliases_key_is_filled CHECK (key <> '' AND key = trim(key)),
  CONSTRAINT theme_aliases_kind_is_known CHECK (kind IN ('former', 'later', 'common', 'short', 'misprint', 'learned'))
) STRICT;
CREATE INDEX theme_aliases_by_theme_id ON theme_aliases (theme_id);
CREATE INDEX theme_aliases_by_revision ON theme_aliases (revision);
CREATE INDEX theme_aliases_by_source ON theme_aliases (source_id) WHERE source_id IS NOT NULL;
CREATE TABLE theme_aliases_history (
  id INTEGER NOT NULL,
  theme_id INTEGER NOT NULL,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT theme_aliases_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_aliases_history_by_replaced_by ON theme_aliases_history (replaced_by);
CREATE INDEX theme_aliases_history_by_theme_id ON theme_aliases_history (theme_id);
