-- caught: mechanism east
UPDATE memberships SET basis = 'unsourced' WHERE mechanism_id = 1;
-- caught: mechanism east
UPDATE meetings SET source_id = NULL WHERE code = 'east-2000';
-- caught: theme return
UPDATE themes SET source_id = NULL WHERE code = 'return';
-- passes: what rests on a source is sourced, inferred or not
UPDATE memberships SET basis = 'inferred', source_id = 1 WHERE mechanism_id = 1;
