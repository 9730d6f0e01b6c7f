-- What a merge took from a row that went (from) into one that stays (into) is as old, and rests on the same evidence, as it
-- was there. The keys are those of table_name; where it is one column, both have it.
CREATE TABLE merged_rows (
  table_name TEXT NOT NULL,
  into_key1 INTEGER NOT NULL,
  into_key2 INTEGER NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE NO ACTION,
  from_key1 INTEGER NOT NULL,
  from_key2 INTEGER NOT NULL,
  PRIMARY KEY (table_name, into_key1, into_key2, revision, from_key1, from_key2)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_rows_by_revision ON merged_rows (revision);
