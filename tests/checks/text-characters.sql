-- caught: member FRA
UPDATE members SET name_fr = 'CÃ´te' WHERE code = 'FRA';
-- caught: member FRA
UPDATE members SET name_fr = 'C' || char(65533) || 'te' WHERE code = 'FRA';
-- caught: member FRA
UPDATE members SET name_fr = 'C?te' WHERE code = 'FRA';
-- caught: mechanism east
UPDATE mechanisms SET note = 'the Statesâ€™ talks' WHERE id = 1;
-- caught: mechanism east
UPDATE mechanisms SET note = 'Ã‰tats' WHERE id = 1;
-- caught: mechanism east
-- an É read as Latin-1, where the second sign shows nothing
UPDATE mechanisms SET note = 'Ã' || char(137) || 'tats' WHERE id = 1;
-- caught: mechanism east
UPDATE mechanisms SET note = '5Â°' WHERE id = 1;
-- passes: letters with marks, questions, and an address with a question mark
UPDATE mechanisms SET note = 'IRMÃOS, Âge, château, «CAFÉ», pâté – “NÃO”? Or not?', website = 'https://e.org/a?b=c'
  WHERE id = 1;
