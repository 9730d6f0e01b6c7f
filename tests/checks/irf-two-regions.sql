-- caught: mechanism bridge
DELETE FROM mechanism_regions WHERE mechanism_id = 2 AND region_id = 3;
-- caught: mechanism bridge
-- a part does not make a second region
UPDATE mechanisms SET type_id = 1 WHERE id = 2;
UPDATE mechanisms SET type_id = 2 WHERE id = 2;
DELETE FROM mechanism_regions WHERE mechanism_id = 2 AND region_id = 3;
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (2, 4, 1);
-- passes: two regions, one of them by a part
DELETE FROM mechanism_regions WHERE mechanism_id = 2 AND region_id = 2;
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (2, 4, 1);
