"""The words of one language that tell a brand's name from other names, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.cue_words import CueWords
from extractors.cues import CueIndex, build_cue_index
from extractors.entities.boundaries import fold_spelling
from extractors.writing import CJK

SUBJECT = "unknown_brands"
_JOINED = "unknown_brands_joined"
_SMALL = ("articles", "places_before", "of", "with", "as", "and", "subject", "possessive", "object", "to")
"""Lists of small words, asked only right beside a name."""
_OF_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "trade": ("trade_nouns",),
    "sponsor": ("sponsor", "sponsors"),
    "supports": ("supports",),
    "is": ("is",),
    "acts": ("acts",),
    "ads": ("ads",),
    "deals": ("deals",),
    "role": ("roles",),
    "describes": ("describes",),
}
_OF_OTHERS = (
    ("trade", "brands", ("before",), ""),
    ("trade", "descriptors", ("generic", "heads"), ""),
    ("trade", "descriptors", ("heads_end",), "*"),
    ("trade", SUBJECT, ("trade_ends",), "*"),
    ("sponsor", "descriptors", ("sponsor",), ""),
    ("role", "people", ("role",), ""),
    ("role", "people", ("role_ends",), "*"),
    ("agency", "agencies", ("before", "colon"), ""),
    ("medium", "media", ("before",), ""),
    ("body", "organisations", ("before", "head"), ""),
    ("body", "organisations", ("head_end",), "*"),
    ("research", "companies", ("before",), ""),
)


@dataclass(frozen=True, slots=True)
class BrandContext:
    """Cue words around brands (``index``), small words by list, and what names are made of."""

    language: str
    index: CueIndex
    small: Mapping[str, frozenset[str]]
    openers: frozenset[str]
    """Words that open a sentence with a capital and begin no name."""
    stops: frozenset[str]
    """Words with a capital of their own that are no name."""
    trades: frozenset[str]
    """Words of a name that tell its trade."""
    no_brand: frozenset[str]
    given: frozenset[str]
    places: frozenset[str]
    noun_ends: tuple[str, ...]
    ends: tuple[str, ...]
    """How names of companies end in scripts without capitals."""
    legal: tuple[str, ...]
    """Legal forms beside the name of a company in these scripts, the longest first."""
    company: frozenset[str]
    """What may stand behind the name of a known house without making another one."""

    @property
    def joined(self) -> bool:
        return self.language in CJK

    @property
    def nouns(self) -> bool:
        """Whether every noun has a capital."""
        return bool(self.noun_ends)

    @property
    def group(self) -> str:
        """The weights that hold for the language."""
        if self.joined:
            return self.language
        return "nouns" if self.nouns else "latin"


def brand_context(cues: CueWords, language: str) -> BrandContext | None:
    """Compile the words of ``language``; None where no list exists."""
    own = {
        **cues.get(SUBJECT, {}).get(language, {}),
        **cues.get(_JOINED, {}).get(language, {}),
    }
    if not own:
        return None
    shared = cues.get(SUBJECT, {}).get("any", {})

    def words(subject: str, *kinds: str) -> Iterable[str]:
        tables = cues.get(subject, {})
        for table in (tables.get("any", {}), tables.get(language, {})):
            for kind in kinds:
                yield from table.get(kind, ())

    found: dict[str, list[str]] = {}
    for kind, lists in _OF_UNKNOWN.items():
        found.setdefault(kind, []).extend(w for name in lists for w in own.get(name, ()) if "..." not in w)
    for kind, subject, lists, star in _OF_OTHERS:
        found.setdefault(kind, []).extend(star + w.lstrip("*") if star else w for w in words(subject, *lists))
    table = {kind: tuple(dict.fromkeys(listed)) for kind, listed in found.items()}
    return BrandContext(
        language=language,
        index=build_cue_index({SUBJECT: {language: table}}, language, (SUBJECT,)),
        small={kind: frozenset(map(fold_spelling, own.get(kind, ()))) for kind in _SMALL},
        openers=frozenset(own.get("openers", ())),
        stops=frozenset(
            (*words("people", "not_names", "role"), *words("brands", "stops"), *words("agencies", "stops"))
        ),
        trades=frozenset(shared.get("trades", ())),
        no_brand=frozenset(shared.get("no_brand", ())),
        given=frozenset(words("given_names", "given")),
        places=frozenset(words("agencies", "places")),
        noun_ends=own.get("noun_ends", ()),
        ends=own.get("ends", ()),
        company=frozenset((*own.get("legal", ()), *own.get("company", ()))),
        legal=tuple(sorted(own.get("legal", ()), key=len, reverse=True)),
    )
