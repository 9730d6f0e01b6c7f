-- caught: revision 4
INSERT INTO revisions (made_at, author, command, kind) VALUES ('2001-01-01T00:00:00.000Z', 'ana', 'add', 'command');
-- passes: the same time, and a later one
INSERT INTO revisions (made_at, author, command, kind) SELECT max(made_at), 'ana', 'add', 'command' FROM revisions;
INSERT INTO revisions (made_at, author, command, kind) VALUES ('2101-01-01T00:00:00.000Z', 'ana', 'add', 'command');
