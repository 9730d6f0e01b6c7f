-- caught: mechanism east
DELETE FROM mechanism_regions WHERE mechanism_id = 1;
-- passes: the mechanism is gone as well
DELETE FROM mechanisms WHERE id = 1;
-- passes: a global process spans none
DELETE FROM mechanism_regions WHERE mechanism_id = 3;
