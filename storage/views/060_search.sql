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

CREATE MACRO search(query, lang := NULL, need := 'all') AS TABLE
WITH pieces AS (
    SELECT generate_subscripts(found, 1) AS piece_no, unnest(found) AS piece
    FROM (SELECT regexp_extract_all(CAST(query AS VARCHAR), '-?"[^"]+"|[^\s"]+') AS found)
), cut AS (
    SELECT piece_no, starts_with(piece, '-') AND length(piece) > 1 AS excluded, ends_with(piece, '*') AS open_end,
        contains(piece, '"') AS is_phrase, search_tokens(piece) AS found
    FROM pieces
), spread AS (
    SELECT piece_no, excluded, open_end, generate_subscripts(found, 1) AS nth, len(found) AS n_tokens,
        unnest(found) AS token
    FROM cut
), tokens AS (
    SELECT piece_no, excluded, nth, pair_no,
        search_fold(CASE WHEN pairs.n > 0 THEN substring(token, pair_no, 2) ELSE token END) AS word,
        (open_end AND nth = n_tokens AND pairs.n = 0) OR (pairs.n > 0 AND length(token) = 1) AS is_prefix,
        pairs.n > 0 AS is_cjk
    FROM spread,
        LATERAL (SELECT CASE WHEN search_is_cjk(token) THEN greatest(1, length(token) - 1) ELSE 0 END AS n) AS pairs,
        LATERAL (SELECT unnest(range(1, greatest(2, pairs.n + 1))) AS pair_no)
), exact AS (
    SELECT DISTINCT t.piece_no, t.nth, t.pair_no, t.excluded, w.term_id
    FROM tokens AS t JOIN core_search_words AS w ON w.word = t.word
    WHERE NOT t.is_prefix AND (lang IS NULL OR w.language IN (lang, 'cjk'))
), prefixed AS (
    SELECT DISTINCT t.piece_no, t.nth, t.pair_no, t.excluded, w.term_id
    FROM tokens AS t JOIN core_search_words AS w ON starts_with(w.word, t.word)
    WHERE t.is_prefix AND (lang IS NULL OR w.language IN (lang, 'cjk'))
), unseen AS (
    SELECT t.*, unnest(range(greatest(4, length(t.word) - 4), length(t.word) + 1)) AS n_kept
    FROM tokens AS t ANTI JOIN exact USING (piece_no, nth, pair_no)
    WHERE NOT t.is_prefix AND NOT t.is_cjk AND length(t.word) >= 4
), nearest AS (
    SELECT u.piece_no, u.nth, u.pair_no, u.excluded, s.term_id,
        u.n_kept = max(u.n_kept) OVER (PARTITION BY u.piece_no, u.nth, u.pair_no) AS is_longest
    FROM unseen AS u JOIN core_search_terms AS s ON s.term = u.word[1:u.n_kept]
    WHERE lang IS NULL OR s.language = lang
), wanted AS (
    SELECT * FROM exact
    UNION ALL SELECT * FROM prefixed
    UNION ALL SELECT piece_no, nth, pair_no, excluded, term_id FROM nearest WHERE is_longest
), found AS (
    SELECT w.piece_no, w.nth, w.pair_no, w.excluded, p.doc_id, sum(p.weight) AS weight
    FROM core_search_postings AS p JOIN wanted AS w USING (term_id)
    GROUP BY ALL
), documents AS (
    SELECT doc_id, article_id, n_terms, count(*) OVER () AS n_documents, avg(n_terms) OVER () AS mean_terms
    FROM core_search_documents WHERE is_current AND (lang IS NULL OR language = lang)
), scored AS (
    SELECT d.article_id, f.doc_id,
        ln(1 + (d.n_documents - count(*) OVER word_of + 0.5) / (count(*) OVER word_of + 0.5))
            * f.weight * 2.2 / (f.weight + 1.2 * (0.25 + 0.75 * d.n_terms / d.mean_terms)) AS share
    FROM found AS f JOIN documents AS d USING (doc_id)
    WHERE NOT f.excluded
    WINDOW word_of AS (PARTITION BY f.piece_no, f.nth, f.pair_no)
), ranked AS (
    SELECT article_id, doc_id, sum(share) AS score, count(*) AS n_found FROM scored GROUP BY ALL
), kept AS (
    SELECT r.article_id, r.score, r.n_found
    FROM ranked AS r
    WHERE (need = 'any' OR r.n_found = (SELECT count(*) FROM tokens WHERE NOT excluded))
        AND r.doc_id NOT IN (SELECT doc_id FROM found WHERE excluded)
), phrases AS (
    SELECT list(CASE WHEN search_is_cjk(found[1]) THEN '' ELSE ' ' END
        || search_fold(array_to_string(found, ' '))
        || CASE WHEN search_is_cjk(found[len(found)]) THEN '' ELSE ' ' END) AS needles
    FROM cut WHERE is_phrase AND NOT excluded
)
SELECT a.article_id, round(k.score, 4) AS score, k.n_found, v.language, a.outlet, v.title, v.published_at,
    a.first_seen_at, a.url, a.is_reference
FROM kept AS k
JOIN core_articles AS a USING (article_id)
JOIN core_versions AS v ON v.article_id = a.article_id AND v.version_no = a.version_no
CROSS JOIN phrases
WHERE phrases.needles IS NULL OR len(list_filter(
    phrases.needles,
    lambda needle: NOT contains(
        ' ' || search_fold(array_to_string(search_tokens(coalesce(v.title, '') || ' ' || v.text), ' ')) || ' ', needle
    )
)) = 0;
COMMENT ON MACRO TABLE search IS 'search(query, lang := NULL, need := ''all''): articles that have the words, ranked by BM25 in score. "a phrase", begin*, -without; need := ''any'' also takes articles with some of the words. Order by score DESC.';

CREATE MACRO snippet(given, query) AS (
    SELECT CASE WHEN given IS NULL THEN NULL
        WHEN hit = 0 THEN left(given, 160)
        ELSE CASE WHEN hit > 60 THEN '…' ELSE '' END || substring(given, greatest(1, hit - 60), least(60, hit - 1))
            || '[' || regexp_extract(substring(given, hit), '^[\p{L}\p{N}]+') || ']'
            || left(substring(given, hit + length(regexp_extract(substring(given, hit), '^[\p{L}\p{N}]+'))), 100) || '…'
        END
    FROM (
        SELECT coalesce(min(at_char), 0) AS hit
        FROM (
            SELECT nullif(position(
                left(strip_accents(needle), greatest(4, length(needle) - 3)) IN strip_accents(lower(given))
            ), 0) AS at_char
            FROM (SELECT unnest(search_tokens(regexp_replace(query, '-\S+', '', 'g'))) AS needle)
        )
    )
);
COMMENT ON MACRO snippet IS 'snippet(text, query): the place in a text where a word of the query stands, the hit in [brackets].';
