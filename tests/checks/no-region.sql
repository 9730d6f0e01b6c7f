-- caught: mechanism east
DELETE FROM mechanism_regions WHERE mechanism_id = 1;
-- passes: the mechanism is gone as well
DELETE FROM mechanisms WHERE id = 1;
-- passes: a global process spans none
DELETE FROM mechanism_regions WHERE mechanism_id = 3;
-- caught: mechanism east
-- the world is no region of a regional process
DELETE FROM mechanism_regions WHERE mechanism_id = 1;
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (1, 1, 1);
-- caught: mechanism bridge
-- nor of an inter-regional forum
DELETE FROM mechanism_regions WHERE mechanism_id = 2;
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (2, 1, 1);
-- passes: the world beside a region
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (1, 1, 1);
