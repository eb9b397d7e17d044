CREATE MACRO share_of_voice(since := NULL, until := NULL, market := NULL, lang := NULL, role := NULL) AS TABLE
WITH counted AS (
    SELECT reading_id, entity_id, any_value(entity) AS entity,
        count(*) FILTER (kind = 'name') AS n_names,
        count(*) FILTER (kind = 'descriptor') AS n_descriptors,
        count(*) FILTER (kind = 'nested') AS n_nested
    FROM core_mentions WHERE entity_type = 'brand' GROUP BY reading_id, entity_id
), chosen AS (
    SELECT r.reading_id, r.article_id, v.text_sha256
    FROM core_readings AS r
    JOIN core_articles AS a ON a.article_id = r.article_id AND NOT a.is_reference
    JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
    WHERE r.superseded_at IS NULL
        AND (since IS NULL OR coalesce(v.published_at, a.first_seen_at) >= CAST(since AS TIMESTAMPTZ))
        AND (until IS NULL OR coalesce(v.published_at, a.first_seen_at) < CAST(until AS TIMESTAMPTZ))
        AND (lang IS NULL OR v.language = lang)
        AND (market IS NULL OR r.reading_id IN (
            SELECT m.reading_id FROM core_market_mentions AS m
            WHERE (role IS NULL OR m.role = role) AND (m.market = upper(market) OR m.market IN (
                SELECT n.market FROM core_market_names AS n
                WHERE lower(n.name_en) = lower(market) OR lower(n.name_de) = lower(market)
            ))
        ))
), brands AS (
    SELECT c.entity_id AS brand_id, any_value(c.entity) AS brand, count(*) AS n_articles,
        count(DISTINCT ch.text_sha256) AS n_texts,
        count(*) FILTER (c.n_names > 0) AS n_articles_naming,
        CAST(sum(c.n_names) AS BIGINT) AS n_names, CAST(sum(c.n_descriptors) AS BIGINT) AS n_descriptors,
        CAST(sum(c.n_nested) AS BIGINT) AS n_nested
    FROM counted AS c JOIN chosen AS ch USING (reading_id) GROUP BY c.entity_id
)
SELECT brand_id, brand, n_articles, round(n_articles / sum(n_articles) OVER (), 4) AS share_articles,
    n_texts, round(n_texts / sum(n_texts) OVER (), 4) AS share_texts, n_articles_naming, n_names,
    round(n_names / nullif(sum(n_names) OVER (), 0), 4) AS share_names, n_descriptors, n_nested
FROM brands ORDER BY n_articles DESC, n_names DESC, brand_id;
COMMENT ON MACRO TABLE share_of_voice IS 'share_of_voice(since := NULL, until := NULL, market := NULL, lang := NULL, role := NULL): each brand''s share of articles, distinct texts and names, the most heard first. Reported from since on and before until; market (code or name) keeps articles that mention it, role only those that mention it in that role, such as campaign_market; lang those in a language.';

CREATE VIEW out_share_of_voice AS
WITH zone AS (
    SELECT coalesce(max_by(report_timezone, version), 'UTC') AS name FROM core_publications
), counted AS (
    SELECT reading_id, entity_id, any_value(entity) AS entity, count(*) FILTER (kind = 'name') AS n_names,
        count(*) FILTER (kind = 'descriptor') AS n_descriptors, count(*) FILTER (kind = 'nested') AS n_nested
    FROM core_mentions WHERE entity_type = 'brand' GROUP BY reading_id, entity_id
), grouped AS (
    SELECT CAST(date_trunc('week', coalesce(v.published_at, a.first_seen_at) AT TIME ZONE zone.name) AS DATE) AS week,
        v.language, c.entity_id AS brand_id, any_value(c.entity) AS brand, count(*) AS n_articles,
        count(DISTINCT v.text_sha256) AS n_texts, CAST(sum(c.n_names) AS BIGINT) AS n_names,
        CAST(sum(c.n_descriptors) AS BIGINT) AS n_descriptors, CAST(sum(c.n_nested) AS BIGINT) AS n_nested
    FROM counted AS c
    JOIN core_readings AS r ON r.reading_id = c.reading_id AND r.superseded_at IS NULL
    JOIN core_articles AS a ON a.article_id = r.article_id AND NOT a.is_reference
    JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
    CROSS JOIN zone
    GROUP BY week, v.language, c.entity_id
)
SELECT week, language, brand_id, brand, n_articles,
    round(n_articles / sum(n_articles) OVER (PARTITION BY week, language), 4) AS share_articles,
    n_texts, round(n_texts / sum(n_texts) OVER (PARTITION BY week, language), 4) AS share_texts,
    n_names, n_descriptors, n_nested
FROM grouped ORDER BY week, language, n_articles DESC, brand_id;
COMMENT ON VIEW out_share_of_voice IS 'Share of voice per week (report time zone), language and brand; for a market or another period use share_of_voice(...).';
COMMENT ON COLUMN out_share_of_voice.week IS 'Monday of the week in the report time zone.';
COMMENT ON COLUMN out_share_of_voice.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_share_of_voice.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_share_of_voice.n_articles IS 'Articles that mention the brand in any way.';
COMMENT ON COLUMN out_share_of_voice.n_texts IS 'Distinct texts among them: agency copy printed twice counts once.';
COMMENT ON COLUMN out_share_of_voice.n_names IS 'Mentions by name.';
COMMENT ON COLUMN out_share_of_voice.n_descriptors IS 'Mentions by a phrase that stands for the brand.';
COMMENT ON COLUMN out_share_of_voice.n_nested IS 'Mentions inside another name.';
COMMENT ON COLUMN out_share_of_voice.share_articles IS 'Share of the brand in all articles-with-a-brand of that week and language.';
COMMENT ON COLUMN out_share_of_voice.share_texts IS 'The same over distinct texts.';

CREATE VIEW out_share_of_voice_by_market AS
WITH zone AS (
    SELECT coalesce(max_by(report_timezone, version), 'UTC') AS name FROM core_publications
), counted AS (
    SELECT reading_id, entity_id, any_value(entity) AS entity, count(*) FILTER (kind = 'name') AS n_names
    FROM core_mentions WHERE entity_type = 'brand' GROUP BY reading_id, entity_id
), placed AS (
    SELECT DISTINCT reading_id, market, role FROM core_market_mentions
), grouped AS (
    SELECT CAST(date_trunc('week', coalesce(v.published_at, a.first_seen_at) AT TIME ZONE zone.name) AS DATE) AS week,
        p.market, p.role, c.entity_id AS brand_id, any_value(c.entity) AS brand, count(*) AS n_articles,
        count(DISTINCT v.text_sha256) AS n_texts, CAST(sum(c.n_names) AS BIGINT) AS n_names
    FROM counted AS c
    JOIN placed AS p USING (reading_id)
    JOIN core_readings AS r ON r.reading_id = c.reading_id AND r.superseded_at IS NULL
    JOIN core_articles AS a ON a.article_id = r.article_id AND NOT a.is_reference
    JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
    CROSS JOIN zone
    GROUP BY week, p.market, p.role, c.entity_id
)
SELECT g.week, g.market, n.name_en AS market_name, g.role, g.brand_id, g.brand, g.n_articles,
    round(g.n_articles / sum(g.n_articles) OVER (PARTITION BY g.week, g.market, g.role), 4) AS share_articles,
    g.n_texts, g.n_names
FROM grouped AS g LEFT JOIN core_market_names AS n ON n.market = g.market
ORDER BY g.week, g.market, g.role, g.n_articles DESC, g.brand_id;
COMMENT ON VIEW out_share_of_voice_by_market IS 'Share of voice per week (report time zone), market in a role, and brand: among the articles that mention the market in that role.';
COMMENT ON COLUMN out_share_of_voice_by_market.week IS 'Monday of the week in the report time zone.';
COMMENT ON COLUMN out_share_of_voice_by_market.role IS 'Role the market plays in these articles; campaign_market is what a campaign aims at.';
COMMENT ON COLUMN out_share_of_voice_by_market.market_name IS 'English name of the market.';
COMMENT ON COLUMN out_share_of_voice_by_market.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_share_of_voice_by_market.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_share_of_voice_by_market.n_articles IS 'Articles that mention the brand in any way and the market in this role.';
COMMENT ON COLUMN out_share_of_voice_by_market.share_articles IS 'Share of the brand in all mentions-of-a-brand-in-an-article of that week, market and role.';
COMMENT ON COLUMN out_share_of_voice_by_market.n_texts IS 'Distinct texts among them: agency copy printed twice counts once.';
COMMENT ON COLUMN out_share_of_voice_by_market.n_names IS 'Mentions of the brand by name.';

CREATE VIEW out_co_mentions AS
WITH present AS (
    SELECT m.reading_id, m.entity_id, any_value(m.entity) AS entity,
        list(DISTINCT m.paragraph_no) AS paragraphs
    FROM core_mentions AS m
    JOIN core_readings AS r ON r.reading_id = m.reading_id AND r.superseded_at IS NULL
    JOIN core_articles AS a ON a.article_id = r.article_id AND NOT a.is_reference
    WHERE m.entity_type = 'brand' AND m.kind <> 'nested'
    GROUP BY m.reading_id, m.entity_id
)
SELECT one.entity_id AS brand_id, any_value(one.entity) AS brand, other.entity_id AS other_brand_id,
    any_value(other.entity) AS other_brand, count(*) AS n_articles,
    count(*) FILTER (list_has_any(one.paragraphs, other.paragraphs)) AS n_articles_same_paragraph
FROM present AS one JOIN present AS other ON other.reading_id = one.reading_id AND other.entity_id > one.entity_id
GROUP BY one.entity_id, other.entity_id ORDER BY n_articles DESC, brand_id, other_brand_id;
COMMENT ON VIEW out_co_mentions IS 'Which brands are mentioned together, each pair once; reference documents and nested names aside.';
COMMENT ON COLUMN out_co_mentions.brand_id IS 'Key of one brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_co_mentions.brand IS 'Name of one brand.';
COMMENT ON COLUMN out_co_mentions.other_brand_id IS 'Key of the other brand.';
COMMENT ON COLUMN out_co_mentions.other_brand IS 'Name of the other brand.';
COMMENT ON COLUMN out_co_mentions.n_articles IS 'Articles that mention both.';
COMMENT ON COLUMN out_co_mentions.n_articles_same_paragraph IS 'Articles that mention both in one paragraph.';

CREATE VIEW out_games_clock AS
WITH today AS (
    SELECT coalesce(max_by(report_day, version), current_date) AS report_day FROM core_publications
)
SELECT g.games_id, g.games, g.season, g.city, g.market, g.opens_on, g.closes_on, today.report_day,
    date_diff('day', today.report_day, g.opens_on) AS days_to_opening,
    CASE WHEN today.report_day < g.opens_on THEN 'before' WHEN today.report_day <= g.closes_on THEN 'during'
        ELSE 'after' END AS phase,
    g.opens_on = min(g.opens_on) FILTER (g.closes_on >= today.report_day) OVER () AS is_next
FROM core_games AS g CROSS JOIN today ORDER BY g.opens_on;
COMMENT ON VIEW out_games_clock IS 'One row per edition of the Games: days from the report day to its opening; is_next marks the one that runs or comes next.';
COMMENT ON COLUMN out_games_clock.market IS 'ISO 3166-1 alpha-2 code of the host country.';
COMMENT ON COLUMN out_games_clock.days_to_opening IS 'Days from the report day to the opening; negative once it has passed.';
COMMENT ON COLUMN out_games_clock.phase IS 'before, during or after these Games.';
COMMENT ON COLUMN out_games_clock.is_next IS 'True for the edition that runs or comes next.';

CREATE VIEW out_article_games_clock AS
WITH dated AS (
    SELECT a.article_id, a.outlet, v.title, a.is_reference,
        CAST(coalesce(v.published_at, a.first_seen_at) AT TIME ZONE 'UTC' AS DATE) AS reported_on
    FROM core_articles AS a JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
), main_games AS (
    SELECT * FROM core_games WHERE NOT ends_with(games_id, 'P') AND NOT contains(games_id, 'Y')
)
SELECT d.article_id, d.outlet, d.title, d.reported_on, g.games_id, g.games,
    date_diff('day', d.reported_on, g.opens_on) AS days_to_opening,
    CASE WHEN d.reported_on < g.opens_on THEN 'before' ELSE 'during' END AS phase, d.is_reference
FROM dated AS d ASOF LEFT JOIN main_games AS g ON d.reported_on <= g.closes_on;
COMMENT ON VIEW out_article_games_clock IS 'One row per article: how many days before the opening of the next Games (or during them) it was reported.';
COMMENT ON COLUMN out_article_games_clock.reported_on IS 'Day of the report (UTC): publication, else first seen.';
COMMENT ON COLUMN out_article_games_clock.days_to_opening IS 'Days to the opening; zero and less while the Games run.';
COMMENT ON COLUMN out_article_games_clock.phase IS 'before or during these Games.';

CREATE VIEW out_rights_check AS
WITH said AS (
    SELECT s.article_id, s.campaign, s.value AS claimed, s.evidence, b.brand_id, b.brand, s.outlet, s.title,
        s.is_reference, CAST(s.reported_at AT TIME ZONE 'UTC' AS DATE) AS reported_on
    FROM core_current_facts AS s JOIN core_campaign_brands AS b USING (reading_id, campaign)
    WHERE s.field = 'sponsor_status' AND s.status = 'stated'
), held AS (
    SELECT s.article_id, s.campaign, s.brand_id, s.claimed,
        list_sort(list(DISTINCT r.programme) FILTER (
            (r.valid_from IS NULL OR r.valid_from <= s.reported_on)
            AND (r.valid_until IS NULL OR r.valid_until >= s.reported_on)
        )) AS programmes,
        count(r.programme) FILTER (r.valid_until < s.reported_on) AS n_ended,
        count(r.programme) FILTER (r.valid_from > s.reported_on) AS n_coming,
        count(r.programme) AS n_known
    FROM said AS s LEFT JOIN core_rights AS r ON r.entity_id = s.brand_id
    GROUP BY ALL
)
SELECT s.article_id, s.campaign, s.outlet, s.title, s.reported_on, s.brand_id, s.brand, s.claimed,
    coalesce(h.programmes, []) AS held,
    CASE
        WHEN h.n_known = 0 AND s.claimed = 'not_official' THEN 'fits'
        WHEN h.n_known = 0 THEN 'no_right_known'
        WHEN s.claimed = 'worldwide_partner' AND list_contains(h.programmes, 'worldwide') THEN 'fits'
        WHEN s.claimed = 'domestic_partner' AND list_has_any(h.programmes, ['domestic', 'team']) THEN 'fits'
        WHEN s.claimed = 'official_unspecified' AND len(h.programmes) > 0 THEN 'fits'
        WHEN s.claimed = 'former' AND h.n_ended > 0 AND coalesce(len(h.programmes), 0) = 0 THEN 'fits'
        WHEN s.claimed = 'not_official' AND coalesce(len(h.programmes), 0) = 0 THEN 'fits'
        WHEN s.claimed IN ('former', 'not_official') THEN 'holds_a_right'
        WHEN len(h.programmes) > 0 THEN 'other_programme'
        WHEN h.n_ended > 0 THEN 'right_had_ended'
        WHEN h.n_coming > 0 THEN 'right_not_begun'
        ELSE 'no_right_known'
    END AS verdict,
    s.evidence, s.is_reference
FROM said AS s JOIN held AS h
    ON h.article_id = s.article_id AND h.campaign = s.campaign AND h.brand_id = s.brand_id AND h.claimed = s.claimed
ORDER BY s.reported_on DESC, s.article_id;
COMMENT ON VIEW out_rights_check IS 'Rights check: does the wording of a sponsor''s status match the rights it held on the day of the report?';
COMMENT ON COLUMN out_rights_check.reported_on IS 'Day of the report (UTC): publication, else first seen.';
COMMENT ON COLUMN out_rights_check.brand_id IS 'Key of the brand; joins core_rights.entity_id.';
COMMENT ON COLUMN out_rights_check.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_rights_check.claimed IS 'Status the text gives it: worldwide_partner, domestic_partner, former, not_official, official_unspecified.';
COMMENT ON COLUMN out_rights_check.held IS 'Programmes it held rights in on that day, as far as the knowledge base has them.';
COMMENT ON COLUMN out_rights_check.verdict IS 'fits, other_programme, right_had_ended, right_not_begun, holds_a_right (though called former or not official) or no_right_known.';

CREATE VIEW out_tone_by_brand AS
SELECT t.entity_id AS brand_id, coalesce(any_value(e.entity), t.entity_id) AS brand,
    count(*) FILTER (t.tone = 'positive') AS n_positive, count(*) FILTER (t.tone = 'neutral') AS n_neutral,
    count(*) FILTER (t.tone = 'negative') AS n_negative, count(DISTINCT t.article_id) AS n_articles
FROM core_tones AS t
JOIN core_readings AS r ON r.reading_id = t.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = t.article_id AND NOT a.is_reference
LEFT JOIN core_entities AS e ON e.entity_id = t.entity_id
GROUP BY t.entity_id ORDER BY n_articles DESC, brand_id;
COMMENT ON VIEW out_tone_by_brand IS 'Sentences that praise, criticise or are neutral towards an entity; reference documents aside.';
COMMENT ON COLUMN out_tone_by_brand.brand_id IS 'Key of the entity; joins core_entities.entity_id.';
COMMENT ON COLUMN out_tone_by_brand.brand IS 'Name of the entity.';
COMMENT ON COLUMN out_tone_by_brand.n_positive IS 'Sentences that praise.';
COMMENT ON COLUMN out_tone_by_brand.n_neutral IS 'Sentences that do neither.';
COMMENT ON COLUMN out_tone_by_brand.n_negative IS 'Sentences that criticise.';
COMMENT ON COLUMN out_tone_by_brand.n_articles IS 'Articles that hold them.';

CREATE VIEW out_relevance AS
SELECT a.article_id, a.outlet, v.title, v.language, r.topic, r.relevance, r.relevant, r.nearest_reference,
    list({'kind': w.kind, 'detail': w.detail, 'weight': w.weight} ORDER BY w.weight DESC) FILTER (w.kind IS NOT NULL)
        AS reasons
FROM core_readings AS r
JOIN core_articles AS a ON a.article_id = r.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
LEFT JOIN core_relevance_reasons AS w ON w.reading_id = r.reading_id
WHERE r.superseded_at IS NULL
GROUP BY ALL;
COMMENT ON VIEW out_relevance IS 'One row per article: how relevant it is, and why.';
COMMENT ON COLUMN out_relevance.reasons IS 'The reasons with the share each adds.';

CREATE VIEW out_captures AS
SELECT c.captured_at, c.article_id, c.source_id, c.url, c.final_url, c.status, c.record_type, c.file, c.file_offset,
    c.record_bytes, c.removed_at, c.removed_reason
FROM core_captures AS c;
COMMENT ON VIEW out_captures IS 'Captured pages and the WARC file each stands in; the files stay in the captures folder.';
COMMENT ON COLUMN out_captures.source_id IS 'Key of the source; joins out_source_health.';
COMMENT ON COLUMN out_captures.url IS 'Address asked for.';
COMMENT ON COLUMN out_captures.status IS 'HTTP status code.';
