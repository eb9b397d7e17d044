-- Whoever rejects or fails says why; whatever is stored has an article.
SELECT run_id, source_id, entry_key, disposition, reason, article_id FROM core_dispositions
WHERE (disposition IN ('rejected', 'failed') AND reason IS NULL)
    OR (disposition IN ('stored', 'unchanged') AND article_id IS NULL);
