-- findings that are accepted, and why
SELECT check_name, entity, record_key, reason, until FROM waivers ORDER BY check_name, record_key;

-- those that will end
SELECT check_name, record_key, until FROM waivers WHERE until IS NOT NULL ORDER BY until;

-- how many of each check
SELECT check_name, count(*) AS waivers FROM waivers GROUP BY check_name ORDER BY waivers DESC, check_name;
