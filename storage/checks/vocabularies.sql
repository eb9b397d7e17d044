-- Closed vocabularies hold.
SELECT 'core_dispositions.disposition' AS place, disposition AS word FROM core_dispositions
WHERE disposition NOT IN ('stored', 'unchanged', 'duplicate', 'rejected', 'failed')
UNION ALL SELECT 'core_runs.status', status FROM core_runs
WHERE status NOT IN ('running', 'completed', 'failed', 'crashed')
UNION ALL SELECT 'core_source_polls.outcome', outcome FROM core_source_polls
WHERE outcome NOT IN ('ok', 'unchanged', 'empty', 'failed', 'skipped')
UNION ALL SELECT 'core_source_polls.grade', grade FROM core_source_polls
WHERE grade NOT IN ('temporary', 'soft', 'hard')
UNION ALL SELECT 'core_articles.status', status FROM core_articles
WHERE status NOT IN ('available', 'gone', 'paywalled')
UNION ALL SELECT 'core_mentions.kind', kind FROM core_mentions WHERE kind NOT IN ('name', 'descriptor', 'nested')
UNION ALL SELECT 'core_facts.status', status FROM core_facts
WHERE status NOT IN ('stated', 'not_stated', 'unresolved')
UNION ALL SELECT 'core_quotes.kind', kind FROM core_quotes WHERE kind NOT IN ('direct', 'reported', 'not_speech')
UNION ALL SELECT 'core_tones.tone', tone FROM core_tones WHERE tone NOT IN ('positive', 'negative', 'neutral');
