CREATE VIEW out_mentions AS
SELECT m.article_id, m.entity, m.entity_type, m.kind, m.quote, m.entity_id, a.outlet, v.title, v.language,
    coalesce(v.published_at, a.first_seen_at) AS reported_at, v.published_at, a.first_seen_at, a.country, r.relevant,
    a.is_reference, m.paragraph_kind, m.paragraph_no, m."start", m."stop", m.role, m.parent_id, m.rule, v.text_sha256
FROM core_mentions AS m
JOIN core_readings AS r ON r.reading_id = m.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = m.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW out_mentions IS 'One row per mention of an entity in the current reading of an article, with the article it stands in.';
COMMENT ON COLUMN out_mentions.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN out_mentions.kind IS 'name, descriptor (a phrase standing for it) or nested (inside another name).';
COMMENT ON COLUMN out_mentions.role IS 'Role of a person as the text states it.';
COMMENT ON COLUMN out_mentions.rule IS 'What decided, in words.';
COMMENT ON COLUMN out_mentions.parent_id IS 'Entity whose name contains a nested one.';

CREATE VIEW out_market_mentions AS
SELECT m.article_id, m.market, n.name_en AS market_name, m.role, m.quote, m.cue, m.form, a.outlet, v.title,
    v.language, coalesce(v.published_at, a.first_seen_at) AS reported_at, v.published_at, a.first_seen_at, r.relevant,
    a.is_reference, m.paragraph_kind, m.paragraph_no, m."start", m."stop"
FROM core_market_mentions AS m
JOIN core_readings AS r ON r.reading_id = m.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = m.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
LEFT JOIN core_market_names AS n ON n.market = m.market;
COMMENT ON VIEW out_market_mentions IS 'One row per mention of a market with the role it plays there, in the current reading of an article.';
COMMENT ON COLUMN out_market_mentions.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN out_market_mentions.market_name IS 'English name of the market.';
COMMENT ON COLUMN out_market_mentions.role IS 'Role the place plays here: campaign_market and campaign_market_channel are markets of the campaign; host_current, brand_home, venue ... are none.';
COMMENT ON COLUMN out_market_mentions.cue IS 'What decided the role.';

CREATE VIEW out_coverage_by_brand_week AS
WITH zone AS (
    SELECT coalesce(max_by(report_timezone, version), 'UTC') AS name FROM core_publications
), per_article AS (
    SELECT m.entity_id, any_value(m.entity) AS entity, r.article_id, r.version_no,
        count(*) FILTER (m.kind = 'name') AS n_names,
        count(*) FILTER (m.kind = 'descriptor') AS n_descriptors,
        count(*) FILTER (m.kind = 'nested') AS n_nested
    FROM core_mentions AS m
    JOIN core_readings AS r ON r.reading_id = m.reading_id AND r.superseded_at IS NULL
    WHERE m.entity_type = 'brand'
    GROUP BY m.entity_id, r.article_id, r.version_no
)
SELECT CAST(date_trunc('week', coalesce(v.published_at, a.first_seen_at) AT TIME ZONE zone.name) AS DATE) AS week,
    p.entity_id AS brand_id, any_value(p.entity) AS brand,
    count(*) AS n_articles,
    count(DISTINCT v.text_sha256) AS n_texts,
    count(DISTINCT a.outlet) AS n_outlets,
    count(*) FILTER (p.n_names > 0) AS n_articles_naming,
    CAST(sum(p.n_names) AS BIGINT) AS n_names,
    CAST(sum(p.n_descriptors) AS BIGINT) AS n_descriptors,
    CAST(sum(p.n_nested) AS BIGINT) AS n_nested
FROM per_article AS p
JOIN core_articles AS a ON a.article_id = p.article_id
JOIN core_versions AS v ON v.article_id = p.article_id AND v.version_no = p.version_no
CROSS JOIN zone
WHERE NOT a.is_reference
GROUP BY week, p.entity_id
ORDER BY week, n_articles DESC, brand_id;
COMMENT ON VIEW out_coverage_by_brand_week IS 'Coverage per brand and week (Monday, report time zone; by publication, else first seen), reference documents aside.';
COMMENT ON COLUMN out_coverage_by_brand_week.week IS 'Monday of the week in the report time zone.';
COMMENT ON COLUMN out_coverage_by_brand_week.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_coverage_by_brand_week.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_articles IS 'Articles that mention the brand in any way.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_texts IS 'Distinct texts among them: agency copy printed twice counts once.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_outlets IS 'Outlets that printed them.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_articles_naming IS 'Articles that name the brand outright.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_names IS 'Mentions by name.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_descriptors IS 'Mentions by a phrase that stands for the brand.';
COMMENT ON COLUMN out_coverage_by_brand_week.n_nested IS 'Mentions inside another name.';

CREATE VIEW out_market_mentions_by_brand AS
WITH brands AS (
    SELECT DISTINCT m.reading_id, m.entity_id, m.entity
    FROM core_mentions AS m WHERE m.entity_type = 'brand' AND m.kind <> 'nested'
), places AS (
    SELECT reading_id, article_id, market, role, count(*) AS n_mentions
    FROM core_market_mentions GROUP BY ALL
)
SELECT b.entity_id AS brand_id, any_value(b.entity) AS brand, p.market, any_value(n.name_en) AS market_name, p.role,
    count(*) AS n_articles, CAST(sum(p.n_mentions) AS BIGINT) AS n_mentions,
    min(coalesce(v.published_at, a.first_seen_at)) AS first_at,
    max(coalesce(v.published_at, a.first_seen_at)) AS last_at
FROM brands AS b
JOIN places AS p USING (reading_id)
JOIN core_readings AS r ON r.reading_id = p.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = r.article_id AND NOT a.is_reference
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
LEFT JOIN core_market_names AS n ON n.market = p.market
GROUP BY b.entity_id, p.market, p.role
ORDER BY brand_id, n_articles DESC, market, role;
COMMENT ON VIEW out_market_mentions_by_brand IS 'Which markets, in which role, articles about a brand mention; reference documents aside.';
COMMENT ON COLUMN out_market_mentions_by_brand.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_market_mentions_by_brand.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_market_mentions_by_brand.market_name IS 'English name of the market.';
COMMENT ON COLUMN out_market_mentions_by_brand.role IS 'Role the place plays here: campaign_market and campaign_market_channel are markets of the campaign; host_current, brand_home, venue ... are none.';
COMMENT ON COLUMN out_market_mentions_by_brand.n_articles IS 'Articles that mention both the brand and the market in this role.';
COMMENT ON COLUMN out_market_mentions_by_brand.n_mentions IS 'Mentions of the market in this role in those articles.';
COMMENT ON COLUMN out_market_mentions_by_brand.first_at IS 'Earliest such article.';
COMMENT ON COLUMN out_market_mentions_by_brand.last_at IS 'Latest such article.';
