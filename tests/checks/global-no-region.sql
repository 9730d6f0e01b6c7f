-- caught: mechanism globe
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (3, 2, 1);
-- passes: no region at all
DELETE FROM mechanism_regions WHERE mechanism_id = 3;
