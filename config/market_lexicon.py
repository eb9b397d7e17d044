"""Loads config/knowledge/markets/**/*.toml: what markets are called, when such a word means none, what tells the role."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.market_inflection import Inflection, inflected, read_inflection
from config.market_schema import (
    CUE_ROLES,
    GRAMMAR,
    KINDS,
    LANGUAGES,
    SLOTS,
    Beside,
    Checker,
    Guards,
    HostCity,
    LanguageNames,
    MarketKnowledgeError,
    MarketSource,
    MarketWord,
    RoleCues,
)

PACKAGED_FOLDER = Path(__file__).parent / "knowledge" / "markets"
_LATIN = tuple(language for language in LANGUAGES if language not in ("ja", "ko", "zh"))


@dataclass(frozen=True, slots=True)
class MarketLexicon:
    """Everything known about market words; mappings are by language."""

    codes: Mapping[str, str]
    """ISO 3166-1 alpha-2, UN M49 or group code -> English name."""
    countries: frozenset[str]
    members: Mapping[str, tuple[str, ...]]
    """Group code -> the countries it stands for, where it stands for no others."""
    sources: Mapping[str, MarketSource]
    words: Mapping[str, tuple[MarketWord, ...]]
    cities: tuple[HostCity, ...]
    guards: Mapping[str, Guards]
    """Guards of ``any`` are already part of every language."""
    cues: Mapping[str, RoleCues]
    first_names: frozenset[str]


def load_markets(folder: Path | None = None) -> MarketLexicon:
    """Load the packaged market files, or those of ``folder``; raises MarketKnowledgeError naming every mistake."""
    root = folder or PACKAGED_FOLDER
    problems: list[str] = []
    codes, countries, members, sources = _read_codes(root, problems)
    inflection = read_inflection(
        _document(root, "inflection.toml", problems), Checker("inflection.toml", problems)
    )
    words = {
        language: _read_words(root, language, codes, sources, inflection, problems) for language in LANGUAGES
    }
    cities = _read_cities(root, codes, problems)
    common = _read_guards(root, "any", problems)
    guards = {language: _merge(common, _read_guards(root, language, problems)) for language in LANGUAGES}
    cues = {language: _read_cues(root, language, problems) for language in LANGUAGES}
    first_names = _read_first_names(root, problems)
    _refuse_stray_files(root, problems)
    if problems:
        raise MarketKnowledgeError(problems)
    return MarketLexicon(
        codes=MappingProxyType(codes),
        countries=countries,
        members=MappingProxyType(members),
        sources=MappingProxyType(sources),
        words=MappingProxyType(words),
        cities=cities,
        guards=MappingProxyType(guards),
        cues=MappingProxyType(cues),
        first_names=first_names,
    )


def _document(root: Path, name: str, problems: list[str]) -> Mapping[str, Any]:
    path = root / name
    if not path.exists():
        problems.append(f"{name}: missing -> restore it or start from docs/how-to/add-a-market-word.md")
        return {}
    try:
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{name}: unreadable: {error} -> correct the TOML")
        return {}


def _refuse_stray_files(root: Path, problems: list[str]) -> None:
    """A file nobody reads is a slip of its name."""
    top = {"codes.toml", "inflection.toml", "cities.toml", "first_names.toml"}
    for path in sorted(root.rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        folder, _, file = name.rpartition("/")
        languages = {f"{language}.toml" for language in LANGUAGES}
        if folder == "guards":
            languages.add("any.toml")
        if not (name in top or (folder in ("words", "guards", "roles") and file in languages)):
            problems.append(
                f"{name}: no such market file -> name it after a language: {', '.join(LANGUAGES)}"
            )


def _read_codes(
    root: Path, problems: list[str]
) -> tuple[dict[str, str], frozenset[str], dict[str, tuple[str, ...]], dict[str, MarketSource]]:
    document = _document(root, "codes.toml", problems)
    check = Checker("codes.toml", problems)
    check.known(document, "", "countries", "regions", "groups", "members", "sources")
    codes: dict[str, str] = {}
    for key, shape in (("countries", 2), ("regions", 3), ("groups", 0)):
        for code, name in check.table(document, key).items():
            if not isinstance(name, str) or (shape and len(code) != shape):
                check.wrong(f"[{key}] {code}", "not a code with a name", 'write CODE = "Name"')
                continue
            codes[code] = name
    countries = frozenset(check.table(document, "countries"))
    members: dict[str, tuple[str, ...]] = {}
    for group in check.table(document, "members"):
        members[group] = check.texts(check.table(document, "members"), group)
        if group not in codes or not countries.issuperset(members[group]):
            check.wrong(
                f"[members] {group}",
                "not a group of countries",
                "list codes of [countries] for a code of [groups]",
            )
    sources = {}
    for key, table in check.table(document, "sources").items():
        check.known(table, f"sources.{key}.", "title", "licence")
        sources[key] = MarketSource(check.text(table, "title"), check.text(table, "licence"))
    return codes, countries, members, sources


def _read_words(
    root: Path,
    language: str,
    codes: Mapping[str, str],
    sources: Mapping[str, MarketSource],
    inflection: Inflection,
    problems: list[str],
) -> tuple[MarketWord, ...]:
    name = f"words/{language}.toml"
    document = _document(root, name, problems)
    check = Checker(name, problems)
    check.known(document, "", *KINDS)
    bases: dict[str, tuple[str, str, str]] = {}
    for kind in KINDS:
        for source, table in check.table(document, kind).items():
            if source not in sources:
                check.wrong(f"[{kind}.{source}]", "unknown source", f"use one of: {', '.join(sources)}")
                continue
            for iso in table:
                if iso not in codes:
                    check.wrong(f"[{kind}.{source}] {iso}", "unknown market code", "use a code of codes.toml")
                    continue
                for form in check.texts(table, iso, f"[{kind}.{source}] "):
                    other = bases.get(form)
                    if other is not None and other[0] != iso:
                        check.wrong(
                            f"[{kind}.{source}] {iso}",
                            f"{form!r} already stands for {other[0]}",
                            "keep it with one market",
                        )
                    bases.setdefault(form, (iso, kind, source))
    words = {form: MarketWord(form, iso, kind, source) for form, (iso, kind, source) in bases.items()}
    for form, (iso, kind, source) in bases.items():
        for variant, variant_kind in inflected(form, kind, language, inflection):
            # A listed form keeps its meaning over one that a rule derives from another word.
            words.setdefault(variant, MarketWord(variant, iso, variant_kind, source))
    return tuple(words[form] for form in sorted(words))


def _read_cities(root: Path, codes: Mapping[str, str], problems: list[str]) -> tuple[HostCity, ...]:
    document = _document(root, "cities.toml", problems)
    check = Checker("cities.toml", problems)
    check.known(document, "", "city")
    cities = []
    for table in check.tables(document, "city"):
        name = check.text(table, "name")
        where = f"city {name!r} "
        check.known(table, where, "name", "iso", "games", "forms")
        iso = check.text(table, "iso", where)
        if iso and iso not in codes:
            check.wrong(f"{where}iso", f"unknown market code {iso!r}", "use a code of codes.toml")
        forms = check.table(table, "forms", where)
        check.known(forms, f"{where}forms.", "any", *LANGUAGES)
        games = check.texts(table, "games", where)
        for edition in games:
            if not (edition[:4].isdigit() and edition[4:] in ("S", "W")):
                check.wrong(f"{where}games", f"{edition!r} is no edition", 'write it like "2018W"')
        read = {language: check.texts(forms, language, where) for language in forms}
        cities.append(HostCity(name, iso, games, MappingProxyType(read)))
    return tuple(cities)


def _read_guards(root: Path, language: str, problems: list[str]) -> Guards:
    name = f"guards/{language}.toml"
    document = _document(root, name, problems)
    check = Checker(name, problems)
    check.known(document, "", "phrases", "organisations", "venues", "language", "beside")
    spoken = check.table(document, "language")
    keys = ("always_after", "after", "before", "joiners", "forms")
    check.known(spoken, "language.", *keys)
    beside = []
    for table in check.tables(document, "beside"):
        check.known(table, "beside.", "forms", "after", "before", "first_names", "before_capitalised")
        beside.append(
            Beside(
                check.texts(table, "forms", "beside."),
                check.texts(table, "after", "beside."),
                check.texts(table, "before", "beside."),
                check.flag(table, "first_names", "beside."),
                check.flag(table, "before_capitalised", "beside."),
            )
        )
    return Guards(
        phrases=check.texts(document, "phrases"),
        organisations=check.texts(document, "organisations"),
        venues=check.texts(document, "venues"),
        language=LanguageNames(*(check.texts(spoken, key, "language.") for key in keys)),
        beside=tuple(beside),
    )


def _merge(common: Guards, own: Guards) -> Guards:
    return Guards(
        phrases=tuple(dict.fromkeys((*common.phrases, *own.phrases))),
        organisations=tuple(dict.fromkeys((*common.organisations, *own.organisations))),
        venues=tuple(dict.fromkeys((*common.venues, *own.venues))),
        language=own.language,
        beside=(*common.beside, *own.beside),
    )


def _read_cues(root: Path, language: str, problems: list[str]) -> RoleCues:
    name = f"roles/{language}.toml"
    document = _document(root, name, problems)
    check = Checker(name, problems)
    check.known(document, "", "grammar", *CUE_ROLES)
    grammar = check.table(document, "grammar")
    check.known(grammar, "grammar.", *GRAMMAR)
    roles = {}
    for role in document:
        if role in CUE_ROLES:
            table = check.table(document, role)
            check.known(table, f"{role}.", *SLOTS)
            roles[role] = MappingProxyType({slot: check.texts(table, slot, f"{role}.") for slot in table})
    return RoleCues(
        MappingProxyType(roles),
        MappingProxyType({key: check.texts(grammar, key, "grammar.") for key in GRAMMAR}),
    )


def _read_first_names(root: Path, problems: list[str]) -> frozenset[str]:
    document = _document(root, "first_names.toml", problems)
    check = Checker("first_names.toml", problems)
    check.known(document, "", "names")
    return frozenset(check.texts(document, "names"))
