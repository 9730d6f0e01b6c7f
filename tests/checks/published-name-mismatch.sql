-- caught: membership east UGA member
UPDATE memberships SET published_name = 'Kenya' WHERE mechanism_id = 1 AND member_id = 2;
-- caught: mechanism-secretariat bridge iom secretariat
UPDATE mechanism_secretariats SET published_name = 'OIM' WHERE mechanism_id = 2;
-- passes: by an alias, in another language, with the acronym
INSERT INTO member_aliases (member_id, alias, key, kind, source_id) VALUES (2, 'Pearl of Africa', 'pearl of africa',
  'common', 1);
UPDATE memberships SET published_name = 'Pearl of Africa' WHERE mechanism_id = 1 AND member_id = 2;
