-- what the info sheet claims
SELECT code, metric, figure, location FROM published_figures ORDER BY code;

-- the published number of mechanisms with each theme
SELECT t.code AS theme, f.figure
FROM published_figures AS f
JOIN themes AS t ON t.id = f.theme_id
ORDER BY f.figure DESC, t.code;

-- the types of mechanisms that each is about
SELECT f.code, group_concat(t.code, ', ') AS types
FROM published_figures AS f
JOIN published_figure_types AS l ON l.published_figure_id = f.id
JOIN mechanism_types AS t ON t.id = l.type_id
GROUP BY f.id
ORDER BY f.code;
