CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  applied_by TEXT NOT NULL
) STRICT;

CREATE TABLE derived_objects (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  built_by TEXT NOT NULL,
  names TEXT NOT NULL,
  CONSTRAINT derived_objects_id_is_one CHECK (id = 1)
) STRICT;

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  made_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  author TEXT,
  command TEXT,
  reason TEXT,
  source_id INTEGER,
  undoes INTEGER REFERENCES revisions (id) ON DELETE NO ACTION,
  open INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT revisions_made_at_is_utc CHECK (made_at GLOB '[12]*T*Z' AND length(made_at) = 24),
  CONSTRAINT revisions_kind_is_known CHECK (kind IN ('command', 'migration', 'outside', 'seed', 'undo')),
  CONSTRAINT revisions_open_is_a_flag CHECK (open IN (0, 1))
) STRICT;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  title TEXT,
  publisher TEXT,
  url TEXT,
  published TEXT,
  retrieved TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION, language TEXT
  CONSTRAINT sources_language_is_a_code CHECK (language GLOB '[a-z][a-z]' OR language GLOB '[a-z][a-z][a-z]'),
  CONSTRAINT sources_code_is_unique UNIQUE (code),
  CONSTRAINT sources_url_is_unique UNIQUE (url),
  CONSTRAINT sources_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT sources_url_is_an_address CHECK (url GLOB 'http://?*' OR url GLOB 'https://?*'),
  CONSTRAINT sources_published_is_a_partial_date CHECK (
    published GLOB '[12][0-9][0-9][0-9]'
    OR (published GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(published || '-01') IS published || '-01')
    OR (published GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(published, '+0 days') IS published)),
  CONSTRAINT sources_retrieved_is_a_partial_date CHECK (
    retrieved GLOB '[12][0-9][0-9][0-9]'
    OR (retrieved GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(retrieved || '-01') IS retrieved || '-01')
    OR (retrieved GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(retrieved, '+0 days') IS retrieved))
) STRICT;

CREATE TABLE sources_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  title TEXT,
  publisher TEXT,
  url TEXT,
  published TEXT,
  retrieved TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL, language TEXT,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT sources_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE NO ACTION,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  delimiter TEXT NOT NULL,
  ends_with_newline INTEGER NOT NULL,
  entity TEXT NOT NULL,
  header TEXT NOT NULL,
  mapping TEXT NOT NULL,
  CONSTRAINT imports_bytes_is_a_size CHECK (bytes >= 0),
  CONSTRAINT imports_ends_with_newline_is_a_flag CHECK (ends_with_newline IN (0, 1))
) STRICT;

CREATE TABLE imported_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  cells TEXT NOT NULL,
  record_id INTEGER,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_fr TEXT,
  name_es TEXT,
  acronym TEXT,
  kind TEXT NOT NULL,
  iso2 TEXT,
  m49 TEXT,
  un_status TEXT,
  region_id INTEGER REFERENCES regions (id) ON DELETE NO ACTION,
  mechanism_id INTEGER REFERENCES mechanisms (id) ON DELETE SET NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT members_code_is_unique UNIQUE (code),
  CONSTRAINT members_iso2_is_unique UNIQUE (iso2),
  CONSTRAINT members_m49_is_unique UNIQUE (m49),
  CONSTRAINT members_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT members_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT members_kind_is_known CHECK (kind IN ('state', 'territory', 'organization')),
  CONSTRAINT members_code_is_iso3166_alpha3 CHECK (kind = 'organization' OR code GLOB '[A-Z][A-Z][A-Z]'),
  CONSTRAINT members_iso2_is_two_letters CHECK (iso2 GLOB '[A-Z][A-Z]'),
  CONSTRAINT members_m49_is_three_digits CHECK (m49 GLOB '[0-9][0-9][0-9]'),
  CONSTRAINT members_un_status_is_known CHECK (un_status IN ('member', 'observer', 'none'))
) STRICT;

CREATE TABLE members_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_fr TEXT,
  name_es TEXT,
  acronym TEXT,
  kind TEXT NOT NULL,
  iso2 TEXT,
  m49 TEXT,
  un_status TEXT,
  region_id INTEGER,
  mechanism_id INTEGER,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT members_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE member_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT member_aliases_alias_is_unique UNIQUE (key, member_id),
  CONSTRAINT member_aliases_alias_is_filled CHECK (alias <> '' AND alias = trim(alias)),
  CONSTRAINT member_aliases_key_is_filled CHECK (key <> '' AND key = trim(key)),
  CONSTRAINT member_aliases_kind_is_known CHECK (kind IN ('former', 'later', 'common', 'short', 'misprint', 'learned'))
) STRICT;

CREATE TABLE member_aliases_history (
  id INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT member_aliases_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE secretariats (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  acronym TEXT,
  website TEXT,
  member_id INTEGER REFERENCES members (id) ON DELETE NO ACTION,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT secretariats_code_is_unique UNIQUE (code),
  CONSTRAINT secretariats_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT secretariats_name_is_filled CHECK (name <> '' AND name = trim(name)),
  CONSTRAINT secretariats_website_is_an_address CHECK (website GLOB 'http://?*' OR website GLOB 'https://?*')
) STRICT;

CREATE TABLE secretariats_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  acronym TEXT,
  website TEXT,
  member_id INTEGER,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT secretariats_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE secretariat_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  secretariat_id INTEGER NOT NULL REFERENCES secretariats (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT secretariat_aliases_alias_is_unique UNIQUE (key, secretariat_id),
  CONSTRAINT secretariat_aliases_alias_is_filled CHECK (alias <> '' AND alias = trim(alias)),
  CONSTRAINT secretariat_aliases_key_is_filled CHECK (key <> '' AND key = trim(key)),
  CONSTRAINT secretariat_aliases_kind_is_known CHECK (kind IN ('former', 'later', 'common', 'short', 'misprint', 'learned'))
) STRICT;

CREATE TABLE secretariat_aliases_history (
  id INTEGER NOT NULL,
  secretariat_id INTEGER NOT NULL,
  alias TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT secretariat_aliases_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  member_id INTEGER NOT NULL REFERENCES members (id) ON DELETE NO ACTION,
  role TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL DEFAULT 'unsourced',
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT memberships_role_is_known CHECK (role IN ('member', 'observer', 'partner')),
  CONSTRAINT memberships_valid_from_is_a_partial_date CHECK (
    valid_from GLOB '[12][0-9][0-9][0-9]'
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_from || '-01') IS valid_from || '-01')
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_from, '+0 days') IS valid_from)),
  CONSTRAINT memberships_valid_to_is_a_partial_date CHECK (
    valid_to GLOB '[12][0-9][0-9][0-9]'
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_to || '-01') IS valid_to || '-01')
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_to, '+0 days') IS valid_to)),
  CONSTRAINT memberships_basis_is_known CHECK (basis IN ('stated', 'inferred', 'unsourced'))
) STRICT;

CREATE TABLE memberships_history (
  id INTEGER NOT NULL,
  mechanism_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT memberships_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE mechanism_secretariats (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  secretariat_id INTEGER NOT NULL REFERENCES secretariats (id) ON DELETE NO ACTION,
  role TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL DEFAULT 'unsourced',
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT mechanism_secretariats_role_is_filled CHECK (role <> '' AND role = trim(role)),
  CONSTRAINT mechanism_secretariats_valid_from_is_a_partial_date CHECK (
    valid_from GLOB '[12][0-9][0-9][0-9]'
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_from || '-01') IS valid_from || '-01')
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_from, '+0 days') IS valid_from)),
  CONSTRAINT mechanism_secretariats_valid_to_is_a_partial_date CHECK (
    valid_to GLOB '[12][0-9][0-9][0-9]'
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_to || '-01') IS valid_to || '-01')
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_to, '+0 days') IS valid_to)),
  CONSTRAINT mechanism_secretariats_basis_is_known CHECK (basis IN ('stated', 'inferred', 'unsourced'))
) STRICT;

CREATE TABLE mechanism_secretariats_history (
  id INTEGER NOT NULL,
  mechanism_id INTEGER NOT NULL,
  secretariat_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT mechanism_secretariats_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE chairs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  mechanism_id INTEGER NOT NULL REFERENCES mechanisms (id) ON DELETE CASCADE,
  member_id INTEGER NOT NULL REFERENCES members (id) ON DELETE NO ACTION,
  kind TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL DEFAULT 'unsourced',
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT chairs_kind_is_known CHECK (kind IN ('permanent', 'rotating')),
  CONSTRAINT chairs_valid_from_is_a_partial_date CHECK (
    valid_from GLOB '[12][0-9][0-9][0-9]'
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_from || '-01') IS valid_from || '-01')
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_from, '+0 days') IS valid_from)),
  CONSTRAINT chairs_valid_to_is_a_partial_date CHECK (
    valid_to GLOB '[12][0-9][0-9][0-9]'
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_to || '-01') IS valid_to || '-01')
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_to, '+0 days') IS valid_to)),
  CONSTRAINT chairs_basis_is_known CHECK (basis IN ('stated', 'inferred', 'unsourced'))
) STRICT;

CREATE TABLE chairs_history (
  id INTEGER NOT NULL,
  mechanism_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  valid_from TEXT,
  valid_to TEXT,
  published_name TEXT,
  basis TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT chairs_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE meetings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  mechanism_id INTEGER REFERENCES mechanisms (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  place TEXT,
  country_id INTEGER REFERENCES members (id) ON DELETE NO ACTION,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT meetings_code_is_unique UNIQUE (code),
  CONSTRAINT meetings_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT meetings_title_is_filled CHECK (title <> '' AND title = trim(title)),
  CONSTRAINT meetings_date_is_a_partial_date CHECK (
    date GLOB '[12][0-9][0-9][0-9]'
    OR (date GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(date || '-01') IS date || '-01')
    OR (date GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(date, '+0 days') IS date))
) STRICT;

CREATE TABLE meetings_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  mechanism_id INTEGER,
  title TEXT NOT NULL,
  date TEXT NOT NULL,
  place TEXT,
  country_id INTEGER,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT meetings_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  mechanism_id INTEGER REFERENCES mechanisms (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  kind TEXT,
  valid_from TEXT,
  valid_to TEXT,
  location TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT outcomes_code_is_unique UNIQUE (code),
  CONSTRAINT outcomes_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT outcomes_title_is_filled CHECK (title <> '' AND title = trim(title)),
  CONSTRAINT outcomes_valid_from_is_a_partial_date CHECK (
    valid_from GLOB '[12][0-9][0-9][0-9]'
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_from || '-01') IS valid_from || '-01')
    OR (valid_from GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_from, '+0 days') IS valid_from)),
  CONSTRAINT outcomes_valid_to_is_a_partial_date CHECK (
    valid_to GLOB '[12][0-9][0-9][0-9]'
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(valid_to || '-01') IS valid_to || '-01')
    OR (valid_to GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(valid_to, '+0 days') IS valid_to))
) STRICT;

CREATE TABLE outcomes_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  mechanism_id INTEGER,
  title TEXT NOT NULL,
  kind TEXT,
  valid_from TEXT,
  valid_to TEXT,
  location TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT outcomes_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE published_figures (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL,
  metric TEXT NOT NULL,
  theme_id INTEGER REFERENCES themes (id) ON DELETE NO ACTION,
  figure INTEGER NOT NULL,
  location TEXT,
  explanation TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT published_figures_code_is_unique UNIQUE (code),
  CONSTRAINT published_figures_code_is_a_code CHECK (
    code GLOB '[A-Za-z0-9]*' AND code NOT GLOB '*[^A-Za-z0-9+._-]*' AND length(code) <= 100),
  CONSTRAINT published_figures_metric_is_filled CHECK (metric <> '' AND metric = trim(metric)),
  CONSTRAINT published_figures_figure_is_a_count CHECK (figure >= 0)
) STRICT;

CREATE TABLE published_figures_history (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  metric TEXT NOT NULL,
  theme_id INTEGER,
  figure INTEGER NOT NULL,
  location TEXT,
  explanation TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT published_figures_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE published_figure_types (
  published_figure_id INTEGER NOT NULL REFERENCES published_figures (id) ON DELETE CASCADE,
  type_id INTEGER NOT NULL REFERENCES mechanism_types (id) ON DELETE NO ACTION,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  PRIMARY KEY (published_figure_id, type_id),
  CONSTRAINT published_figure_types_position_counts_from_one CHECK (position >= 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_figure_types_history (
  published_figure_id INTEGER NOT NULL,
  type_id INTEGER NOT NULL,
  position INTEGER,
  published_name TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (published_figure_id, type_id, revision, replaced_by),
  CONSTRAINT published_figure_types_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE waivers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  check_name TEXT NOT NULL,
  entity TEXT NOT NULL,
  record_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT,
  until TEXT,
  fingerprint TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT waivers_finding_is_unique UNIQUE (check_name, entity, record_key),
  CONSTRAINT waivers_reason_is_filled CHECK (reason <> '' AND reason = trim(reason)),
  CONSTRAINT waivers_until_is_a_partial_date CHECK (
    until GLOB '[12][0-9][0-9][0-9]'
    OR (until GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]' AND date(until || '-01') IS until || '-01')
    OR (until GLOB '[12][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(until, '+0 days') IS until))
) STRICT;

CREATE TABLE waivers_history (
  id INTEGER NOT NULL,
  check_name TEXT NOT NULL,
  entity TEXT NOT NULL,
  record_key TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT,
  until TEXT,
  fingerprint TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT waivers_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE TABLE merged_rows (
  table_name TEXT NOT NULL,
  into_key1 INTEGER NOT NULL,
  into_key2 INTEGER NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE NO ACTION,
  from_key1 INTEGER NOT NULL,
  from_key2 INTEGER NOT NULL,
  PRIMARY KEY (table_name, into_key1, into_key2, revision, from_key1, from_key2)
) STRICT, WITHOUT ROWID;

CREATE TABLE citations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,
  table_name TEXT NOT NULL,
  key1 INTEGER NOT NULL,
  key2 INTEGER NOT NULL,
  field TEXT NOT NULL DEFAULT '',
  place TEXT,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 0 REFERENCES revisions (id) ON DELETE NO ACTION,
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
  CONSTRAINT citations_place_is_trimmed CHECK (place <> '' AND place = trim(place)),
  CONSTRAINT citations_note_is_trimmed CHECK (note <> '' AND note = trim(note))
) STRICT;

CREATE TABLE citations_history (
  id INTEGER NOT NULL,
  label TEXT NOT NULL,
  table_name TEXT NOT NULL,
  key1 INTEGER NOT NULL,
  key2 INTEGER NOT NULL,
  field TEXT NOT NULL,
  place TEXT,
  note TEXT,
  revision INTEGER NOT NULL,
  source_id INTEGER,
  replaced_by INTEGER NOT NULL,
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT citations_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX revisions_one_is_open ON revisions (open) WHERE open = 1;

CREATE INDEX revisions_by_undoes ON revisions (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX revisions_by_made_at ON revisions (made_at);

CREATE INDEX sources_by_revision ON sources (revision);

CREATE INDEX sources_by_source ON sources (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX sources_history_by_replaced_by ON sources_history (replaced_by);

CREATE INDEX sources_history_by_code ON sources_history (code);

CREATE INDEX imports_by_revision ON imports (revision);

CREATE INDEX imported_rows_by_record ON imported_rows (import_id, record_id) WHERE record_id IS NOT NULL;

CREATE INDEX mechanism_types_by_revision ON mechanism_types (revision);

CREATE INDEX mechanism_types_by_source ON mechanism_types (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanism_types_history_by_replaced_by ON mechanism_types_history (replaced_by);

CREATE INDEX mechanism_types_history_by_code ON mechanism_types_history (code);

CREATE INDEX regions_by_parent_id ON regions (parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX regions_by_revision ON regions (revision);

CREATE INDEX regions_by_source ON regions (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX regions_history_by_replaced_by ON regions_history (replaced_by);

CREATE INDEX regions_history_by_code ON regions_history (code);

CREATE INDEX region_aliases_by_region_id ON region_aliases (region_id);

CREATE INDEX region_aliases_by_revision ON region_aliases (revision);

CREATE INDEX region_aliases_by_source ON region_aliases (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX region_aliases_history_by_replaced_by ON region_aliases_history (replaced_by);

CREATE INDEX region_aliases_history_by_region_id ON region_aliases_history (region_id);

CREATE INDEX themes_by_parent_id ON themes (parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX themes_by_revision ON themes (revision);

CREATE INDEX themes_by_source ON themes (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX themes_history_by_replaced_by ON themes_history (replaced_by);

CREATE INDEX themes_history_by_code ON themes_history (code);

CREATE INDEX theme_aliases_by_theme_id ON theme_aliases (theme_id);

CREATE INDEX theme_aliases_by_revision ON theme_aliases (revision);

CREATE INDEX theme_aliases_by_source ON theme_aliases (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX theme_aliases_history_by_replaced_by ON theme_aliases_history (replaced_by);

CREATE INDEX theme_aliases_history_by_theme_id ON theme_aliases_history (theme_id);

CREATE INDEX mechanisms_by_type_id ON mechanisms (type_id);

CREATE INDEX mechanisms_by_revision ON mechanisms (revision);

CREATE INDEX mechanisms_by_source ON mechanisms (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanisms_history_by_replaced_by ON mechanisms_history (replaced_by);

CREATE INDEX mechanisms_history_by_code ON mechanisms_history (code);

CREATE INDEX mechanism_aliases_by_mechanism_id ON mechanism_aliases (mechanism_id);

CREATE INDEX mechanism_aliases_by_revision ON mechanism_aliases (revision);

CREATE INDEX mechanism_aliases_by_source ON mechanism_aliases (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanism_aliases_history_by_replaced_by ON mechanism_aliases_history (replaced_by);

CREATE INDEX mechanism_aliases_history_by_mechanism_id ON mechanism_aliases_history (mechanism_id);

CREATE INDEX mechanism_regions_by_region_id ON mechanism_regions (region_id);

CREATE INDEX mechanism_regions_by_revision ON mechanism_regions (revision);

CREATE INDEX mechanism_regions_by_source ON mechanism_regions (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanism_regions_history_by_replaced_by ON mechanism_regions_history (replaced_by);

CREATE INDEX mechanism_themes_by_theme_id ON mechanism_themes (theme_id);

CREATE INDEX mechanism_themes_by_revision ON mechanism_themes (revision);

CREATE INDEX mechanism_themes_by_source ON mechanism_themes (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanism_themes_history_by_replaced_by ON mechanism_themes_history (replaced_by);

CREATE INDEX members_by_region_id ON members (region_id) WHERE region_id IS NOT NULL;

CREATE INDEX members_by_mechanism_id ON members (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE INDEX members_by_revision ON members (revision);

CREATE INDEX members_by_source ON members (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX members_history_by_replaced_by ON members_history (replaced_by);

CREATE INDEX members_history_by_code ON members_history (code);

CREATE INDEX members_history_by_mechanism_id ON members_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE INDEX member_aliases_by_member_id ON member_aliases (member_id);

CREATE INDEX member_aliases_by_revision ON member_aliases (revision);

CREATE INDEX member_aliases_by_source ON member_aliases (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX member_aliases_history_by_replaced_by ON member_aliases_history (replaced_by);

CREATE INDEX member_aliases_history_by_member_id ON member_aliases_history (member_id);

CREATE INDEX secretariats_by_member_id ON secretariats (member_id) WHERE member_id IS NOT NULL;

CREATE INDEX secretariats_by_revision ON secretariats (revision);

CREATE INDEX secretariats_by_source ON secretariats (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX secretariats_history_by_replaced_by ON secretariats_history (replaced_by);

CREATE INDEX secretariats_history_by_code ON secretariats_history (code);

CREATE INDEX secretariat_aliases_by_secretariat_id ON secretariat_aliases (secretariat_id);

CREATE INDEX secretariat_aliases_by_revision ON secretariat_aliases (revision);

CREATE INDEX secretariat_aliases_by_source ON secretariat_aliases (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX secretariat_aliases_history_by_replaced_by ON secretariat_aliases_history (replaced_by);

CREATE INDEX secretariat_aliases_history_by_secretariat_id ON secretariat_aliases_history (secretariat_id);

CREATE UNIQUE INDEX memberships_key_is_unique ON memberships (mechanism_id, member_id, role, ifnull(valid_from, ''));

CREATE INDEX memberships_by_member_id ON memberships (member_id);

CREATE INDEX memberships_by_revision ON memberships (revision);

CREATE INDEX memberships_by_source ON memberships (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX memberships_history_by_replaced_by ON memberships_history (replaced_by);

CREATE INDEX memberships_history_by_mechanism_id ON memberships_history (mechanism_id);

CREATE INDEX memberships_history_by_member_id ON memberships_history (member_id);

CREATE UNIQUE INDEX mechanism_secretariats_key_is_unique ON mechanism_secretariats (mechanism_id, secretariat_id, role, ifnull(valid_from, ''));

CREATE INDEX mechanism_secretariats_by_secretariat_id ON mechanism_secretariats (secretariat_id);

CREATE INDEX mechanism_secretariats_by_revision ON mechanism_secretariats (revision);

CREATE INDEX mechanism_secretariats_by_source ON mechanism_secretariats (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX mechanism_secretariats_history_by_replaced_by ON mechanism_secretariats_history (replaced_by);

CREATE INDEX mechanism_secretariats_history_by_mechanism_id ON mechanism_secretariats_history (mechanism_id);

CREATE INDEX mechanism_secretariats_history_by_secretariat_id ON mechanism_secretariats_history (secretariat_id);

CREATE UNIQUE INDEX chairs_key_is_unique ON chairs (mechanism_id, member_id, kind, ifnull(valid_from, ''));

CREATE INDEX chairs_by_member_id ON chairs (member_id);

CREATE INDEX chairs_by_revision ON chairs (revision);

CREATE INDEX chairs_by_source ON chairs (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX chairs_history_by_replaced_by ON chairs_history (replaced_by);

CREATE INDEX chairs_history_by_mechanism_id ON chairs_history (mechanism_id);

CREATE INDEX chairs_history_by_member_id ON chairs_history (member_id);

CREATE UNIQUE INDEX meetings_key_is_unique ON meetings (ifnull(mechanism_id, 0), title, date);

CREATE INDEX meetings_by_mechanism_id ON meetings (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE INDEX meetings_by_country_id ON meetings (country_id) WHERE country_id IS NOT NULL;

CREATE INDEX meetings_by_revision ON meetings (revision);

CREATE INDEX meetings_by_source ON meetings (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX meetings_history_by_replaced_by ON meetings_history (replaced_by);

CREATE INDEX meetings_history_by_code ON meetings_history (code);

CREATE INDEX meetings_history_by_mechanism_id ON meetings_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE UNIQUE INDEX outcomes_key_is_unique ON outcomes (ifnull(mechanism_id, 0), title, ifnull(valid_from, ''));

CREATE INDEX outcomes_by_mechanism_id ON outcomes (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE INDEX outcomes_by_revision ON outcomes (revision);

CREATE INDEX outcomes_by_source ON outcomes (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX outcomes_history_by_replaced_by ON outcomes_history (replaced_by);

CREATE INDEX outcomes_history_by_code ON outcomes_history (code);

CREATE INDEX outcomes_history_by_mechanism_id ON outcomes_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

CREATE INDEX published_figures_by_theme_id ON published_figures (theme_id) WHERE theme_id IS NOT NULL;

CREATE INDEX published_figures_by_revision ON published_figures (revision);

CREATE INDEX published_figures_by_source ON published_figures (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX published_figures_history_by_replaced_by ON published_figures_history (replaced_by);

CREATE INDEX published_figures_history_by_code ON published_figures_history (code);

CREATE INDEX published_figure_types_by_type_id ON published_figure_types (type_id);

CREATE INDEX published_figure_types_by_revision ON published_figure_types (revision);

CREATE INDEX published_figure_types_by_source ON published_figure_types (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX published_figure_types_history_by_replaced_by ON published_figure_types_history (replaced_by);

CREATE INDEX waivers_by_revision ON waivers (revision);

CREATE INDEX waivers_by_source ON waivers (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX waivers_history_by_replaced_by ON waivers_history (replaced_by);

CREATE INDEX merged_rows_by_revision ON merged_rows (revision);

CREATE INDEX citations_by_record ON citations (table_name, key1, key2);

CREATE INDEX citations_by_revision ON citations (revision);

CREATE INDEX citations_by_source ON citations (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX citations_history_by_replaced_by ON citations_history (replaced_by);

CREATE VIEW outside AS SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM revisions WHERE open = 1);

CREATE VIEW current_revision AS SELECT id FROM revisions WHERE id = (SELECT max(id) FROM revisions)
  AND (open = 1 OR (kind = 'outside' AND made_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));

CREATE VIEW changes (revision, table_name, record, action) AS
SELECT revision, 'sources', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM sources_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM sources UNION ALL
  SELECT id, code, revision FROM sources_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM sources_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM sources AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM sources_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanism_types', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM mechanism_types_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM mechanism_types UNION ALL
  SELECT id, code, revision FROM mechanism_types_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM mechanism_types_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanism_types AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanism_types_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'regions', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM regions_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM regions UNION ALL
  SELECT id, code, revision FROM regions_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM regions_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM regions AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM regions_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'region_aliases', CAST(rtrim(v.key || ' ' || ifnull((SELECT code FROM regions WHERE id = v.region_id), (SELECT code FROM regions_history WHERE id = v.region_id))) AS TEXT), action FROM (
SELECT id, region_id, key, revision, iif(EXISTS (SELECT 1 FROM region_aliases_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, region_id, key, revision FROM region_aliases UNION ALL
  SELECT id, region_id, key, revision FROM region_aliases_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, region_id, key, replaced_by, 'delete' FROM region_aliases_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM region_aliases AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM region_aliases_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'themes', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM themes_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM themes UNION ALL
  SELECT id, code, revision FROM themes_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM themes_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM themes AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM themes_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'theme_aliases', CAST(rtrim(v.key || ' ' || ifnull((SELECT code FROM themes WHERE id = v.theme_id), (SELECT code FROM themes_history WHERE id = v.theme_id))) AS TEXT), action FROM (
SELECT id, theme_id, key, revision, iif(EXISTS (SELECT 1 FROM theme_aliases_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, theme_id, key, revision FROM theme_aliases UNION ALL
  SELECT id, theme_id, key, revision FROM theme_aliases_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, theme_id, key, replaced_by, 'delete' FROM theme_aliases_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM theme_aliases AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM theme_aliases_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanisms', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM mechanisms_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM mechanisms UNION ALL
  SELECT id, code, revision FROM mechanisms_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM mechanisms_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanisms AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanisms_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanism_aliases', CAST(rtrim(v.key || ' ' || ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id))) AS TEXT), action FROM (
SELECT id, mechanism_id, key, revision, iif(EXISTS (SELECT 1 FROM mechanism_aliases_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, mechanism_id, key, revision FROM mechanism_aliases UNION ALL
  SELECT id, mechanism_id, key, revision FROM mechanism_aliases_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, mechanism_id, key, replaced_by, 'delete' FROM mechanism_aliases_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanism_aliases AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanism_aliases_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanism_regions', CAST(rtrim(ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id)) || ' ' || ifnull((SELECT code FROM regions WHERE id = v.region_id), (SELECT code FROM regions_history WHERE id = v.region_id))) AS TEXT), action FROM (
SELECT mechanism_id, region_id, revision, iif(EXISTS (SELECT 1 FROM mechanism_regions_history AS h WHERE h.mechanism_id = v.mechanism_id AND h.region_id = v.region_id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT mechanism_id, region_id, revision FROM mechanism_regions UNION ALL
  SELECT mechanism_id, region_id, revision FROM mechanism_regions_history WHERE revision < replaced_by) AS v
UNION ALL SELECT mechanism_id, region_id, replaced_by, 'delete' FROM mechanism_regions_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanism_regions AS h WHERE h.mechanism_id = v.mechanism_id AND h.region_id = v.region_id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanism_regions_history AS h
    WHERE h.mechanism_id = v.mechanism_id AND h.region_id = v.region_id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanism_themes', CAST(rtrim(ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id)) || ' ' || ifnull((SELECT code FROM themes WHERE id = v.theme_id), (SELECT code FROM themes_history WHERE id = v.theme_id))) AS TEXT), action FROM (
SELECT mechanism_id, theme_id, revision, iif(EXISTS (SELECT 1 FROM mechanism_themes_history AS h WHERE h.mechanism_id = v.mechanism_id AND h.theme_id = v.theme_id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT mechanism_id, theme_id, revision FROM mechanism_themes UNION ALL
  SELECT mechanism_id, theme_id, revision FROM mechanism_themes_history WHERE revision < replaced_by) AS v
UNION ALL SELECT mechanism_id, theme_id, replaced_by, 'delete' FROM mechanism_themes_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanism_themes AS h WHERE h.mechanism_id = v.mechanism_id AND h.theme_id = v.theme_id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanism_themes_history AS h
    WHERE h.mechanism_id = v.mechanism_id AND h.theme_id = v.theme_id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'members', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM members_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM members UNION ALL
  SELECT id, code, revision FROM members_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM members_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM members AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM members_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'member_aliases', CAST(rtrim(v.key || ' ' || ifnull((SELECT code FROM members WHERE id = v.member_id), (SELECT code FROM members_history WHERE id = v.member_id))) AS TEXT), action FROM (
SELECT id, member_id, key, revision, iif(EXISTS (SELECT 1 FROM member_aliases_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, member_id, key, revision FROM member_aliases UNION ALL
  SELECT id, member_id, key, revision FROM member_aliases_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, member_id, key, replaced_by, 'delete' FROM member_aliases_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM member_aliases AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM member_aliases_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'secretariats', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM secretariats_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM secretariats UNION ALL
  SELECT id, code, revision FROM secretariats_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM secretariats_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM secretariats AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM secretariats_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'secretariat_aliases', CAST(rtrim(v.key || ' ' || ifnull((SELECT code FROM secretariats WHERE id = v.secretariat_id), (SELECT code FROM secretariats_history WHERE id = v.secretariat_id))) AS TEXT), action FROM (
SELECT id, secretariat_id, key, revision, iif(EXISTS (SELECT 1 FROM secretariat_aliases_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, secretariat_id, key, revision FROM secretariat_aliases UNION ALL
  SELECT id, secretariat_id, key, revision FROM secretariat_aliases_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, secretariat_id, key, replaced_by, 'delete' FROM secretariat_aliases_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM secretariat_aliases AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM secretariat_aliases_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'memberships', CAST(rtrim(ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id)) || ' ' || ifnull((SELECT code FROM members WHERE id = v.member_id), (SELECT code FROM members_history WHERE id = v.member_id)) || ' ' || v.role || ' ' || ifnull(v.valid_from, '')) AS TEXT), action FROM (
SELECT id, mechanism_id, member_id, role, valid_from, revision, iif(EXISTS (SELECT 1 FROM memberships_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, mechanism_id, member_id, role, valid_from, revision FROM memberships UNION ALL
  SELECT id, mechanism_id, member_id, role, valid_from, revision FROM memberships_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, mechanism_id, member_id, role, valid_from, replaced_by, 'delete' FROM memberships_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM memberships AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM memberships_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'mechanism_secretariats', CAST(rtrim(ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id)) || ' ' || ifnull((SELECT code FROM secretariats WHERE id = v.secretariat_id), (SELECT code FROM secretariats_history WHERE id = v.secretariat_id)) || ' ' || v.role || ' ' || ifnull(v.valid_from, '')) AS TEXT), action FROM (
SELECT id, mechanism_id, secretariat_id, role, valid_from, revision, iif(EXISTS (SELECT 1 FROM mechanism_secretariats_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, mechanism_id, secretariat_id, role, valid_from, revision FROM mechanism_secretariats UNION ALL
  SELECT id, mechanism_id, secretariat_id, role, valid_from, revision FROM mechanism_secretariats_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, mechanism_id, secretariat_id, role, valid_from, replaced_by, 'delete' FROM mechanism_secretariats_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM mechanism_secretariats AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM mechanism_secretariats_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'chairs', CAST(rtrim(ifnull((SELECT code FROM mechanisms WHERE id = v.mechanism_id), (SELECT code FROM mechanisms_history WHERE id = v.mechanism_id)) || ' ' || ifnull((SELECT code FROM members WHERE id = v.member_id), (SELECT code FROM members_history WHERE id = v.member_id)) || ' ' || v.kind || ' ' || ifnull(v.valid_from, '')) AS TEXT), action FROM (
SELECT id, mechanism_id, member_id, kind, valid_from, revision, iif(EXISTS (SELECT 1 FROM chairs_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, mechanism_id, member_id, kind, valid_from, revision FROM chairs UNION ALL
  SELECT id, mechanism_id, member_id, kind, valid_from, revision FROM chairs_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, mechanism_id, member_id, kind, valid_from, replaced_by, 'delete' FROM chairs_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM chairs AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM chairs_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'meetings', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM meetings_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM meetings UNION ALL
  SELECT id, code, revision FROM meetings_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM meetings_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM meetings AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM meetings_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'outcomes', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM outcomes_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM outcomes UNION ALL
  SELECT id, code, revision FROM outcomes_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM outcomes_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM outcomes AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM outcomes_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'published_figures', CAST(v.code AS TEXT), action FROM (
SELECT id, code, revision, iif(EXISTS (SELECT 1 FROM published_figures_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, code, revision FROM published_figures UNION ALL
  SELECT id, code, revision FROM published_figures_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, code, replaced_by, 'delete' FROM published_figures_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM published_figures AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM published_figures_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'published_figure_types', CAST(rtrim(ifnull((SELECT code FROM published_figures WHERE id = v.published_figure_id), (SELECT code FROM published_figures_history WHERE id = v.published_figure_id)) || ' ' || ifnull((SELECT code FROM mechanism_types WHERE id = v.type_id), (SELECT code FROM mechanism_types_history WHERE id = v.type_id))) AS TEXT), action FROM (
SELECT published_figure_id, type_id, revision, iif(EXISTS (SELECT 1 FROM published_figure_types_history AS h WHERE h.published_figure_id = v.published_figure_id AND h.type_id = v.type_id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT published_figure_id, type_id, revision FROM published_figure_types UNION ALL
  SELECT published_figure_id, type_id, revision FROM published_figure_types_history WHERE revision < replaced_by) AS v
UNION ALL SELECT published_figure_id, type_id, replaced_by, 'delete' FROM published_figure_types_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM published_figure_types AS h WHERE h.published_figure_id = v.published_figure_id AND h.type_id = v.type_id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM published_figure_types_history AS h
    WHERE h.published_figure_id = v.published_figure_id AND h.type_id = v.type_id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'waivers', CAST(rtrim(v.check_name || ' ' || v.entity || ' ' || v.record_key) AS TEXT), action FROM (
SELECT id, check_name, entity, record_key, revision, iif(EXISTS (SELECT 1 FROM waivers_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, check_name, entity, record_key, revision FROM waivers UNION ALL
  SELECT id, check_name, entity, record_key, revision FROM waivers_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, check_name, entity, record_key, replaced_by, 'delete' FROM waivers_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM waivers AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM waivers_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v
UNION ALL SELECT revision, 'citations', CAST(v.label AS TEXT), action FROM (
SELECT id, label, revision, iif(EXISTS (SELECT 1 FROM citations_history AS h WHERE h.id = v.id AND h.replaced_by = v.revision),
  'update', 'insert') AS action
FROM (SELECT id, label, revision FROM citations UNION ALL
  SELECT id, label, revision FROM citations_history WHERE revision < replaced_by) AS v
UNION ALL SELECT id, label, replaced_by, 'delete' FROM citations_history AS v WHERE revision < replaced_by
  AND NOT EXISTS (SELECT 1 FROM citations AS h WHERE h.id = v.id AND h.revision = v.replaced_by)
  AND NOT EXISTS (SELECT 1 FROM citations_history AS h
    WHERE h.id = v.id AND h.revision = v.replaced_by AND h.replaced_by > h.revision)) AS v;

CREATE VIEW chair_overview AS
SELECT
  m.code AS mechanism, m.name AS mechanism_name, t.code AS type, p.code AS member, p.name AS member_name,
  l.kind, l.valid_from, l.valid_to, l.basis, s.code AS source
FROM chairs AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN members AS p ON p.id = l.member_id
LEFT JOIN sources AS s ON s.id = l.source_id;

CREATE VIEW mechanism_overview AS
SELECT
  m.code,
  m.name,
  m.acronym,
  t.code AS type,
  m.year_established,
  m.year_ended,
  m.status,
  (SELECT group_concat(code, '; ') FROM (
     SELECT r.code FROM mechanism_regions AS l JOIN regions AS r ON r.id = l.region_id
     WHERE l.mechanism_id = m.id ORDER BY l.position, r.code)) AS regions,
  (SELECT group_concat(code, '; ') FROM (
     SELECT h.code FROM mechanism_themes AS l JOIN themes AS h ON h.id = l.theme_id
     WHERE l.mechanism_id = m.id ORDER BY l.position, h.code)) AS themes,
  (SELECT group_concat(code, '; ') FROM (
     SELECT DISTINCT s.code FROM mechanism_secretariats AS l JOIN secretariats AS s ON s.id = l.secretariat_id
     WHERE l.mechanism_id = m.id ORDER BY s.code)) AS secretariats,
  m.constituent_states,
  (SELECT count(DISTINCT l.member_id) FROM memberships AS l JOIN members AS p ON p.id = l.member_id
   WHERE l.mechanism_id = m.id AND l.role = 'member' AND p.kind IN ('state', 'territory')) AS listed_states
FROM mechanisms AS m
JOIN mechanism_types AS t ON t.id = m.type_id;

CREATE VIEW meeting_overview AS
SELECT
  g.code, m.code AS mechanism, m.name AS mechanism_name, t.code AS type, g.title, g.date,
  CAST(substr(g.date, 1, 4) AS INTEGER) AS year, g.place, p.code AS country, s.code AS source
FROM meetings AS g
LEFT JOIN mechanisms AS m ON m.id = g.mechanism_id
LEFT JOIN mechanism_types AS t ON t.id = m.type_id
LEFT JOIN members AS p ON p.id = g.country_id
LEFT JOIN sources AS s ON s.id = g.source_id;

CREATE VIEW member_overview AS
WITH RECURSIVE above (id, top) AS (
  SELECT r.id, r.code FROM regions AS r JOIN regions AS w ON w.id = r.parent_id WHERE w.parent_id IS NULL
  UNION ALL
  SELECT r.id, a.top FROM above AS a JOIN regions AS r ON r.parent_id = a.id
),
counted AS (
  SELECT l.member_id, t.code AS type, count(DISTINCT l.mechanism_id) AS mechanisms
  FROM memberships AS l JOIN mechanisms AS m ON m.id = l.mechanism_id JOIN mechanism_types AS t ON t.id = m.type_id
  WHERE l.role = 'member'
  GROUP BY l.member_id, t.id
)
SELECT
  p.code, p.name, p.kind, p.un_status, r.code AS region, a.top AS continent,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'RCP'), 0) AS rcp,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'IRF'), 0) AS irf,
  ifnull(sum(c.mechanisms) FILTER (WHERE c.type = 'GLOBAL'), 0) AS global,
  ifnull(sum(c.mechanisms), 0) AS mechanisms
FROM members AS p
LEFT JOIN regions AS r ON r.id = p.region_id
LEFT JOIN above AS a ON a.id = p.region_id
LEFT JOIN counted AS c ON c.member_id = p.id
GROUP BY p.id;

CREATE VIEW membership_overview AS
SELECT
  m.code AS mechanism,
  m.name AS mechanism_name,
  t.code AS type,
  p.code AS member,
  p.name AS member_name,
  p.kind AS member_kind,
  l.role,
  l.valid_from,
  l.valid_to,
  l.published_name,
  l.basis,
  s.code AS source
FROM memberships AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN members AS p ON p.id = l.member_id
LEFT JOIN sources AS s ON s.id = l.source_id;

CREATE VIEW outcome_overview AS
SELECT
  o.code, m.code AS mechanism, m.name AS mechanism_name, t.code AS type, o.title, o.kind, o.valid_from, o.valid_to,
  o.location, s.code AS source
FROM outcomes AS o
LEFT JOIN mechanisms AS m ON m.id = o.mechanism_id
LEFT JOIN mechanism_types AS t ON t.id = m.type_id
LEFT JOIN sources AS s ON s.id = o.source_id;

CREATE VIEW region_parts AS
WITH RECURSIVE within (id, part_id) AS (
  SELECT id, id FROM regions
  UNION
  SELECT w.id, r.id FROM within AS w JOIN regions AS r ON r.parent_id = w.part_id
)
SELECT r.code AS region, p.code AS part
FROM within AS w
JOIN regions AS r ON r.id = w.id
JOIN regions AS p ON p.id = w.part_id;

CREATE VIEW secretariat_overview AS
SELECT
  m.code AS mechanism, m.name AS mechanism_name, t.code AS type, b.code AS secretariat, b.name AS secretariat_name,
  l.role, l.valid_from, l.valid_to, l.basis, s.code AS source
FROM mechanism_secretariats AS l
JOIN mechanisms AS m ON m.id = l.mechanism_id
JOIN mechanism_types AS t ON t.id = m.type_id
JOIN secretariats AS b ON b.id = l.secretariat_id
LEFT JOIN sources AS s ON s.id = l.source_id;

CREATE VIEW theme_overview AS
WITH RECURSIVE within (theme_id, finer_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.theme_id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.finer_id
)
SELECT
  t.code,
  t.name,
  p.code AS parent,
  (SELECT count(*) FROM mechanism_themes AS l WHERE l.theme_id = t.id) AS mechanisms_naming_it,
  (SELECT count(DISTINCT l.mechanism_id) FROM mechanism_themes AS l
   JOIN within AS w ON w.finer_id = l.theme_id WHERE w.theme_id = t.id) AS mechanisms
FROM themes AS t
LEFT JOIN themes AS p ON p.id = t.parent_id;

CREATE VIEW theme_parts AS
WITH RECURSIVE within (id, part_id) AS (
  SELECT id, id FROM themes
  UNION
  SELECT w.id, t.id FROM within AS w JOIN themes AS t ON t.parent_id = w.part_id
)
SELECT t.code AS theme, p.code AS part
FROM within AS w
JOIN themes AS t ON t.id = w.id
JOIN themes AS p ON p.id = w.part_id;

CREATE TRIGGER current_revision_exists INSTEAD OF INSERT ON current_revision
WHEN NOT EXISTS (SELECT 1 FROM current_revision) BEGIN
  INSERT INTO revisions (made_at, kind) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'outside');
END;

CREATE TRIGGER revisions_insert BEFORE INSERT ON revisions
WHEN NEW.id IN (SELECT id FROM revisions) BEGIN
  SELECT RAISE(ABORT, 'revisions: history is never changed');
END;

CREATE TRIGGER revisions_update BEFORE UPDATE ON revisions
WHEN OLD.open = 0 OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.made_at <> OLD.made_at BEGIN
  SELECT RAISE(ABORT, 'revisions: history is never changed');
END;

CREATE TRIGGER revisions_delete BEFORE DELETE ON revisions BEGIN
  SELECT RAISE(ABORT, 'revisions: history is never changed');
END;

CREATE TRIGGER imports_insert BEFORE INSERT ON imports
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER imports_update BEFORE UPDATE ON imports BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER imports_delete BEFORE DELETE ON imports BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER imported_rows_insert BEFORE INSERT ON imported_rows
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER imported_rows_update BEFORE UPDATE ON imported_rows BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER imported_rows_delete BEFORE DELETE ON imported_rows BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER merged_rows_insert BEFORE INSERT ON merged_rows
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER merged_rows_update BEFORE UPDATE ON merged_rows BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER merged_rows_delete BEFORE DELETE ON merged_rows BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER sources_before_insert BEFORE INSERT ON sources
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'sources: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM sources WHERE id = NEW.id OR code = NEW.code OR url = NEW.url) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'sources'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER sources_after_insert AFTER INSERT ON sources
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'sources: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE sources SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER sources_before_update BEFORE UPDATE ON sources BEGIN
  SELECT RAISE(ABORT, 'sources: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'sources: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM sources WHERE (code = NEW.code OR url = NEW.url) AND NOT (id = OLD.id));
END;

CREATE TRIGGER sources_after_update AFTER UPDATE ON sources
WHEN (NEW.code, NEW.title, NEW.publisher, NEW.url, NEW.published, NEW.retrieved, NEW.note, NEW.source_id, NEW.language) IS NOT (OLD.code, OLD.title, OLD.publisher, OLD.url, OLD.published, OLD.retrieved, OLD.note, OLD.source_id, OLD.language) BEGIN
  SELECT RAISE(ABORT, 'sources: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO sources_history (id, code, title, publisher, url, published, retrieved, note, source_id, language, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.title, OLD.publisher, OLD.url, OLD.published, OLD.retrieved, OLD.note, OLD.source_id, OLD.language, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE sources SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE sources SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER sources_after_delete AFTER DELETE ON sources
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM sources_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO sources_history (id, code, title, publisher, url, published, retrieved, note, source_id, language, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.title, OLD.publisher, OLD.url, OLD.published, OLD.retrieved, OLD.note, OLD.source_id, OLD.language, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER sources_no_orphans AFTER DELETE ON sources
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'sources: other rows refer to this one') WHERE OLD.id IN (SELECT source_id FROM sources) OR OLD.id IN (SELECT source_id FROM mechanism_types) OR OLD.id IN (SELECT source_id FROM regions) OR OLD.id IN (SELECT source_id FROM region_aliases) OR OLD.id IN (SELECT source_id FROM themes) OR OLD.id IN (SELECT source_id FROM theme_aliases) OR OLD.id IN (SELECT source_id FROM mechanisms) OR OLD.id IN (SELECT source_id FROM mechanism_aliases) OR OLD.id IN (SELECT source_id FROM mechanism_regions) OR OLD.id IN (SELECT source_id FROM mechanism_themes) OR OLD.id IN (SELECT source_id FROM members) OR OLD.id IN (SELECT source_id FROM member_aliases) OR OLD.id IN (SELECT source_id FROM secretariats) OR OLD.id IN (SELECT source_id FROM secretariat_aliases) OR OLD.id IN (SELECT source_id FROM memberships) OR OLD.id IN (SELECT source_id FROM mechanism_secretariats) OR OLD.id IN (SELECT source_id FROM chairs) OR OLD.id IN (SELECT source_id FROM meetings) OR OLD.id IN (SELECT source_id FROM outcomes) OR OLD.id IN (SELECT source_id FROM published_figures) OR OLD.id IN (SELECT source_id FROM published_figure_types) OR OLD.id IN (SELECT source_id FROM waivers) OR OLD.id IN (SELECT source_id FROM citations);
END;

CREATE TRIGGER sources_history_update BEFORE UPDATE ON sources_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER sources_history_delete BEFORE DELETE ON sources_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER sources_history_insert BEFORE INSERT ON sources_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM sources_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_types_before_insert BEFORE INSERT ON mechanism_types
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_types: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanism_types WHERE id = NEW.id OR code = NEW.code) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'mechanism_types'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER mechanism_types_after_insert AFTER INSERT ON mechanism_types
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanism_types: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanism_types SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER mechanism_types_before_update BEFORE UPDATE ON mechanism_types BEGIN
  SELECT RAISE(ABORT, 'mechanism_types: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'mechanism_types: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM mechanism_types WHERE (code = NEW.code) AND NOT (id = OLD.id));
END;

CREATE TRIGGER mechanism_types_after_update AFTER UPDATE ON mechanism_types
WHEN (NEW.code, NEW.name, NEW.published_label, NEW.definition, NEW.min_regions, NEW.max_regions, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.published_label, OLD.definition, OLD.min_regions, OLD.max_regions, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanism_types: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_types_history (id, code, name, published_label, definition, min_regions, max_regions, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.published_label, OLD.definition, OLD.min_regions, OLD.max_regions, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanism_types SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanism_types SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanism_types_after_delete AFTER DELETE ON mechanism_types
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanism_types_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_types_history (id, code, name, published_label, definition, min_regions, max_regions, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.published_label, OLD.definition, OLD.min_regions, OLD.max_regions, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanism_types_no_orphans AFTER DELETE ON mechanism_types
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_types: other rows refer to this one') WHERE OLD.id IN (SELECT type_id FROM mechanisms) OR OLD.id IN (SELECT type_id FROM published_figure_types);
END;

CREATE TRIGGER mechanism_types_history_update BEFORE UPDATE ON mechanism_types_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_types_history_delete BEFORE DELETE ON mechanism_types_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_types_history_insert BEFORE INSERT ON mechanism_types_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanism_types_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER regions_before_insert BEFORE INSERT ON regions
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'regions: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM regions WHERE id = NEW.id OR code = NEW.code OR m49 = NEW.m49) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'regions'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER regions_after_insert AFTER INSERT ON regions
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'regions: the row refers to one that does not exist') WHERE (NEW.parent_id IS NOT NULL AND NEW.parent_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE regions SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER regions_before_update BEFORE UPDATE ON regions BEGIN
  SELECT RAISE(ABORT, 'regions: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'regions: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM regions WHERE (code = NEW.code OR m49 = NEW.m49) AND NOT (id = OLD.id));
END;

CREATE TRIGGER regions_after_update AFTER UPDATE ON regions
WHEN (NEW.code, NEW.name, NEW.parent_id, NEW.m49, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.parent_id, OLD.m49, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'regions: the row refers to one that does not exist') WHERE (NEW.parent_id IS NOT NULL AND NEW.parent_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO regions_history (id, code, name, parent_id, m49, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.parent_id, OLD.m49, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE regions SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE regions SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER regions_after_delete AFTER DELETE ON regions
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM regions_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO regions_history (id, code, name, parent_id, m49, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.parent_id, OLD.m49, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER regions_no_orphans AFTER DELETE ON regions
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'regions: other rows refer to this one') WHERE OLD.id IN (SELECT parent_id FROM regions) OR OLD.id IN (SELECT region_id FROM region_aliases) OR OLD.id IN (SELECT region_id FROM mechanism_regions) OR OLD.id IN (SELECT region_id FROM members);
END;

CREATE TRIGGER regions_history_update BEFORE UPDATE ON regions_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER regions_history_delete BEFORE DELETE ON regions_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER regions_history_insert BEFORE INSERT ON regions_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM regions_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER regions_no_cycle_by_insert AFTER INSERT ON regions
WHEN NEW.parent_id IS NOT NULL BEGIN
  WITH RECURSIVE above (id) AS (SELECT NEW.parent_id UNION
    SELECT t.parent_id FROM regions AS t JOIN above USING (id) WHERE t.parent_id IS NOT NULL)
  SELECT RAISE(ABORT, 'regions: a row cannot be its own ancestor') FROM above WHERE id = NEW.id;
END;

CREATE TRIGGER regions_no_cycle_by_update AFTER UPDATE OF parent_id ON regions
WHEN NEW.parent_id IS NOT NULL BEGIN
  WITH RECURSIVE above (id) AS (SELECT NEW.parent_id UNION
    SELECT t.parent_id FROM regions AS t JOIN above USING (id) WHERE t.parent_id IS NOT NULL)
  SELECT RAISE(ABORT, 'regions: a row cannot be its own ancestor') FROM above WHERE id = NEW.id;
END;

CREATE TRIGGER region_aliases_before_insert BEFORE INSERT ON region_aliases
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'region_aliases: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM region_aliases WHERE id = NEW.id OR key = NEW.key AND region_id = NEW.region_id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'region_aliases'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER region_aliases_after_insert AFTER INSERT ON region_aliases
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'region_aliases: the row refers to one that does not exist') WHERE (NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE region_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER region_aliases_before_update BEFORE UPDATE ON region_aliases BEGIN
  SELECT RAISE(ABORT, 'region_aliases: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'region_aliases: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM region_aliases WHERE (key = NEW.key AND region_id = NEW.region_id) AND NOT (id = OLD.id));
END;

CREATE TRIGGER region_aliases_after_update AFTER UPDATE ON region_aliases
WHEN (NEW.region_id, NEW.alias, NEW.key, NEW.kind, NEW.note, NEW.source_id) IS NOT (OLD.region_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'region_aliases: the row refers to one that does not exist') WHERE (NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO region_aliases_history (id, region_id, alias, key, kind, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.region_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE region_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE region_aliases SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER region_aliases_after_delete AFTER DELETE ON region_aliases
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM region_aliases_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO region_aliases_history (id, region_id, alias, key, kind, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.region_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER region_aliases_history_update BEFORE UPDATE ON region_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER region_aliases_history_delete BEFORE DELETE ON region_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER region_aliases_history_insert BEFORE INSERT ON region_aliases_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM region_aliases_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER themes_before_insert BEFORE INSERT ON themes
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'themes: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM themes WHERE id = NEW.id OR code = NEW.code) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'themes'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER themes_after_insert AFTER INSERT ON themes
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'themes: the row refers to one that does not exist') WHERE (NEW.parent_id IS NOT NULL AND NEW.parent_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE themes SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER themes_before_update BEFORE UPDATE ON themes BEGIN
  SELECT RAISE(ABORT, 'themes: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'themes: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM themes WHERE (code = NEW.code) AND NOT (id = OLD.id));
END;

CREATE TRIGGER themes_after_update AFTER UPDATE ON themes
WHEN (NEW.code, NEW.name, NEW.parent_id, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.parent_id, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'themes: the row refers to one that does not exist') WHERE (NEW.parent_id IS NOT NULL AND NEW.parent_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO themes_history (id, code, name, parent_id, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.parent_id, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE themes SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE themes SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER themes_after_delete AFTER DELETE ON themes
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM themes_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO themes_history (id, code, name, parent_id, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.parent_id, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER themes_no_orphans AFTER DELETE ON themes
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'themes: other rows refer to this one') WHERE OLD.id IN (SELECT parent_id FROM themes) OR OLD.id IN (SELECT theme_id FROM theme_aliases) OR OLD.id IN (SELECT theme_id FROM mechanism_themes) OR OLD.id IN (SELECT theme_id FROM published_figures);
END;

CREATE TRIGGER themes_history_update BEFORE UPDATE ON themes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER themes_history_delete BEFORE DELETE ON themes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER themes_history_insert BEFORE INSERT ON themes_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM themes_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER themes_no_cycle_by_insert AFTER INSERT ON themes
WHEN NEW.parent_id IS NOT NULL BEGIN
  WITH RECURSIVE above (id) AS (SELECT NEW.parent_id UNION
    SELECT t.parent_id FROM themes AS t JOIN above USING (id) WHERE t.parent_id IS NOT NULL)
  SELECT RAISE(ABORT, 'themes: a row cannot be its own ancestor') FROM above WHERE id = NEW.id;
END;

CREATE TRIGGER themes_no_cycle_by_update AFTER UPDATE OF parent_id ON themes
WHEN NEW.parent_id IS NOT NULL BEGIN
  WITH RECURSIVE above (id) AS (SELECT NEW.parent_id UNION
    SELECT t.parent_id FROM themes AS t JOIN above USING (id) WHERE t.parent_id IS NOT NULL)
  SELECT RAISE(ABORT, 'themes: a row cannot be its own ancestor') FROM above WHERE id = NEW.id;
END;

CREATE TRIGGER theme_aliases_before_insert BEFORE INSERT ON theme_aliases
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'theme_aliases: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM theme_aliases WHERE id = NEW.id OR key = NEW.key AND theme_id = NEW.theme_id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'theme_aliases'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER theme_aliases_after_insert AFTER INSERT ON theme_aliases
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'theme_aliases: the row refers to one that does not exist') WHERE (NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE theme_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER theme_aliases_before_update BEFORE UPDATE ON theme_aliases BEGIN
  SELECT RAISE(ABORT, 'theme_aliases: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'theme_aliases: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM theme_aliases WHERE (key = NEW.key AND theme_id = NEW.theme_id) AND NOT (id = OLD.id));
END;

CREATE TRIGGER theme_aliases_after_update AFTER UPDATE ON theme_aliases
WHEN (NEW.theme_id, NEW.alias, NEW.key, NEW.kind, NEW.note, NEW.source_id) IS NOT (OLD.theme_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'theme_aliases: the row refers to one that does not exist') WHERE (NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO theme_aliases_history (id, theme_id, alias, key, kind, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.theme_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE theme_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE theme_aliases SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER theme_aliases_after_delete AFTER DELETE ON theme_aliases
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM theme_aliases_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO theme_aliases_history (id, theme_id, alias, key, kind, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.theme_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER theme_aliases_history_update BEFORE UPDATE ON theme_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER theme_aliases_history_delete BEFORE DELETE ON theme_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER theme_aliases_history_insert BEFORE INSERT ON theme_aliases_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM theme_aliases_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanisms_before_insert BEFORE INSERT ON mechanisms
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanisms: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanisms WHERE id = NEW.id OR code = NEW.code) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'mechanisms'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER mechanisms_after_insert AFTER INSERT ON mechanisms
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanisms: the row refers to one that does not exist') WHERE (NEW.type_id IS NOT NULL AND NEW.type_id NOT IN (SELECT id FROM mechanism_types) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanisms SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER mechanisms_before_update BEFORE UPDATE ON mechanisms BEGIN
  SELECT RAISE(ABORT, 'mechanisms: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'mechanisms: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM mechanisms WHERE (code = NEW.code) AND NOT (id = OLD.id));
END;

CREATE TRIGGER mechanisms_after_update AFTER UPDATE ON mechanisms
WHEN (NEW.code, NEW.name, NEW.acronym, NEW.type_id, NEW.year_established, NEW.year_ended, NEW.status, NEW.constituent_states, NEW.formal_association, NEW.website, NEW.iom_page, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.acronym, OLD.type_id, OLD.year_established, OLD.year_ended, OLD.status, OLD.constituent_states, OLD.formal_association, OLD.website, OLD.iom_page, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanisms: the row refers to one that does not exist') WHERE (NEW.type_id IS NOT NULL AND NEW.type_id NOT IN (SELECT id FROM mechanism_types) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanisms_history (id, code, name, acronym, type_id, year_established, year_ended, status, constituent_states, formal_association, website, iom_page, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.acronym, OLD.type_id, OLD.year_established, OLD.year_ended, OLD.status, OLD.constituent_states, OLD.formal_association, OLD.website, OLD.iom_page, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanisms SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanisms SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanisms_after_delete AFTER DELETE ON mechanisms
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanisms_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanisms_history (id, code, name, acronym, type_id, year_established, year_ended, status, constituent_states, formal_association, website, iom_page, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.acronym, OLD.type_id, OLD.year_established, OLD.year_ended, OLD.status, OLD.constituent_states, OLD.formal_association, OLD.website, OLD.iom_page, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanisms_no_orphans AFTER DELETE ON mechanisms
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanisms: other rows refer to this one') WHERE OLD.id IN (SELECT mechanism_id FROM mechanism_aliases) OR OLD.id IN (SELECT mechanism_id FROM mechanism_regions) OR OLD.id IN (SELECT mechanism_id FROM mechanism_themes) OR OLD.id IN (SELECT mechanism_id FROM members) OR OLD.id IN (SELECT mechanism_id FROM memberships) OR OLD.id IN (SELECT mechanism_id FROM mechanism_secretariats) OR OLD.id IN (SELECT mechanism_id FROM chairs) OR OLD.id IN (SELECT mechanism_id FROM meetings) OR OLD.id IN (SELECT mechanism_id FROM outcomes);
END;

CREATE TRIGGER mechanisms_history_update BEFORE UPDATE ON mechanisms_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanisms_history_delete BEFORE DELETE ON mechanisms_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanisms_history_insert BEFORE INSERT ON mechanisms_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanisms_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_aliases_before_insert BEFORE INSERT ON mechanism_aliases
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_aliases: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanism_aliases WHERE id = NEW.id OR key = NEW.key AND mechanism_id = NEW.mechanism_id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'mechanism_aliases'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER mechanism_aliases_after_insert AFTER INSERT ON mechanism_aliases
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanism_aliases: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanism_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER mechanism_aliases_before_update BEFORE UPDATE ON mechanism_aliases BEGIN
  SELECT RAISE(ABORT, 'mechanism_aliases: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'mechanism_aliases: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM mechanism_aliases WHERE (key = NEW.key AND mechanism_id = NEW.mechanism_id) AND NOT (id = OLD.id));
END;

CREATE TRIGGER mechanism_aliases_after_update AFTER UPDATE ON mechanism_aliases
WHEN (NEW.mechanism_id, NEW.alias, NEW.key, NEW.kind, NEW.note, NEW.source_id) IS NOT (OLD.mechanism_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanism_aliases: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_aliases_history (id, mechanism_id, alias, key, kind, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.mechanism_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanism_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanism_aliases SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanism_aliases_after_delete AFTER DELETE ON mechanism_aliases
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanism_aliases_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_aliases_history (id, mechanism_id, alias, key, kind, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.mechanism_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanism_aliases_history_update BEFORE UPDATE ON mechanism_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_aliases_history_delete BEFORE DELETE ON mechanism_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_aliases_history_insert BEFORE INSERT ON mechanism_aliases_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanism_aliases_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_regions_before_insert BEFORE INSERT ON mechanism_regions
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_regions: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanism_regions WHERE mechanism_id = NEW.mechanism_id AND region_id = NEW.region_id);
END;

CREATE TRIGGER mechanism_regions_after_insert AFTER INSERT ON mechanism_regions
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanism_regions: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanism_regions SET revision = (SELECT max(id) FROM revisions) WHERE mechanism_id = NEW.mechanism_id AND region_id = NEW.region_id;
END;

CREATE TRIGGER mechanism_regions_before_update BEFORE UPDATE ON mechanism_regions BEGIN
  SELECT RAISE(ABORT, 'mechanism_regions: key and revision are not for changing') WHERE NEW.mechanism_id <> OLD.mechanism_id OR NEW.region_id <> OLD.region_id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
END;

CREATE TRIGGER mechanism_regions_after_update AFTER UPDATE ON mechanism_regions
WHEN (NEW.position, NEW.published_name, NEW.source_id) IS NOT (OLD.position, OLD.published_name, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanism_regions: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_regions_history (mechanism_id, region_id, position, published_name, source_id, revision, replaced_by, action) SELECT OLD.mechanism_id, OLD.region_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanism_regions SET revision = (SELECT max(id) FROM revisions) WHERE mechanism_id = NEW.mechanism_id AND region_id = NEW.region_id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanism_regions SET source_id = NULL WHERE mechanism_id = NEW.mechanism_id AND region_id = NEW.region_id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanism_regions_after_delete AFTER DELETE ON mechanism_regions
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanism_regions_history WHERE mechanism_id = OLD.mechanism_id AND region_id = OLD.region_id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_regions_history (mechanism_id, region_id, position, published_name, source_id, revision, replaced_by, action)
    VALUES (OLD.mechanism_id, OLD.region_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanism_regions_history_update BEFORE UPDATE ON mechanism_regions_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_regions_history_delete BEFORE DELETE ON mechanism_regions_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_regions_history_insert BEFORE INSERT ON mechanism_regions_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanism_regions_history WHERE mechanism_id = NEW.mechanism_id AND region_id = NEW.region_id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_themes_before_insert BEFORE INSERT ON mechanism_themes
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_themes: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanism_themes WHERE mechanism_id = NEW.mechanism_id AND theme_id = NEW.theme_id);
END;

CREATE TRIGGER mechanism_themes_after_insert AFTER INSERT ON mechanism_themes
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanism_themes: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanism_themes SET revision = (SELECT max(id) FROM revisions) WHERE mechanism_id = NEW.mechanism_id AND theme_id = NEW.theme_id;
END;

CREATE TRIGGER mechanism_themes_before_update BEFORE UPDATE ON mechanism_themes BEGIN
  SELECT RAISE(ABORT, 'mechanism_themes: key and revision are not for changing') WHERE NEW.mechanism_id <> OLD.mechanism_id OR NEW.theme_id <> OLD.theme_id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
END;

CREATE TRIGGER mechanism_themes_after_update AFTER UPDATE ON mechanism_themes
WHEN (NEW.position, NEW.published_name, NEW.source_id) IS NOT (OLD.position, OLD.published_name, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanism_themes: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_themes_history (mechanism_id, theme_id, position, published_name, source_id, revision, replaced_by, action) SELECT OLD.mechanism_id, OLD.theme_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanism_themes SET revision = (SELECT max(id) FROM revisions) WHERE mechanism_id = NEW.mechanism_id AND theme_id = NEW.theme_id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanism_themes SET source_id = NULL WHERE mechanism_id = NEW.mechanism_id AND theme_id = NEW.theme_id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanism_themes_after_delete AFTER DELETE ON mechanism_themes
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanism_themes_history WHERE mechanism_id = OLD.mechanism_id AND theme_id = OLD.theme_id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_themes_history (mechanism_id, theme_id, position, published_name, source_id, revision, replaced_by, action)
    VALUES (OLD.mechanism_id, OLD.theme_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanism_themes_history_update BEFORE UPDATE ON mechanism_themes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_themes_history_delete BEFORE DELETE ON mechanism_themes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_themes_history_insert BEFORE INSERT ON mechanism_themes_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanism_themes_history WHERE mechanism_id = NEW.mechanism_id AND theme_id = NEW.theme_id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER members_before_insert BEFORE INSERT ON members
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'members: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM members WHERE id = NEW.id OR code = NEW.code OR iso2 = NEW.iso2 OR m49 = NEW.m49) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'members'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER members_after_insert AFTER INSERT ON members
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'members: the row refers to one that does not exist') WHERE (NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE members SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER members_before_update BEFORE UPDATE ON members BEGIN
  SELECT RAISE(ABORT, 'members: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'members: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM members WHERE (code = NEW.code OR iso2 = NEW.iso2 OR m49 = NEW.m49) AND NOT (id = OLD.id));
END;

CREATE TRIGGER members_after_update AFTER UPDATE ON members
WHEN (NEW.code, NEW.name, NEW.name_fr, NEW.name_es, NEW.acronym, NEW.kind, NEW.iso2, NEW.m49, NEW.un_status, NEW.region_id, NEW.mechanism_id, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.name_fr, OLD.name_es, OLD.acronym, OLD.kind, OLD.iso2, OLD.m49, OLD.un_status, OLD.region_id, OLD.mechanism_id, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'members: the row refers to one that does not exist') WHERE (NEW.region_id IS NOT NULL AND NEW.region_id NOT IN (SELECT id FROM regions) OR NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO members_history (id, code, name, name_fr, name_es, acronym, kind, iso2, m49, un_status, region_id, mechanism_id, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.name_fr, OLD.name_es, OLD.acronym, OLD.kind, OLD.iso2, OLD.m49, OLD.un_status, OLD.region_id, OLD.mechanism_id, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE members SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE members SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER members_after_delete AFTER DELETE ON members
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM members_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO members_history (id, code, name, name_fr, name_es, acronym, kind, iso2, m49, un_status, region_id, mechanism_id, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.name_fr, OLD.name_es, OLD.acronym, OLD.kind, OLD.iso2, OLD.m49, OLD.un_status, OLD.region_id, OLD.mechanism_id, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER members_no_orphans AFTER DELETE ON members
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'members: other rows refer to this one') WHERE OLD.id IN (SELECT member_id FROM member_aliases) OR OLD.id IN (SELECT member_id FROM secretariats) OR OLD.id IN (SELECT member_id FROM memberships) OR OLD.id IN (SELECT member_id FROM chairs) OR OLD.id IN (SELECT country_id FROM meetings);
END;

CREATE TRIGGER members_history_update BEFORE UPDATE ON members_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER members_history_delete BEFORE DELETE ON members_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER members_history_insert BEFORE INSERT ON members_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM members_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER member_aliases_before_insert BEFORE INSERT ON member_aliases
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'member_aliases: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM member_aliases WHERE id = NEW.id OR key = NEW.key AND member_id = NEW.member_id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'member_aliases'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER member_aliases_after_insert AFTER INSERT ON member_aliases
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'member_aliases: the row refers to one that does not exist') WHERE (NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE member_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER member_aliases_before_update BEFORE UPDATE ON member_aliases BEGIN
  SELECT RAISE(ABORT, 'member_aliases: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'member_aliases: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM member_aliases WHERE (key = NEW.key AND member_id = NEW.member_id) AND NOT (id = OLD.id));
END;

CREATE TRIGGER member_aliases_after_update AFTER UPDATE ON member_aliases
WHEN (NEW.member_id, NEW.alias, NEW.key, NEW.kind, NEW.note, NEW.source_id) IS NOT (OLD.member_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'member_aliases: the row refers to one that does not exist') WHERE (NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO member_aliases_history (id, member_id, alias, key, kind, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.member_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE member_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE member_aliases SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER member_aliases_after_delete AFTER DELETE ON member_aliases
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM member_aliases_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO member_aliases_history (id, member_id, alias, key, kind, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.member_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER member_aliases_history_update BEFORE UPDATE ON member_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER member_aliases_history_delete BEFORE DELETE ON member_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER member_aliases_history_insert BEFORE INSERT ON member_aliases_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM member_aliases_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariats_before_insert BEFORE INSERT ON secretariats
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'secretariats: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM secretariats WHERE id = NEW.id OR code = NEW.code) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'secretariats'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER secretariats_after_insert AFTER INSERT ON secretariats
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'secretariats: the row refers to one that does not exist') WHERE (NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE secretariats SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER secretariats_before_update BEFORE UPDATE ON secretariats BEGIN
  SELECT RAISE(ABORT, 'secretariats: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'secretariats: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM secretariats WHERE (code = NEW.code) AND NOT (id = OLD.id));
END;

CREATE TRIGGER secretariats_after_update AFTER UPDATE ON secretariats
WHEN (NEW.code, NEW.name, NEW.acronym, NEW.website, NEW.member_id, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.name, OLD.acronym, OLD.website, OLD.member_id, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'secretariats: the row refers to one that does not exist') WHERE (NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO secretariats_history (id, code, name, acronym, website, member_id, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.name, OLD.acronym, OLD.website, OLD.member_id, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE secretariats SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE secretariats SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER secretariats_after_delete AFTER DELETE ON secretariats
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM secretariats_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO secretariats_history (id, code, name, acronym, website, member_id, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.name, OLD.acronym, OLD.website, OLD.member_id, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER secretariats_no_orphans AFTER DELETE ON secretariats
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'secretariats: other rows refer to this one') WHERE OLD.id IN (SELECT secretariat_id FROM secretariat_aliases) OR OLD.id IN (SELECT secretariat_id FROM mechanism_secretariats);
END;

CREATE TRIGGER secretariats_history_update BEFORE UPDATE ON secretariats_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariats_history_delete BEFORE DELETE ON secretariats_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariats_history_insert BEFORE INSERT ON secretariats_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM secretariats_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariat_aliases_before_insert BEFORE INSERT ON secretariat_aliases
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'secretariat_aliases: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM secretariat_aliases WHERE id = NEW.id OR key = NEW.key AND secretariat_id = NEW.secretariat_id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'secretariat_aliases'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER secretariat_aliases_after_insert AFTER INSERT ON secretariat_aliases
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'secretariat_aliases: the row refers to one that does not exist') WHERE (NEW.secretariat_id IS NOT NULL AND NEW.secretariat_id NOT IN (SELECT id FROM secretariats) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE secretariat_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER secretariat_aliases_before_update BEFORE UPDATE ON secretariat_aliases BEGIN
  SELECT RAISE(ABORT, 'secretariat_aliases: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'secretariat_aliases: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM secretariat_aliases WHERE (key = NEW.key AND secretariat_id = NEW.secretariat_id) AND NOT (id = OLD.id));
END;

CREATE TRIGGER secretariat_aliases_after_update AFTER UPDATE ON secretariat_aliases
WHEN (NEW.secretariat_id, NEW.alias, NEW.key, NEW.kind, NEW.note, NEW.source_id) IS NOT (OLD.secretariat_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'secretariat_aliases: the row refers to one that does not exist') WHERE (NEW.secretariat_id IS NOT NULL AND NEW.secretariat_id NOT IN (SELECT id FROM secretariats) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO secretariat_aliases_history (id, secretariat_id, alias, key, kind, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.secretariat_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE secretariat_aliases SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE secretariat_aliases SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER secretariat_aliases_after_delete AFTER DELETE ON secretariat_aliases
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM secretariat_aliases_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO secretariat_aliases_history (id, secretariat_id, alias, key, kind, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.secretariat_id, OLD.alias, OLD.key, OLD.kind, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER secretariat_aliases_history_update BEFORE UPDATE ON secretariat_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariat_aliases_history_delete BEFORE DELETE ON secretariat_aliases_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER secretariat_aliases_history_insert BEFORE INSERT ON secretariat_aliases_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM secretariat_aliases_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER memberships_before_insert BEFORE INSERT ON memberships
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'memberships: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM memberships WHERE id = NEW.id OR mechanism_id = NEW.mechanism_id AND member_id = NEW.member_id AND role = NEW.role AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'memberships'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER memberships_after_insert AFTER INSERT ON memberships
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'memberships: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE memberships SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER memberships_before_update BEFORE UPDATE ON memberships BEGIN
  SELECT RAISE(ABORT, 'memberships: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'memberships: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM memberships WHERE (mechanism_id = NEW.mechanism_id AND member_id = NEW.member_id AND role = NEW.role AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) AND NOT (id = OLD.id));
END;

CREATE TRIGGER memberships_after_update AFTER UPDATE ON memberships
WHEN (NEW.mechanism_id, NEW.member_id, NEW.role, NEW.valid_from, NEW.valid_to, NEW.published_name, NEW.basis, NEW.note, NEW.source_id) IS NOT (OLD.mechanism_id, OLD.member_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'memberships: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO memberships_history (id, mechanism_id, member_id, role, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.mechanism_id, OLD.member_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE memberships SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE memberships SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER memberships_after_delete AFTER DELETE ON memberships
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM memberships_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO memberships_history (id, mechanism_id, member_id, role, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.mechanism_id, OLD.member_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER memberships_history_update BEFORE UPDATE ON memberships_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER memberships_history_delete BEFORE DELETE ON memberships_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER memberships_history_insert BEFORE INSERT ON memberships_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM memberships_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_secretariats_before_insert BEFORE INSERT ON mechanism_secretariats
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'mechanism_secretariats: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM mechanism_secretariats WHERE id = NEW.id OR mechanism_id = NEW.mechanism_id AND secretariat_id = NEW.secretariat_id AND role = NEW.role AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'mechanism_secretariats'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER mechanism_secretariats_after_insert AFTER INSERT ON mechanism_secretariats
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'mechanism_secretariats: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.secretariat_id IS NOT NULL AND NEW.secretariat_id NOT IN (SELECT id FROM secretariats) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE mechanism_secretariats SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER mechanism_secretariats_before_update BEFORE UPDATE ON mechanism_secretariats BEGIN
  SELECT RAISE(ABORT, 'mechanism_secretariats: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'mechanism_secretariats: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM mechanism_secretariats WHERE (mechanism_id = NEW.mechanism_id AND secretariat_id = NEW.secretariat_id AND role = NEW.role AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) AND NOT (id = OLD.id));
END;

CREATE TRIGGER mechanism_secretariats_after_update AFTER UPDATE ON mechanism_secretariats
WHEN (NEW.mechanism_id, NEW.secretariat_id, NEW.role, NEW.valid_from, NEW.valid_to, NEW.published_name, NEW.basis, NEW.note, NEW.source_id) IS NOT (OLD.mechanism_id, OLD.secretariat_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'mechanism_secretariats: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.secretariat_id IS NOT NULL AND NEW.secretariat_id NOT IN (SELECT id FROM secretariats) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_secretariats_history (id, mechanism_id, secretariat_id, role, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.mechanism_id, OLD.secretariat_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE mechanism_secretariats SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE mechanism_secretariats SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER mechanism_secretariats_after_delete AFTER DELETE ON mechanism_secretariats
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM mechanism_secretariats_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO mechanism_secretariats_history (id, mechanism_id, secretariat_id, role, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.mechanism_id, OLD.secretariat_id, OLD.role, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER mechanism_secretariats_history_update BEFORE UPDATE ON mechanism_secretariats_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_secretariats_history_delete BEFORE DELETE ON mechanism_secretariats_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER mechanism_secretariats_history_insert BEFORE INSERT ON mechanism_secretariats_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM mechanism_secretariats_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER chairs_before_insert BEFORE INSERT ON chairs
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'chairs: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM chairs WHERE id = NEW.id OR mechanism_id = NEW.mechanism_id AND member_id = NEW.member_id AND kind = NEW.kind AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'chairs'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER chairs_after_insert AFTER INSERT ON chairs
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'chairs: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE chairs SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER chairs_before_update BEFORE UPDATE ON chairs BEGIN
  SELECT RAISE(ABORT, 'chairs: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'chairs: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM chairs WHERE (mechanism_id = NEW.mechanism_id AND member_id = NEW.member_id AND kind = NEW.kind AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) AND NOT (id = OLD.id));
END;

CREATE TRIGGER chairs_after_update AFTER UPDATE ON chairs
WHEN (NEW.mechanism_id, NEW.member_id, NEW.kind, NEW.valid_from, NEW.valid_to, NEW.published_name, NEW.basis, NEW.note, NEW.source_id) IS NOT (OLD.mechanism_id, OLD.member_id, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'chairs: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.member_id IS NOT NULL AND NEW.member_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO chairs_history (id, mechanism_id, member_id, kind, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.mechanism_id, OLD.member_id, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE chairs SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE chairs SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER chairs_after_delete AFTER DELETE ON chairs
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM chairs_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO chairs_history (id, mechanism_id, member_id, kind, valid_from, valid_to, published_name, basis, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.mechanism_id, OLD.member_id, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.published_name, OLD.basis, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER chairs_history_update BEFORE UPDATE ON chairs_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER chairs_history_delete BEFORE DELETE ON chairs_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER chairs_history_insert BEFORE INSERT ON chairs_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM chairs_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER meetings_before_insert BEFORE INSERT ON meetings
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'meetings: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM meetings WHERE id = NEW.id OR code = NEW.code OR ifnull(mechanism_id, 0) = ifnull(NEW.mechanism_id, 0) AND title = NEW.title AND date = NEW.date) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'meetings'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER meetings_after_insert AFTER INSERT ON meetings
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'meetings: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.country_id IS NOT NULL AND NEW.country_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE meetings SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER meetings_before_update BEFORE UPDATE ON meetings BEGIN
  SELECT RAISE(ABORT, 'meetings: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'meetings: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM meetings WHERE (code = NEW.code OR ifnull(mechanism_id, 0) = ifnull(NEW.mechanism_id, 0) AND title = NEW.title AND date = NEW.date) AND NOT (id = OLD.id));
END;

CREATE TRIGGER meetings_after_update AFTER UPDATE ON meetings
WHEN (NEW.code, NEW.mechanism_id, NEW.title, NEW.date, NEW.place, NEW.country_id, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.mechanism_id, OLD.title, OLD.date, OLD.place, OLD.country_id, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'meetings: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.country_id IS NOT NULL AND NEW.country_id NOT IN (SELECT id FROM members) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO meetings_history (id, code, mechanism_id, title, date, place, country_id, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.mechanism_id, OLD.title, OLD.date, OLD.place, OLD.country_id, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE meetings SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE meetings SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER meetings_after_delete AFTER DELETE ON meetings
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM meetings_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO meetings_history (id, code, mechanism_id, title, date, place, country_id, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.mechanism_id, OLD.title, OLD.date, OLD.place, OLD.country_id, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER meetings_history_update BEFORE UPDATE ON meetings_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER meetings_history_delete BEFORE DELETE ON meetings_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER meetings_history_insert BEFORE INSERT ON meetings_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM meetings_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER outcomes_before_insert BEFORE INSERT ON outcomes
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'outcomes: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM outcomes WHERE id = NEW.id OR code = NEW.code OR ifnull(mechanism_id, 0) = ifnull(NEW.mechanism_id, 0) AND title = NEW.title AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'outcomes'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER outcomes_after_insert AFTER INSERT ON outcomes
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'outcomes: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE outcomes SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER outcomes_before_update BEFORE UPDATE ON outcomes BEGIN
  SELECT RAISE(ABORT, 'outcomes: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'outcomes: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM outcomes WHERE (code = NEW.code OR ifnull(mechanism_id, 0) = ifnull(NEW.mechanism_id, 0) AND title = NEW.title AND ifnull(valid_from, '') = ifnull(NEW.valid_from, '')) AND NOT (id = OLD.id));
END;

CREATE TRIGGER outcomes_after_update AFTER UPDATE ON outcomes
WHEN (NEW.code, NEW.mechanism_id, NEW.title, NEW.kind, NEW.valid_from, NEW.valid_to, NEW.location, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.mechanism_id, OLD.title, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.location, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'outcomes: the row refers to one that does not exist') WHERE (NEW.mechanism_id IS NOT NULL AND NEW.mechanism_id NOT IN (SELECT id FROM mechanisms) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO outcomes_history (id, code, mechanism_id, title, kind, valid_from, valid_to, location, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.mechanism_id, OLD.title, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.location, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE outcomes SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE outcomes SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER outcomes_after_delete AFTER DELETE ON outcomes
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM outcomes_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO outcomes_history (id, code, mechanism_id, title, kind, valid_from, valid_to, location, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.mechanism_id, OLD.title, OLD.kind, OLD.valid_from, OLD.valid_to, OLD.location, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER outcomes_history_update BEFORE UPDATE ON outcomes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER outcomes_history_delete BEFORE DELETE ON outcomes_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER outcomes_history_insert BEFORE INSERT ON outcomes_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM outcomes_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figures_before_insert BEFORE INSERT ON published_figures
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'published_figures: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM published_figures WHERE id = NEW.id OR code = NEW.code) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'published_figures'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER published_figures_after_insert AFTER INSERT ON published_figures
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'published_figures: the row refers to one that does not exist') WHERE (NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE published_figures SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER published_figures_before_update BEFORE UPDATE ON published_figures BEGIN
  SELECT RAISE(ABORT, 'published_figures: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'published_figures: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM published_figures WHERE (code = NEW.code) AND NOT (id = OLD.id));
END;

CREATE TRIGGER published_figures_after_update AFTER UPDATE ON published_figures
WHEN (NEW.code, NEW.metric, NEW.theme_id, NEW.figure, NEW.location, NEW.explanation, NEW.note, NEW.source_id) IS NOT (OLD.code, OLD.metric, OLD.theme_id, OLD.figure, OLD.location, OLD.explanation, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'published_figures: the row refers to one that does not exist') WHERE (NEW.theme_id IS NOT NULL AND NEW.theme_id NOT IN (SELECT id FROM themes) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO published_figures_history (id, code, metric, theme_id, figure, location, explanation, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.code, OLD.metric, OLD.theme_id, OLD.figure, OLD.location, OLD.explanation, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE published_figures SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE published_figures SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER published_figures_after_delete AFTER DELETE ON published_figures
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM published_figures_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO published_figures_history (id, code, metric, theme_id, figure, location, explanation, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.code, OLD.metric, OLD.theme_id, OLD.figure, OLD.location, OLD.explanation, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER published_figures_no_orphans AFTER DELETE ON published_figures
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'published_figures: other rows refer to this one') WHERE OLD.id IN (SELECT published_figure_id FROM published_figure_types);
END;

CREATE TRIGGER published_figures_history_update BEFORE UPDATE ON published_figures_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figures_history_delete BEFORE DELETE ON published_figures_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figures_history_insert BEFORE INSERT ON published_figures_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM published_figures_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figure_types_before_insert BEFORE INSERT ON published_figure_types
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'published_figure_types: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM published_figure_types WHERE published_figure_id = NEW.published_figure_id AND type_id = NEW.type_id);
END;

CREATE TRIGGER published_figure_types_after_insert AFTER INSERT ON published_figure_types
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'published_figure_types: the row refers to one that does not exist') WHERE (NEW.published_figure_id IS NOT NULL AND NEW.published_figure_id NOT IN (SELECT id FROM published_figures) OR NEW.type_id IS NOT NULL AND NEW.type_id NOT IN (SELECT id FROM mechanism_types) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE published_figure_types SET revision = (SELECT max(id) FROM revisions) WHERE published_figure_id = NEW.published_figure_id AND type_id = NEW.type_id;
END;

CREATE TRIGGER published_figure_types_before_update BEFORE UPDATE ON published_figure_types BEGIN
  SELECT RAISE(ABORT, 'published_figure_types: key and revision are not for changing') WHERE NEW.published_figure_id <> OLD.published_figure_id OR NEW.type_id <> OLD.type_id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
END;

CREATE TRIGGER published_figure_types_after_update AFTER UPDATE ON published_figure_types
WHEN (NEW.position, NEW.published_name, NEW.source_id) IS NOT (OLD.position, OLD.published_name, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'published_figure_types: the row refers to one that does not exist') WHERE (NEW.published_figure_id IS NOT NULL AND NEW.published_figure_id NOT IN (SELECT id FROM published_figures) OR NEW.type_id IS NOT NULL AND NEW.type_id NOT IN (SELECT id FROM mechanism_types) OR NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO published_figure_types_history (published_figure_id, type_id, position, published_name, source_id, revision, replaced_by, action) SELECT OLD.published_figure_id, OLD.type_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE published_figure_types SET revision = (SELECT max(id) FROM revisions) WHERE published_figure_id = NEW.published_figure_id AND type_id = NEW.type_id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE published_figure_types SET source_id = NULL WHERE published_figure_id = NEW.published_figure_id AND type_id = NEW.type_id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER published_figure_types_after_delete AFTER DELETE ON published_figure_types
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM published_figure_types_history WHERE published_figure_id = OLD.published_figure_id AND type_id = OLD.type_id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO published_figure_types_history (published_figure_id, type_id, position, published_name, source_id, revision, replaced_by, action)
    VALUES (OLD.published_figure_id, OLD.type_id, OLD.position, OLD.published_name, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER published_figure_types_history_update BEFORE UPDATE ON published_figure_types_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figure_types_history_delete BEFORE DELETE ON published_figure_types_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER published_figure_types_history_insert BEFORE INSERT ON published_figure_types_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM published_figure_types_history WHERE published_figure_id = NEW.published_figure_id AND type_id = NEW.type_id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER waivers_before_insert BEFORE INSERT ON waivers
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'waivers: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM waivers WHERE id = NEW.id OR check_name = NEW.check_name AND entity = NEW.entity AND record_key = NEW.record_key) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'waivers'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER waivers_after_insert AFTER INSERT ON waivers
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'waivers: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE waivers SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER waivers_before_update BEFORE UPDATE ON waivers BEGIN
  SELECT RAISE(ABORT, 'waivers: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
  SELECT RAISE(ABORT, 'waivers: a row with this key exists') WHERE EXISTS (SELECT 1 FROM outside) AND EXISTS (SELECT 1 FROM waivers WHERE (check_name = NEW.check_name AND entity = NEW.entity AND record_key = NEW.record_key) AND NOT (id = OLD.id));
END;

CREATE TRIGGER waivers_after_update AFTER UPDATE ON waivers
WHEN (NEW.check_name, NEW.entity, NEW.record_key, NEW.reason, NEW.author, NEW.until, NEW.fingerprint, NEW.note, NEW.source_id) IS NOT (OLD.check_name, OLD.entity, OLD.record_key, OLD.reason, OLD.author, OLD.until, OLD.fingerprint, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'waivers: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO waivers_history (id, check_name, entity, record_key, reason, author, until, fingerprint, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.check_name, OLD.entity, OLD.record_key, OLD.reason, OLD.author, OLD.until, OLD.fingerprint, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE waivers SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE waivers SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER waivers_after_delete AFTER DELETE ON waivers
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM waivers_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO waivers_history (id, check_name, entity, record_key, reason, author, until, fingerprint, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.check_name, OLD.entity, OLD.record_key, OLD.reason, OLD.author, OLD.until, OLD.fingerprint, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER waivers_history_update BEFORE UPDATE ON waivers_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER waivers_history_delete BEFORE DELETE ON waivers_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER waivers_history_insert BEFORE INSERT ON waivers_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM waivers_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER citations_before_insert BEFORE INSERT ON citations
WHEN (SELECT 1 FROM outside) BEGIN
  SELECT RAISE(ABORT, 'citations: a row with this key exists or existed') WHERE EXISTS (SELECT 1 FROM citations WHERE id = NEW.id) OR NEW.id BETWEEN 0 AND ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'citations'), 0) OR NEW.id > 4503599627370496;
END;

CREATE TRIGGER citations_after_insert AFTER INSERT ON citations
WHEN NEW.revision IS NOT (SELECT id FROM revisions WHERE open = 1) BEGIN
  SELECT RAISE(ABORT, 'citations: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  UPDATE citations SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id;
END;

CREATE TRIGGER citations_before_update BEFORE UPDATE ON citations BEGIN
  SELECT RAISE(ABORT, 'citations: key and revision are not for changing') WHERE NEW.id <> OLD.id OR NEW.revision <> OLD.revision AND NEW.revision IS NOT (SELECT id FROM current_revision);
END;

CREATE TRIGGER citations_after_update AFTER UPDATE ON citations
WHEN (NEW.label, NEW.table_name, NEW.key1, NEW.key2, NEW.field, NEW.place, NEW.note, NEW.source_id) IS NOT (OLD.label, OLD.table_name, OLD.key1, OLD.key2, OLD.field, OLD.place, OLD.note, OLD.source_id) BEGIN
  SELECT RAISE(ABORT, 'citations: the row refers to one that does not exist') WHERE (NEW.source_id IS NOT NULL AND NEW.source_id NOT IN (SELECT id FROM sources)) AND EXISTS (SELECT 1 FROM outside);
  INSERT INTO current_revision VALUES (0);
  INSERT INTO citations_history (id, label, table_name, key1, key2, field, place, note, source_id, revision, replaced_by, action) SELECT OLD.id, OLD.label, OLD.table_name, OLD.key1, OLD.key2, OLD.field, OLD.place, OLD.note, OLD.source_id, OLD.revision, max(id), 'update'
    FROM revisions HAVING max(id) <> OLD.revision;
  UPDATE citations SET revision = (SELECT max(id) FROM revisions) WHERE id = NEW.id AND revision <> (SELECT max(id) FROM revisions);
  UPDATE citations SET source_id = NULL WHERE id = NEW.id AND NEW.source_id IS OLD.source_id AND EXISTS (SELECT 1 FROM outside);
END;

CREATE TRIGGER citations_after_delete AFTER DELETE ON citations
WHEN OLD.revision IS NOT (SELECT id FROM current_revision) OR 'update' =
  (SELECT min(action) FROM citations_history WHERE id = OLD.id AND replaced_by = OLD.revision) BEGIN
  INSERT INTO current_revision VALUES (0);
  INSERT INTO citations_history (id, label, table_name, key1, key2, field, place, note, source_id, revision, replaced_by, action)
    VALUES (OLD.id, OLD.label, OLD.table_name, OLD.key1, OLD.key2, OLD.field, OLD.place, OLD.note, OLD.source_id, OLD.revision, (SELECT max(id) FROM revisions), 'delete');
END;

CREATE TRIGGER citations_history_update BEFORE UPDATE ON citations_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER citations_history_delete BEFORE DELETE ON citations_history BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;

CREATE TRIGGER citations_history_insert BEFORE INSERT ON citations_history
WHEN NEW.replaced_by IS NOT (SELECT id FROM current_revision) OR EXISTS (SELECT 1 FROM citations_history WHERE id = NEW.id AND revision = NEW.revision AND replaced_by = NEW.replaced_by) BEGIN
  SELECT RAISE(ABORT, 'history is never changed');
END;
