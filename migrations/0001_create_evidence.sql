-- Evidence: who changed the record when and why (revisions), on what grounds (sources), and what each imported
-- file really said (imports, imported_rows).
--
-- Every tracked table T has `revision`, the revision that made the version that stands in it, and `source_id`, the
-- source that this version rests on; T_history has the versions that were replaced: `replaced_by` is the revision
-- that did it. By the indexes of T_history a record is found as it was: by the code that it had, or by the record that a
-- link belonged to; a row that is replaced pays for them, a new one does not. The triggers that keep this are not
-- migrated but rebuilt from the program by `iscm migrate up`.

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  applied_by TEXT NOT NULL
) STRICT;

-- One row: the digest of the triggers and views that the program built into this file, and their names, a line each;
-- others are the user's own and stay as they are.
CREATE TABLE derived_objects (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  built_by TEXT NOT NULL,
  names TEXT NOT NULL,
  CONSTRAINT derived_objects_id_is_one CHECK (id = 1)
) STRICT;

-- At most one revision is open, and only inside a transaction of iscm; a write while none is open comes from
-- another program and becomes a revision of kind `outside`. source_id is no foreign key: a revision keeps its word when
-- the source that it cites is removed, as an undo of that very revision does.
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
CREATE UNIQUE INDEX revisions_one_is_open ON revisions (open) WHERE open = 1;
CREATE INDEX revisions_by_undoes ON revisions (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX revisions_by_made_at ON revisions (made_at);

-- Where facts come from. Dates, here and below, are ISO 8601 to the precision known: 2013, 2013-05 or 2013-05-14. Without
-- a modifier date() lets 2013-02-30 pass.
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
  source_id INTEGER REFERENCES sources (id) ON DELETE NO ACTION,
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
CREATE INDEX sources_by_revision ON sources (revision);
CREATE INDEX sources_by_source ON sources (source_id) WHERE source_id IS NOT NULL;
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
  action TEXT NOT NULL,
  PRIMARY KEY (id, revision, replaced_by),
  CONSTRAINT sources_history_action_is_known CHECK (action IN ('update', 'delete'))
) STRICT, WITHOUT ROWID;
CREATE INDEX sources_history_by_replaced_by ON sources_history (replaced_by);
CREATE INDEX sources_history_by_code ON sources_history (code);

-- Each file that was imported, as it was: header and mapping are JSON arrays, one element a column.
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
CREATE INDEX imports_by_revision ON imports (revision);

-- Each of its rows as it was read: cells is a JSON array of texts; record_id the row of the entity's table that
-- it became or confirmed (none for pure links).
CREATE TABLE imported_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  cells TEXT NOT NULL,
  record_id INTEGER,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_rows_by_record ON imported_rows (import_id, record_id) WHERE record_id IS NOT NULL;
