-- What the views on campaigns are made of: facts of the current readings, without anything that costs a join more.
CREATE VIEW core_current_facts AS
SELECT f.reading_id, f.article_id, f.campaign, f.field, f.value, f.status, f.evidence, a.outlet, v.title,
    coalesce(v.published_at, a.first_seen_at) AS reported_at, a.is_reference
FROM core_facts AS f
JOIN core_readings AS r ON r.reading_id = f.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = f.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW core_current_facts IS 'The facts of the current readings as they are stored; out_facts is the view for people.';
COMMENT ON COLUMN core_current_facts.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN core_current_facts.status IS 'stated, not_stated or unresolved.';

CREATE VIEW core_campaign_brands AS
SELECT f.reading_id, f.article_id, f.campaign, f.value AS brand_id, coalesce(e.entity, f.value) AS brand
FROM core_facts AS f
JOIN core_readings AS r ON r.reading_id = f.reading_id AND r.superseded_at IS NULL
LEFT JOIN core_entities AS e ON e.entity_id = f.value
WHERE f.field = 'brand' AND f.status = 'stated'
GROUP BY ALL;
COMMENT ON VIEW core_campaign_brands IS 'One row per brand of a campaign in the current reading of an article.';
COMMENT ON COLUMN core_campaign_brands.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN core_campaign_brands.brand IS 'Name of the brand.';

CREATE MACRO first_day(given) AS TRY_CAST(
    given || CASE length(given) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE
);
COMMENT ON MACRO first_day IS 'first_day(text): the first day that an ISO date of a year, month or day can mean.';

CREATE MACRO last_day_of(given) AS CASE length(given)
    WHEN 4 THEN TRY_CAST(given || '-12-31' AS DATE)
    WHEN 7 THEN last_day(TRY_CAST(given || '-01' AS DATE))
    ELSE TRY_CAST(given AS DATE)
END;
COMMENT ON MACRO last_day_of IS 'last_day_of(text): the last day that an ISO date of a year, month or day can mean.';

CREATE VIEW out_facts AS
WITH per_campaign AS (
    SELECT reading_id, campaign, list_sort(list(DISTINCT brand)) AS brands FROM core_campaign_brands GROUP BY ALL
)
SELECT f.article_id, f.campaign, b.brands, f.field, fact_value(f.value) AS value, f.status, f.evidence, a.outlet,
    v.title, v.language, coalesce(v.published_at, a.first_seen_at) AS reported_at, v.published_at, a.first_seen_at,
    a.country, r.relevant, a.is_reference, f.attributed_to, f.confidence, f.date_precision, f.date_origin, f.rule,
    f."start", f."stop", f.paragraph_no, a.url
FROM core_facts AS f
JOIN core_readings AS r ON r.reading_id = f.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = f.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no
LEFT JOIN per_campaign AS b ON b.reading_id = f.reading_id AND b.campaign = f.campaign;
COMMENT ON VIEW out_facts IS 'One row per fact in the current reading of an article, with the words that prove it. Ask WHERE field = ''agency'' AND status = ''stated''; the fields stand under Words with a meaning.';
COMMENT ON COLUMN out_facts.brands IS 'Names of the brands of this campaign: list_contains(brands, ''Visa'').';
COMMENT ON COLUMN out_facts.value IS 'The value as text: an entity_id for brand, ISO 8601 for dates (partial when the text is), a code for markets, JSON for channels, assets and spokespersons; NULL when not stated.';
COMMENT ON COLUMN out_facts.status IS 'stated, not_stated (the article says nothing about it) or unresolved (it says something that cannot be resolved).';
COMMENT ON COLUMN out_facts.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN out_facts.rule IS 'What decided, in words.';
COMMENT ON COLUMN out_facts.url IS 'Canonical address of the article.';

CREATE VIEW out_campaigns AS
WITH stated AS (
    SELECT f.*, coalesce(e.entity, f.value) AS shown
    FROM core_current_facts AS f
    LEFT JOIN core_entities AS e ON e.entity_id = f.value AND f.field IN ('brand', 'agency', 'rights_holder', 'co_sponsors')
    WHERE f.status = 'stated'
), confident AS (
    SELECT reading_id, campaign, min(confidence) AS least_confidence
    FROM core_facts WHERE status = 'stated' GROUP BY ALL
), per_campaign AS (
    SELECT reading_id, article_id, campaign,
        list_sort(list(DISTINCT shown) FILTER (field = 'brand')) AS brands,
        list_sort(list(DISTINCT value) FILTER (field = 'claim')) AS claims,
        list_sort(list(DISTINCT shown) FILTER (field = 'agency')) AS agencies,
        min(value) FILTER (field = 'start_date') AS start_date,
        max(value) FILTER (field = 'end_date') AS end_date,
        list_sort(list(DISTINCT value) FILTER (field = 'markets')) AS markets,
        list_sort(list_distinct(flatten(flatten(
            list(map_values(TRY_CAST(TRY_CAST(value AS JSON) AS MAP(VARCHAR, VARCHAR[])))) FILTER (field = 'channels')
        )))) AS channels,
        list(DISTINCT {'name': TRY_CAST(value AS JSON) ->> 'name', 'role': nullif(TRY_CAST(value AS JSON) ->> 'role', '')})
            FILTER (field = 'spokespersons') AS spokespersons,
        list_sort(list(DISTINCT value) FILTER (field = 'sponsor_status')) AS sponsor_status,
        list_sort(list(DISTINCT TRY_CAST(value AS INTEGER)) FILTER (field = 'contract_years')) AS contract_years,
        list_sort(list(DISTINCT value) FILTER (field = 'contract_until')) AS contract_until,
        list_sort(list(DISTINCT fact_value(value)) FILTER (field = 'budget')) AS budgets,
        list_sort(list(DISTINCT value) FILTER (field = 'category')) AS categories,
        count(*) AS n_facts
    FROM stated GROUP BY reading_id, article_id, campaign
), named AS (
    SELECT p.reading_id, p.campaign, list(coalesce(n.name_en, p.market) ORDER BY p.market) AS market_names
    FROM (SELECT reading_id, campaign, unnest(markets) AS market FROM per_campaign) AS p
    LEFT JOIN core_market_names AS n ON n.market = p.market GROUP BY ALL
)
SELECT p.article_id, p.campaign, p.brands, p.claims, p.agencies, p.start_date, first_day(p.start_date) AS starts_on,
    p.end_date, last_day_of(p.end_date) AS ends_on, p.markets, named.market_names, p.channels, p.spokespersons,
    p.sponsor_status, p.contract_years, p.contract_until, p.budgets, p.categories, p.n_facts, c.least_confidence,
    a.outlet, v.title, v.language, coalesce(v.published_at, a.first_seen_at) AS reported_at, r.relevant,
    a.is_reference, a.url
FROM per_campaign AS p
JOIN confident AS c USING (reading_id, campaign)
LEFT JOIN named USING (reading_id, campaign)
JOIN core_readings AS r ON r.reading_id = p.reading_id
JOIN core_articles AS a ON a.article_id = p.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW out_campaigns IS 'The campaign dossier: one row per campaign that an article reports, with all it states; the evidence stands in out_facts under the same article_id and campaign.';
COMMENT ON COLUMN out_campaigns.reported_at IS 'When it was reported: publication, else first seen.';
COMMENT ON COLUMN out_campaigns.brands IS 'Names of the brands: list_contains(brands, ''Visa'').';
COMMENT ON COLUMN out_campaigns.claims IS 'Claims, slogans and hashtags.';
COMMENT ON COLUMN out_campaigns.agencies IS 'Agencies.';
COMMENT ON COLUMN out_campaigns.start_date IS 'Earliest start stated, ISO 8601, partial when the text is.';
COMMENT ON COLUMN out_campaigns.starts_on IS 'The first day that start_date can mean.';
COMMENT ON COLUMN out_campaigns.end_date IS 'Latest end stated, ISO 8601, partial when the text is.';
COMMENT ON COLUMN out_campaigns.ends_on IS 'The last day that end_date can mean.';
COMMENT ON COLUMN out_campaigns.markets IS 'Markets the campaign runs in, ISO 3166-1 alpha-2 or UN M49.';
COMMENT ON COLUMN out_campaigns.market_names IS 'English names of these markets, in the same order.';
COMMENT ON COLUMN out_campaigns.channels IS 'Channels in any market; out_market_channels has them by market.';
COMMENT ON COLUMN out_campaigns.spokespersons IS 'Who speaks for the campaign, name and role; out_spokespersons has a row each.';
COMMENT ON COLUMN out_campaigns.sponsor_status IS 'worldwide_partner, domestic_partner, former, not_official or official_unspecified, as the text words it.';
COMMENT ON COLUMN out_campaigns.contract_years IS 'Length of the contract in years; more than one when the article contradicts itself.';
COMMENT ON COLUMN out_campaigns.contract_until IS 'End of the contract, ISO 8601, partial when the text is.';
COMMENT ON COLUMN out_campaigns.budgets IS 'Budgets stated, in the words of the text.';
COMMENT ON COLUMN out_campaigns.categories IS 'Product categories of the sponsorship, in the words of the text.';
COMMENT ON COLUMN out_campaigns.n_facts IS 'Facts stated.';
COMMENT ON COLUMN out_campaigns.least_confidence IS 'Confidence of the least certain one.';
COMMENT ON COLUMN out_campaigns.url IS 'Canonical address of the article.';

CREATE VIEW out_spokespersons AS
WITH told AS (
    SELECT reading_id, article_id, campaign, TRY_CAST(value AS JSON) AS person, evidence, outlet, title, reported_at, is_reference
    FROM core_current_facts WHERE field = 'spokespersons' AND status = 'stated'
)
SELECT b.brand_id, b.brand, t.person ->> 'name' AS speaker, nullif(t.person ->> 'role', '') AS role,
    TRY_CAST(t.person ->> 'direct_quotes' AS INTEGER) AS n_direct, t.outlet, t.title, t.reported_at, t.evidence,
    t.article_id, t.campaign, t.is_reference
FROM told AS t LEFT JOIN core_campaign_brands AS b USING (reading_id, campaign);
COMMENT ON VIEW out_spokespersons IS 'Who speaks for which brand: one row per brand, article and person who speaks for its campaign; their words stand in out_quotes.';
COMMENT ON COLUMN out_spokespersons.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_spokespersons.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_spokespersons.role IS 'Role of the speaker as the text states it.';
COMMENT ON COLUMN out_spokespersons.n_direct IS 'Direct quotations of them in the article.';
COMMENT ON COLUMN out_spokespersons.reported_at IS 'When it was reported: publication, else first seen.';

CREATE VIEW out_market_channels AS
WITH parts AS (
    SELECT article_id, campaign, evidence,
        unnest(map_entries(TRY_CAST(TRY_CAST(value AS JSON) AS MAP(VARCHAR, VARCHAR[])))) AS entry
    FROM core_current_facts WHERE field = 'channels' AND status = 'stated'
), told AS (
    SELECT article_id, campaign, entry.key AS place, evidence, unnest(entry.value) AS channel FROM parts
), markets AS (
    SELECT DISTINCT article_id, campaign, value AS market FROM core_current_facts WHERE field = 'markets' AND status = 'stated'
), placed AS (
    SELECT t.article_id, t.campaign, t.place AS market, t.channel, t.evidence FROM told AS t WHERE t.place <> '*'
    UNION
    SELECT t.article_id, t.campaign, coalesce(m.market, '*'), t.channel, t.evidence
    FROM told AS t LEFT JOIN markets AS m USING (article_id, campaign) WHERE t.place = '*'
)
SELECT b.brand_id, b.brand, p.market, n.name_en AS market_name, p.channel, p.article_id, p.campaign, a.outlet,
    v.title, coalesce(v.published_at, a.first_seen_at) AS reported_at, p.evidence, a.is_reference
FROM placed AS p
LEFT JOIN core_campaign_brands AS b USING (article_id, campaign)
LEFT JOIN core_market_names AS n ON n.market = p.market
JOIN core_articles AS a ON a.article_id = p.article_id
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no;
COMMENT ON VIEW out_market_channels IS 'One row per brand, market and channel that an article reports for a campaign; * is a channel without a market.';
COMMENT ON COLUMN out_market_channels.brand_id IS 'Key of the brand; joins core_entities.entity_id.';
COMMENT ON COLUMN out_market_channels.brand IS 'Name of the brand.';
COMMENT ON COLUMN out_market_channels.market IS 'ISO 3166-1 alpha-2 code, or UN M49 code of a region; * when the article names no market.';
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
COMMENT ON COLUMN out_market_channel_matrix.market IS 'ISO 3166-1 alpha-2 code, or UN M49 code of a region; * when the article names no market.';
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
    SELECT b.brand_id, b.brand, c.value AS claim, c.outlet, c.article_id, c.reported_at
    FROM core_campaign_brands AS b JOIN core_current_facts AS c USING (reading_id, campaign)
    WHERE c.field = 'claim' AND c.status = 'stated' AND NOT c.is_reference
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
SELECT q.article_id, q.speaker, q.role, q.kind, q.quote, a.outlet, v.title, v.language,
    coalesce(v.published_at, a.first_seen_at) AS reported_at, v.published_at, a.country, r.relevant, a.is_reference,
    q.speaker_id, q."start", q."stop", q.paragraph_no, q.cue, a.url
FROM core_quotes AS q
JOIN core_readings AS r ON r.reading_id = q.reading_id AND r.superseded_at IS NULL
JOIN core_articles AS a ON a.article_id = q.article_id
JOIN core_versions AS v ON v.article_id = r.article_id AND v.version_no = r.version_no;
COMMENT ON VIEW out_quotes IS 'One row per piece of speech in the current reading of an article: who says what, where.';
COMMENT ON COLUMN out_quotes.kind IS 'direct, reported or not_speech (a title, claim or nickname).';
COMMENT ON COLUMN out_quotes.reported_at IS 'When it was reported: publication, else first seen.';
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
