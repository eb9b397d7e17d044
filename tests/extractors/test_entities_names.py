"""Known names: boundaries of words in every script, ambiguity decided by context, names inside names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.knowledge_base import load_knowledge
from extractors.entities import build_matcher, find_mentions
from extractors.entities.boundaries import fold_spelling
from extractors.entities.proof import article_of
from extractors.records import Mention

MATCHER = build_matcher(load_knowledge())


def mentions(text: str, language: str) -> list[Mention]:
    return list(find_mentions(article_of(text, language), MATCHER))


def names(text: str, language: str) -> list[tuple[str, str]]:
    """Surface and id of every name."""
    return [(m.span.quote, m.entity_id) for m in mentions(text, language) if m.kind == "name"]


@pytest.mark.parametrize(
    ("language", "text", "surface", "entity"),
    [
        ("de", "Alibabas Auftritt beginnt.", "Alibabas", "alibaba"),
        ("de", "Die Samsung-Kampagne läuft.", "Samsung", "samsung"),
        ("de", "Der IOC-Sponsor wirbt.", "IOC", "ioc"),
        ("de", "SAMSUNG wirbt.", "SAMSUNG", "samsung"),
        ("de", "Das gehört zu Coca‑Cola.", "Coca‑Cola", "coca_cola"),
        ("en", "Samsung's campaign starts.", "Samsung", "samsung"),
        ("en", "McDonald’s left.", "McDonald’s", "mcdonalds"),
        ("fr", "La campagne d’Airbnb démarre.", "Airbnb", "airbnb"),
        ("it", "Secondo l'Airbnb di oggi.", "Airbnb", "airbnb"),
        ("nl", "Samsungs campagne begint.", "Samsungs", "samsung"),
        ("ja", "トヨタは広告を始めた。", "トヨタ", "toyota"),
        ("ja", "ＩＯＣは発表した。", "ＩＯＣ", "ioc"),
        ("ko", "코카콜라는 광고를 시작했다.", "코카콜라", "coca_cola"),
        ("ko", "삼성의 광고", "삼성", "samsung"),
        ("zh", "阿里巴巴推出广告。", "阿里巴巴", "alibaba"),
        ("zh", "寶潔與國際奧委會續約。", "寶潔", "pg"),
        ("de", "Die Spiele in Mailand und Cortina beginnen.", "Spiele in Mailand und Cortina", "2026W"),
    ],
)
def test_names_are_found_where_words_allow(language: str, text: str, surface: str, entity: str) -> None:
    assert (surface, entity) in names(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Samsungelt ist ein Fluss."),
        ("en", "He wrote intelligently about it."),
        ("ko", "소비자는 결제 카드를 썼다."),
        ("ja", "インテルナシオナルは勝った。"),
        ("de", "Panasonica heißt das Schiff."),
        ("en", "The omegaverse is a genre."),
    ],
)
def test_names_do_not_begin_or_end_inside_words(language: str, text: str) -> None:
    assert names(text, language) == []


def test_forms_of_one_language_stay_in_it() -> None:
    assert names("Le Comité international olympique", "fr")
    assert names("Das Internationale Olympische Komitee tagt.", "en") == []


def test_a_name_inside_a_name_is_nested() -> None:
    found = mentions("Die Alibaba Cloud rechnet.", "de")
    assert [(m.span.quote, m.entity_id, m.kind) for m in found] == [
        ("Alibaba Cloud", "alibaba_cloud", "name"),
        ("Alibaba", "alibaba", "nested"),
    ]
    assert found[0].parent_id == "alibaba"


def test_context_decides_and_says_which_word_did() -> None:
    (found,) = mentions("Payments sponsor Visa widens its card campaign.", "en")
    assert found.entity_id == "visa"
    assert '"payment" in the sentence' in found.rule
    assert "brands/visa.toml" in found.rule


@pytest.mark.parametrize(
    ("language", "text", "entity"),
    [
        ("de", "Der Sponsor brauchte für die Einreise ein Visa.", "visa"),
        ("de", "Omega-3-Kapseln sind der neue Sponsor.", "omega"),
        ("en", "The Amazon river floods the sponsor's camp in the rainforest.", "amazon"),
        ("de", "Eine Allianz der Sponsoren bildet sich.", "allianz"),
        ("en", "The campaign visited Toyota City in Japan.", "toyota"),
        ("en", "Intel officials warned the sponsors.", "intel"),
        ("en", "Target audiences of the campaign are young.", "target"),
        ("fr", "Le jus d'une orange pressée pour le sponsor.", "orange"),
        ("en", "Mount Olympus is in Greece, the sponsor said.", "olympus"),
        ("de", "Die NASA landet auf dem Mars.", "mars"),
    ],
)
def test_other_meanings_are_left_out(language: str, text: str, entity: str) -> None:
    assert entity not in {m.entity_id for m in mentions(text, language)}


def test_a_sure_mention_carries_the_unsure_one() -> None:
    text = "Visa bringt Schulkinder nach Paris.\n\nDer Kreditkartenkonzern Visa ist Sponsor der Spiele."
    found = [m for m in mentions(text, "de") if m.entity_id == "visa" and m.kind == "name"]
    assert [m.span.start for m in found] == [0, text.rindex("Visa")]
    assert "without doubt" in found[0].rule


def test_a_list_of_brands_carries_the_unsure_one() -> None:
    assert ("Visa", "visa") in names("Dabei sind Samsung, Visa und Airbnb.", "de")
    assert names("Dabei ist Visa.", "de") == []


def test_a_descriptor_in_the_article_speaks_for_the_name() -> None:
    text = "Die Allianz ist gut ins Jahr gekommen. Der Versicherer hebt die Prognose."
    assert ("Allianz", "allianz") in names(text, "de")


def test_a_capital_at_the_beginning_of_a_sentence_proves_nothing() -> None:
    text = "Always look up. The household brand shows sport.\n\nAlways smile."
    assert "always_hygiene" not in {m.entity_id for m in mentions(text, "en")}


def test_a_surname_is_not_the_brand() -> None:
    found = mentions("Sponsorin ist Anna Philips, eine Unternehmerin aus Köln.", "de")
    assert [(m.entity_id, m.span.quote) for m in found] == [("person:anna_philips", "Anna Philips")]


@pytest.mark.parametrize(
    "language", ["de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh", "und", "xx"]
)
def test_unknown_languages_and_empty_texts_are_no_trouble(language: str) -> None:
    assert mentions("", language) == []
    assert mentions("\n\n  \n", language) == []
    assert mentions("Samsung", language)[0].entity_id == "samsung"


PIECES = st.sampled_from(
    [
        "Visa", "Alibaba", "s", "-", " ", ", ", ". ", "\n", "sagt ", "CMO ", "der Konzern ", "Anna Weber", "Agentur: ", "„", "“",
        "비자", "카드", "オメガ", "計時", "安联", "保险", "'s", "BBDO ", "China", "Sponsor ", "é", "e\u0301", "😀", "ＩＯＣ", "(", ")",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES | st.text(max_size=6), max_size=25),
    st.sampled_from(["de", "en", "fr", "ja", "ko", "zh", "und"]),
)
def test_spans_always_fit_the_text_and_names_never_cross(pieces: list[str], language: str) -> None:
    text = "".join(pieces)
    found = mentions(text, language)
    for mention in found:
        assert text[mention.span.start : mention.span.stop] == mention.span.quote
        assert mention.rule
    outer = sorted((m.span.start, m.span.stop) for m in found if m.kind == "name")
    assert all(first[1] <= second[0] for first, second in pairwise(outer))


@given(st.text(max_size=60))
def test_folding_the_spelling_keeps_every_offset(text: str) -> None:
    assert len(fold_spelling(text, full_width=True)) == len(text)


@pytest.mark.parametrize(
    ("language", "text", "published", "edition"),
    [
        ("de", "Der Olympia-Sponsor wirbt zu den Spielen in Peking.", "2008-06-01", "2008S"),
        ("de", "Der Olympia-Sponsor wirbt zu den Spielen in Peking.", "2012-06-01", "2008S"),
        ("de", "Der Olympia-Sponsor wirbt zu den Spielen in Peking.", "2021-06-01", "2022W"),
        ("de", "Der Olympia-Sponsor wirbt zu den Winterspielen von Peking.", "2012-06-01", "2022W"),
        ("ja", "北京五輪のスポンサーが広告を始めた。", "2008-06-01", "2008S"),
        ("en", "The sponsor shows a film for the Los Angeles Games.", "1984-06-01", "1984S"),
        ("en", "The sponsor shows a film for the Los Angeles Games.", None, "2028S"),
    ],
)
def test_games_named_by_their_host_are_those_nearest_to_the_day(
    language: str, text: str, published: str | None, edition: str
) -> None:
    day = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    article = replace(article_of(text, language), published_at=day)
    events = [m.entity_id for m in find_mentions(article, MATCHER) if m.type == "event"]
    assert events == [edition]
