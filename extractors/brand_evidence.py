"""How a sentence gives away that a name no file knows is a sponsor: "X, partner of ...", "X signs ...", "the campaign of X"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from config.cue_words import CueWords
from extractors.entities.boundaries import fold_spelling

SUBJECT = "unknown_brands"
_WORD = r"[\w'&.-]+"
_LOWER = r"[a-zß-ÿ'-]+"
_GAP = r"[^.;:!?\n]"

# What one kind of evidence is worth; a name needs STRONG in all, beside a known brand SURE.
STRONG, SURE = 3.0, 3.5
_APPOSITION, _COPULA, _ACT, _SUPPORTS, _AS = 3.0, 3.0, 3.0, 3.0, 3.0
_DEAL, _ADS_OF, _OWN_ADS, _JOINED, _OFFICE, _TRADE, _SECTION, _INVERTED = (
    2.5,
    2.5,
    2.0,
    3.0,
    1.5,
    2.0,
    2.5,
    2.0,
)


@dataclass(frozen=True, slots=True)
class BrandWords:
    """Patterns of one language around a name, with case kept."""

    apposition: re.Pattern[str]
    trade: re.Pattern[str]
    """A trade behind a comma: "X, the Oban ferry operator"."""
    relative: re.Pattern[str]
    copula: re.Pattern[str]
    acts: re.Pattern[str]
    supports: re.Pattern[str]
    as_sponsor: re.Pattern[str]
    object: re.Pattern[str]
    """What makes an act one of a sponsor: rights, a contract, a campaign."""
    deal_before: re.Pattern[str]
    ads_before: re.Pattern[str]
    office_before: re.Pattern[str]
    verb_before: re.Pattern[str]
    """The verb in front of its subject: "startet X eine Kampagne", "sarà X"."""
    own_ads: re.Pattern[str]
    place_before: re.Pattern[str]
    """What stands before a place and no company."""
    joined: re.Pattern[str]
    """A joiner alone between two parties."""
    deal: re.Pattern[str]
    trigger: re.Pattern[str]
    compound: re.Pattern[str]
    """The last part of a compound that is no part of the name: "X-Kampagne"."""
    articles: frozenset[str]
    trades: frozenset[str]
    no_brand: frozenset[str]
    noun_ends: tuple[str, ...]
    trade_ends: tuple[str, ...]
    """How common nouns for a company end: "der Energieversorger X"."""
    trade_tails: tuple[str, ...]
    """How names of companies end where an article may stand before them: "die Seestadtwerke"."""
    heads_section: re.Pattern[str]
    """What follows a name that opens a section of its own: "**X.** ", "**X** – "."""


def brand_words(cues: CueWords, language: str) -> BrandWords | None:
    """Compile the words of ``language``; None where no list exists (scripts without capitals have phrases)."""
    tables = cues.get(SUBJECT, {})
    words = tables.get(language)
    if not words:
        return None
    shared = tables.get("any", {})

    def listed(*kinds: str) -> str:
        return _alternation(word for kind in kinds for word in words.get(kind, ()))

    one, every = listed("sponsor"), listed("sponsor", "sponsors")
    article = rf"(?:(?:{listed('articles')})[ ]?)?"
    of, with_ = listed("of"), listed("with")
    before_name = rf"[ ]{article}$"
    ads, deals = listed("ads"), listed("deals")
    trades = _alternation((*_trades(cues, language), *words.get("trade_nouns", ())))
    # Whoever stands behind one of these is another party.
    own = rf"(?:(?!(?:{with_}|by|par|durch)\b){_WORD}[ ])"
    return BrandWords(
        apposition=_compile(
            rf"(?:,[ ]|[ ][(–-][ ]?)(?:{_WORD}[ ]){{0,5}}?(?:{one})(?!\w)(?![ ](?-i:[A-ZÀ-Þ]))"
            if language != "de"
            else rf"(?:,[ ]|[ ][(–-][ ]?)(?:{_WORD}[ ]){{0,5}}?(?:{one})(?!\w)"
        ),
        trade=_compile(
            rf"(?:,[ ]|[ ][(–-][ ]?|[.:]?\*{{1,2}}[.:,]?[ ](?:[–-][ ])?)(?:{_WORD}[ ]){{0,4}}?(?:{trades})(?!\w)"
        ),
        relative=_compile(
            rf",[ ](?:{listed('relative')})[ ](?:{_WORD}[ ]){{0,6}}?(?:{listed('supports')})(?!\w)"
        ),
        copula=_compile(
            rf"[ ](?:{_LOWER}[ ]){{0,2}}?(?:{listed('is')})[ ]{own}{{0,6}}?(?:{every})(?!\w)"
        ),
        acts=_compile(rf"[ ](?:{_LOWER}[ ]){{0,2}}?(?:{listed('acts')})(?!\w)"),
        supports=_compile(rf"[ ](?:{_LOWER}[ ]){{0,1}}?(?:{listed('supports')})(?!\w)"),
        as_sponsor=_compile(rf"[ ](?:{listed('as')})[ ](?:{_WORD}[ ]){{0,5}}?(?:{every})(?!\w)"),
        object=_compile(rf"(?<![\w-])(?:{listed('sponsor', 'sponsors', 'deals', 'ads')})(?!\w)"),
        deal_before=_compile(rf"(?:{deals})(?:[ ]{_WORD}){{0,2}}?[ ](?:{with_}){before_name}"),
        ads_before=_compile(rf"(?<![\w-])(?:{ads})(?:[ ]{_LOWER}){{0,2}}?(?:[ ](?:{of})[ ]?{article}|[ ][dl]')$"),
        office_before=_compile(
            rf"(?<![\w-])(?:{listed('roles')})(?:[ ]{_WORD}){{0,3}}?(?:[ ](?:{of}|at)[ ]?{article}|[ ][dl]')$"
        ),
        verb_before=_compile(rf"(?<![\w-])(?:{listed('acts', 'is', 'supports')})[ ]{article}$"),
        own_ads=_compile(rf"(?:['’]s?|s)?[ ](?:{_WORD}[ ]){{0,2}}?(?:{ads})(?!\w)|-(?:{ads}|{deals}|{listed('roles')})(?!\w)"),
        place_before=_compile(rf"(?<![\w-])(?:{listed('places_before')})[ ]$"),
        joined=_compile(rf"[ ](?:{listed('and')})[ ]{article}$"),
        deal=_compile(rf"(?<![\w-])(?:{deals})(?!\w)"),
        trigger=_compile(rf"(?<![\w-])(?:{listed('sponsor', 'sponsors', 'ads')})(?!\w)"),
        compound=_compile(rf"-(?:{listed('sponsor', 'sponsors', 'ads', 'deals', 'roles')})$"),
        articles=frozenset(words.get("articles", ())),
        trades=frozenset(shared.get("trades", ())),
        no_brand=frozenset(shared.get("no_brand", ())),
        noun_ends=words.get("noun_ends", ()),
        trade_ends=words.get("trade_ends", ()),
        trade_tails=words.get("trade_tails", ()),
        heads_section=re.compile(r"[.:]?\*{1,2}[.:,]?(?:[ ]|\n|$)"),
    )  # fmt: skip


def _trades(cues: CueWords, language: str) -> Iterator[str]:
    """Nouns for companies that the lists of brands and descriptors hold."""
    yield from cues.get("brands", {}).get(language, {}).get("before", ())
    described = cues.get("descriptors", {}).get(language, {})
    for kind in ("generic", "heads"):
        yield from described.get(kind, ())
    for end in described.get("heads_end", ()):
        yield f"*{end}"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _alternation(words: Iterable[str]) -> str:
    ordered = sorted({fold_spelling(word) for word in words}, key=len, reverse=True)
    return "|".join(
        re.escape(word).replace(r"\*", r"[\w-]*").replace(r"\ \.\.\.\ ", rf"\b{_GAP}{{1,80}}?\b").replace(r"\ ", "[ ]")
        for word in ordered
    ) or r"\0"  # fmt: skip


@dataclass(slots=True)
class Evidence:
    """Points for one name with the reasons that gave them, each reason once."""

    points: float = 0.0
    reasons: dict[str, float] = field(default_factory=dict)

    def add(self, why: str, worth: float) -> None:
        if self.reasons.get(why, 0.0) < worth:
            self.points += worth - self.reasons.get(why, 0.0)
            self.reasons[why] = worth


def weigh(
    words: BrandWords,
    text: str,
    start: int,
    stop: int,
    bounds: tuple[int, int],
    holds_rights: Callable[[int, int], bool],
    evidence: Evidence,
) -> None:
    """Add what the sentence ``bounds`` says of the name ``start:stop``; ``holds_rights`` tells of a rights holder in a span."""
    begin, end = bounds
    for why, pattern, worth in (
        ("stands before what it is to the Games", words.apposition, _APPOSITION),
        ("stands before whom it supports", words.relative, _SUPPORTS),
        ("is said to be a sponsor or none", words.copula, _COPULA),
        ("is taken as sponsor", words.as_sponsor, _AS),
        ("has advertising of its own", words.own_ads, _OWN_ADS),
    ):
        if pattern.match(text, stop, end) is not None:
            evidence.add(why, worth)
    act = words.acts.match(text, stop, end)
    if act is not None:
        clause = min(end, act.end() + 110)
        if holds_rights(act.end(), clause) or words.object.search(text, act.start(), clause) is not None:
            evidence.add("does what sponsors do", _ACT)
    supports = words.supports.match(text, stop, end)
    if supports is not None and holds_rights(supports.end(), min(end, supports.end() + 60)):
        evidence.add("supports a rights holder", _SUPPORTS)
    heads = text[start - 1 : start] == "*"
    # The sentence of a heading ends with it: its trade follows in the next.
    if words.trade.match(text, stop, min(len(text), stop + 100) if heads else end) is not None:
        evidence.add("is told by its trade", _TRADE)
    if heads and words.heads_section.match(text, stop) is not None:
        evidence.add("heads a section", _SECTION)
    left = max(begin, start - 70)
    before = text[left:start]
    if not before.strip():
        return
    if words.deal_before.search(before) is not None:
        evidence.add("has a contract", _DEAL)
    if words.ads_before.search(before) is not None:
        evidence.add("its campaign", _ADS_OF)
    if words.office_before.search(before) is not None:
        evidence.add("somebody holds an office there", _OFFICE)
    if words.verb_before.search(before) is not None:
        clause = min(end, stop + 110)
        if holds_rights(stop, clause) or words.object.search(text, stop, clause) is not None:
            evidence.add("follows a verb of what sponsors do", _INVERTED)
    joiner = words.joined.search(before)
    if joiner is not None and holds_rights(begin, left + joiner.start() + 1):
        near = text[max(begin, start - 110) : min(end, stop + 110)]
        if words.deal.search(near) is not None or act is not None:
            evidence.add("party of a contract with a rights holder", _JOINED)


def reasons_of(evidence: Evidence) -> str:
    return "; ".join(evidence.reasons)


def is_ordinary_noun(name: str, words: BrandWords) -> bool:
    """Whether a capital proves nothing because the language writes such nouns with one."""
    return bool(words.noun_ends) and " " not in name and name.lower().endswith(words.noun_ends)
