CREATE MACRO fact_value(given) AS CASE
    WHEN starts_with(given, '"') THEN coalesce(TRY_CAST(given AS JSON) ->> '$', given) ELSE nullif(given, '')
END;
COMMENT ON MACRO fact_value IS 'fact_value(value): the value of a fact as out_facts shows it, NULL where nothing is stated.';

CREATE MACRO articles_as_of(ts) AS TABLE
WITH version AS (
    SELECT * FROM core_versions
    WHERE recorded_at <= CAST(ts AS TIMESTAMPTZ) AND version_no > 0
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version_no DESC) = 1
), seen AS (
    SELECT article_id, arg_max(outcome, recorded_at) AS outcome
    FROM core_article_checks
    WHERE recorded_at <= CAST(ts AS TIMESTAMPTZ) AND outcome <> 'failed' GROUP BY ALL
)
SELECT a.article_id, a.source_id, a.url, a.outlet, v.title, v.language, v.published_at, a.first_seen_at,
    a.is_reference, r.relevant, r.relevance, v.text, v.version_no,
    CASE WHEN seen.outcome IN ('gone', 'paywalled') THEN seen.outcome ELSE 'available' END AS status
FROM core_articles AS a
JOIN version AS v USING (article_id)
LEFT JOIN core_readings AS r ON r.article_id = a.article_id AND r.recorded_at <= CAST(ts AS TIMESTAMPTZ)
    AND (r.superseded_at IS NULL OR r.superseded_at > CAST(ts AS TIMESTAMPTZ))
LEFT JOIN seen ON seen.article_id = a.article_id
WHERE a.first_seen_at <= CAST(ts AS TIMESTAMPTZ);
COMMENT ON MACRO TABLE articles_as_of IS 'articles_as_of(ts): the articles as Podium knew them at an instant: the view articles of that time, with version_no and status.';

CREATE MACRO facts_as_of(ts) AS TABLE
WITH known AS (
    SELECT * FROM core_readings
    WHERE recorded_at <= CAST(ts AS TIMESTAMPTZ)
        AND (superseded_at IS NULL OR superseded_at > CAST(ts AS TIMESTAMPTZ))
), per_campaign AS (
    SELECT f.reading_id, f.campaign, list_sort(list(DISTINCT coalesce(e.entity, f.value))) AS brands
    FROM core_facts AS f LEFT JOIN core_entities AS e ON e.entity_id = f.value
    WHERE f.field = 'brand' AND f.status = 'stated' GROUP BY ALL
)
SELECT f.article_id, f.campaign, b.brands, f.field, fact_value(f.value) AS value, f.status, f.evidence, a.outlet,
    v.title, v.language, coalesce(v.published_at, a.first_seen_at) AS reported_at, v.published_at, a.is_reference,
    f.attributed_to, f.confidence, f.date_precision, f.date_origin, f.rule, f."start", f."stop", r.version_no,
    r.reading_id, r.recorded_at AS known_since
FROM core_facts AS f
JOIN known AS r ON r.reading_id = f.reading_id
JOIN core_articles AS a ON a.article_id = f.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
LEFT JOIN per_campaign AS b ON b.reading_id = f.reading_id AND b.campaign = f.campaign;
COMMENT ON MACRO TABLE facts_as_of IS 'facts_as_of(ts): the facts as Podium knew them at an instant, each with its evidence: out_facts of that time.';

CREATE MACRO coverage_as_of(ts, brand := NULL) AS TABLE
WITH zone AS (
    SELECT coalesce(max_by(report_timezone, version), 'UTC') AS name FROM core_publications
), per_article AS (
    SELECT m.entity_id, any_value(m.entity) AS entity, r.article_id, r.version_no,
        count(*) FILTER (m.kind = 'name') AS n_names,
        count(*) FILTER (m.kind = 'descriptor') AS n_descriptors,
        count(*) FILTER (m.kind = 'nested') AS n_nested
    FROM core_mentions AS m
    JOIN core_readings AS r ON r.reading_id = m.reading_id AND r.recorded_at <= CAST(ts AS TIMESTAMPTZ)
        AND (r.superseded_at IS NULL OR r.superseded_at > CAST(ts AS TIMESTAMPTZ))
    WHERE m.entity_type = 'brand'
        AND (brand IS NULL OR m.entity_id = brand OR lower(m.entity) = lower(brand))
    GROUP BY m.entity_id, r.article_id, r.version_no
)
SELECT CAST(date_trunc('week', coalesce(v.published_at, a.first_seen_at) AT TIME ZONE zone.name) AS DATE) AS week,
    p.entity_id AS brand_id, any_value(p.entity) AS brand, count(*) AS n_articles,
    count(DISTINCT v.text_sha256) AS n_texts, count(DISTINCT a.outlet) AS n_outlets,
    count(*) FILTER (p.n_names > 0) AS n_articles_naming, CAST(sum(p.n_names) AS BIGINT) AS n_names,
    CAST(sum(p.n_descriptors) AS BIGINT) AS n_descriptors, CAST(sum(p.n_nested) AS BIGINT) AS n_nested
FROM per_article AS p
JOIN core_articles AS a ON a.article_id = p.article_id
JOIN core_versions AS v ON v.article_id = p.article_id AND v.version_no = p.version_no
CROSS JOIN zone
WHERE NOT a.is_reference
GROUP BY week, p.entity_id ORDER BY week, n_articles DESC, p.entity_id;
COMMENT ON MACRO TABLE coverage_as_of IS 'coverage_as_of(ts, brand := NULL): out_coverage_by_brand_week as it stood at an instant, of one brand (key or name) or of all.';

CREATE MACRO new_as_of(ts) AS TABLE
WITH publication AS (
    SELECT * FROM core_publications WHERE published_at <= CAST(ts AS TIMESTAMPTZ) ORDER BY version DESC LIMIT 1
), version AS (
    SELECT v.* FROM core_versions AS v, publication AS p
    WHERE v.recorded_at <= p.data_until_at AND v.version_no > 0
    QUALIFY row_number() OVER (PARTITION BY v.article_id ORDER BY v.version_no DESC) = 1
)
SELECT a.article_id, a.source_id, a.url, a.outlet, v.title, v.language, v.published_at, a.first_seen_at,
    a.is_reference, r.relevant, r.relevance, v.text
FROM publication AS p
JOIN core_articles AS a
    ON a.first_seen_at >= p.day_start_at AND a.first_seen_at < p.day_stop_at AND a.first_seen_at <= p.data_until_at
JOIN version AS v ON v.article_id = a.article_id
LEFT JOIN core_readings AS r ON r.article_id = a.article_id AND r.recorded_at <= p.data_until_at
    AND (r.superseded_at IS NULL OR r.superseded_at > p.data_until_at);
COMMENT ON MACRO TABLE new_as_of IS 'new_as_of(ts): new_today as the database published last before an instant showed it.';

CREATE MACRO new_since(ts) AS TABLE
SELECT * FROM articles WHERE first_seen_at >= CAST(ts AS TIMESTAMPTZ) ORDER BY first_seen_at DESC, article_id;
COMMENT ON MACRO TABLE new_since IS 'new_since(ts): the articles first seen at or after an instant, the newest first.';

CREATE VIEW out_article_versions AS
SELECT v.article_id, a.outlet, a.url, v.version_no, v.recorded_at, v.run_id, v.title, v.language, v.published_at,
    v.n_words, v.text, v.text_removed_at, c.title_before, c.diff, c.n_words_added, c.n_words_removed,
    v.version_no = a.version_no AS is_current
FROM core_versions AS v
JOIN core_articles AS a USING (article_id)
LEFT JOIN core_version_changes AS c ON c.article_id = v.article_id AND c.version_no = v.version_no
WHERE v.version_no > 0;
COMMENT ON VIEW out_article_versions IS 'One row per version of an article, with a readable diff to the version before.';
COMMENT ON COLUMN out_article_versions.url IS 'Canonical address of the article.';
COMMENT ON COLUMN out_article_versions.is_current IS 'True for the version that stands now.';

CREATE VIEW out_fact_changes AS
WITH readings AS (
    SELECT reading_id, article_id, version_no, run_id, recorded_at,
        lag(reading_id) OVER earlier AS before_id, lag(version_no) OVER earlier AS version_before
    FROM core_readings WHERE staged_run_id IS NULL
    WINDOW earlier AS (PARTITION BY article_id ORDER BY recorded_at, reading_id)
), changed AS (
    SELECT * FROM readings WHERE before_id IS NOT NULL
), facts AS (
    SELECT reading_id, campaign, field, value, any_value(evidence) AS evidence
    FROM core_facts WHERE status <> 'not_stated' GROUP BY ALL
), gained AS (
    SELECT c.reading_id, f.campaign, f.field, f.value, f.evidence
    FROM changed AS c JOIN facts AS f ON f.reading_id = c.reading_id
    ANTI JOIN facts AS b
        ON b.reading_id = c.before_id AND b.campaign = f.campaign AND b.field = f.field AND b.value = f.value
), lost AS (
    SELECT c.reading_id, f.campaign, f.field, f.value, f.evidence
    FROM changed AS c JOIN facts AS f ON f.reading_id = c.before_id
    ANTI JOIN facts AS b
        ON b.reading_id = c.reading_id AND b.campaign = f.campaign AND b.field = f.field AND b.value = f.value
), numbered AS (
    SELECT reading_id, campaign, field, value, evidence, 'gained' AS side,
        count(*) OVER (PARTITION BY reading_id, campaign, field) AS n FROM gained
    UNION ALL
    SELECT reading_id, campaign, field, value, evidence, 'lost',
        count(*) OVER (PARTITION BY reading_id, campaign, field) FROM lost
), paired AS (
    SELECT coalesce(g.reading_id, l.reading_id) AS reading_id, coalesce(g.campaign, l.campaign) AS campaign,
        coalesce(g.field, l.field) AS field, l.value AS value_before, g.value AS value_after,
        l.evidence AS evidence_before, g.evidence AS evidence_after
    FROM (SELECT * FROM numbered WHERE side = 'gained') AS g
    FULL JOIN (SELECT * FROM numbered WHERE side = 'lost') AS l
        ON g.reading_id = l.reading_id AND g.campaign = l.campaign AND g.field = l.field AND g.n = 1 AND l.n = 1
)
SELECT c.recorded_at, c.article_id, a.outlet, v.title, p.campaign, p.field,
    CASE WHEN p.value_before IS NULL THEN 'gained' WHEN p.value_after IS NULL THEN 'lost' ELSE 'altered' END AS change,
    p.value_before, p.value_after, p.evidence_before, p.evidence_after,
    CASE WHEN c.version_no <> c.version_before THEN 'text' ELSE 'reread' END AS cause,
    c.version_before, c.version_no AS version_after, c.run_id, a.url
FROM paired AS p
JOIN changed AS c USING (reading_id)
JOIN core_articles AS a ON a.article_id = c.article_id
JOIN core_versions AS v ON v.article_id = c.article_id AND v.version_no = c.version_no
ORDER BY c.recorded_at DESC, c.article_id, p.campaign, p.field;
COMMENT ON VIEW out_fact_changes IS 'One row per fact that an article gained, lost or altered, with the words before and after.';
COMMENT ON COLUMN out_fact_changes.change IS 'gained, lost or altered.';
COMMENT ON COLUMN out_fact_changes.value_before IS 'Value before; NULL when gained.';
COMMENT ON COLUMN out_fact_changes.value_after IS 'Value after; NULL when lost.';
COMMENT ON COLUMN out_fact_changes.evidence_before IS 'Words that proved the value before.';
COMMENT ON COLUMN out_fact_changes.evidence_after IS 'Words that prove the value after.';
COMMENT ON COLUMN out_fact_changes.cause IS 'text when the article changed, reread when the rules or the knowledge did.';
COMMENT ON COLUMN out_fact_changes.version_before IS 'Version that the fact before was read from.';
COMMENT ON COLUMN out_fact_changes.version_after IS 'Version that the fact after was read from.';
COMMENT ON COLUMN out_fact_changes.url IS 'Canonical address of the article.';

CREATE VIEW out_article_dates AS
SELECT a.article_id, a.outlet, v.title, a.first_seen_at, a.last_seen_at, v.published_at, v.published_origin,
    min(d.dated_at) FILTER (d.origin = 'feed' AND d.set_aside IS NULL) AS feed_date_at,
    min(d.dated_at) FILTER (d.origin IN ('page', 'page_url') AND d.set_aside IS NULL) AS page_date_at,
    min(d.dated_at) FILTER (d.origin = 'front_matter' AND d.set_aside IS NULL) AS front_matter_date_at,
    min(d.dated_at) FILTER (d.origin IN ('text', 'page_text') AND d.set_aside IS NULL) AS text_date_at,
    list({'origin': d.origin, 'raw': coalesce(d.raw, CAST(d.dated_at AS VARCHAR)), 'reason': d.set_aside})
        FILTER (d.set_aside IS NOT NULL) AS set_aside
FROM core_articles AS a
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
LEFT JOIN core_datings AS d ON d.article_id = v.article_id AND d.version_no = v.version_no
GROUP BY ALL;
COMMENT ON VIEW out_article_dates IS 'One row per article with every date known of it, each by its origin, and the dates that were set aside.';
COMMENT ON COLUMN out_article_dates.feed_date_at IS 'Date the feed gave.';
COMMENT ON COLUMN out_article_dates.page_date_at IS 'Date the page gave.';
COMMENT ON COLUMN out_article_dates.front_matter_date_at IS 'Date the head of an ingested document gave.';
COMMENT ON COLUMN out_article_dates.text_date_at IS 'Date that stood in the text.';
COMMENT ON COLUMN out_article_dates.set_aside IS 'Dates that were not believed: origin, the date as it stood, and why (future, too_old, unreadable).';

CREATE VIEW out_article_status AS
SELECT a.article_id, a.outlet, v.title, a.url, a.status, a.status_at, a.first_seen_at, a.last_seen_at, a.version_no,
    a.checks_done, a.next_check_at
FROM core_articles AS a JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no;
COMMENT ON VIEW out_article_status IS 'One row per article: whether its page still stands, is gone or went behind a paywall, and since when.';
COMMENT ON COLUMN out_article_status.url IS 'Canonical address of the article.';
COMMENT ON COLUMN out_article_status.status IS 'available, gone (404, 410) or paywalled, as last seen.';
