-- caught: chair east UGA rotating 2011
UPDATE chairs SET valid_to = '2013' WHERE valid_from = '2010';
-- caught: chair east UGA rotating 2010-06
-- within the only year of the other, from day to day
UPDATE chairs SET valid_from = '2010-01-01', valid_to = '2010-12-31' WHERE valid_from = '2010';
UPDATE chairs SET valid_from = '2010-06', valid_to = NULL WHERE valid_from = '2011';
-- passes: the year of handing over belongs to both
UPDATE chairs SET valid_to = '2012' WHERE valid_from = '2011';
-- passes: an empty end proves nothing
UPDATE chairs SET valid_to = NULL WHERE valid_from = '2010';
-- passes: a permanent chair beside a rotating one
UPDATE chairs SET kind = 'permanent', valid_to = '2020' WHERE valid_from = '2010';
