-- The tables in which an import works, in the order in which the steps of src/import/plan.cpp fill them. They are TEMP
-- tables: made when a connection first imports something, emptied before each further import, gone with the connection.
-- `row` is always that of temp.input, `line` the line of the file, `kind` the name of an entity.

-- Names to resolve: every distinct value that names a record of a kind. By value first: among all the names of a kind
-- that is what distinguishes them. Filled by resolve.cpp and identify.cpp.
CREATE TEMP TABLE wanted (kind TEXT, value TEXT, PRIMARY KEY (value, kind)) WITHOUT ROWID;

-- The folded names under which stored records and new rows are known; tier: code 1, name 2, alias 3. Filled by
-- resolve.cpp, only if exact codes do not resolve everything.
CREATE TEMP TABLE name (kind TEXT, key TEXT, tier INTEGER, target_id INTEGER);
CREATE INDEX temp.name_by_key ON name (kind, key);

-- What names mean; several rows if a name is ambiguous or an alias of several records. Filled by resolve.cpp.
CREATE TEMP TABLE resolved (
  kind TEXT, value TEXT, target_id INTEGER, tier INTEGER, PRIMARY KEY (value, kind, target_id)) WITHOUT ROWID;

-- A list cell divided at its commas, because it is no name as a whole; moved on to item_<field>. Used by resolve.cpp.
CREATE TEMP TABLE finer (row INTEGER, position INTEGER, value TEXT);

-- What people answered: the record (code) that a value means, or that it is new. learn: 1 remembers the value as an
-- alias if it is unknown, 2 in any case; used: a row asked for it. Filled by answers.cpp.
CREATE TEMP TABLE answer (
  kind TEXT, key TEXT, value TEXT, code TEXT, is_new INTEGER, learn INTEGER, used INTEGER NOT NULL DEFAULT 0);

-- New records of other kinds that values of the rows need (row: the first one), or that a saved plan asks for (line, in
-- the plan), and the folded names that mean them. Filled by new_records.cpp and saved_plan_bind.cpp.
CREATE TEMP TABLE created (
  kind TEXT, id INTEGER, code TEXT, name TEXT, acronym TEXT, address TEXT, row INTEGER, line INTEGER, source TEXT,
  PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TEMP TABLE created_key (kind TEXT, key TEXT, id INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID;

-- Answers that become aliases. Filled by learned_aliases.cpp and saved_plan_bind.cpp.
CREATE TEMP TABLE learned (kind TEXT, alias TEXT, key TEXT, target_id INTEGER, code TEXT, source TEXT);

-- Rows that may be stored records under another name, date or title, and new ones that may be those of an earlier row.
-- Filled by near_duplicates.cpp and same_by_date.cpp.
CREATE TEMP TABLE near (row INTEGER, target_id INTEGER, PRIMARY KEY (row, target_id)) WITHOUT ROWID;
CREATE TEMP TABLE near_row (row INTEGER PRIMARY KEY, other INTEGER, other_line INTEGER, name TEXT);

-- Stored records that a complete file has not: their code or the words of their key, and their name. Filled by
-- missing_records.cpp.
CREATE TEMP TABLE missing (id INTEGER, record TEXT, name TEXT);

-- Empty cells that clear the field of the record. Filled by compare.cpp and saved_plan_bind.cpp.
CREATE TEMP TABLE cleared (row INTEGER, field TEXT, PRIMARY KEY (row, field)) WITHOUT ROWID;

-- What would change in stored records, as people write it: codes, not ids. Filled by compare.cpp.
CREATE TEMP TABLE change (row INTEGER, field TEXT, old, new, PRIMARY KEY (row, field)) WITHOUT ROWID;

-- Further evidence: facts that rows name a source for and that stand already; an empty field is a link as a whole. Filled
-- by cite_standing.cpp.
CREATE TEMP TABLE cited (row INTEGER, key1 INTEGER, key2 INTEGER, field TEXT, source_id INTEGER);

-- What a seed would have undone of the work of people, taken out of change; without a field it is a record that people
-- removed or renamed. Filled by keep_edits.cpp.
CREATE TEMP TABLE kept (line INTEGER, record TEXT, field TEXT, kept, offered, row INTEGER);

-- What is wrong with the rows, as codes that problems.cpp puts into words; and what more there is to say of some of
-- them, with the code of the other record. Filled by every step.
CREATE TEMP TABLE problem (line INTEGER, field TEXT, value TEXT, code TEXT);
CREATE INDEX temp.problem_by_line ON problem (line);
CREATE TEMP TABLE detail (line INTEGER, field TEXT, value TEXT, code TEXT, text TEXT, other TEXT);
CREATE INDEX temp.detail_by_line ON detail (line);

-- Records that would be above themselves. Used by rules.cpp.
CREATE TEMP TABLE circle (id INTEGER PRIMARY KEY);

-- Names that two records would share: every record that has one, stored (row 0) or of a row. Used by name_rules.cpp.
CREATE TEMP TABLE called (
  key TEXT, id INTEGER, tier INTEGER, row INTEGER, line INTEGER, field TEXT, value TEXT, is_checked INTEGER);
CREATE INDEX temp.called_by_key ON called (key);

-- Rows that say what an earlier one of the same record says, word for word; taken out of input. Filled by rules.cpp.
CREATE TEMP TABLE repeated (row INTEGER PRIMARY KEY, line INTEGER, cells TEXT, other_line INTEGER);

-- Rows with problems, taken out of input. Filled by rejected_rows.cpp.
CREATE TEMP TABLE rejected (row INTEGER PRIMARY KEY, line INTEGER, cells TEXT, by_code INTEGER, is_new INTEGER);
CREATE INDEX temp.rejected_by_line ON rejected (line);

-- What the plan would do, in the order of the input: each record that is new or changes, and its values as people write
-- them (place: that of the field in the entity). line: 0 if the file does not have the record, NULL for a remembered
-- alias. Filled by plan_changes.cpp when somebody asks for it.
CREATE TEMP TABLE planned (row INTEGER PRIMARY KEY, line INTEGER, action TEXT, record TEXT);
CREATE TEMP TABLE planned_value (
  row INTEGER, place INTEGER, field TEXT, old, new, PRIMARY KEY (row, place)) WITHOUT ROWID;
-- The same of temp.cited: the fact (of a link as a whole its entity), its value if it has one, and the further source.
CREATE TEMP TABLE planned_citation (
  row INTEGER, place INTEGER, fact TEXT, value, source, PRIMARY KEY (row, place)) WITHOUT ROWID;

-- A saved plan that is applied: the record (id, NULL if it is not stored) and version that each row was planned for,
-- what was read in the file then, and the values that its lines set. Filled by saved_plan_bind.cpp.
CREATE TEMP TABLE bound (
  row INTEGER PRIMARY KEY, id INTEGER, is_new INTEGER, revision INTEGER, line INTEGER, cells TEXT);
CREATE TEMP TABLE bound_field (row INTEGER, field TEXT, old TEXT, new TEXT, PRIMARY KEY (row, field)) WITHOUT ROWID;

-- Made anew by each import, as the columns follow from what is imported:

-- The rows of the input. cells: the row as it was read, a JSON array; by_code: it has a code; has_several: it names
-- several sources, so that none of them is for all of it; match_id: the stored record that it is; record_id: that, or the
-- id that the new record will have. f_<field>: the cell, without blanks at its ends, NULL if empty; id_<field>: the record
-- that the cell names (added once names are resolved). Filled by staging.cpp, match_id by identify.cpp.
CREATE TEMP TABLE input (
  row INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL, by_code INTEGER NOT NULL DEFAULT 0,
  has_several INTEGER NOT NULL DEFAULT 0,
  match_id INTEGER, is_new AS (match_id IS NULL), record_id AS (ifnull(match_id, row + {last_id})),
  f_source TEXT{fields});

-- For each list that the input has: the parts of its cells, in their order. Filled by resolve.cpp.
CREATE TEMP TABLE item_{field} (row INTEGER, position INTEGER, value TEXT);
