-- themes by how many mechanisms work on them
SELECT code, mechanisms FROM theme_overview ORDER BY mechanisms DESC, code;

-- the broadest themes
SELECT code, name, mechanisms FROM theme_overview WHERE parent IS NULL ORDER BY code;

-- themes to which their finer themes add mechanisms
SELECT code, mechanisms_naming_it, mechanisms
FROM theme_overview
WHERE mechanisms > mechanisms_naming_it
ORDER BY code;
