-- Full-text search: words and stems, postings in segments, documents. Kept up inside the transaction that stores
-- the articles, at a cost that grows with the new articles alone; storage/search/index.py merges small segments.

CREATE TABLE core_search_documents (
    doc_id INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    version_no INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    n_terms INTEGER NOT NULL,
    is_current BOOLEAN NOT NULL
);

COMMENT ON TABLE core_search_documents IS 'One row per version of an article that full-text search knows.';
COMMENT ON COLUMN core_search_documents.doc_id IS 'Key of the document in the search index.';
COMMENT ON COLUMN core_search_documents.article_id IS 'Key of the article; joins every table that has it.';
COMMENT ON COLUMN core_search_documents.version_no IS 'Number of the version within its article, from 1.';
COMMENT ON COLUMN core_search_documents.language IS 'ISO 639-1 code of the language; und when nothing could tell.';
COMMENT ON COLUMN core_search_documents.n_terms IS 'Length of the document in indexed words.';
COMMENT ON COLUMN core_search_documents.is_current IS 'False once a newer version has taken its place or its text was purged.';

CREATE TABLE core_search_words (
    language VARCHAR NOT NULL,
    surface VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    term_id INTEGER NOT NULL
);

COMMENT ON TABLE core_search_words IS 'One row per word form that ever stood in an article, with the stem it is searched by.';
COMMENT ON COLUMN core_search_words.language IS 'Language whose stemmer was used; cjk for pairs of characters.';
COMMENT ON COLUMN core_search_words.surface IS 'The word form in lower case.';
COMMENT ON COLUMN core_search_words.word IS 'The word form folded: without accents, ss for sharp s, umlauts like their base or ae, oe, ue.';
COMMENT ON COLUMN core_search_words.term_id IS 'Key of the stem; joins core_search_terms.';

CREATE TABLE core_search_terms (
    term_id INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    term VARCHAR NOT NULL
);

COMMENT ON TABLE core_search_terms IS 'One row per stem of a language.';
COMMENT ON COLUMN core_search_terms.term_id IS 'Key of the stem; joins core_search_terms.';
COMMENT ON COLUMN core_search_terms.language IS 'Language whose stemmer was used; cjk for pairs of characters.';
COMMENT ON COLUMN core_search_terms.term IS 'The stem, folded like the words.';

CREATE TABLE core_search_postings (
    segment INTEGER NOT NULL,
    term_id INTEGER NOT NULL,
    doc_id INTEGER NOT NULL,
    weight USMALLINT NOT NULL,
    positions USMALLINT[] NOT NULL
);

COMMENT ON TABLE core_search_postings IS 'One row per stem and document that has it, sorted by stem within a segment.';
COMMENT ON COLUMN core_search_postings.segment IS 'Segment that the row was written with; small ones are merged.';
COMMENT ON COLUMN core_search_postings.term_id IS 'Key of the stem; joins core_search_terms.';
COMMENT ON COLUMN core_search_postings.doc_id IS 'Key of the document in the search index.';
COMMENT ON COLUMN core_search_postings.weight IS 'How often the stem stands in the document; words of the title count three times.';
COMMENT ON COLUMN core_search_postings.positions IS 'Where it stands, counted in words from the title on.';

CREATE TABLE core_search_segments (
    segment INTEGER NOT NULL,
    level INTEGER NOT NULL,
    n_postings BIGINT NOT NULL
);

COMMENT ON TABLE core_search_segments IS 'One row per segment of the postings.';
COMMENT ON COLUMN core_search_segments.segment IS 'Number of the segment.';
COMMENT ON COLUMN core_search_segments.level IS 'How often it has been merged; eight segments of a level become one of the next.';
COMMENT ON COLUMN core_search_segments.n_postings IS 'Rows in the segment.';

