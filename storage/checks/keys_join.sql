-- Every key that points somewhere finds its row.
SELECT 'core_versions.article_id' AS place, v.article_id AS key FROM core_versions AS v
ANTI JOIN core_articles AS a USING (article_id)
UNION ALL SELECT 'core_articles.version_no', a.article_id FROM core_articles AS a
ANTI JOIN core_versions AS v USING (article_id, version_no)
UNION ALL SELECT 'core_readings.version_no', r.article_id FROM core_readings AS r
ANTI JOIN core_versions AS v USING (article_id, version_no)
UNION ALL SELECT 'core_dispositions.article_id', d.article_id FROM core_dispositions AS d
ANTI JOIN core_articles AS a USING (article_id) WHERE d.article_id IS NOT NULL AND d.disposition <> 'duplicate'
UNION ALL SELECT 'core_dispositions.run_id', d.run_id FROM core_dispositions AS d ANTI JOIN core_runs AS r USING (run_id)
UNION ALL SELECT 'core_mentions.reading_id', m.article_id FROM core_mentions AS m
ANTI JOIN core_readings AS r USING (reading_id, article_id)
UNION ALL SELECT 'core_market_mentions.reading_id', m.article_id FROM core_market_mentions AS m
ANTI JOIN core_readings AS r USING (reading_id, article_id)
UNION ALL SELECT 'core_facts.reading_id', f.article_id FROM core_facts AS f
ANTI JOIN core_readings AS r USING (reading_id, article_id)
UNION ALL SELECT 'core_quotes.reading_id', q.article_id FROM core_quotes AS q
ANTI JOIN core_readings AS r USING (reading_id, article_id);
