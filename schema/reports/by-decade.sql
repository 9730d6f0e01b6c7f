-- title: Mechanisms by decade of establishment
-- description: A mechanism without a year of establishment is counted under "unknown".
-- chart: bars label=decade value=mechanisms
SELECT ifnull((year_established / 10 * 10) || 's', 'unknown') AS decade, count(*) AS mechanisms
FROM mechanisms
GROUP BY 1
ORDER BY 1
