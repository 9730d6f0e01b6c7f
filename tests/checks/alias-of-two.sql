-- caught: mechanism east
INSERT INTO mechanism_aliases (mechanism_id, alias, key, kind, source_id) VALUES (1, 'BRIDGE of Continents',
  'bridge of continents', 'common', 1);
-- passes: another name of the same record, and of a record of another kind
INSERT INTO mechanism_aliases (mechanism_id, alias, key, kind, source_id) VALUES (1, 'Eastern Talks', 'eastern talks',
  'common', 1), (1, 'Kenya', 'kenya', 'common', 1);
