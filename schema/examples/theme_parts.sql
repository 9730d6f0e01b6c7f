-- a theme and its finer ones
SELECT part FROM theme_parts WHERE theme = 'irregular-migration' ORDER BY part;

-- the themes that have finer ones
SELECT theme, count(*) - 1 AS finer FROM theme_parts GROUP BY theme HAVING finer > 0 ORDER BY theme;

-- the broader themes of a theme
SELECT theme FROM theme_parts WHERE part = 'migrant-smuggling' AND theme <> part;
