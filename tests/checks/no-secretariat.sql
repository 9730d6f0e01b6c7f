-- caught: mechanism east
DELETE FROM mechanism_secretariats WHERE mechanism_id = 1;
-- passes: the mechanism is gone as well
DELETE FROM mechanisms WHERE id = 1;
