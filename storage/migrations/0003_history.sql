-- History: what a new version changed, readings that wait to be made current, and how far a publication reaches.

CREATE TABLE core_version_changes (
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    title_before VARCHAR,
    title_after VARCHAR,
    diff VARCHAR,
    n_words_added INTEGER NOT NULL,
    n_words_removed INTEGER NOT NULL
);

COMMENT ON TABLE core_version_changes IS 'One row per version that followed another one, with what changed.';
COMMENT ON COLUMN core_version_changes.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_version_changes.version_no IS 'Number of the version within its article, from 1.';
COMMENT ON COLUMN core_version_changes.title_before IS 'Title of the version before.';
COMMENT ON COLUMN core_version_changes.title_after IS 'Title of this version.';
COMMENT ON COLUMN core_version_changes.diff IS 'The change by sentences: lines with + are new, - are gone, ~ are altered with [-old-] {+new+}. NULL once purged.';
COMMENT ON COLUMN core_version_changes.n_words_added IS 'Words that are new.';
COMMENT ON COLUMN core_version_changes.n_words_removed IS 'Words that are gone.';

ALTER TABLE core_readings ADD COLUMN staged_run_id VARCHAR;
COMMENT ON COLUMN core_readings.staged_run_id IS 'Run of a reread whose result waits to be made current; NULL otherwise.';
ALTER TABLE core_readings ADD COLUMN replaces_reading_id BIGINT;
COMMENT ON COLUMN core_readings.replaces_reading_id IS 'Reading whose place it took or would take.';

ALTER TABLE core_publications ADD COLUMN data_until_at TIMESTAMPTZ;
COMMENT ON COLUMN core_publications.data_until_at IS 'Everything recorded up to this instant is in the published version.';
UPDATE core_publications SET data_until_at = published_at;

