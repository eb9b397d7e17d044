"""Load tests/corpus: articles with their labels as typed records; every mistake is named with file and key."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FENCE = "+++\n"
LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
ENTITY_TYPES = ("brand", "company", "agency", "organisation", "person", "medium", "event", "claim", "product")
ENTITY_KINDS = ("name", "descriptor", "nested")
ROLES = (
    "campaign_market",
    "campaign_market_channel",
    "host_current",
    "host_past",
    "host_future",
    "brand_home",
    "setting_nationality",
    "business_market",
    "target_audience",
    "venue",
    "org_name_part",
    "scope_global",
    "excluded_market",
)
CHANNELS = ("tv", "cinema", "print", "radio", "out_of_home", "online", "social", "event", "retail")
STATUSES = ("worldwide_partner", "domestic_partner", "former", "not_official", "official_unspecified")
MAIN_FIELDS = ("claim", "agency", "start_date", "markets", "contract_years", "contract_until", "channels")
FIELDS = (
    "brand",
    *MAIN_FIELDS,
    "end_date",
    "assets",
    "spokesperson",
    "sponsor_status",
    "category",
    "rights_holder",
    "contract_since",
    "extension",
    "co_sponsors",
    "budget",
)
_KEYS = {
    "entity": {"id", "also", "canonical", "type", "kind", "text", "nth", "optional"},
    "market": {"iso", "role", "also", "text", "nth", "optional"},
    "fact": {
        "campaign",
        "field",
        "value",
        "also",
        "role",
        "text",
        "nth",
        "status",
        "attributed_to",
        "optional",
    },
    "quote": {"kind", "speaker", "role", "text", "nth", "optional"},
    "tone": {"entity", "label"},
}


class CorpusError(ValueError):
    """A mistake in the corpus; the message lists every one as ``file: key: what``."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class EntityLabel:
    """One mention. ``id`` is empty for entities no knowledge file can hold; ``also`` are ids equally right."""

    id: str
    also: tuple[str, ...]
    canonical: str
    type: str
    kind: str
    start: int
    stop: int
    text: str
    optional: bool


@dataclass(frozen=True, slots=True)
class MarketLabel:
    """One country, region or host-city mention; ``also`` are roles equally right."""

    iso: str
    role: str
    also: tuple[str, ...]
    start: int
    stop: int
    text: str
    optional: bool


@dataclass(frozen=True, slots=True)
class FactLabel:
    """One campaign fact; without a span when ``status`` is not_stated. ``also`` are values equally right."""

    campaign: str
    field: str
    value: Any
    also: tuple[Any, ...]
    role: str
    status: str
    start: int | None
    stop: int | None
    attributed_to: str
    optional: bool

    @property
    def values(self) -> tuple[Any, ...]:
        return (self.value, *self.also)


@dataclass(frozen=True, slots=True)
class QuoteLabel:
    """One piece of direct or reported speech; ``speaker`` is the full name the article gives somewhere."""

    kind: str
    speaker: str
    role: str
    start: int
    stop: int
    text: str
    optional: bool


@dataclass(frozen=True, slots=True)
class CorpusArticle:
    """One article of the corpus with all its labels; ``half`` is tuning or untouched."""

    id: str
    path: Path
    title: str
    outlet: str
    published: date
    language: str
    body: str
    half: str
    relevant: bool
    entities: tuple[EntityLabel, ...]
    markets: tuple[MarketLabel, ...]
    facts: tuple[FactLabel, ...]
    quotes: tuple[QuoteLabel, ...]
    tones: Mapping[str, str]

    def names_of(self, entity_id: str) -> frozenset[str]:
        """Every id and surface form that stands for one entity in this article."""
        found = {entity_id}
        for label in self.entities:
            if entity_id in (label.id, label.canonical, *label.also) and label.kind != "descriptor":
                found.update((label.id, label.canonical, label.text, *label.also))
        return frozenset(found - {""})


def half_of(file_name: str) -> str:
    """tuning when the first byte of the SHA-256 of the file name is even, else untouched."""
    return "tuning" if hashlib.sha256(file_name.encode()).digest()[0] % 2 == 0 else "untouched"


def occurrences(body: str, text: str) -> list[int]:
    """Starts of every occurrence of ``text``, overlapping ones included."""
    found, start = [], body.find(text)
    while start >= 0:
        found.append(start)
        start = body.find(text, start + 1)
    return found


class _Reader:
    """Reads one label file against its body and collects what is wrong with it."""

    def __init__(self, name: str, body: str) -> None:
        self.name = name
        self.body = body
        self.problems: list[str] = []

    def say(self, where: str, what: str) -> None:
        self.problems.append(f"{self.name}: {where}: {what}")

    def check(self, where: str, row: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        value = row.get(key)
        if value not in allowed:
            self.say(where, f"{key} = {value!r}; one of {', '.join(allowed)} expected")
        return str(value)

    def spans(self, where: str, row: Mapping[str, Any]) -> list[tuple[int, int]]:
        text, nth = row.get("text"), row.get("nth")
        if not isinstance(text, str) or not text or not isinstance(nth, int):
            self.say(where, "text (not empty) and nth are needed")
            return []
        found = occurrences(self.body, text)
        if not found:
            self.say(where, f"text {text!r} does not occur in the body")
        elif nth > len(found) or nth < 0:
            self.say(where, f"nth = {nth}, but {text!r} occurs {len(found)} times")
        else:
            picked = found if nth == 0 else [found[nth - 1]]
            return [(start, start + len(text)) for start in picked]
        return []

    def rows(self, table: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for number, row in enumerate(data.get(table, []), 1):
            where = f"[[{table}]] no. {number}"
            for key in sorted(set(row) - _KEYS[table]):
                self.say(where, f"unknown key {key!r}")
            yield where, row

    def entities(self, data: Mapping[str, Any]) -> Iterator[EntityLabel]:
        for where, row in self.rows("entity", data):
            kind = self.check(where, row, "kind", ENTITY_KINDS)
            type_ = self.check(where, row, "type", ENTITY_TYPES)
            if not row.get("id") and not row.get("canonical"):
                self.say(where, "an entity without id needs canonical")
            for start, stop in self.spans(where, row):
                yield EntityLabel(
                    id=row.get("id", ""),
                    also=tuple(row.get("also", ())),
                    canonical=row.get("canonical", ""),
                    type=type_,
                    kind=kind,
                    start=start,
                    stop=stop,
                    text=row["text"],
                    optional=row.get("optional", False),
                )

    def markets(self, data: Mapping[str, Any]) -> Iterator[MarketLabel]:
        for where, row in self.rows("market", data):
            role = self.check(where, row, "role", ROLES)
            iso = row.get("iso", "")
            if not (len(iso) == 2 and iso.isupper()) and not (len(iso) == 3 and iso.isdigit()):
                self.say(where, f"iso = {iso!r}; two capitals or three digits expected")
            for other in row.get("also", ()):
                if other not in ROLES:
                    self.say(where, f"also holds {other!r}, which is no role")
            for start, stop in self.spans(where, row):
                yield MarketLabel(
                    iso,
                    role,
                    tuple(row.get("also", ())),
                    start,
                    stop,
                    row["text"],
                    row.get("optional", False),
                )

    def facts(self, data: Mapping[str, Any]) -> Iterator[FactLabel]:
        for where, row in self.rows("fact", data):
            field = self.check(where, row, "field", FIELDS)
            status = self.check(where, row, "status", ("stated", "not_stated"))
            values = (row.get("value"), *row.get("also", ()))
            start: int | None = None
            stop: int | None = None
            if not row.get("campaign"):
                self.say(where, "campaign is needed")
            if status == "stated":
                for value in values:
                    self.value(where, field, value)
                start, stop = next(iter(self.spans(where, row)), (None, None))
            elif {"value", "text", "nth"} & set(row):
                self.say(where, "a fact that is not stated has neither value nor text")
            yield FactLabel(
                campaign=str(row.get("campaign", "")),
                field=field,
                value=values[0],
                also=values[1:],
                role=row.get("role", ""),
                status=status,
                start=start,
                stop=stop,
                attributed_to=row.get("attributed_to", ""),
                optional=row.get("optional", False),
            )

    def value(self, where: str, field: str, value: Any) -> None:
        wanted = {
            "contract_years": int,
            "extension": bool,
            "channels": dict,
            "spokesperson": dict,
            "assets": dict,
        }
        if not isinstance(value, wanted.get(field, str)):
            self.say(where, f"value {value!r} does not fit {field}")
        elif isinstance(value, dict) and field == "channels":
            for market, channels in value.items():
                if set(channels) - set(CHANNELS):
                    self.say(where, f"channels of {market}: {channels!r}; known are {', '.join(CHANNELS)}")
        elif (
            isinstance(value, dict)
            and field == "spokesperson"
            and set(value) != {"name", "role", "direct_quotes"}
        ):
            self.say(where, "a spokesperson has name, role and direct_quotes")
        elif field == "sponsor_status" and value not in STATUSES:
            self.say(where, f"value {value!r}; one of {', '.join(STATUSES)} expected")

    def quotes(self, data: Mapping[str, Any]) -> Iterator[QuoteLabel]:
        for where, row in self.rows("quote", data):
            kind = self.check(where, row, "kind", ("direct", "reported"))
            for start, stop in self.spans(where, row):
                speaker, role = row.get("speaker", ""), row.get("role", "")
                yield QuoteLabel(kind, speaker, role, start, stop, row["text"], row.get("optional", False))

    def tones(self, data: Mapping[str, Any], entities: tuple[EntityLabel, ...]) -> dict[str, str]:
        tones: dict[str, str] = {}
        known = {name for label in entities for name in (label.id, label.canonical, *label.also)}
        for where, row in self.rows("tone", data):
            if row.get("entity") not in known:
                self.say(where, f"entity = {row.get('entity')!r} has no mention")
            tones[str(row.get("entity"))] = self.check(
                where, row, "label", ("positive", "neutral", "negative")
            )
        return tones


def load_article(path: Path) -> CorpusArticle:
    """One article and its ``.labels.toml``; raises CorpusError with every mistake of both files."""
    content = path.read_text(encoding="utf-8")
    labels_path = path.with_suffix(".labels.toml")
    if not content.startswith(FENCE) or FENCE not in content[len(FENCE) :]:
        raise CorpusError([f"{path.name}: front matter between two lines of +++ is needed"])
    head, body = content[len(FENCE) :].split(FENCE, 1)
    meta = tomllib.loads(head)
    reader = _Reader(path.name, body)
    for key in sorted({"id", "title", "outlet", "published", "language"} ^ set(meta)):
        reader.say("front matter", f"key {key!r} is {'unknown' if key in meta else 'missing'}")
    if reader.problems:
        raise CorpusError(reader.problems)
    if (
        meta["id"] != path.stem
        or meta["language"] not in LANGUAGES
        or path.stem[:3] != f"{meta['language']}_"
    ):
        reader.say("front matter", "id, language and file name do not agree")
    if unicodedata.normalize("NFC", body) != body or "\r" in body or body.startswith("\n"):
        reader.say("body", "must be NFC, with \\n line ends, starting right after the closing fence")
    if not labels_path.is_file():
        raise CorpusError([*reader.problems, f"{path.name}: {labels_path.name} is missing"])
    reader.name = labels_path.name
    data = tomllib.loads(labels_path.read_text(encoding="utf-8"))
    for key in sorted(set(data) - {"relevant", *_KEYS}):
        reader.say(key, "unknown table")
    if not isinstance(data.get("relevant"), bool):
        reader.say("relevant", "true or false is needed")
    entities = tuple(sorted(reader.entities(data), key=lambda label: (label.start, label.stop)))
    article = CorpusArticle(
        id=meta["id"],
        path=path,
        title=meta["title"],
        outlet=meta["outlet"],
        published=meta["published"],
        language=meta["language"],
        body=body,
        half=half_of(path.name),
        relevant=bool(data.get("relevant")),
        entities=entities,
        markets=tuple(sorted(reader.markets(data), key=lambda label: (label.start, label.stop))),
        facts=tuple(reader.facts(data)),
        quotes=tuple(reader.quotes(data)),
        tones=reader.tones(data, entities),
    )
    if reader.problems:
        raise CorpusError(reader.problems)
    return article


def load_corpus(folder: Path = CORPUS) -> tuple[CorpusArticle, ...]:
    """Every labelled article by file name; raises CorpusError listing the mistakes of all files."""
    articles: list[CorpusArticle] = []
    problems: list[str] = []
    for path in sorted(folder.glob("??_*.md")):
        try:
            articles.append(load_article(path))
        except (CorpusError, tomllib.TOMLDecodeError) as error:
            problems.extend(error.problems if isinstance(error, CorpusError) else [f"{path.name}: {error}"])
    known = {article.path.with_suffix(".labels.toml").name for article in articles}
    for labels in sorted(folder.glob("*.labels.toml")):
        if labels.name not in known and not any(p.startswith(labels.name) for p in problems):
            problems.append(f"{labels.name}: no article of that name")
    if problems:
        raise CorpusError(problems)
    return tuple(articles)
