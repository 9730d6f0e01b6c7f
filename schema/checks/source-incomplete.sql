-- title: A source without address or title
-- severity: note
-- entity: source
-- definition: A source can be cited and found again: it has a title and an address.
SELECT
  code AS key,
  iif(url IS NULL, 'url', 'title') AS field,
  CASE WHEN url IS NULL AND title IS NULL THEN 'it has neither address nor title'
    WHEN url IS NULL THEN 'it has no address' ELSE printf('it has no title (%s)', url) END AS message,
  printf('`iscm set source %s%s%s`', code, iif(title IS NULL, ' title="..."', ''), iif(url IS NULL, ' url="..."', ''))
    AS hint
FROM sources
WHERE url IS NULL OR title IS NULL
ORDER BY code
