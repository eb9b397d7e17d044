"""What the knowledge about markets is made of: words, cities, guards and role cues, with the mistakes a file can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("de", "en", "fr", "es", "it", "pt", "nl", "ja", "ko", "zh")
KINDS = ("name", "code", "adjective", "inhabitant", "institution", "embedded", "prefix")
"""institution forms (EU) name a body unless something makes them a place; embedded forms count only inside names of organisations ("Team GB"; where no blanks part words also written onto them, "덴츠코리아"), prefix ones only right before a foreign name."""
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
# "host" is decided by the calendar, so its cues are shared by host_current, host_past and host_future.
CUE_ROLES = (*(role for role in ROLES if not role.startswith("host_")), "host")
WORLD = "001"
"""The code of the whole world (UN M49)."""
SLOTS = ("before", "after", "head", "beside", "anywhere", "weak", "title")
GRAMMAR = (
    "joiners", "articles", "prepositions", "origin", "from", "head_side", "place_before", "place_after",
    "location_after", "titles", "negation", "no_negation",
    "denied", "beyond", "campaign", "campaign_hints", "business", "channels", "channel_limits", "clause_breaks", "olympic", "particles",
    "genitive", "people", "common", "compound_tails", "name_heads", "name_codes", "shops", "contractions",
)  # fmt: skip
"""joiners link an enumeration; articles, prepositions (place) and origin (from, of) may stand between cue and market;
from tells the origin of a person or thing only;
head_side tells whether nouns stand before or after their adjectives; place_before are words that only places follow, place_after and location_after
their counterparts in Chinese, Japanese and Korean;
titles announce what a person is responsible for;
no_negation voids a negation ("not only"), denied are words that exclude when negated, beyond is "outside";
campaign and business are words without which an article hardly names such markets (of campaign_hints it takes two); channel_limits mark a channel of one market
("only", "also"); particles and genitive are endings written onto a name, people those
that make it an inhabitant; compound_tails are second halves of closed compounds
(Europachef, Chinageschäft); name_heads are nouns that, written with a capital, make a name of the place beside them ("*" before
an ending), name_codes abbreviations of countries that make a name of any capitalised word behind; shops are
branches and customers, which show a campaign or belong to the business; paralympic words that speak of the Paralympics;
contractions are prepositions with their forms joined with an article ("in: nel=, nei="), which cues that end with the preposition take as well; common are capitalised words that make no
name of what follows them."""


def is_country(iso: str) -> bool:
    """Whether a code is of one country, not of a region, the European Union or the world."""
    return len(iso) == 2 and iso != "EU"


@dataclass(frozen=True, slots=True)
class MarketSource:
    """Where words come from, and under which licence."""

    title: str
    licence: str


@dataclass(frozen=True, slots=True)
class MarketWord:
    """One inflected form that stands for a market; ``kind`` is one of KINDS."""

    form: str
    iso: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class HostCity:
    """A city (or region) that hosts Games; ``games`` are editions such as 2018W, ``forms`` by language or ``any``."""

    name: str
    iso: str
    games: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Words directly beside a form that make it something else than a market."""

    forms: tuple[str, ...]
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    first_names: bool = False
    before_capitalised: bool = False


@dataclass(frozen=True, slots=True)
class LanguageNames:
    """How a language says that it means a language: "auf Spanisch", "in English", "日本語"."""

    always_after: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """Forms that may be a language; empty for all adjectives."""


@dataclass(frozen=True, slots=True)
class Guards:
    """Where the market words of one language mean no market."""

    phrases: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    """Names of organisations: the market inside is part of the name."""
    venues: tuple[str, ...] = ()
    """Names of places of the Games: "Stade de France", "Casa Italia"."""
    language: LanguageNames = field(default_factory=LanguageNames)
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleCues:
    """Cue words of one language: role -> slot -> words, and the grammar words that join and negate."""

    roles: Mapping[str, Mapping[str, tuple[str, ...]]]
    grammar: Mapping[str, tuple[str, ...]]


class MarketKnowledgeError(ValueError):
    """The market files hold mistakes; ``problems`` lists them, each with file, key and remedy."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(slots=True)
class Checker:
    """Collects what is wrong with one file; every method returns something usable so that reading goes on."""

    file: str
    problems: list[str]

    def wrong(self, key: str, what: str, remedy: str) -> None:
        self.problems.append(f"{self.file}: {key}: {what} -> {remedy}")

    def known(self, table: Mapping[str, Any], where: str, *keys: str) -> None:
        """Refuse keys that are not named here."""
        for key in table:
            if key not in keys:
                self.wrong(f"{where}{key}", "unknown key", f"remove it or use one of: {', '.join(keys)}")

    def table(self, holder: Mapping[str, Any], key: str, where: str = "") -> Mapping[str, Any]:
        value = holder.get(key, {})
        if not isinstance(value, dict):
            self.wrong(f"{where}{key}", "not a table", f"write [{where}{key}]")
            return {}
        return value

    def tables(self, holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = holder.get(key, [])
        if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
            self.wrong(key, "not a list of tables", f"write [[{key}]]")
            return []
        return value

    def text(self, table: Mapping[str, Any], key: str, where: str = "") -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value:
            self.wrong(f"{where}{key}", f"not a text: {value!r}", f'write {key} = "..."')
            return ""
        return value

    def texts(self, table: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or any(not isinstance(item, str) or not item for item in value):
            self.wrong(f"{where}{key}", "not a list of texts", f'write {key} = ["...", "..."]')
            return ()
        if len(set(value)) != len(value):
            twice = sorted({item for item in value if value.count(item) > 1})
            self.wrong(f"{where}{key}", f"named twice: {', '.join(twice)}", "keep one of each")
        return tuple(value)

    def flag(self, table: Mapping[str, Any], key: str, where: str = "") -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.wrong(f"{where}{key}", f"not true or false: {value!r}", f"write {key} = true")
            return False
        return value
