-- caught: mechanism east
UPDATE memberships SET basis = 'inferred' WHERE mechanism_id = 1;
-- passes: unsourced is another matter
UPDATE memberships SET basis = 'unsourced' WHERE mechanism_id = 1;
