-- caught: membership east KEN member 1999-12
UPDATE memberships SET valid_from = '1999-12' WHERE valid_from = '2000';
-- caught: chair east KEN rotating 1998
UPDATE chairs SET valid_from = '1998' WHERE valid_from = '2010';
-- passes: in the year itself
UPDATE memberships SET valid_from = '2000-01-01' WHERE valid_from = '2000';
