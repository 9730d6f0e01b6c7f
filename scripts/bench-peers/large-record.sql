-- Fills a file made by `iscm init` up to 200,000 mechanisms, 250 States, 2,000 organizations and 1,000,000 memberships,
-- with regions, themes, secretariats, chairs, meetings and sources to match. The same record on every machine: what
-- looks like chance is a hash of the row's number. A mechanism has five participants on average, from none to some
-- eighteen; four in five are States; three in four are members, the others observers and partners.
.bail on
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -400000;
BEGIN IMMEDIATE;

INSERT INTO revisions (made_at, kind, author, command, open)
VALUES ('2030-01-01T00:00:00.000Z', 'command', 'bench', 'scripts/bench reports', 1);
CREATE TEMP TABLE made AS SELECT max(id) AS revision FROM revisions;

-- Three numbers below 2^31 for each n, which have nothing to do with each other.
CREATE TEMP TABLE draw (n INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL);
WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 1100000),
first (n, a) AS (SELECT n, ((n * 2654435761) % 4294967291 * 1103515245 + 12345) % 2147483647 FROM count),
second (n, a, b) AS (SELECT n, a, (a * 48271 + n * 69621) % 2147483647 FROM first)
INSERT INTO draw SELECT n, a / 8, b / 8, (b * 16807 + a) % 2147483647 / 8 FROM second;

INSERT INTO sources (code, title, publisher, url, published, retrieved, revision)
SELECT 'gen-source-' || n, 'Generated source ' || n, 'Publisher ' || (a % 90), 'https://example.org/source/' || n,
  2000 + a % 25, (2010 + b % 15) || '-0' || (1 + c % 9), (SELECT revision FROM made)
FROM draw WHERE n <= 1000;
CREATE TEMP TABLE source (place INTEGER PRIMARY KEY, id INTEGER NOT NULL);
INSERT INTO source SELECT row_number() OVER (ORDER BY id) - 1, id FROM sources WHERE code GLOB 'gen-source-*';

-- ISO 3166 leaves QMA to QZZ to its users.
INSERT INTO members (code, name, kind, revision, source_id)
SELECT 'Q' || char(77 + n / 26, 65 + n % 26), 'Generated State ' || n, 'state', (SELECT revision FROM made), (SELECT id FROM source WHERE place = a % 1000)
FROM draw WHERE n <= 250 - (SELECT count(*) FROM members WHERE kind = 'state');
INSERT INTO members (code, name, kind, revision, source_id)
SELECT 'gen-body-' || n, 'Generated organization ' || n, 'organization', (SELECT revision FROM made), (SELECT id FROM source WHERE place = a % 1000)
FROM draw WHERE n <= 2000 - (SELECT count(*) FROM members WHERE kind = 'organization');
CREATE TEMP TABLE participant (kind TEXT NOT NULL, place INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, place)) WITHOUT ROWID;
INSERT INTO participant SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY id) - 1, id FROM members;

CREATE TEMP TABLE entry (kind TEXT NOT NULL, place INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, place)) WITHOUT ROWID;
INSERT INTO entry SELECT 'type', row_number() OVER (ORDER BY id) - 1, id FROM mechanism_types;
INSERT INTO entry SELECT 'region', row_number() OVER (ORDER BY id) - 1, id FROM regions;
INSERT INTO entry SELECT 'theme', row_number() OVER (ORDER BY id) - 1, id FROM themes;
INSERT INTO entry SELECT 'secretariat', row_number() OVER (ORDER BY id) - 1, id FROM secretariats;
CREATE TEMP TABLE size AS SELECT kind, count(*) AS n FROM entry GROUP BY kind;

INSERT INTO mechanisms (code, name, type_id, year_established, year_ended, status, constituent_states, website, revision, source_id)
SELECT
  printf('gen-%06d', n), 'Generated mechanism ' || n,
  (SELECT id FROM entry WHERE kind = 'type' AND place = a % (SELECT n FROM size WHERE kind = 'type')),
  iif(b % 20 = 0, NULL, 1985 + b % 40), iif(c % 10 = 0, 2020 + c % 7, NULL), iif(c % 10 = 0, 'ended', 'active'),
  iif(a % 7 = 0, NULL, 1 + a % 7), iif(b % 3 = 0, 'https://example.org/' || n, NULL),
  (SELECT revision FROM made), (SELECT id FROM source WHERE place = c % 1000)
FROM draw WHERE n <= 200000 - (SELECT count(*) FROM mechanisms);
CREATE TEMP TABLE mechanism (place INTEGER PRIMARY KEY, id INTEGER NOT NULL);
INSERT INTO mechanism SELECT row_number() OVER (ORDER BY id) - 1, id FROM mechanisms;

INSERT INTO mechanism_regions (mechanism_id, region_id, position, revision)
SELECT m.id, e.id, 1, (SELECT revision FROM made)
FROM draw AS d JOIN mechanism AS m ON m.place = (d.n - 1) / 2
JOIN entry AS e ON e.kind = 'region' AND e.place = (d.a + d.n % 2) % (SELECT n FROM size WHERE kind = 'region')
WHERE d.n <= 400000 AND m.id IN (SELECT id FROM mechanisms WHERE code GLOB 'gen-*')
GROUP BY m.id, e.id;
INSERT INTO mechanism_themes (mechanism_id, theme_id, position, revision)
SELECT m.id, e.id, 1, (SELECT revision FROM made)
FROM draw AS d JOIN mechanism AS m ON m.place = (d.n - 1) / 3
JOIN entry AS e ON e.kind = 'theme' AND e.place = (d.b + d.n % 3) % (SELECT n FROM size WHERE kind = 'theme')
WHERE d.n <= 600000 AND m.id IN (SELECT id FROM mechanisms WHERE code GLOB 'gen-*')
GROUP BY m.id, e.id;

-- Some fall together and count once, so there are more draws than memberships.
INSERT INTO memberships (mechanism_id, member_id, role, valid_from, valid_to, basis, revision, source_id)
SELECT m.id, p.id, iif(d.c % 4 < 3, 'member', iif(d.b % 3 = 0, 'partner', 'observer')),
  iif(d.a % 3 = 0, 1990 + d.b % 25, NULL), iif(d.a % 30 = 0, 2016 + d.b % 8, NULL), 'stated',
  (SELECT revision FROM made), (SELECT id FROM source WHERE place = d.a % 1000)
FROM draw AS d
JOIN mechanism AS m ON m.place = d.a % 200000
JOIN participant AS p ON p.kind = iif(d.c % 5 < 4, 'state', 'organization')
  AND p.place = d.b % iif(d.c % 5 < 4, 250, 2000)
WHERE m.id IN (SELECT id FROM mechanisms WHERE code GLOB 'gen-*')
GROUP BY m.id, p.id
ORDER BY d.n
LIMIT 1000000 - (SELECT count(*) FROM memberships);

INSERT INTO mechanism_secretariats (mechanism_id, secretariat_id, role, revision)
SELECT m.id, e.id, min(s.role), (SELECT revision FROM made)
FROM draw AS d JOIN mechanism AS m ON m.place = d.a % 200000
JOIN entry AS e ON e.kind = 'secretariat' AND e.place = d.b % (SELECT n FROM size WHERE kind = 'secretariat')
JOIN (SELECT min(role) AS role FROM mechanism_secretariats) AS s
WHERE d.n <= 100000 AND m.id IN (SELECT id FROM mechanisms WHERE code GLOB 'gen-*')
GROUP BY m.id, e.id;
INSERT INTO chairs (mechanism_id, member_id, kind, valid_from, basis, revision)
SELECT m.id, p.id, iif(d.c % 9 = 0, 'permanent', 'rotating'), 1995 + d.c % 30, 'stated', (SELECT revision FROM made)
FROM draw AS d JOIN mechanism AS m ON m.place = d.a % 200000
JOIN participant AS p ON p.kind = 'state' AND p.place = d.b % 250
WHERE d.n <= 200000 AND m.id IN (SELECT id FROM mechanisms WHERE code GLOB 'gen-*')
GROUP BY m.id, p.id;
INSERT INTO meetings (code, mechanism_id, title, date, revision, source_id)
SELECT 'gen-meeting-' || d.n, m.id, 'Generated meeting ' || d.n, (1995 + d.c % 30) || '-0' || (1 + d.c % 9), (SELECT revision FROM made),
  (SELECT id FROM source WHERE place = d.a % 1000)
FROM draw AS d JOIN mechanism AS m ON m.place = d.b % 200000
WHERE d.n <= 200000;

UPDATE revisions SET open = 0 WHERE open = 1;
COMMIT;
