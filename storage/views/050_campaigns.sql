CREATE VIEW out_facts AS
SELECT f.article_id, a.outlet, a.country, v.title, v.language, v.published_at, a.first_seen_at, a.is_reference,
    r.relevant, f.campaign, f.field, f.value, f.status, f.evidence, f."start", f."stop", f.paragraph_no, f.confidence,
    f.attributed_to, f.rule, f.date_precision, f.date_origin, a.url
FROM core_facts AS f
JOIN core_readings AS r ON r.reading_id = f.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = f.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW out_facts IS 'One row per fact in the current reading of an article, with the words that prove it.';
COMMENT ON COLUMN out_facts.status IS 'stated, not_stated or unresolved.';
COMMENT ON COLUMN out_facts.rule IS 'What decided, in words.';
COMMENT ON COLUMN out_facts.url IS 'Canonical address of the article.';

CREATE VIEW out_campaigns AS
WITH stated AS (
    SELECT f.*, coalesce(e.entity, f.value) AS shown
    FROM out_facts AS f
    LEFT JOIN core_entities AS e ON e.entity_id = f.value AND f.field IN ('brand', 'agency', 'rights_holder', 'co_sponsors')
    WHERE f.status = 'stated'
), per_campaign AS (
    SELECT article_id, campaign,
        list_sort(list(DISTINCT shown) FILTER (field = 'brand')) AS brands,
        list_sort(list(DISTINCT value) FILTER (field = 'claim')) AS claims,
        list_sort(list(DISTINCT shown) FILTER (field = 'agency')) AS agencies,
        min(value) FILTER (field = 'start_date') AS start_date,
        max(value) FILTER (field = 'end_date') AS end_date,
        list_sort(list(DISTINCT value) FILTER (field = 'markets')) AS markets,
        list_sort(list(DISTINCT value) FILTER (field = 'channels')) AS channels,
        list_sort(list(DISTINCT value) FILTER (field = 'spokespersons')) AS spokespersons,
        list_sort(list(DISTINCT value) FILTER (field = 'sponsor_status')) AS sponsor_status,
        list_sort(list(DISTINCT value) FILTER (field = 'contract_years')) AS contract_years,
        list_sort(list(DISTINCT value) FILTER (field = 'contract_until')) AS contract_until,
        list_sort(list(DISTINCT value) FILTER (field = 'budget')) AS budgets,
        count(*) AS n_facts, min(confidence) AS least_confidence
    FROM stated GROUP BY article_id, campaign
)
SELECT p.article_id, p.campaign, a.outlet, v.title, v.language, coalesce(v.published_at, a.first_seen_at) AS reported_at,
    p.* EXCLUDE (article_id, campaign), a.is_reference, a.url
FROM per_campaign AS p
JOIN core_articles AS a USING (article_id)
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no;
COMMENT ON VIEW out_campaigns IS 'The campaign dossier: one row per campaign that an article reports, with all it states; the evidence stands in out_facts under the same article_id and campaign.';
COMMENT ON COLUMN out_campaigns.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN out_campaigns.brands IS 'Brands of the campaign.';
COMMENT ON COLUMN out_campaigns.claims IS 'Claims, slogans and hashtags.';
COMMENT ON COLUMN out_campaigns.agencies IS 'Agencies.';
COMMENT ON COLUMN out_campaigns.start_date IS 'Earliest start stated, ISO 8601, partial when the text is.';
COMMENT ON COLUMN out_campaigns.end_date IS 'Latest end stated, ISO 8601, partial when the text is.';
COMMENT ON COLUMN out_campaigns.markets IS 'Markets the campaign runs in, ISO 3166-1 alpha-2 or UN M49.';
COMMENT ON COLUMN out_campaigns.channels IS 'Channels, as JSON: market (or * for all) with its channels.';
COMMENT ON COLUMN out_campaigns.spokespersons IS 'Who speaks for the campaign, as JSON with name and role.';
COMMENT ON COLUMN out_campaigns.sponsor_status IS 'worldwide_partner, domestic_partner, former, not_official or official_unspecified, as the text words it.';
COMMENT ON COLUMN out_campaigns.contract_years IS 'Length of the contract in years; more than one when the article contradicts itself.';
COMMENT ON COLUMN out_campaigns.contract_until IS 'End of the contract.';
COMMENT ON COLUMN out_campaigns.budgets IS 'Budgets stated.';
COMMENT ON COLUMN out_campaigns.n_facts IS 'Facts stated.';
COMMENT ON COLUMN out_campaigns.least_confidence IS 'Confidence of the least certain one.';
COMMENT ON COLUMN out_campaigns.url IS 'Canonical address of the article.';

CREATE VIEW out_market_channels AS
WITH parts AS (
    SELECT article_id, campaign, evidence,
        unnest(map_entries(TRY_CAST(TRY_CAST(value AS JSON) AS MAP(VARCHAR, VARCHAR[])))) AS entry
    FROM out_facts WHERE field = 'channels' AND status = 'stated'
), told AS (
    SELECT article_id, campaign, entry.key AS place, evidence, unnest(entry.value) AS channel FROM parts
), markets AS (
    SELECT DISTINCT article_id, campaign, value AS market FROM out_facts WHERE field = 'markets' AND status = 'stated'
), placed AS (
    SELECT t.article_id, t.campaign, t.place AS market, t.channel, t.evidence FROM told AS t WHERE t.place <> '*'
    UNION
    SELECT t.article_id, t.campaign, coalesce(m.market, '*'), t.channel, t.evidence
    FROM told AS t LEFT JOIN markets AS m USING (article_id, campaign) WHERE t.place = '*'
), brands AS (
    SELECT DISTINCT f.article_id, f.campaign, f.value AS brand_id, coalesce(e.entity, f.value) AS brand
    FROM out_facts AS f LEFT JOIN core_entities AS e ON e.entity_id = f.value
    WHERE f.field = 'brand' AND f.status = 'stated'
)
SELECT b.brand_id, b.brand, p.market, n.name_en AS market_name, p.channel, p.article_id, p.campaign, a.outlet,
    v.title, coalesce(v.published_at, a.first_seen_at) AS reported_at, p.evidence, a.is_reference
FROM placed AS p
LEFT JOIN brands AS b USING (article_id, campaign)
LEFT JOIN core_market_names AS n ON n.market = p.market
JOIN core_articles AS a ON a.article_id = p.article_id
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no;
COMMENT ON VIEW out_market_channels IS 'One row per brand, market and channel that an article reports for a campaign; * is a channel without a market.';
COMMENT ON COLUMN out_market_channels.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_market_channels.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_market_channels.market_name IS 'English name of the market.';
COMMENT ON COLUMN out_market_channels.channel IS 'tv, cinema, print, radio, out_of_home, online, social, event or retail.';
COMMENT ON COLUMN out_market_channels.reported_at IS 'When it was reported: publication, else first seen.';

CREATE VIEW out_market_channel_matrix AS
SELECT brand_id, any_value(brand) AS brand, market, any_value(market_name) AS market_name,
    count(DISTINCT article_id) FILTER (channel = 'tv') AS tv,
    count(DISTINCT article_id) FILTER (channel = 'cinema') AS cinema,
    count(DISTINCT article_id) FILTER (channel = 'print') AS print,
    count(DISTINCT article_id) FILTER (channel = 'radio') AS radio,
    count(DISTINCT article_id) FILTER (channel = 'out_of_home') AS out_of_home,
    count(DISTINCT article_id) FILTER (channel = 'online') AS online,
    count(DISTINCT article_id) FILTER (channel = 'social') AS social,
    count(DISTINCT article_id) FILTER (channel = 'event') AS event,
    count(DISTINCT article_id) FILTER (channel = 'retail') AS retail,
    count(DISTINCT article_id) AS n_articles
FROM out_market_channels GROUP BY brand_id, market ORDER BY brand_id, n_articles DESC, market;
COMMENT ON VIEW out_market_channel_matrix IS 'Brand and market against channel: how many articles report the campaign there.';
COMMENT ON COLUMN out_market_channel_matrix.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_market_channel_matrix.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_market_channel_matrix.market_name IS 'English name of the market.';
COMMENT ON COLUMN out_market_channel_matrix.tv IS 'Articles that report it on television.';
COMMENT ON COLUMN out_market_channel_matrix.cinema IS 'Articles that report it in cinemas.';
COMMENT ON COLUMN out_market_channel_matrix.print IS 'Articles that report it in print.';
COMMENT ON COLUMN out_market_channel_matrix.radio IS 'Articles that report it on the radio.';
COMMENT ON COLUMN out_market_channel_matrix.out_of_home IS 'Articles that report it on posters and other outdoor media.';
COMMENT ON COLUMN out_market_channel_matrix.online IS 'Articles that report it online.';
COMMENT ON COLUMN out_market_channel_matrix.social IS 'Articles that report it in social media.';
COMMENT ON COLUMN out_market_channel_matrix.event IS 'Articles that report it as an event.';
COMMENT ON COLUMN out_market_channel_matrix.retail IS 'Articles that report it in shops.';
COMMENT ON COLUMN out_market_channel_matrix.n_articles IS 'Articles that report any channel there.';

CREATE VIEW out_first_reports AS
WITH told AS (
    SELECT b.value AS brand_id, coalesce(e.entity, b.value) AS brand, c.value AS claim, a.outlet, b.article_id,
        coalesce(v.published_at, a.first_seen_at) AS reported_at
    FROM out_facts AS b
    JOIN out_facts AS c ON c.article_id = b.article_id AND c.campaign = b.campaign
        AND c.field = 'claim' AND c.status = 'stated'
    LEFT JOIN core_entities AS e ON e.entity_id = b.value
    JOIN core_articles AS a ON a.article_id = b.article_id AND NOT a.is_reference
    JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
    WHERE b.field = 'brand' AND b.status = 'stated'
), per_outlet AS (
    SELECT brand_id, any_value(brand) AS brand, lower(claim) AS key, min_by(claim, reported_at) AS claim, outlet,
        min(reported_at) AS reported_at, min_by(article_id, reported_at) AS article_id
    FROM told GROUP BY brand_id, lower(claim), outlet
)
SELECT brand_id, brand, first_value(claim) OVER story AS claim, outlet, reported_at,
    round(date_diff('minute', first_value(reported_at) OVER story, reported_at) / 60.0, 1) AS hours_after_first,
    row_number() OVER story AS place, article_id
FROM per_outlet
WINDOW story AS (PARTITION BY brand_id, key ORDER BY reported_at, outlet)
ORDER BY brand_id, claim, place;
COMMENT ON VIEW out_first_reports IS 'Time to first report: for each claim of a brand, when each outlet first reported it and how long after the first one.';
COMMENT ON COLUMN out_first_reports.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_first_reports.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_first_reports.claim IS 'Claim of the campaign, as first written.';
COMMENT ON COLUMN out_first_reports.reported_at IS 'First report of this outlet: publication, else first seen.';
COMMENT ON COLUMN out_first_reports.hours_after_first IS 'Hours after the first report of any outlet.';
COMMENT ON COLUMN out_first_reports.place IS '1 for the first outlet, 2 for the next ...';

CREATE VIEW out_quotes AS
SELECT q.article_id, a.outlet, a.country, v.title, v.language, v.published_at, a.is_reference, r.relevant, q.kind,
    q.speaker, q.speaker_id, q.role, q.quote, q."start", q."stop", q.paragraph_no, q.cue, a.url
FROM core_quotes AS q
JOIN core_readings AS r ON r.reading_id = q.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = q.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW out_quotes IS 'One row per piece of speech in the current reading of an article: who says what, where.';
COMMENT ON COLUMN out_quotes.kind IS 'direct, reported or not_speech (a title, claim or nickname).';
COMMENT ON COLUMN out_quotes.role IS 'Role of the speaker as the text states it.';
COMMENT ON COLUMN out_quotes.cue IS 'What decided.';
COMMENT ON COLUMN out_quotes.url IS 'Canonical address of the article.';

CREATE VIEW out_speakers AS
SELECT speaker, any_value(speaker_id) AS speaker_id, list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles,
    count(*) FILTER (kind = 'direct') AS n_direct, count(*) FILTER (kind = 'reported') AS n_reported,
    count(DISTINCT article_id) AS n_articles, count(DISTINCT outlet) AS n_outlets,
    CAST(sum(length(quote)) AS BIGINT) AS n_characters
FROM out_quotes WHERE kind <> 'not_speech' AND speaker IS NOT NULL AND NOT is_reference
GROUP BY speaker ORDER BY n_articles DESC, speaker;
COMMENT ON VIEW out_speakers IS 'Who speaks: one row per speaker with roles and how much room they get; reference documents aside.';
COMMENT ON COLUMN out_speakers.roles IS 'Roles in which the speaker is introduced.';
COMMENT ON COLUMN out_speakers.n_direct IS 'Direct quotations.';
COMMENT ON COLUMN out_speakers.n_reported IS 'Pieces of reported speech.';
COMMENT ON COLUMN out_speakers.n_articles IS 'Articles that let the speaker speak.';
COMMENT ON COLUMN out_speakers.n_outlets IS 'Outlets that printed them.';
COMMENT ON COLUMN out_speakers.n_characters IS 'Characters of speech in all.';
