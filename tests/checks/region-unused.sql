-- caught: region polynesia
INSERT INTO regions (code, name, m49, source_id) VALUES ('polynesia', 'Polynesia', '061', 1);
-- passes: a member lies in a part of it
DELETE FROM mechanism_regions WHERE region_id IN (2, 4);
