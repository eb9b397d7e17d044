CREATE MACRO search_lower(given) AS nfc_normalize(lower(translate(
    given,
    '０１２３４５６７８９ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ',
    '0123456789abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'
)));
COMMENT ON MACRO search_lower IS 'search_lower(text): lower case as the search index has it.';

CREATE MACRO search_fold(given) AS replace(replace(replace(replace(
    strip_accents(search_lower(given)), 'ß', 'ss'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u');
COMMENT ON MACRO search_fold IS 'search_fold(text): lower case without accents, umlauts like their base or ae, oe, ue, ss for sharp s.';

CREATE MACRO search_tokens(given) AS regexp_extract_all(
    regexp_replace(
        search_lower(given),
        '([\x{3005}\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ac00}-\x{d7af}\x{f900}-\x{faff}]+)', ' \1 ', 'g'
    ),
    '[\p{L}\p{N}]+'
);
COMMENT ON MACRO search_tokens IS 'search_tokens(text): the words of a text; Chinese, Japanese and Korean runs stay whole.';

CREATE MACRO search_is_cjk(token) AS regexp_matches(
    token, '[\x{3005}\x{3040}-\x{30ff}\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{ac00}-\x{d7af}\x{f900}-\x{faff}]'
);
COMMENT ON MACRO search_is_cjk IS 'search_is_cjk(token): whether a token is Chinese, Japanese or Korean.';

CREATE MACRO search_is_ending(given) AS regexp_full_match(
    given,
    -- Folded like the words they are cut from: ique is iqu, coes is cos.
    '(e|n|s|t|a|o|i|y|r|en|em|er|es|ern|st|te|ten|tes|ter|ed|ing|ings|ers|ly|ies|ion|ions|as|os|is|ar|e|es|ia|io|in|'
        || 'ung|ungen|isch|ische|ischen|ischer|isches|lich|liche|lichen|licher|innen|ment|ments|ement|ements|mente|'
        || 'ation|ations|eur|eurs|use|uses|eus|ent|ant|ants|ante|antes|ait|aient|iqu|iqus|ada|ado|adas|ados|ando|'
        || 'cion|ciones|cao|cos|acao|acos|acion|aciones|zione|zioni|azione|azioni|amento|amenti|amentos|idad|idades|'
        || 'idade|dad|dade|dades|ic|ics|ical|ico|ica|icos|icas|ici|iche|ive|ives|ivo|iva|ivos|ivas|ivi|ere|ire|are|heid|heden|je|jes|ee|ees|aux|eux|euse|euses)?'
);
COMMENT ON MACRO search_is_ending IS 'search_is_ending(text): whether it is an inflection of one of the languages with a stemmer.';

CREATE MACRO search_hits(query, lang := NULL, need := 'all') AS TABLE
WITH pieces AS (
    SELECT generate_subscripts(found, 1) AS piece_no, unnest(found) AS piece
    FROM (SELECT regexp_extract_all(translate(CAST(query AS VARCHAR), '„“”«»', '"""""'), '-?"[^"]+"|[^\s"]+') AS found)
), cut AS (
    SELECT piece_no, starts_with(piece, '-') AND length(piece) > 1 AS excluded, ends_with(piece, '*') AS open_end,
        contains(piece, '"') AS is_phrase, search_tokens(piece) AS found
    FROM pieces
), spread AS (
    SELECT piece_no, excluded, open_end, is_phrase, generate_subscripts(found, 1) AS nth, len(found) AS n_tokens,
        unnest(found) AS token
    FROM cut
), paired AS (
    SELECT *, unnest(range(1, greatest(2, CASE WHEN search_is_cjk(token) THEN length(token) ELSE 1 END))) AS pair_no
    FROM spread
), tokens AS (
    SELECT piece_no, excluded, is_phrase,
        row_number() OVER (PARTITION BY piece_no ORDER BY nth, pair_no) AS seq,
        search_fold(CASE WHEN search_is_cjk(token) THEN substring(token, pair_no, 2) ELSE token END) AS word,
        (open_end AND nth = n_tokens AND NOT search_is_cjk(token))
            OR (search_is_cjk(token) AND length(token) = 1) AS is_prefix,
        search_is_cjk(token) AS is_cjk
    FROM paired
), exact AS (
    SELECT DISTINCT t.piece_no, t.seq, t.excluded, t.is_phrase, w.term_id
    FROM core_search_words AS w JOIN (SELECT *, md5_number_lower(word) AS word_key FROM tokens) AS t USING (word_key)
    WHERE NOT t.is_prefix AND (lang IS NULL OR w.language IN (lang, 'cjk'))
), prefixed AS (
    SELECT DISTINCT t.piece_no, t.seq, t.excluded, t.is_phrase, w.term_id
    FROM (SELECT * FROM tokens WHERE is_prefix) AS t JOIN core_search_words AS w ON starts_with(w.word, t.word)
    WHERE lang IS NULL OR w.language IN (lang, 'cjk')
), unseen AS (
    SELECT t.*, unnest(range(4, length(t.word) + 1)) AS n_kept
    FROM tokens AS t ANTI JOIN exact USING (piece_no, seq)
    WHERE NOT t.is_prefix AND NOT t.is_cjk AND length(t.word) >= 4
), nearest AS (
    SELECT u.piece_no, u.seq, u.excluded, u.is_phrase, s.term_id,
        u.n_kept = max(u.n_kept) OVER (PARTITION BY u.piece_no, u.seq) AS is_longest
    FROM core_search_terms AS s JOIN unseen AS u ON s.term = u.word[1:u.n_kept]
    WHERE (lang IS NULL OR s.language = lang) AND search_is_ending(substring(u.word, u.n_kept + 1))
), wanted AS MATERIALIZED (
    SELECT * FROM exact
    UNION ALL SELECT * FROM prefixed
    UNION ALL SELECT piece_no, seq, excluded, is_phrase, term_id FROM nearest WHERE is_longest
), found AS MATERIALIZED (
    SELECT w.piece_no, w.seq, w.excluded, p.doc_id, CAST(sum(p.weight) AS DOUBLE) AS weight
    FROM core_search_postings AS p JOIN wanted AS w ON p.term_id = w.term_id
    GROUP BY ALL
), documents AS (
    SELECT doc_id, article_id, version_no, n_terms
    FROM core_search_documents WHERE is_current AND (lang IS NULL OR language = lang)
), size AS (
    SELECT count(*) AS n_documents, avg(n_terms) AS mean_terms
    FROM core_search_documents WHERE is_current AND (lang IS NULL OR language = lang)
), frequent AS (
    SELECT piece_no, seq, count(*) AS n_with FROM found GROUP BY ALL
), ranked AS (
    SELECT d.article_id, d.version_no, f.doc_id, count(*) AS n_found,
        sum(ln(1 + (s.n_documents - least(q.n_with, s.n_documents) + 0.5) / (q.n_with + 0.5))
            * f.weight * 2.2 / (f.weight + 1.2 * (0.25 + 0.75 * d.n_terms / s.mean_terms))) AS score
    FROM found AS f
    JOIN documents AS d USING (doc_id)
    JOIN frequent AS q USING (piece_no, seq)
    CROSS JOIN size AS s
    WHERE NOT f.excluded
    GROUP BY ALL
), kept AS (
    SELECT r.*
    FROM ranked AS r
    WHERE (need = 'any' OR r.n_found = (SELECT count(*) FROM tokens WHERE NOT excluded))
        AND r.doc_id NOT IN (SELECT doc_id FROM found WHERE excluded)
), in_phrase AS (
    SELECT t.piece_no, count(*) AS n_tokens FROM tokens AS t WHERE t.is_phrase AND NOT t.excluded GROUP BY ALL
), phrase_terms AS MATERIALIZED (
    SELECT DISTINCT piece_no, seq, term_id FROM wanted WHERE is_phrase AND NOT excluded
), spots AS MATERIALIZED (
    SELECT w.piece_no, w.seq, p.doc_id, p.positions
    FROM core_search_postings AS p JOIN phrase_terms AS w ON p.term_id = w.term_id
), places AS (
    SELECT s.piece_no, s.seq, s.doc_id, unnest(s.positions) - s.seq AS origin
    FROM spots AS s SEMI JOIN kept ON kept.doc_id = s.doc_id
), with_phrase AS (
    SELECT DISTINCT doc_id, piece_no
    FROM places JOIN in_phrase USING (piece_no)
    GROUP BY doc_id, piece_no, origin, n_tokens HAVING count(DISTINCT seq) = n_tokens
)
SELECT k.article_id, k.version_no, round(k.score, 4) AS score, k.n_found
FROM kept AS k
WHERE NOT EXISTS (FROM in_phrase)
    OR k.doc_id IN (
        SELECT doc_id FROM with_phrase GROUP BY doc_id HAVING count(*) = (SELECT count(*) FROM in_phrase)
    );
COMMENT ON MACRO TABLE search_hits IS 'search_hits(query, lang := NULL, need := ''all''): article_id, score and number of words found; what search() adds titles to.';

CREATE MACRO search(query, lang := NULL, need := 'all') AS TABLE
SELECT h.article_id, h.score, h.n_found, v.language, a.outlet, v.title, v.published_at, a.first_seen_at, a.url,
    a.is_reference
FROM search_hits(query, lang := lang, need := need) AS h
JOIN core_articles AS a USING (article_id)
JOIN core_versions AS v ON v.article_id = h.article_id AND v.version_no = h.version_no;
COMMENT ON MACRO TABLE search IS 'search(query, lang := NULL, need := ''all''): articles that have the words, ranked by BM25 in score. "a phrase", begin*, -without; need := ''any'' also takes articles with some of the words. Order by score DESC.';

CREATE MACRO search_pattern(query) AS list_aggregate(
    list_transform(
        list_filter(
            search_tokens(regexp_replace(CAST(query AS VARCHAR), '(^|\s)-(\S+)', ' ', 'g')), lambda token: token <> ''
        ),
        lambda token: CASE WHEN search_is_cjk(token) THEN '(?:' || token || '|' || left(token, 2) || ')'
            ELSE replace(replace(replace(replace(replace(replace(replace(replace(replace(
                left(search_fold(token), greatest(4, length(search_fold(token)) - 3)),
                'a', '(?:AE|[AÄÀÁÂÃÅ])'), 'o', '(?:OE|[OÖÒÓÔÕ])'), 'u', '(?:UE|[UÜÙÚÛ])'), 'e', '[EÈÉÊË]'),
                'i', '[IÌÍÎÏ]'), 'c', '[CÇ]'), 'n', '[NÑ]'), 'ss', '(?:SS|ß)'), 's', '[Sß]')
            END
    ),
    'string_agg', '|'
);
COMMENT ON MACRO search_pattern IS 'search_pattern(query): a regular expression for the beginnings of the words of a query, whatever their accents.';

CREATE MACRO snippet(given, query) AS coalesce(
    nullif(trim(regexp_replace(
        regexp_extract(
            given,
            '(?is)(?:^|[^\p{L}\p{N}]|[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7af}])('
                || '(?:.{0,60}?(?:[^\p{L}\p{N}]|[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7af}]))?(?:'
                || search_pattern(query) || ')[\p{L}\p{N}]*(?:.{0,120}[^\p{L}\p{N}])?)', 1
        ),
        '(?i)(^|[^\p{L}\p{N}]|[\x{3040}-\x{30ff}\x{4e00}-\x{9fff}\x{ac00}-\x{d7af}])((?:' || search_pattern(query) || ')[\p{Latin}\p{N}]*)', '\1[\2]', 'g'
    )), ''),
    left(given, 160)
);
COMMENT ON MACRO snippet IS 'snippet(text, query): the place in a text where a word of the query stands, every hit in [brackets].';
