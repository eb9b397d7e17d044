-- Every entry a source offered in a finished run has exactly one disposition: the counts are equal.
SELECT offered.run_id, offered.source_id, offered.n_entries, coalesce(disposed.n_dispositions, 0) AS n_dispositions
FROM (
    SELECT run_id, source_id, CAST(sum(n_entries) AS BIGINT) AS n_entries FROM core_source_polls GROUP BY ALL
) AS offered
FULL JOIN (
    SELECT run_id, source_id, count(*) AS n_dispositions FROM core_dispositions GROUP BY ALL
) AS disposed ON disposed.run_id = offered.run_id AND disposed.source_id = offered.source_id
JOIN core_runs AS r ON r.run_id = coalesce(offered.run_id, disposed.run_id)
WHERE r.status = 'completed' AND offered.n_entries IS DISTINCT FROM disposed.n_dispositions
    AND NOT (offered.n_entries = 0 AND disposed.n_dispositions IS NULL);
