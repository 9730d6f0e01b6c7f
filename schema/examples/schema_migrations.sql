-- the steps, in order
SELECT version, name, applied_at, applied_by FROM schema_migrations ORDER BY version;

-- the version of the schema
SELECT max(version) AS version FROM schema_migrations;

-- steps made on another day than the first
SELECT version, name, applied_at
FROM schema_migrations
WHERE date(applied_at) > (SELECT date(min(applied_at)) FROM schema_migrations)
ORDER BY version;
