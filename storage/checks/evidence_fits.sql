-- A stated fact has its words, and every span fits the text it was cut from (while the text is here).
SELECT 'core_facts' AS table_name, article_id, field AS what, evidence AS quote FROM core_facts
WHERE status = 'stated' AND evidence IS NULL
UNION ALL
SELECT s.table_name, s.article_id, s.what, s.quote
FROM (
    SELECT 'core_mentions' AS table_name, reading_id, article_id, entity_id AS what, "start", "stop", quote
    FROM core_mentions
    UNION ALL SELECT 'core_market_mentions', reading_id, article_id, market, "start", "stop", quote
    FROM core_market_mentions
    UNION ALL SELECT 'core_facts', reading_id, article_id, field, "start", "stop", evidence
    FROM core_facts WHERE evidence IS NOT NULL
    UNION ALL SELECT 'core_quotes', reading_id, article_id, kind, "start", "stop", quote FROM core_quotes
) AS s
JOIN core_readings AS r ON r.reading_id = s.reading_id AND r.superseded_at IS NULL
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
WHERE v.text IS NOT NULL AND substring(v.text, s."start" + 1, s."stop" - s."start") IS DISTINCT FROM s.quote;
