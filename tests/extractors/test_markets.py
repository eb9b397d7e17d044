"""Markets of a text: what counts as a mention, what is a surname, a bird or a language, and where each stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.knowledge_base import load_knowledge
from config.market_lexicon import load_markets
from extractors.entities import build_matcher, find_mentions
from extractors.markets import build_market_matcher, find_markets
from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article, MarketMention

KNOWLEDGE = load_knowledge()
ENTITIES = build_matcher(KNOWLEDGE)
MARKETS = build_market_matcher(load_markets())


def read(text: str, language: str, published: str | None = "2024-05-14") -> tuple[MarketMention, ...]:
    when = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    article = Article(
        article_id="a", source_id="s", url="", fetched_url="", outlet=None, site_name=None, title=None, authors=(),
        description=None, image_url=None, language=language, language_origin="front_matter", published_at=when,
        published_origin=None, datings=(), text=text, paragraphs=paragraphs_of_text(text), text_sha256="",
    )  # fmt: skip
    return find_markets(article, find_mentions(article, ENTITIES), MARKETS, KNOWLEDGE.games)


def codes(text: str, language: str) -> list[tuple[str, str]]:
    return [(mention.span.quote, mention.iso) for mention in read(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Suedkorea, Grossbritannien und ÖSTERREICH", ["KR", "GB", "AT"]),
        ("de", "die deutsch-französische Freundschaft", ["DE", "FR"]),
        ("de", "Chinas Wirtschaft und Kenias Läufer", ["CN", "KE"]),
        ("en", "The U.S., the U.K. and the UAE agreed.", ["US", "GB", "AE"]),
        ("fr", "d’Italie, d'Espagne et des Etats-Unis", ["IT", "ES", "US"]),
        ("es", "EE. UU. y EE.UU.", ["US", "US"]),
        ("it", "gli Usa e l’Ue", ["US", "EU"]),
        ("ja", "日米ではなく、日本人選手が米国と英国を訪れた", ["JP", "US", "GB"]),
        ("ja", "米コカ・コーラと仏ロレアルは", ["US", "FR"]),
        ("ko", "미국의 선수와 한국에서 온 감독", ["US", "KR"]),
        ("zh", "法國和義大利的观众，英国选手", ["FR", "IT", "GB"]),
        ("nl", "VS, Zuid-Korea en het Verenigd Koninkrijk", ["US", "KR", "GB"]),
        ("pt", "os EUA, a Coreia do Sul e os alemães", ["US", "KR", "DE"]),
    ],
)
def test_spellings_and_scripts(language: str, text: str, expected: list[str]) -> None:
    assert [iso for _, iso in codes(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Er zahlte 100 US-Dollar in New Jersey und sprach fließend Spanisch."),
        ("de", "Das Buch ist auf Deutsch erschienen und ins Englische übersetzt, sagt Jörg Schweizer."),
        ("de", "Eine Expedition nach Neu-Guinea."),
        ("en", "She polished the bone china and served roast Turkey with French fries."),
        ("en", "Chad Smith and Georgia Tran speak fluent German, rarely in English."),
        ("en", "A trip to Atlanta, Georgia, and New Jersey, paid in US dollars."),
        ("fr", "Le texte est traduit en anglais et coûte 20 dollars américains."),
        ("es", "Este partido se jugó en inglés y costó diez dólares estadounidenses."),
        ("it", "Mangia ceci e insalata russa, poi parla in inglese."),
        ("nl", "Let op: het Engels is lastig."),
        ("ja", "日本語の字幕と英語版、日本海の風"),
        ("ko", "한국어 자막과 영어 자막, 그것이란 인도적 문제다"),
        ("zh", "发展中国家的今日本报，英语字幕和印度洋"),
        ("pt", "O livro em inglês custa dez dólares americanos."),
    ],
)
def test_what_only_looks_like_a_market(language: str, text: str) -> None:
    assert codes(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "inside"),
    [
        ("de", "Die Agentur BBDO China drehte den Film.", "China"),
        ("de", "Die Deutsche Telekom wirbt mit Team Deutschland.", "Deutsche"),
        ("en", "Team USA won, Team GB cheered.", "USA"),
        ("fr", "Le Comité national olympique et sportif français a signé.", "français"),
        ("es", "El Comité Olímpico Español firmó.", "Español"),
        ("ja", "日本オリンピック委員会は答えた。", "日本"),
        ("zh", "中国奥委会没有回应。", "中国"),
    ],
)
def test_part_of_an_organisations_name(language: str, text: str, inside: str) -> None:
    roles = {mention.span.quote: mention.role for mention in read(text, language)}
    assert roles.get(inside) == "org_name_part"


def test_a_person_with_the_name_of_a_country_is_no_market() -> None:
    text = "„Wir zeigen Sport“, sagte Marketingchefin Ruth Holland. Holland lobte die Spots in Holland."
    assert [iso for _, iso in codes(text, "de")] == ["NL"]


def test_a_campaign_in_a_group_of_countries_runs_in_each() -> None:
    text = "De campagne van Visa draait in de Benelux."
    assert codes(text, "nl") == [("Benelux", "BE"), ("Benelux", "NL"), ("Benelux", "LU")]
    text = "Die Kampagne von Visa läuft in der DACH-Region."
    assert [code for _, code in codes(text, "de")] == ["DE", "AT", "CH"]
    assert [code for _, code in codes("De directeur Benelux wil niet reageren.", "nl")] == ["BENELUX"]


def test_a_misspelt_host_city_is_found() -> None:
    assert codes("Ein Zentrum im Gangeung Olympic Park", "de") == [("Gangeung", "KR")]


@pytest.mark.parametrize(
    ("published", "paris", "milan", "angeles"),
    [
        ("2024-05-14", "host_current", "host_future", "host_future"),
        ("2024-08-11", "host_current", "host_future", "host_future"),
        ("2024-08-12", "host_current", "host_future", "host_future"),
        ("2024-09-09", "host_past", "host_current", "host_future"),
        ("2026-03-01", "host_past", "host_current", "host_future"),
        ("2026-03-16", "host_past", "host_past", "host_current"),
        (None, "host_past", "host_current", "host_future"),
    ],
)
def test_hosts_follow_the_calendar(published: str | None, paris: str, milan: str, angeles: str) -> None:
    text = "Nach den Spielen in Paris kommen die Winterspiele in Mailand; Mailand baut, danach folgt Los Angeles 2028."
    roles = {mention.span.quote: mention.role for mention in read(text, "de", published)}
    assert (roles["Paris"], roles["Mailand"], roles["Los Angeles"]) == (paris, milan, angeles)


def test_a_named_year_decides_between_two_games_of_one_city() -> None:
    roles = [m.role for m in read("Peking 2008 und Peking 2022 waren ausverkauft.", "de", "2021-06-01")]
    assert roles == ["host_past", "host_future"]


def test_the_cue_says_what_decided() -> None:
    found = read("Die Kampagne läuft in Japan, aber nicht in Italien.", "de", "2023-01-01")
    assert [(m.iso, m.role) for m in found] == [("JP", "campaign_market"), ("IT", "excluded_market")]
    assert found[0].cue in ("läuft in", "läuft")
    assert "nicht" in found[1].cue


def test_unknown_languages_get_the_words_of_all() -> None:
    assert ("Schweden", "SE") in codes("Schweden and 韓国", "und")
    assert ("韓国", "KR") in codes("Schweden and 韓国", "und")


def test_nothing_in_nothing_out() -> None:
    assert read("", "de") == ()
    assert read("Kein Ort, nirgends.", "xx") == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["läuft in ", "Japan", "kein ", "İ", "ß", "米", "U.S. ", "\n", "Games in ", "Paris ", "’", "·"]
        )
    ),
    st.sampled_from(["de", "en", "fr", "ja", "ko", "zh", "und"]),
)
def test_spans_fit_any_text(pieces: list[str], language: str) -> None:
    text = "".join(pieces)
    found = read(text, language)
    previous = 0
    for mention in found:
        assert text[mention.span.start : mention.span.stop] == mention.span.quote
        assert mention.span.start >= previous
        previous = mention.span.stop
        assert mention.cue
