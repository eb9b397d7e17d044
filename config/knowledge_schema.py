"""What an entity of the knowledge base is, and how one TOML table becomes it: every key known, every value checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
ENTITY_TYPES = ("brand", "company", "agency", "organisation", "person", "medium", "event", "claim", "product")
PROGRAMMES = ("worldwide", "domestic", "team")
CONFIDENCES = ("published_page", "forum_page", "background")
WINDOWS = ("phrase", "sentence", "paragraph", "article")

_ID = re.compile(r"[a-z0-9_]*[a-z][a-z0-9_]*|\d{4}Y?[SW]P?")
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ContextRule:
    """Decides whether an ambiguous form means the entity; see docs/how-to/add-a-sponsor.md."""

    forms: tuple[str, ...]
    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    reject_before: tuple[str, ...] = ()
    reject_after: tuple[str, ...] = ()
    window: str = "sentence"


@dataclass(frozen=True, slots=True)
class Rights:
    """Sponsorship rights; years are inclusive contract years, ``until`` None when no end is known."""

    programme: str
    holder: str
    tier: str | None = None
    category: str | None = None
    games: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    confidence: str = "background"
    since_confidence: str | None = None
    until_confidence: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing articles name. ``origin`` is the file below the knowledge folder, ``line`` the line of its id."""

    id: str
    type: str
    name: str
    origin: str
    line: int
    parent: str | None = None
    home: str | None = None
    kind: str | None = None
    wikidata: str | None = None
    wikidata_source: str | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()
    aliases_by_language: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    descriptors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    context: tuple[ContextRule, ...] = ()
    rights: tuple[Rights, ...] = ()
    games: Mapping[str, Any] | None = None
    """Days and hosts of an event that is an edition of the Games; config.games_calendar reads them."""
    sources: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    def rule_for(self, form: str) -> ContextRule | None:
        """First context rule that governs the alias ``form``."""
        return next((rule for rule in self.context if form in rule.forms), None)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a knowledge file, with what to do about it."""

    origin: str
    line: int
    entity: str
    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        subject = f"entity {self.entity!r}" if self.entity else "file"
        key = f", key {self.key!r}" if self.key else ""
        return f"{self.origin}:{self.line}: {subject}{key}: {self.what} -> {self.remedy}"


@dataclass(slots=True)
class TableReader:
    """Reads one TOML table key by key and remembers what was wrong with it."""

    table: Mapping[str, Any]
    where: str
    """Dotted place of the table inside the entity, empty for the entity itself."""
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    """Key, what, remedy."""

    def wrong(self, key: str, what: str, remedy: str) -> None:
        self.problems.append((f"{self.where}{key}", what, remedy))

    def known(self, *keys: str) -> None:
        """Refuse every key that is not named here."""
        for key in self.table:
            if key not in keys:
                self.wrong(key, "unknown key", f"remove it or use one of: {', '.join(keys)}")

    def text(self, key: str, *, required: bool = False) -> str | None:
        value = self.table.get(key)
        if value is None:
            if required:
                self.wrong(key, "missing", f'add {key} = "..."')
            return None
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"not a text: {value!r}", f'write {key} = "..."')
            return None
        if value != value.strip():
            self.wrong(key, f"has blanks at its edge: {value!r}", "remove them")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], *, required: bool = False) -> str | None:
        value = self.text(key, required=required)
        if value is not None and value not in allowed:
            self.wrong(key, f"unknown value {value!r}", f"use one of: {', '.join(allowed)}")
            return None
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        value = self.table.get(key)
        if value is None:
            if required:
                self.wrong(key, "missing", f'add {key} = ["..."]')
            return ()
        if not isinstance(value, list) or any(
            not isinstance(item, str) or not item.strip() for item in value
        ):
            self.wrong(key, "not a list of texts", f'write {key} = ["...", "..."]')
            return ()
        for item in value:
            if item != item.strip():
                self.wrong(key, f"has blanks at its edge: {item!r}", "remove them")
        if len(set(value)) != len(value):
            twice = sorted({item for item in value if value.count(item) > 1})
            self.wrong(key, f"named twice: {', '.join(twice)}", "keep one of each")
        return tuple(value)

    def year(self, key: str) -> int | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1896 <= value <= 2100:
            self.wrong(key, f"not a year: {value!r}", f"write {key} = 2024")
            return None
        return value

    def day(self, key: str) -> date | None:
        value = self.table.get(key)
        if type(value) is not date:
            self.wrong(key, f"not a day: {value!r}", f"write {key} = 2024-07-26")
            return None
        return value

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            self.wrong(key, "not a list of tables", f"write [[entity.{key}]]")
            return []
        return value

    def by_language(self, key: str) -> Mapping[str, tuple[str, ...]]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, "not a table", f"write [entity.{key}]")
            return _NOTHING
        inner = self.inside(key, value)
        inner.known(*LANGUAGES)
        return MappingProxyType(
            {language: inner.texts(language) for language in LANGUAGES if language in value}
        )

    def inside(self, key: str, table: Mapping[str, Any]) -> TableReader:
        """Reader of a table within this one; it reports to the same list."""
        return TableReader(table, f"{self.where}{key}.", self.problems)


def read_entity(
    table: Mapping[str, Any], origin: str, line_of: Callable[[str], int]
) -> tuple[Entity | None, list[Problem]]:
    """Turn one ``[[entity]]`` table into an Entity, or say what is wrong; ``line_of(key)`` finds the line."""
    reader = TableReader(table, "")
    reader.known(
        "id", "type", "name", "parent", "home", "kind", "wikidata", "wikidata_source", "note", "aliases", "sources",
        "aliases_by_language", "descriptors", "context", "rights", "games", "tests",
    )  # fmt: skip
    entity_id = reader.text("id", required=True) or ""
    if entity_id and not _ID.fullmatch(entity_id):
        what = f"{entity_id!r} is no id"
        reader.wrong("id", what, "use lower-case letters, digits and _ (Games: year and S or W, like 2018W)")
    home = reader.text("home")
    if home is not None and not (len(home) == 2 and home.isascii() and home.isupper()):
        reader.wrong("home", f"{home!r} is no country code", "write two capitals of ISO 3166-1, e.g. DE")
    wikidata = reader.text("wikidata")
    wikidata_source = reader.text("wikidata_source")
    if wikidata is not None and not (wikidata[:1] == "Q" and wikidata[1:].isdigit()):
        reader.wrong("wikidata", f"{wikidata!r} is no Wikidata id", 'write it like "Q42" or leave it out')
    if wikidata is not None and wikidata_source is None:
        reader.wrong("wikidata_source", "missing beside wikidata", "say where the id was seen")
    examples = reader.inside("tests", _table(reader, "tests"))
    examples.known("match", "no_match")
    entity_type = reader.choice("type", ENTITY_TYPES, required=True)
    name = reader.text("name", required=True)
    entity = Entity(
        id=entity_id,
        type=entity_type or "brand",
        name=name or entity_id,
        origin=origin,
        line=line_of("id"),
        parent=reader.text("parent"),
        home=home,
        kind=reader.text("kind"),
        wikidata=wikidata,
        wikidata_source=wikidata_source,
        note=reader.text("note"),
        aliases=reader.texts("aliases"),
        aliases_by_language=reader.by_language("aliases_by_language"),
        descriptors=reader.by_language("descriptors"),
        context=tuple(_context(reader, item) for item in reader.tables("context")),
        rights=tuple(_rights(reader, item) for item in reader.tables("rights")),
        games=_table(reader, "games") if "games" in table else None,
        sources=reader.texts("sources"),
        match=examples.texts("match"),
        no_match=examples.texts("no_match"),
    )
    if not entity.aliases and not any(entity.aliases_by_language.values()):
        reader.wrong("aliases", "the entity can never be found", "add at least one alias")
    _check_context_forms(reader, entity)
    problems = [
        Problem(origin, line_of(key.rsplit(".", 1)[-1]), entity_id, key, what, remedy)
        for key, what, remedy in reader.problems
    ]
    return (None if problems else entity), problems


def _table(reader: TableReader, key: str) -> Mapping[str, Any]:
    value = reader.table.get(key, {})
    if not isinstance(value, dict):
        reader.wrong(key, "not a table", f"write [entity.{key}]")
        return {}
    return value


def _context(reader: TableReader, table: Mapping[str, Any]) -> ContextRule:
    inner = reader.inside("context", table)
    inner.known("forms", "accept", "reject", "reject_before", "reject_after", "window")
    rule = ContextRule(
        forms=inner.texts("forms", required=True),
        accept=inner.texts("accept"),
        reject=inner.texts("reject"),
        reject_before=inner.texts("reject_before"),
        reject_after=inner.texts("reject_after"),
        window=inner.choice("window", WINDOWS) or "sentence",
    )
    if not (rule.accept or rule.reject or rule.reject_before or rule.reject_after):
        inner.wrong(
            "accept", "the rule decides nothing", "add accept, reject, reject_before or reject_after words"
        )
    return rule


def _rights(reader: TableReader, table: Mapping[str, Any]) -> Rights:
    inner = reader.inside("rights", table)
    inner.known(
        "programme", "holder", "tier", "category", "games", "since", "until", "confidence",
        "since_confidence", "until_confidence", "note", "sources",
    )  # fmt: skip
    since, until = inner.year("since"), inner.year("until")
    if since is not None and until is not None and until < since:
        inner.wrong("until", f"{until} lies before since = {since}", "swap or correct the years")
    return Rights(
        programme=inner.choice("programme", PROGRAMMES, required=True) or "worldwide",
        holder=inner.text("holder", required=True) or "",
        tier=inner.text("tier"),
        category=inner.text("category"),
        games=inner.texts("games"),
        since=since,
        until=until,
        confidence=inner.choice("confidence", CONFIDENCES, required=True) or "background",
        since_confidence=inner.choice("since_confidence", CONFIDENCES),
        until_confidence=inner.choice("until_confidence", CONFIDENCES),
        note=inner.text("note"),
        sources=inner.texts("sources"),
    )


def _check_context_forms(reader: TableReader, entity: Entity) -> None:
    """A rule for a form the entity does not have is a slip of the pen."""
    forms = set(entity.aliases).union(*entity.aliases_by_language.values())
    for rule in entity.context:
        for form in rule.forms:
            if form not in forms:
                reader.wrong(
                    "context.forms", f"{form!r} is no alias of the entity", "add the alias or drop the form"
                )
