-- caught: mechanism bridge
UPDATE mechanisms SET name = 'Bridge' || char(8238) || ' of continents' WHERE id = 2;
-- caught: membership east UGA member
UPDATE memberships SET note = 'a' || char(27) || '[31mb' WHERE mechanism_id = 1 AND member_id = 2;
-- caught: meeting east-2000
UPDATE meetings SET place = 'Nairobi' || char(10) WHERE code = 'east-2000';
-- passes: a note has lines, and letters of any language are seen
UPDATE mechanisms SET note = 'one' || char(10) || 'two' || char(13) || char(10) || 'Ελλάδα العربية 中国' WHERE id = 2;
