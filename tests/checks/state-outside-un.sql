-- caught: member UGA
UPDATE members SET un_status = 'none' WHERE code = 'UGA';
-- caught: member UGA
UPDATE members SET un_status = NULL WHERE code = 'UGA';
-- passes: an observer State, and territories
UPDATE members SET un_status = 'observer' WHERE code = 'UGA';
