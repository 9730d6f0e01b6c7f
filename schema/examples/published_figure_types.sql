-- the types that a figure is about
SELECT t.code
FROM published_figure_types AS l
JOIN published_figures AS f ON f.id = l.published_figure_id
JOIN mechanism_types AS t ON t.id = l.type_id
WHERE f.code = 'rcp-count';

-- the figures about a type
SELECT f.code, f.figure
FROM published_figure_types AS l
JOIN published_figures AS f ON f.id = l.published_figure_id
JOIN mechanism_types AS t ON t.id = l.type_id
WHERE t.code = 'IRF'
ORDER BY f.code;

-- figures about more than one type
SELECT f.code, count(*) AS types
FROM published_figures AS f
JOIN published_figure_types AS l ON l.published_figure_id = f.id
GROUP BY f.id
HAVING count(*) > 1
ORDER BY f.code;
