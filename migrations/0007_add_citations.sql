-- Further evidence for what the record says already: source_id is the source that is cited. A citation of a field stands
-- for its value at the time; with an empty field it stands for all of the record, or for a link as a whole. The keys are
-- those of table_name; where it is one column, both have it. The label says in words what was cited.
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
CREATE INDEX citations_by_record ON citations (table_name, key1, key2);
CREATE INDEX citations_by_revision ON citations (revision);
CREATE INDEX citations_by_source ON citations (source_id) WHERE source_id IS NOT NULL;
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
CREATE INDEX citations_history_by_replaced_by ON citations_history (replaced_by);

ALTER TABLE sources ADD COLUMN language TEXT
  CONSTRAINT sources_language_is_a_code CHECK (language GLOB '[a-z][a-z]' OR language GLOB '[a-z][a-z][a-z]');
ALTER TABLE sources_history ADD COLUMN language TEXT;
