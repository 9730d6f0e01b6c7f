-- What mechanisms held and produced (of no single mechanism where the global consultations held it), the numbers
-- that sources claim, and the findings that were accepted.

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
CREATE UNIQUE INDEX meetings_key_is_unique ON meetings (ifnull(mechanism_id, 0), title, date);
CREATE INDEX meetings_by_mechanism_id ON meetings (mechanism_id) WHERE mechanism_id IS NOT NULL;
CREATE INDEX meetings_by_country_id ON meetings (country_id) WHERE country_id IS NOT NULL;
CREATE INDEX meetings_by_revision ON meetings (revision);
CREATE INDEX meetings_by_source ON meetings (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX meetings_history_by_replaced_by ON meetings_history (replaced_by);
CREATE INDEX meetings_history_by_code ON meetings_history (code);
CREATE INDEX meetings_history_by_mechanism_id ON meetings_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

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
CREATE UNIQUE INDEX outcomes_key_is_unique ON outcomes (ifnull(mechanism_id, 0), title, ifnull(valid_from, ''));
CREATE INDEX outcomes_by_mechanism_id ON outcomes (mechanism_id) WHERE mechanism_id IS NOT NULL;
CREATE INDEX outcomes_by_revision ON outcomes (revision);
CREATE INDEX outcomes_by_source ON outcomes (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX outcomes_history_by_replaced_by ON outcomes_history (replaced_by);
CREATE INDEX outcomes_history_by_code ON outcomes_history (code);
CREATE INDEX outcomes_history_by_mechanism_id ON outcomes_history (mechanism_id) WHERE mechanism_id IS NOT NULL;

-- metric and scope (types, theme) say what is counted; location where in the source the claim stands; explanation
-- why a difference is accepted.
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
CREATE INDEX published_figures_by_theme_id ON published_figures (theme_id) WHERE theme_id IS NOT NULL;
CREATE INDEX published_figures_by_revision ON published_figures (revision);
CREATE INDEX published_figures_by_source ON published_figures (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX published_figures_history_by_replaced_by ON published_figures_history (replaced_by);
CREATE INDEX published_figures_history_by_code ON published_figures_history (code);

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
CREATE INDEX published_figure_types_by_type_id ON published_figure_types (type_id);
CREATE INDEX published_figure_types_by_revision ON published_figure_types (revision);
CREATE INDEX published_figure_types_by_source ON published_figure_types (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX published_figure_types_history_by_replaced_by ON published_figure_types_history (replaced_by);

-- fingerprint is a digest of the row that the check returned: the finding returns when that row changes.
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
CREATE INDEX waivers_by_revision ON waivers (revision);
CREATE INDEX waivers_by_source ON waivers (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX waivers_history_by_replaced_by ON waivers_history (replaced_by);
