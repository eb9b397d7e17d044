-- The first schema. Uniqueness is proven by checks/*.sql and kept by the writer, not by PRIMARY KEY: DuckLake,
-- where a team may move later, knows NOT NULL as its only constraint. Instants are TIMESTAMPTZ and end in _at.

CREATE TABLE core_runs (
    run_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source_list VARCHAR NOT NULL,
    note VARCHAR,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    status VARCHAR NOT NULL,
    summary JSON
);

COMMENT ON TABLE core_runs IS 'One row per run of Podium, whatever it did: daily collecting, ingest, reread, purge.';
COMMENT ON COLUMN core_runs.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_runs.kind IS 'What started it: scheduled, manual, ingest, replay, reread, purge, forget, restore.';
COMMENT ON COLUMN core_runs.source_list IS 'Name of the source list or folder the run worked on.';
COMMENT ON COLUMN core_runs.note IS 'What somebody wanted to remember about the run.';
COMMENT ON COLUMN core_runs.started_at IS 'When the run began.';
COMMENT ON COLUMN core_runs.finished_at IS 'When the run ended; NULL while it is going on.';
COMMENT ON COLUMN core_runs.status IS 'running, completed, failed, or crashed (ended without saying so).';
COMMENT ON COLUMN core_runs.summary IS 'Totals the run reported about itself.';

CREATE TABLE core_batches (
    run_id VARCHAR NOT NULL,
    batch_key VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE core_batches IS 'One row per saved batch that had a key: saving the same batch of a run again changes nothing.';
COMMENT ON COLUMN core_batches.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_batches.batch_key IS 'Name of the batch within its run.';
COMMENT ON COLUMN core_batches.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';

CREATE TABLE core_sources (
    source_id VARCHAR NOT NULL,
    outlet VARCHAR,
    kind VARCHAR,
    url VARCHAR,
    language VARCHAR,
    country VARCHAR,
    tags VARCHAR[] NOT NULL,
    enabled BOOLEAN NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE core_sources IS 'One row per source that was ever configured.';
COMMENT ON COLUMN core_sources.source_id IS 'Key of the source: a feed, sitemap, section page or folder.';
COMMENT ON COLUMN core_sources.outlet IS 'Name of the outlet (medium) that publishes.';
COMMENT ON COLUMN core_sources.kind IS 'What the source is: feed, sitemap, section, urls, folder, ingest.';
COMMENT ON COLUMN core_sources.url IS 'Address of the source; NULL for folders.';
COMMENT ON COLUMN core_sources.language IS 'ISO 639-1 code of the language.';
COMMENT ON COLUMN core_sources.country IS 'ISO 3166-1 alpha-2 code of the outlet''s country.';
COMMENT ON COLUMN core_sources.tags IS 'Labels from the source list.';
COMMENT ON COLUMN core_sources.enabled IS 'Whether the source is asked in a run.';
COMMENT ON COLUMN core_sources.first_seen_at IS 'When Podium first saw it.';
COMMENT ON COLUMN core_sources.changed_at IS 'When its settings last changed.';

CREATE TABLE core_source_polls (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    detail VARCHAR,
    grade VARCHAR,
    status INTEGER,
    n_entries INTEGER NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    next_try_at TIMESTAMPTZ
);

COMMENT ON TABLE core_source_polls IS 'One row each time a source was asked in a run.';
COMMENT ON COLUMN core_source_polls.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_source_polls.source_id IS 'Key of the source: a feed, sitemap, section page or folder.';
COMMENT ON COLUMN core_source_polls.url IS 'Address that was asked.';
COMMENT ON COLUMN core_source_polls.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';
COMMENT ON COLUMN core_source_polls.outcome IS 'ok, unchanged, empty, failed or skipped.';
COMMENT ON COLUMN core_source_polls.reason IS 'Why it ended so, one word of the vocabulary of reasons.';
COMMENT ON COLUMN core_source_polls.detail IS 'The reason in words, with what was seen.';
COMMENT ON COLUMN core_source_polls.grade IS 'How bad a failure is: temporary, soft or hard.';
COMMENT ON COLUMN core_source_polls.status IS 'HTTP status code.';
COMMENT ON COLUMN core_source_polls.n_entries IS 'Entries the source offered; each has one row in core_dispositions.';
COMMENT ON COLUMN core_source_polls.etag IS 'ETag the server sent, for the next conditional request.';
COMMENT ON COLUMN core_source_polls.last_modified IS 'Last-Modified the server sent, for the next conditional request.';
COMMENT ON COLUMN core_source_polls.next_try_at IS 'Not to be asked again before this instant.';

CREATE TABLE core_dispositions (
    run_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    entry_key VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR,
    published_at TIMESTAMPTZ,
    published_raw VARCHAR,
    disposition VARCHAR NOT NULL,
    reason VARCHAR,
    detail VARCHAR,
    article_id VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE core_dispositions IS 'The ledger: exactly one row per entry that a source offered in a run, saying how it ended.';
COMMENT ON COLUMN core_dispositions.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_dispositions.source_id IS 'Key of the source: a feed, sitemap, section page or folder.';
COMMENT ON COLUMN core_dispositions.entry_key IS 'Stable key of the entry within its source: guid, else canonical URL.';
COMMENT ON COLUMN core_dispositions.url IS 'Address the entry offered.';
COMMENT ON COLUMN core_dispositions.title IS 'Title the entry offered.';
COMMENT ON COLUMN core_dispositions.published_at IS 'Publication instant the entry offered.';
COMMENT ON COLUMN core_dispositions.published_raw IS 'Publication date as it stood there.';
COMMENT ON COLUMN core_dispositions.disposition IS 'stored, unchanged, duplicate, rejected or failed.';
COMMENT ON COLUMN core_dispositions.reason IS 'Why it was rejected or failed, one word of the vocabulary of reasons.';
COMMENT ON COLUMN core_dispositions.detail IS 'The reason in words; of a duplicate, what it duplicates.';
COMMENT ON COLUMN core_dispositions.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_dispositions.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';

CREATE TABLE core_requests (
    run_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR,
    source_id VARCHAR,
    purpose VARCHAR NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    status INTEGER,
    wire_bytes BIGINT NOT NULL,
    body_bytes BIGINT NOT NULL,
    elapsed_seconds DOUBLE NOT NULL,
    from_cache BOOLEAN NOT NULL,
    robots VARCHAR NOT NULL,
    rights VARCHAR NOT NULL,
    error VARCHAR,
    detail VARCHAR
);

COMMENT ON TABLE core_requests IS 'One row per request that a run sent or refused to send.';
COMMENT ON COLUMN core_requests.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_requests.url IS 'Address asked for.';
COMMENT ON COLUMN core_requests.final_url IS 'Address after redirects.';
COMMENT ON COLUMN core_requests.source_id IS 'Key of the source: a feed, sitemap, section page or folder.';
COMMENT ON COLUMN core_requests.purpose IS 'feed, sitemap, section, article, robots or rights.';
COMMENT ON COLUMN core_requests.requested_at IS 'When the request was sent.';
COMMENT ON COLUMN core_requests.status IS 'HTTP status code.';
COMMENT ON COLUMN core_requests.wire_bytes IS 'Bytes that crossed the network.';
COMMENT ON COLUMN core_requests.body_bytes IS 'Bytes of the body after decompression.';
COMMENT ON COLUMN core_requests.elapsed_seconds IS 'Time from asking to the last byte.';
COMMENT ON COLUMN core_requests.from_cache IS 'True when the server answered that nothing changed.';
COMMENT ON COLUMN core_requests.robots IS 'allowed, disallowed, unreachable or not_asked.';
COMMENT ON COLUMN core_requests.rights IS 'allowed, or reserved with the signal that says so.';
COMMENT ON COLUMN core_requests.error IS 'Why it failed, one word of the vocabulary of reasons.';
COMMENT ON COLUMN core_requests.detail IS 'The failure in words.';

CREATE TABLE core_articles (
    article_id VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    fetched_url VARCHAR,
    outlet VARCHAR,
    site_name VARCHAR,
    country VARCHAR,
    tags VARCHAR[] NOT NULL,
    is_reference BOOLEAN NOT NULL,
    reference_kind VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    first_run_id VARCHAR NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    last_run_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    status_at TIMESTAMPTZ NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    checks_done INTEGER NOT NULL,
    next_check_at TIMESTAMPTZ
);

COMMENT ON TABLE core_articles IS 'One row per article: its identity and present state. Its content stands in core_versions.';
COMMENT ON COLUMN core_articles.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_articles.source_id IS 'Source that brought the article first.';
COMMENT ON COLUMN core_articles.url IS 'Canonical address, or podium:<source_id> for documents without one.';
COMMENT ON COLUMN core_articles.fetched_url IS 'Address it was fetched from.';
COMMENT ON COLUMN core_articles.outlet IS 'Name of the outlet (medium) that published it.';
COMMENT ON COLUMN core_articles.site_name IS 'Name the page gives its own site.';
COMMENT ON COLUMN core_articles.country IS 'ISO 3166-1 alpha-2 code of the outlet''s country.';
COMMENT ON COLUMN core_articles.tags IS 'Labels of the source and the feed entry.';
COMMENT ON COLUMN core_articles.is_reference IS 'True for the two reference documents.';
COMMENT ON COLUMN core_articles.reference_kind IS 'original or stand_in, for the reference documents.';
COMMENT ON COLUMN core_articles.first_seen_at IS 'When Podium first stored it.';
COMMENT ON COLUMN core_articles.first_run_id IS 'Run that first stored it.';
COMMENT ON COLUMN core_articles.last_seen_at IS 'When a source last listed it or its page was last fetched.';
COMMENT ON COLUMN core_articles.last_run_id IS 'Run that last saw it.';
COMMENT ON COLUMN core_articles.version_no IS 'Number of its current version, counted from 1.';
COMMENT ON COLUMN core_articles.status IS 'available, gone (404, 410) or paywalled, as last seen.';
COMMENT ON COLUMN core_articles.status_at IS 'Since when the status holds.';
COMMENT ON COLUMN core_articles.etag IS 'ETag of the page, for the next conditional request.';
COMMENT ON COLUMN core_articles.last_modified IS 'Last-Modified of the page, for the next conditional request.';
COMMENT ON COLUMN core_articles.checks_done IS 'How often the page was looked at again.';
COMMENT ON COLUMN core_articles.next_check_at IS 'When the page is due to be looked at again; NULL for never.';

CREATE TABLE core_versions (
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    title VARCHAR,
    authors VARCHAR[] NOT NULL,
    description VARCHAR,
    image_url VARCHAR,
    language VARCHAR NOT NULL,
    language_origin VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,
    published_origin VARCHAR,
    text VARCHAR,
    text_removed_at TIMESTAMPTZ,
    n_characters INTEGER NOT NULL,
    n_words INTEGER NOT NULL,
    paragraphs STRUCT(kind VARCHAR, "start" INTEGER, "stop" INTEGER)[] NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL
);

COMMENT ON TABLE core_versions IS 'One row per version of an article. Cosmetic changes (white space, quotation marks, dashes) make no new version.';
COMMENT ON COLUMN core_versions.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_versions.version_no IS 'Number of the version within its article, from 1.';
COMMENT ON COLUMN core_versions.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_versions.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';
COMMENT ON COLUMN core_versions.title IS 'Title of the article.';
COMMENT ON COLUMN core_versions.authors IS 'Names in the byline.';
COMMENT ON COLUMN core_versions.description IS 'Summary the page or the feed gives.';
COMMENT ON COLUMN core_versions.image_url IS 'Lead image.';
COMMENT ON COLUMN core_versions.language IS 'ISO 639-1 code of the language; und when nothing could tell.';
COMMENT ON COLUMN core_versions.language_origin IS 'What decided the language: text, feed, page, source, script or front_matter.';
COMMENT ON COLUMN core_versions.published_at IS 'Publication instant that was believed.';
COMMENT ON COLUMN core_versions.published_origin IS 'Which dating was believed: feed, page, front_matter or text.';
COMMENT ON COLUMN core_versions.text IS 'Clean text, Unicode NFC; offsets of every span count its code points. NULL once purged.';
COMMENT ON COLUMN core_versions.text_removed_at IS 'When the text was purged by the retention rule; NULL while it is here.';
COMMENT ON COLUMN core_versions.n_characters IS 'Length of the text in code points.';
COMMENT ON COLUMN core_versions.n_words IS 'Length of the text in words (white space).';
COMMENT ON COLUMN core_versions.paragraphs IS 'Paragraphs of the text in order: kind, first and last (exclusive) offset.';
COMMENT ON COLUMN core_versions.text_sha256 IS 'SHA-256 of the clean text, white space aside: equal for exact duplicates.';
COMMENT ON COLUMN core_versions.content_sha256 IS 'SHA-256 of title and text without cosmetic differences: decides whether a version is new.';

CREATE TABLE core_datings (
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    origin VARCHAR NOT NULL,
    dated_at TIMESTAMPTZ,
    raw VARCHAR,
    set_aside VARCHAR
);

COMMENT ON TABLE core_datings IS 'One row per publication date that was found for a version, believed or set aside.';
COMMENT ON COLUMN core_datings.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_datings.version_no IS 'Number of the version within its article, from 1.';
COMMENT ON COLUMN core_datings.origin IS 'Where the date stood: feed, page, front_matter or text.';
COMMENT ON COLUMN core_datings.dated_at IS 'The date as an instant; NULL when it could not be read.';
COMMENT ON COLUMN core_datings.raw IS 'The date as it stood there.';
COMMENT ON COLUMN core_datings.set_aside IS 'Why it was not believed: future, too_old or unreadable; NULL when it was plausible.';

CREATE TABLE core_url_aliases (
    url VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE core_url_aliases IS 'Every address under which an article was offered, fetched or redirected.';
COMMENT ON COLUMN core_url_aliases.url IS 'An address of the article.';
COMMENT ON COLUMN core_url_aliases.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_url_aliases.kind IS 'canonical, fetched, entry or redirect.';
COMMENT ON COLUMN core_url_aliases.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';

CREATE TABLE core_article_checks (
    article_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    status INTEGER,
    detail VARCHAR
);

COMMENT ON TABLE core_article_checks IS 'One row each time a known page was looked at again, or was seen to be gone or behind a paywall.';
COMMENT ON COLUMN core_article_checks.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_article_checks.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_article_checks.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';
COMMENT ON COLUMN core_article_checks.outcome IS 'unchanged, changed, gone, paywalled or failed.';
COMMENT ON COLUMN core_article_checks.status IS 'HTTP status code.';
COMMENT ON COLUMN core_article_checks.detail IS 'What was seen, in words.';

CREATE TABLE core_readings (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    run_id VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    superseded_at TIMESTAMPTZ,
    extractor_version VARCHAR NOT NULL,
    knowledge_version VARCHAR NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    confirmed_extractor_version VARCHAR NOT NULL,
    confirmed_knowledge_version VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    topic VARCHAR,
    relevance DOUBLE,
    relevant BOOLEAN,
    nearest_reference VARCHAR
);

COMMENT ON TABLE core_readings IS 'One row per reading: everything read out of one version by one set of extractors and knowledge.';
COMMENT ON COLUMN core_readings.reading_id IS 'Key of the reading; joins what was read out.';
COMMENT ON COLUMN core_readings.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_readings.version_no IS 'Number of the version within its article, from 1.';
COMMENT ON COLUMN core_readings.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_readings.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';
COMMENT ON COLUMN core_readings.superseded_at IS 'When a newer reading took its place; NULL for the current one.';
COMMENT ON COLUMN core_readings.extractor_version IS 'Version of the extractors that made it.';
COMMENT ON COLUMN core_readings.knowledge_version IS 'Version of the knowledge base it was made with.';
COMMENT ON COLUMN core_readings.confirmed_at IS 'When rereading last gave the very same result.';
COMMENT ON COLUMN core_readings.confirmed_extractor_version IS 'Extractors that last gave the same result.';
COMMENT ON COLUMN core_readings.confirmed_knowledge_version IS 'Knowledge that last gave the same result.';
COMMENT ON COLUMN core_readings.content_sha256 IS 'SHA-256 over everything read out: equal readings are stored once.';
COMMENT ON COLUMN core_readings.topic IS 'Topic that relevance speaks of.';
COMMENT ON COLUMN core_readings.relevance IS 'How much the article is about the topic, from 0 to 1.';
COMMENT ON COLUMN core_readings.relevant IS 'Whether the article counts as being about the topic.';
COMMENT ON COLUMN core_readings.nearest_reference IS 'Reference document or known campaign it is nearest to.';

CREATE TABLE core_mentions (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "stop" INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    paragraph_no INTEGER,
    paragraph_kind VARCHAR,
    entity_id VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    parent_id VARCHAR,
    role VARCHAR
);

COMMENT ON TABLE core_mentions IS 'One row per mention of an entity.';
COMMENT ON COLUMN core_mentions.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_mentions.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_mentions.start IS 'First offset in the text, in code points.';
COMMENT ON COLUMN core_mentions.stop IS 'Offset after the last character.';
COMMENT ON COLUMN core_mentions.quote IS 'The words themselves.';
COMMENT ON COLUMN core_mentions.paragraph_no IS 'Number of the paragraph, from 0.';
COMMENT ON COLUMN core_mentions.paragraph_kind IS 'headline, lead, body, heading, caption, credit, kicker, breadcrumb, list, quote, signoff, byline or residue.';
COMMENT ON COLUMN core_mentions.entity_id IS 'Key of the entity; joins core_entities.';
COMMENT ON COLUMN core_mentions.entity IS 'Canonical name of the entity.';
COMMENT ON COLUMN core_mentions.entity_type IS 'brand, company, agency, organisation, person, medium, event, claim or product.';
COMMENT ON COLUMN core_mentions.kind IS 'name, descriptor (a phrase standing for it) or nested (inside another name).';
COMMENT ON COLUMN core_mentions.rule IS 'What decided, in words.';
COMMENT ON COLUMN core_mentions.parent_id IS 'Entity whose name contains a nested one.';
COMMENT ON COLUMN core_mentions.role IS 'Role of a person as the text states it.';

CREATE TABLE core_market_mentions (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "stop" INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    paragraph_no INTEGER,
    paragraph_kind VARCHAR,
    market VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    cue VARCHAR NOT NULL,
    form VARCHAR NOT NULL
);

COMMENT ON TABLE core_market_mentions IS 'One row per mention of a market: a country, region or host city with the role it plays.';
COMMENT ON COLUMN core_market_mentions.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_market_mentions.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_market_mentions.start IS 'First offset in the text, in code points.';
COMMENT ON COLUMN core_market_mentions.stop IS 'Offset after the last character.';
COMMENT ON COLUMN core_market_mentions.quote IS 'The words themselves.';
COMMENT ON COLUMN core_market_mentions.paragraph_no IS 'Number of the paragraph, from 0.';
COMMENT ON COLUMN core_market_mentions.paragraph_kind IS 'headline, lead, body, heading, caption, credit, kicker, breadcrumb, list, quote, signoff, byline or residue.';
COMMENT ON COLUMN core_market_mentions.market IS 'ISO 3166-1 alpha-2 code, or a UN M49 code for regions.';
COMMENT ON COLUMN core_market_mentions.role IS 'Role the place plays: a market of the campaign, a home, a host, a scene ...';
COMMENT ON COLUMN core_market_mentions.cue IS 'What decided the role.';
COMMENT ON COLUMN core_market_mentions.form IS 'name, adjective, inhabitant, city, code or region.';

CREATE TABLE core_facts (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    campaign VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    "start" INTEGER,
    "stop" INTEGER,
    evidence VARCHAR,
    paragraph_no INTEGER,
    confidence DOUBLE NOT NULL,
    attributed_to VARCHAR,
    rule VARCHAR NOT NULL,
    date_precision VARCHAR,
    date_origin VARCHAR
);

COMMENT ON TABLE core_facts IS 'One row per campaign fact with the sentence that proves it.';
COMMENT ON COLUMN core_facts.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_facts.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_facts.campaign IS 'Key of the campaign within its article: c1, c2, ...';
COMMENT ON COLUMN core_facts.field IS 'What the fact says: sponsor, claim, agency, start, market, channel ...';
COMMENT ON COLUMN core_facts.value IS 'The value in canonical text form; JSON for structured ones.';
COMMENT ON COLUMN core_facts.status IS 'stated, not_stated or unresolved.';
COMMENT ON COLUMN core_facts.start IS 'First offset in the text, in code points; NULL when nothing is stated.';
COMMENT ON COLUMN core_facts.stop IS 'Offset after the last character.';
COMMENT ON COLUMN core_facts.evidence IS 'The words that prove it; they stay when the text is purged.';
COMMENT ON COLUMN core_facts.paragraph_no IS 'Number of the paragraph, from 0.';
COMMENT ON COLUMN core_facts.confidence IS 'How sure the rule is, from 0 to 1.';
COMMENT ON COLUMN core_facts.attributed_to IS 'Who says so, when the article attributes it.';
COMMENT ON COLUMN core_facts.rule IS 'What decided, in words.';
COMMENT ON COLUMN core_facts.date_precision IS 'Of dates: day, month, season or year.';
COMMENT ON COLUMN core_facts.date_origin IS 'How a date was resolved: text, published or games.';

CREATE TABLE core_quotes (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "stop" INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    paragraph_no INTEGER,
    kind VARCHAR NOT NULL,
    speaker VARCHAR,
    speaker_id VARCHAR,
    role VARCHAR,
    cue VARCHAR NOT NULL
);

COMMENT ON TABLE core_quotes IS 'One row per piece of speech, or of what only looks like speech, with its speaker.';
COMMENT ON COLUMN core_quotes.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_quotes.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_quotes.start IS 'First offset in the text, in code points.';
COMMENT ON COLUMN core_quotes.stop IS 'Offset after the last character.';
COMMENT ON COLUMN core_quotes.quote IS 'The words themselves.';
COMMENT ON COLUMN core_quotes.paragraph_no IS 'Number of the paragraph, from 0.';
COMMENT ON COLUMN core_quotes.kind IS 'direct, reported or not_speech (a title, claim or nickname).';
COMMENT ON COLUMN core_quotes.speaker IS 'Who speaks, as named in the text.';
COMMENT ON COLUMN core_quotes.speaker_id IS 'Key of the speaker; joins core_entities.';
COMMENT ON COLUMN core_quotes.role IS 'Role of the speaker as the text states it.';
COMMENT ON COLUMN core_quotes.cue IS 'What decided.';

CREATE TABLE core_tones (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "stop" INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    paragraph_no INTEGER,
    entity_id VARCHAR NOT NULL,
    tone VARCHAR NOT NULL,
    words VARCHAR[] NOT NULL
);

COMMENT ON TABLE core_tones IS 'One row per sentence that praises or criticises an entity, or stays neutral.';
COMMENT ON COLUMN core_tones.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_tones.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_tones.start IS 'First offset in the text, in code points.';
COMMENT ON COLUMN core_tones.stop IS 'Offset after the last character.';
COMMENT ON COLUMN core_tones.quote IS 'The words themselves.';
COMMENT ON COLUMN core_tones.paragraph_no IS 'Number of the paragraph, from 0.';
COMMENT ON COLUMN core_tones.entity_id IS 'Key of the entity; joins core_entities.';
COMMENT ON COLUMN core_tones.tone IS 'positive, negative or neutral.';
COMMENT ON COLUMN core_tones.words IS 'The words that decided.';

CREATE TABLE core_relevance_reasons (
    reading_id BIGINT NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    weight DOUBLE NOT NULL
);

COMMENT ON TABLE core_relevance_reasons IS 'One row per reason for an article''s relevance with the share it adds.';
COMMENT ON COLUMN core_relevance_reasons.reading_id IS 'Key of the reading; joins core_readings.';
COMMENT ON COLUMN core_relevance_reasons.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_relevance_reasons.kind IS 'sponsor, games, campaign_cue, rights, reference or exclusion.';
COMMENT ON COLUMN core_relevance_reasons.detail IS 'The reason in words.';
COMMENT ON COLUMN core_relevance_reasons.weight IS 'Share it adds to the score; negative for exclusions.';

CREATE TABLE core_captures (
    capture_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    article_id VARCHAR,
    source_id VARCHAR,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    captured_at TIMESTAMPTZ NOT NULL,
    record_type VARCHAR NOT NULL,
    status INTEGER NOT NULL,
    payload_sha1 VARCHAR NOT NULL,
    refers_to VARCHAR,
    file VARCHAR NOT NULL,
    file_offset BIGINT NOT NULL,
    record_bytes BIGINT NOT NULL,
    removed_at TIMESTAMPTZ,
    removed_reason VARCHAR
);

COMMENT ON TABLE core_captures IS 'The index of captured pages in the WARC files of the captures folder.';
COMMENT ON COLUMN core_captures.capture_id IS 'Key of the capture: the WARC record id.';
COMMENT ON COLUMN core_captures.run_id IS 'Key of the run.';
COMMENT ON COLUMN core_captures.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_captures.source_id IS 'Key of the source: a feed, sitemap, section page or folder.';
COMMENT ON COLUMN core_captures.url IS 'Address asked for.';
COMMENT ON COLUMN core_captures.final_url IS 'Address after redirects.';
COMMENT ON COLUMN core_captures.captured_at IS 'When the page was fetched.';
COMMENT ON COLUMN core_captures.record_type IS 'response, or revisit when the page was the same as before.';
COMMENT ON COLUMN core_captures.status IS 'HTTP status code.';
COMMENT ON COLUMN core_captures.payload_sha1 IS 'SHA-1 of the body in base 32, as WARC writes it.';
COMMENT ON COLUMN core_captures.refers_to IS 'Of a revisit: capture_id of the response that has the body.';
COMMENT ON COLUMN core_captures.file IS 'WARC file, relative to the captures folder.';
COMMENT ON COLUMN core_captures.file_offset IS 'First byte of the record in the file.';
COMMENT ON COLUMN core_captures.record_bytes IS 'Length of the compressed record.';
COMMENT ON COLUMN core_captures.removed_at IS 'When the record was removed by the retention rule; NULL while it is here.';
COMMENT ON COLUMN core_captures.removed_reason IS 'Why it was removed: retention or damaged.';

CREATE TABLE core_entities (
    entity_id VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    kind VARCHAR,
    parent_id VARCHAR,
    home VARCHAR,
    knowledge_version VARCHAR NOT NULL
);

COMMENT ON TABLE core_entities IS 'One row per entity of the knowledge base that made the current readings.';
COMMENT ON COLUMN core_entities.entity_id IS 'Key of the entity.';
COMMENT ON COLUMN core_entities.entity IS 'Canonical name of the entity.';
COMMENT ON COLUMN core_entities.entity_type IS 'brand, company, agency, organisation, person, medium, event, claim or product.';
COMMENT ON COLUMN core_entities.kind IS 'Sub-kind: sponsor, ambusher, agency_network, noc, trade_press ...';
COMMENT ON COLUMN core_entities.parent_id IS 'Entity it belongs to: a product to its brand, a brand to its company.';
COMMENT ON COLUMN core_entities.home IS 'ISO 3166-1 alpha-2 code of its home country.';
COMMENT ON COLUMN core_entities.knowledge_version IS 'Version of the knowledge base.';

CREATE TABLE core_rights (
    entity_id VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    tier VARCHAR,
    category VARCHAR,
    games VARCHAR[] NOT NULL,
    valid_from DATE,
    valid_until DATE,
    confidence VARCHAR NOT NULL,
    sources VARCHAR[] NOT NULL,
    knowledge_version VARCHAR NOT NULL
);

COMMENT ON TABLE core_rights IS 'One row per sponsorship right that a brand holds or held.';
COMMENT ON COLUMN core_rights.entity_id IS 'Key of the entity; joins core_entities.';
COMMENT ON COLUMN core_rights.programme IS 'worldwide, domestic or team.';
COMMENT ON COLUMN core_rights.holder IS 'Entity that grants the right (ioc, a national committee, an organising committee).';
COMMENT ON COLUMN core_rights.tier IS 'Tier as the programme names it.';
COMMENT ON COLUMN core_rights.category IS 'Product category of the right.';
COMMENT ON COLUMN core_rights.games IS 'Editions the right is bound to; empty for all in its years.';
COMMENT ON COLUMN core_rights.valid_from IS 'First day of the contract.';
COMMENT ON COLUMN core_rights.valid_until IS 'Last day of the contract.';
COMMENT ON COLUMN core_rights.confidence IS 'published_page or background.';
COMMENT ON COLUMN core_rights.sources IS 'Where it was seen.';
COMMENT ON COLUMN core_rights.knowledge_version IS 'Version of the knowledge base.';

CREATE TABLE core_games (
    games_id VARCHAR NOT NULL,
    games VARCHAR NOT NULL,
    season VARCHAR NOT NULL,
    market VARCHAR,
    city VARCHAR,
    opens_on DATE,
    closes_on DATE,
    knowledge_version VARCHAR NOT NULL
);

COMMENT ON TABLE core_games IS 'One row per edition of the Games.';
COMMENT ON COLUMN core_games.games_id IS 'Key of the edition: year and S or W.';
COMMENT ON COLUMN core_games.games IS 'Name of the edition.';
COMMENT ON COLUMN core_games.season IS 'summer or winter.';
COMMENT ON COLUMN core_games.market IS 'ISO 3166-1 alpha-2 code of the host country.';
COMMENT ON COLUMN core_games.city IS 'Host city.';
COMMENT ON COLUMN core_games.opens_on IS 'Day of the opening ceremony.';
COMMENT ON COLUMN core_games.closes_on IS 'Day of the closing ceremony.';
COMMENT ON COLUMN core_games.knowledge_version IS 'Version of the knowledge base.';

CREATE TABLE core_market_names (
    market VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    name_de VARCHAR,
    region VARCHAR
);

COMMENT ON TABLE core_market_names IS 'One row per market with its name for people.';
COMMENT ON COLUMN core_market_names.market IS 'ISO 3166-1 alpha-2 code, or a UN M49 code for regions.';
COMMENT ON COLUMN core_market_names.name_en IS 'English name.';
COMMENT ON COLUMN core_market_names.name_de IS 'German name.';
COMMENT ON COLUMN core_market_names.region IS 'UN M49 code of its region.';

CREATE TABLE core_forgotten (
    name_sha256 VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    note VARCHAR
);

COMMENT ON TABLE core_forgotten IS 'People who are not to be stored again, as hashes of their names.';
COMMENT ON COLUMN core_forgotten.name_sha256 IS 'SHA-256 of the folded name.';
COMMENT ON COLUMN core_forgotten.recorded_at IS 'When the row was written: the instant that as-of questions compare with.';
COMMENT ON COLUMN core_forgotten.note IS 'Case number or reason; never the name.';

CREATE TABLE core_publications (
    version INTEGER NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    run_id VARCHAR,
    report_timezone VARCHAR NOT NULL,
    report_day DATE NOT NULL,
    day_start_at TIMESTAMPTZ NOT NULL,
    day_stop_at TIMESTAMPTZ NOT NULL
);

COMMENT ON TABLE core_publications IS 'One row per published version of the database; the newest one names the database you look at.';
COMMENT ON COLUMN core_publications.version IS 'Number of the published version; never used twice.';
COMMENT ON COLUMN core_publications.published_at IS 'When it was published.';
COMMENT ON COLUMN core_publications.run_id IS 'Last run whose results it holds.';
COMMENT ON COLUMN core_publications.report_timezone IS 'Time zone whose days reports count.';
COMMENT ON COLUMN core_publications.report_day IS 'The day new_today speaks of.';
COMMENT ON COLUMN core_publications.day_start_at IS 'First instant of that day.';
COMMENT ON COLUMN core_publications.day_stop_at IS 'First instant of the next day.';

