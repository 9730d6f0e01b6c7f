-- Who takes part: members (States, territories, organizations), the bodies that serve as secretariats, and the dated
-- links of both to mechanisms. A link is unique by mechanism, participant, role and start, where an empty start
-- equals an empty start. Dates are ISO 8601 to the precision known: 2013, 2013-05 or 2013-05-14.

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
CREATE INDEX members_by_region_id ON members (region_id) WHERE region_id IS NOT NULL;
CREATE INDEX members_by_mechanism_id ON members (mechanism_id) WHERE mechanism_id IS NOT NULL;
CREATE INDEX members_by_revision ON members (revision);
CREATE INDEX members_by_source ON members (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX members_history_by_replaced_by ON members_history (replaced_by);
CREATE INDEX members_history_by_code ON members_history (code);
CREATE INDEX members_history_by_mechanism_id ON members_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

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
CREATE INDEX member_aliases_by_member_id ON member_aliases (member_id);
CREATE INDEX member_aliases_by_revision ON member_aliases (revision);
CREATE INDEX member_aliases_by_source ON member_aliases (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX member_aliases_history_by_replaced_by ON member_aliases_history (replaced_by);
CREATE INDEX member_aliases_history_by_member_id ON member_aliases_history (member_id);

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
CREATE INDEX secretariats_by_member_id ON secretariats (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX secretariats_by_revision ON secretariats (revision);
CREATE INDEX secretariats_by_source ON secretariats (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX secretariats_history_by_replaced_by ON secretariats_history (replaced_by);
CREATE INDEX secretariats_history_by_code ON secretariats_history (code);

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
CREATE INDEX secretariat_aliases_by_secretariat_id ON secretariat_aliases (secretariat_id);
CREATE INDEX secretariat_aliases_by_revision ON secretariat_aliases (revision);
CREATE INDEX secretariat_aliases_by_source ON secretariat_aliases (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX secretariat_aliases_history_by_replaced_by ON secretariat_aliases_history (replaced_by);
CREATE INDEX secretariat_aliases_history_by_secretariat_id ON secretariat_aliases_history (secretariat_id);

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
CREATE UNIQUE INDEX memberships_key_is_unique ON memberships (mechanism_id, member_id, role, ifnull(valid_from, ''));
CREATE INDEX memberships_by_member_id ON memberships (member_id);
CREATE INDEX memberships_by_revision ON memberships (revision);
CREATE INDEX memberships_by_source ON memberships (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX memberships_history_by_replaced_by ON memberships_history (replaced_by);
CREATE INDEX memberships_history_by_mechanism_id ON memberships_history (mechanism_id);
CREATE INDEX memberships_history_by_member_id ON memberships_history (member_id);

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
CREATE UNIQUE INDEX mechanism_secretariats_key_is_unique ON mechanism_secretariats (mechanism_id, secretariat_id, role, ifnull(valid_from, ''));
CREATE INDEX mechanism_secretariats_by_secretariat_id ON mechanism_secretariats (secretariat_id);
CREATE INDEX mechanism_secretariats_by_revision ON mechanism_secretariats (revision);
CREATE INDEX mechanism_secretariats_by_source ON mechanism_secretariats (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX mechanism_secretariats_history_by_replaced_by ON mechanism_secretariats_history (replaced_by);
CREATE INDEX mechanism_secretariats_history_by_mechanism_id ON mechanism_secretariats_history (mechanism_id);
CREATE INDEX mechanism_secretariats_history_by_secretariat_id ON mechanism_secretariats_history (secretariat_id);

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
CREATE UNIQUE INDEX chairs_key_is_unique ON chairs (mechanism_id, member_id, kind, ifnull(valid_from, ''));
CREATE INDEX chairs_by_member_id ON chairs (member_id);
CREATE INDEX chairs_by_revision ON chairs (revision);
CREATE INDEX chairs_by_source ON chairs (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX chairs_history_by_replaced_by ON chairs_history (replaced_by);
CREATE INDEX chairs_history_by_mechanism_id ON chairs_history (mechanism_id);
CREATE INDEX chairs_history_by_member_id ON chairs_history (member_id);
