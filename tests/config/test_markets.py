"""The market files: what is loaded, and that every mistake in them is named with file, key and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.market_lexicon import PACKAGED_FOLDER, MarketLexicon, load_markets
from config.market_schema import GRAMMAR, LANGUAGES, ROLES, MarketKnowledgeError


@pytest.fixture(scope="module")
def lexicon() -> MarketLexicon:
    return load_markets()


def test_every_country_has_a_name_in_every_language(lexicon: MarketLexicon) -> None:
    for language in LANGUAGES:
        named = {word.iso for word in lexicon.words[language] if word.kind in ("name", "code")}
        missing = lexicon.countries - named
        # Names that are also words of everyday life or of people are left out on purpose; see codes and guards.
        assert len(missing) <= 9, (language, sorted(missing))
        assert {"US", "GB", "CN", "KR", "JP", "DE", "FR", "BR", "KE", "JM", "AE", "TR"} <= named, language


def test_every_form_names_its_source(lexicon: MarketLexicon) -> None:
    licences = {source.licence for source in lexicon.sources.values()}
    assert licences == {"Apache-2.0", "Unicode-3.0", "MIT"}
    for words in lexicon.words.values():
        assert all(word.source in lexicon.sources for word in words)
        assert all(word.iso in lexicon.codes for word in words)


@pytest.mark.parametrize(
    ("language", "form", "iso", "kind"),
    [
        ("de", "kenianischen", "KE", "adjective"),
        ("de", "Französinnen", "FR", "inhabitant"),
        ("de", "VAE", "AE", "code"),
        ("en", "U.S.", "US", "code"),
        ("en", "Filipinos", "PH", "inhabitant"),
        ("fr", "sud-coréennes", "KR", "adjective"),
        ("fr", "Ivoiriens", "CI", "inhabitant"),
        ("es", "EE.UU.", "US", "code"),
        ("es", "alemanas", "DE", "adjective"),
        ("it", "ceche", "CZ", "adjective"),
        ("pt", "alemães", "DE", "adjective"),
        ("pt", "cabo-verdiana", "CV", "adjective"),
        ("nl", "Oekraïense", "UA", "adjective"),
        ("nl", "Polen", "PL", "name"),
        ("ja", "米国", "US", "name"),
        ("ko", "대한민국", "KR", "name"),
        ("zh", "義大利", "IT", "name"),
        ("de", "weltweiten", "001", "adjective"),
        ("fr", "Amérique latine", "419", "name"),
    ],
)
def test_inflected_forms(lexicon: MarketLexicon, language: str, form: str, iso: str, kind: str) -> None:
    found = {word.form: word for word in lexicon.words[language]}
    assert form in found
    assert (found[form].iso, found[form].kind) == (iso, kind)


def test_every_language_can_join_negate_and_exclude(lexicon: MarketLexicon) -> None:
    for language in LANGUAGES:
        cues = lexicon.cues[language]
        assert {"campaign_market", "excluded_market", "brand_home", "host", "business_market"} <= set(
            cues.roles
        )
        assert set(cues.grammar) == set(GRAMMAR)
        for subject in ("joiners", "negation", "no_negation", "channels", "campaign", "business", "olympic"):
            assert cues.grammar[subject], (language, subject)
    assert len(ROLES) == 13


def test_every_host_city_stands_in_the_country_that_hosts(lexicon: MarketLexicon) -> None:
    hosts = {edition: city.iso for city in lexicon.cities for edition in city.games}
    assert (hosts["1928S"], hosts["1988W"], hosts["2018W"], hosts["2030W"]) == ("NL", "CA", "KR", "FR")
    assert len({edition for city in lexicon.cities for edition in city.games}) >= 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "markets"
    shutil.copytree(PACKAGED_FOLDER, copy)
    return copy


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("words/de.toml", "\n[nickname.own]\nDE = ['Piefke']\n", "words/de.toml: nickname: unknown key"),
        ("words/de.toml", "\n[embedded.nobody]\nDE = ['D']\n", "[embedded.nobody]: unknown source"),
        ("words/de.toml", "\n[embedded.own]\nQQ = ['Q']\n", "[embedded.own] QQ: unknown market code"),
        ("words/de.toml", "\n[embedded.own]\nFR = ['Deutschland']\n", "'Deutschland' already stands for DE"),
        ("roles/de.toml", "\n[slogan]\nbefore = ['x']\n", "roles/de.toml: slogan: unknown key"),
        ("roles/de.toml", "\n[scope_global]\nnear = ['x']\n", "scope_global.near: unknown key"),
        ("guards/de.toml", "\n[[beside]]\nform = ['x']\n", "beside.form: unknown key"),
        ("cities.toml", "\n[[city]]\nname = 'X'\niso = 'DE'\ngames = ['2018']\n", "'2018' is no edition"),
        ("codes.toml", "\n[planets]\nMARS = 'Mars'\n", "codes.toml: planets: unknown key"),
        ("inflection.toml", "\n[de.code]\ncapitalised = 'often'\n", "unknown value 'often'"),
        ("first_names.toml", "\nsurnames = ['x']\n", "first_names.toml: surnames: unknown key"),
        ("roles/de.toml", "\n[grammar\n", "roles/de.toml: unreadable"),
        ("words/tlh.toml", "", "words/tlh.toml: no such market file"),
    ],
)
def test_a_mistake_is_refused_with_file_key_and_remedy(folder: Path, file: str, text: str, said: str) -> None:
    path = folder / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + text, encoding="utf-8")
    with pytest.raises(MarketKnowledgeError) as caught:
        load_markets(folder)
    assert any(said in problem and " -> " in problem for problem in caught.value.problems), (
        caught.value.problems
    )


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    (folder / "words" / "ja.toml").unlink()
    (folder / "guards" / "fr.toml").write_text("phrases = 'Nice'\n", encoding="utf-8")
    with pytest.raises(MarketKnowledgeError) as caught:
        load_markets(folder)
    assert "words/ja.toml: missing" in str(caught.value)
    assert "guards/fr.toml: phrases: not a list of texts" in str(caught.value)
