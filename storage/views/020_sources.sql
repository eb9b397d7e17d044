CREATE VIEW out_source_health AS
WITH latest AS (
    SELECT p.source_id, arg_max(p, p.recorded_at) AS poll, max(p.recorded_at) AS last_asked_at,
        max(p.recorded_at) FILTER (p.outcome IN ('ok', 'unchanged', 'empty')) AS last_ok_at,
        count(*) FILTER (p.outcome = 'failed') AS n_failed_polls, count(*) AS n_polls
    FROM core_source_polls AS p WHERE p.outcome <> 'skipped' GROUP BY ALL
), failing AS (
    SELECT p.source_id, count(*) AS consecutive_failures
    FROM core_source_polls AS p JOIN latest USING (source_id)
    WHERE p.outcome = 'failed' AND (latest.last_ok_at IS NULL OR p.recorded_at > latest.last_ok_at) GROUP BY ALL
), stored AS (
    SELECT source_id, count(*) AS n_articles, max(first_seen_at) AS last_new_at FROM core_articles GROUP BY ALL
)
SELECT s.source_id, s.outlet, s.kind, s.url, s.language, s.country, s.enabled,
    coalesce(latest.poll.outcome, 'never_asked') AS last_outcome,
    latest.poll.reason AS reason, latest.poll.detail AS detail, latest.poll.grade AS grade,
    latest.poll.status AS status, latest.last_asked_at, latest.last_ok_at, stored.last_new_at,
    coalesce(failing.consecutive_failures, 0) AS consecutive_failures,
    latest.poll.next_try_at AS next_try_at,
    coalesce(latest.n_polls, 0) AS n_polls, coalesce(latest.n_failed_polls, 0) AS n_failed_polls,
    coalesce(stored.n_articles, 0) AS n_articles
FROM core_sources AS s
LEFT JOIN latest USING (source_id) LEFT JOIN failing USING (source_id) LEFT JOIN stored USING (source_id)
ORDER BY s.source_id;
COMMENT ON VIEW out_source_health IS 'One row per source: how it answered last, why, how bad that is and when it is asked again.';
COMMENT ON COLUMN out_source_health.source_id IS 'Key of the source; joins out_source_health.';
COMMENT ON COLUMN out_source_health.url IS 'Address of the source.';
COMMENT ON COLUMN out_source_health.language IS 'ISO 639-1 code of the language the source is set to.';
COMMENT ON COLUMN out_source_health.kind IS 'What the source is: feed, sitemap, section, urls, folder, ingest.';
COMMENT ON COLUMN out_source_health.last_outcome IS 'ok, unchanged, empty or failed; never_asked before its first run.';
COMMENT ON COLUMN out_source_health.reason IS 'Why the last answer failed, one word of the vocabulary of reasons.';
COMMENT ON COLUMN out_source_health.status IS 'HTTP status code of the last answer.';
COMMENT ON COLUMN out_source_health.last_asked_at IS 'When the source was last asked.';
COMMENT ON COLUMN out_source_health.last_ok_at IS 'When it last answered as it should.';
COMMENT ON COLUMN out_source_health.last_new_at IS 'When it last brought a new article.';
COMMENT ON COLUMN out_source_health.consecutive_failures IS 'Failures since it last answered as it should.';
COMMENT ON COLUMN out_source_health.n_polls IS 'How often it was asked.';
COMMENT ON COLUMN out_source_health.n_failed_polls IS 'How often that failed.';
COMMENT ON COLUMN out_source_health.n_articles IS 'Articles it brought first.';

CREATE VIEW out_requests AS
SELECT q.requested_at, q.run_id, q.source_id, s.outlet, q.purpose, q.url, q.final_url, q.status, q.error, q.detail,
    q.robots, q.rights, q.from_cache, q.wire_bytes, q.body_bytes, q.elapsed_seconds
FROM core_requests AS q LEFT JOIN core_sources AS s USING (source_id);
COMMENT ON VIEW out_requests IS 'The ledger of requests: what was asked of whom, when, with what answer, and what robots.txt and rights signals said.';
COMMENT ON COLUMN out_requests.source_id IS 'Key of the source; joins out_source_health.';
COMMENT ON COLUMN out_requests.status IS 'HTTP status code.';
COMMENT ON COLUMN out_requests.url IS 'Address asked for.';

CREATE VIEW out_dispositions AS
SELECT d.run_id, d.source_id, s.outlet, d.recorded_at, d.disposition, d.reason, d.detail, d.title, d.url, d.entry_key,
    d.published_at, d.article_id
FROM core_dispositions AS d LEFT JOIN core_sources AS s USING (source_id);
COMMENT ON VIEW out_dispositions IS 'How every entry of every source ended in every run: exactly one row each.';
COMMENT ON COLUMN out_dispositions.source_id IS 'Key of the source; joins out_source_health.';
COMMENT ON COLUMN out_dispositions.title IS 'Title the entry offered.';
COMMENT ON COLUMN out_dispositions.published_at IS 'Publication instant the entry offered.';
COMMENT ON COLUMN out_dispositions.url IS 'Address the entry offered.';

CREATE VIEW out_runs AS
SELECT r.run_id, r.kind, r.source_list, r.started_at, r.finished_at, r.status, r.note,
    count(d.disposition) AS n_entries,
    count(*) FILTER (d.disposition = 'stored') AS n_stored,
    count(*) FILTER (d.disposition = 'unchanged') AS n_unchanged,
    count(*) FILTER (d.disposition = 'duplicate') AS n_duplicate,
    count(*) FILTER (d.disposition = 'rejected') AS n_rejected,
    count(*) FILTER (d.disposition = 'failed') AS n_failed
FROM core_runs AS r LEFT JOIN core_dispositions AS d USING (run_id)
GROUP BY ALL ORDER BY r.started_at DESC;
COMMENT ON VIEW out_runs IS 'One row per run with how its entries ended; the five counts add up to n_entries.';
COMMENT ON COLUMN out_runs.kind IS 'What started it: scheduled, manual, ingest, replay, reread, purge, forget, restore.';
COMMENT ON COLUMN out_runs.status IS 'running, completed, failed, or crashed (ended without saying so).';
COMMENT ON COLUMN out_runs.n_entries IS 'Entries offered by all sources of the run.';
COMMENT ON COLUMN out_runs.n_stored IS 'Entries stored as a new article or a new version.';
COMMENT ON COLUMN out_runs.n_unchanged IS 'Entries already known.';
COMMENT ON COLUMN out_runs.n_duplicate IS 'Entries that repeat another article.';
COMMENT ON COLUMN out_runs.n_rejected IS 'Entries that are no article, with reason.';
COMMENT ON COLUMN out_runs.n_failed IS 'Entries that could not be fetched or read, with reason.';
