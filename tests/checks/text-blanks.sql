-- caught: mechanism bridge
UPDATE mechanisms SET formal_association = 'African Union ' WHERE id = 2;
-- caught: outcome east-plan
UPDATE outcomes SET location = char(160) || 'page 3' WHERE code = 'east-plan';
-- passes: blanks within
UPDATE mechanisms SET formal_association = 'African  Union' WHERE id = 2;
