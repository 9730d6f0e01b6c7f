-- caught: mechanism east
UPDATE memberships SET basis = 'unsourced' WHERE mechanism_id = 1;
-- caught: mechanism east
UPDATE meetings SET title = 'Another title', source_id = NULL WHERE code = 'east-2000';
-- caught: mechanism east
UPDATE mechanisms SET year_established = 1990, source_id = NULL WHERE code = 'east';
-- caught: theme return
UPDATE themes SET name = 'Going back', source_id = NULL WHERE code = 'return';
-- caught: theme alone
INSERT INTO themes (code, name) VALUES ('alone', 'Alone');
-- passes: what rests on a source is sourced, inferred or not
UPDATE memberships SET basis = 'inferred', source_id = 1 WHERE mechanism_id = 1;
-- passes: a note is no fact, and what was set on a source stays so
UPDATE themes SET note = 'A word of ours', source_id = NULL WHERE code = 'return';
