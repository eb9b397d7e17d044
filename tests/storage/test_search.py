"""Full-text search: languages, folding, phrases, prefixes, freshness."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Store
from storage.search import index
from storage.search.words import fold, key, tokens
from tests.storage.made import Runs, article, batch


def hits(store: Store, query: str, **options: str) -> list[int]:
    """Numbers of the articles found, best first."""
    extra = "".join(f", {name} := '{value}'" for name, value in options.items())
    rows = store.sql(f"SELECT article_id FROM search(?{extra}) ORDER BY score DESC, article_id", [query])
    return [int(article_id[1:], 16) for (article_id,) in rows]


@pytest.fixture
def filled(store: Store, runs: Runs) -> Store:
    texts = {
        1: (
            "de",
            "Der Sponsor zeigt kenianische Eishockey-Spieler. Wo Größe beginnt, heißt die Kampagne in Kenia.",
        ),
        2: ("de", "Der Künstler aus Düsseldorf schreibt über Verträge und Kampagnen."),
        3: ("en", "The sponsors ran campaigns in Kenya, sponsoring a hockey team."),
        4: ("fr", "L'événement a été sponsorisé par la Südbank; les campagnes commencent demain."),
        5: ("es", "La campaña del patrocinador comenzará mañana en Japón."),
        6: ("it", "Le campagne pubblicitarie dello sponsor iniziano a Milano."),
        7: ("pt", "As campanhas do patrocinador começam amanhã no Brasil."),
        8: ("nl", "De campagnes van de sponsor beginnen morgen in Amsterdam."),
        9: ("ja", "スポンサーは東京で新しい広告キャンペーンを始めた。"),
        10: ("ko", "후원사는 서울에서 새로운 광고 캠페인을 시작했다."),
        11: ("zh", "赞助商在北京开始了新的广告活动。"),
        12: ("de", "Beginnt die Größe anderswo? Wo, fragt der Sponsor."),
    }
    for language in sorted({lang for lang, _ in texts.values()}):
        runs.save(
            batch(
                *(
                    article(n, text, language=lang, title=f"T{n}")
                    for n, (lang, text) in texts.items()
                    if lang == language
                )
            )
        )
    return store


@pytest.mark.parametrize(
    ("query", "language", "expected"),
    [
        ("Kampagne", "de", {1, 2}),
        ("Kampagnen", "de", {1, 2}),
        ("campaign", "en", {3}),
        ("campagne", "fr", {4}),
        ("campañas", "es", {5}),
        ("campagna", "it", {6}),
        ("campanha", "pt", {7}),
        ("campagne", "nl", {8}),
        ("広告", "ja", {9}),
        ("광고", "ko", {10}),
        ("广告", "zh", {11}),
    ],
)
def test_every_language_is_stemmed(filled: Store, query: str, language: str, expected: set[int]) -> None:
    assert set(hits(filled, query, lang=language)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Künstler", [2]),
        ("Kuenstler", [2]),
        ("kunstler", [2]),
        ("DUESSELDORF", [2]),
        ("Größe", [1, 12]),
        ("groesse", [1, 12]),
        ("evenement", [4]),
        ("événements", [4]),
        ("Verträgen", [2]),
        ("manana", [5]),
        ("Ｄüsseldorf", [2]),
    ],
)
def test_umlauts_sharp_s_and_accents_do_not_matter(filled: Store, query: str, expected: list[int]) -> None:
    assert sorted(hits(filled, query)) == expected


def test_all_words_must_stand_there_unless_any_is_asked(filled: Store) -> None:
    assert hits(filled, "Kenia Eishockey") == [1]
    assert hits(filled, "Kenia Düsseldorf") == []
    assert set(hits(filled, "Kenia Düsseldorf", need="any")) == {1, 2}


def test_phrases_keep_their_order(filled: Store) -> None:
    assert sorted(hits(filled, "Wo Größe beginnt")) == [1, 12]
    assert hits(filled, '"Wo Größe beginnt"') == [1]
    assert hits(filled, '"新しい広告"') == [9]
    assert hits(filled, '"広告新しい"') == []


def test_prefixes_and_exclusions(filled: Store) -> None:
    assert 3 in hits(filled, "sponsor*")
    assert hits(filled, "Düssel*") == [2]
    assert hits(filled, "kenian*") == [1]
    assert hits(filled, "Sponsor -Kampagne", lang="de") == [12]


def test_words_the_index_never_saw_find_their_stem(filled: Store) -> None:
    assert hits(filled, "Künstlern", lang="de") == [2]


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("fr", "La campagne olympique commence.", "campagnes olympiques"),
        ("en", "The Olympic campaign begins.", "olympics"),
        ("pt", "A campanha olímpica dá informação.", "olímpicas informações"),
        ("es", "La campaña olímpica da una noticia.", "campañas olímpicas noticias"),
        ("it", "La campagna olimpica comincia.", "campagne olimpiche"),
        ("nl", "De olympische campagne begint.", "olympisch campagnes"),
        ("de", "Die olympische Kampagne beginnt.", "olympisches Kampagnen"),
    ],
)
def test_inflections_that_no_article_has_are_found(
    store: Store, runs: Runs, language: str, text: str, query: str
) -> None:
    runs.save(batch(article(1, text, language=language)))
    assert hits(store, query) == [1]
    assert hits(store, query, lang=language) == [1]


@pytest.mark.parametrize("phrase", ["“Größe im Kleinen”", "„Größe im Kleinen“", "«Größe im Kleinen»"])
def test_printed_quotation_marks_make_a_phrase_too(store: Store, runs: Runs, phrase: str) -> None:
    runs.save(batch(article(1, "Sie zeigt Größe im Kleinen."), article(2, "Im Kleinen zeigt sich Größe.")))
    assert hits(store, phrase) == [1]


def test_a_snippet_begins_and_ends_with_whole_words(store: Store) -> None:
    text = "Anfangswort " + "langes Wort " * 20 + "Treffer " + "weiteres Wort " * 30
    snippet = store.sql("SELECT snippet(?, 'treffer')", [text])[0][0]
    assert "[Treffer]" in snippet
    assert set(snippet.replace("[Treffer]", "").split()) == {"langes", "Wort", "weiteres"}
    assert len(snippet) < 220


def test_a_snippet_marks_the_whole_word_where_script_has_no_spaces(store: Store) -> None:
    marked = store.sql("SELECT snippet('氷のない町のアイスホッケー選手', 'アイスホッケー')")[0][0]
    assert "[アイスホッケー]" in marked


def test_sql_and_the_indexer_look_words_up_alike(store: Store) -> None:
    for word in ("kleinen", "größe", "東京", "a"):
        assert store.sql("SELECT md5_number_lower(?)", [word]) == [(key(word),)]


def test_nothing_is_found_without_words(filled: Store) -> None:
    assert hits(filled, "") == []
    assert hits(filled, "xyzunbekannt") == []
    assert hits(filled, "'; DROP TABLE core_articles; --") == []
    assert hits(filled, '"') == []


def test_rare_words_and_titles_weigh_more(store: Store, runs: Runs) -> None:
    texts = [article(n, "Allerlei über Sport und Werbung. " * 3, title="Anderes") for n in range(1, 9)]
    titled = article(20, "Allerlei über Sport und Werbung. " * 3, title="Werbung")
    runs.save(batch(*texts, titled))
    assert hits(store, "Werbung")[0] == 20


def test_a_changed_article_is_found_by_its_new_words_only(store: Store, runs: Runs) -> None:
    runs.save(batch(article(1, "Nordbrause wirbt mit Eishockey.")))
    runs.save(batch(article(1, "Nordbrause wirbt mit Curling.")))
    assert hits(store, "Curling") == [1]
    assert hits(store, "Eishockey") == []


def test_segments_are_merged_and_find_the_same(store: Store, runs: Runs) -> None:
    rng = random.Random(5)
    words = ["Kenia", "Japan", "Eishockey", "Curling", "Vertrag", "Agentur"]
    for n in range(1, index.FAN_IN * 2):
        runs.save(batch(article(n, " ".join(rng.choices(words, k=4)))))
        if n == 3:
            runs.save(batch(article(2, "Ganz anderes Eishockey")))
    segments = store.sql("SELECT level, count(*) FROM core_search_segments GROUP BY ALL")
    assert sum(n for _, n in segments) < index.FAN_IN * 2
    assert store.sql("SELECT sum(n_postings) FROM core_search_segments") == store.sql(
        "SELECT count(*) FROM core_search_postings"
    )
    for word in words:
        expected = {n for n, text in _texts(store) if word in text}
        assert set(hits(store, word)) == expected


def _texts(store: Store) -> list[tuple[int, str]]:
    return [
        (int(article_id[1:], 16), text)
        for article_id, text in store.sql("SELECT article_id, text FROM articles")
    ]


def test_a_snippet_marks_the_hit(filled: Store) -> None:
    rows = filled.sql(
        "SELECT snippet(a.text, 'Duesseldorf') FROM articles AS a WHERE a.article_id = ?",
        [article(2).article_id],
    )
    assert "[Düsseldorf]" in rows[0][0]


def test_search_joins_the_other_views(filled: Store) -> None:
    rows = filled.sql(
        "SELECT a.title, s.score FROM search('Kampagne', lang := 'de') AS s JOIN articles AS a USING (article_id)"
    )
    assert {title for title, _ in rows} == {"T1", "T2"}


_LETTERS = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x17F),
        st.sampled_from("ÄÖÜäöüßéèñçãå日本語カタカナひらがな한국어中文ＡＺａｚ０９ йЖщ"),
    ),
    max_size=40,
)


@given(_LETTERS)
def test_sql_folds_like_the_indexer(text: str) -> None:
    assert _connection().execute("SELECT search_fold(?)", [text]).fetchall() == [(fold(text),)]


@given(_LETTERS)
def test_sql_cuts_like_the_indexer(text: str) -> None:
    expected = list(tokens(text))
    ((found,),) = _connection().execute("SELECT search_tokens(?)", [text]).fetchall()
    pairs = [pair for token in found for pair in tokens(token)]
    assert pairs == expected


def _connection() -> object:
    global _shared
    if _shared is None:
        from storage.connection import new_connection
        from storage.migrate import scripts

        _shared = new_connection()
        for script in scripts("migrations"):
            _shared.execute(script.sql)
        sql = next(s.sql for s in scripts("views") if "search" in s.name)
        _shared.execute(sql)
    return _shared


_shared = None
