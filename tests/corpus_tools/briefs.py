"""Load tests/corpus/briefs: short news items with the values they state; every mistake is named with file and id."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.corpus_tools.labels import CHANNELS, CORPUS, LANGUAGES, ROLES, STATUSES, CorpusError

BRIEFS = CORPUS / "briefs"
LISTS = (
    "claim",
    "markets",
    "start_date",
    "end_date",
    "contract_years",
    "contract_since",
    "contract_until",
    "extension",
    "sponsor_status",
    "rights_holder",
    "spokespersons",
)
"""Fields of a campaign whose value is one text or a list of texts."""
_ARTICLES = frozenset({"article", "report", "story", "feature", "dispatch", "bulletin", "clipping"})
"""Topics, the second half of file names, whose items are whole articles."""
AGENCY_ROLES = ("creative", "media", "pr", "production")
_BRIEF = {
    "id", "published", "title", "text", "relevant", "sponsors", "agencies", "people", "places", "quotes", "campaign",
}  # fmt: skip
_CAMPAIGN = {"brand", "agency", "channels", *LISTS}


@dataclass(frozen=True, slots=True)
class Campaign:
    """What one campaign or sponsorship states; a field without values is one the text says nothing of."""

    brand: str
    values: Mapping[str, tuple[str, ...]]
    agencies: tuple[tuple[str, str], ...] = ()
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brief:
    """One news item: ``body`` is its title, an empty line and its text."""

    id: str
    language: str
    topic: str
    published: date
    title: str
    body: str
    relevant: bool
    sponsors: tuple[str, ...]
    agencies: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str, str], ...]
    """(surface form, ISO code, role)"""
    quotes: tuple[tuple[str, str, str], ...]
    """(kind, speaker, words)"""
    campaigns: tuple[Campaign, ...]

    @property
    def is_article(self) -> bool:
        """Whether it is a whole article, not a paragraph on one subject."""
        return self.topic in _ARTICLES

    @property
    def half(self) -> str:
        """One of four is untouched: chosen by the first byte of the SHA-256 of the id."""
        return "tuning" if hashlib.sha256(self.id.encode()).digest()[0] % 4 else "untouched"


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(str(x).lower() if isinstance(x, bool) else str(x) for x in values)


def _known(where: str, keys: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := sorted(set(keys) - allowed):
        raise CorpusError([f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}"])


def _one_of(where: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise CorpusError([f"{where}: {value!r} is none of {', '.join(allowed)}"])
    return value


def _campaign(where: str, row: Mapping[str, Any]) -> Campaign:
    _known(where, row, _CAMPAIGN)
    for status in _texts(row.get("sponsor_status", [])):
        _one_of(f"{where} sponsor_status", status, STATUSES)
    channels = {str(key): _texts(value) for key, value in row.get("channels", {}).items()}
    for names in channels.values():
        for name in names:
            _one_of(f"{where} channels", name, CHANNELS)
    agencies = tuple(
        (str(x["name"]), _one_of(f"{where} agency role", str(x.get("role", "creative")), AGENCY_ROLES))
        for x in row.get("agency", ())
    )
    values = {key: _texts(row[key]) for key in LISTS if key in row}
    return Campaign(str(row["brand"]), values, agencies, channels)


def _brief(path: Path, row: Mapping[str, Any]) -> Brief:
    where = f"{path.name} {row.get('id', '(no id)')}"
    _known(where, row, _BRIEF)
    try:
        title, text = (unicodedata.normalize("NFC", str(row[key]).strip()) for key in ("title", "text"))
        body = f"{title}\n\n{text}\n"
        places = tuple((str(x["text"]), str(x["iso"]), str(x["role"])) for x in row.get("places", ()))
        quotes = tuple(
            (str(x["kind"]), str(x.get("speaker", "")), unicodedata.normalize("NFC", str(x["text"]).strip()))
            for x in row.get("quotes", ())
        )
        people = tuple((str(x["name"]), str(x.get("role", ""))) for x in row.get("people", ()))
        campaigns = tuple(_campaign(where, x) for x in row.get("campaign", ()))
        language, _, topic = path.stem.partition("_")
        brief = Brief(
            str(row["id"]),
            _one_of(where, language, LANGUAGES),
            topic,
            row["published"],
            title,
            body,
            bool(row["relevant"]),
            _texts(row.get("sponsors", [])),
            _texts(row.get("agencies", [])),
            people,
            places,
            quotes,
            campaigns,
        )
    except KeyError as missing:
        raise CorpusError([f"{where}: the key {missing} is missing"]) from None
    for text_form, _, role in places:
        _one_of(f"{where} places", role, ROLES)
        if text_form not in body:
            raise CorpusError([f"{where}: the place {text_form!r} is not in the text"])
    for kind, _, words in quotes:
        _one_of(f"{where} quotes", kind, ("direct", "reported"))
        if words not in body:
            raise CorpusError([f"{where}: the quote {words[:40]!r} is not in the text"])
    for name in (*brief.sponsors, *brief.agencies, *(x for x, _ in people)):
        if unicodedata.normalize("NFC", name) not in body:
            raise CorpusError([f"{where}: the name {name!r} is not in the text"])
    if campaigns and not brief.relevant:
        raise CorpusError([f"{where}: relevant = false has no campaign tables"])
    return brief


def load_sheet(path: Path) -> tuple[Brief, ...]:
    """The briefs of one file; CorpusError names the brief and what is wrong with it."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("brief", [])
    except tomllib.TOMLDecodeError as error:
        raise CorpusError([f"{path.name}: {error}"]) from None
    return tuple(_brief(path, row) for row in rows)


def load_briefs(folder: Path = BRIEFS) -> tuple[Brief, ...]:
    """All briefs by file name; CorpusError when an id stands twice."""
    briefs = tuple(brief for path in sorted(folder.glob("*.toml")) for brief in load_sheet(path))
    seen: set[str] = set()
    for brief in briefs:
        if brief.id in seen:
            raise CorpusError([f"{brief.language}_{brief.topic}.toml: the id {brief.id} stands twice"])
        seen.add(brief.id)
    return briefs
