-- caught: mechanism east
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (1, 3, 1);
-- passes: a part of its region, and the world, are no second one
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (1, 1, 1);
-- passes: of a type without an upper bound
INSERT INTO mechanism_regions (mechanism_id, region_id, source_id) VALUES (2, 5, 1);
