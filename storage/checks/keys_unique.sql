-- No key stands twice.
SELECT 'core_articles' AS table_name, article_id AS key FROM core_articles GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_articles.url', url FROM core_articles GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_versions', concat_ws('/', article_id, version_no) FROM core_versions
GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_readings', CAST(reading_id AS VARCHAR) FROM core_readings GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_readings (current)', article_id FROM core_readings WHERE superseded_at IS NULL
GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_runs', run_id FROM core_runs GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_sources', source_id FROM core_sources GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_url_aliases', concat_ws(' ', url, article_id) FROM core_url_aliases
GROUP BY ALL HAVING count(*) > 1
UNION ALL SELECT 'core_captures', capture_id FROM core_captures GROUP BY ALL HAVING count(*) > 1;
