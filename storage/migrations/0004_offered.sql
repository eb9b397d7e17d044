-- What an entry offered besides title and date: without it a page cannot be cleaned again as it was the first time.

ALTER TABLE core_dispositions ADD COLUMN authors VARCHAR[];
COMMENT ON COLUMN core_dispositions.authors IS 'Names in the byline, as the entry offered them.';
ALTER TABLE core_dispositions ADD COLUMN language VARCHAR;
COMMENT ON COLUMN core_dispositions.language IS 'ISO 639-1 code of the language, as the feed states it.';
ALTER TABLE core_dispositions ADD COLUMN summary VARCHAR;
COMMENT ON COLUMN core_dispositions.summary IS 'Summary the entry offered, kept for stored entries until their text is purged.';
