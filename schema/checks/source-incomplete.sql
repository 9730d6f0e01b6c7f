-- title: A source without a title
-- severity: note
-- entity: source
-- definition: A source can be cited: it has a title. A letter has no address.
SELECT
  code AS key,
  'title' AS field,
  iif(url IS NULL, 'it has neither title nor address', printf('it has no title (%s)', url)) AS message,
  printf('`iscm set source %s title="..."`', code) AS hint
FROM sources
WHERE title IS NULL
ORDER BY code
