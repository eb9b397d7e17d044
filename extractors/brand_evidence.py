"""How a sentence gives away that a name no file knows is a sponsor: "X, partner of ...", "X signs ...", "the campaign of X"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

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

_RIGHTS, _AROUND = 1.0, 2.0


@dataclass(frozen=True, slots=True)
class BrandWords:
    """Patterns of one language around a name, with case kept."""

    apposition: re.Pattern[str]
    trade_before: re.Pattern[str]
    """A trade in front: "die Zahnbürstenmarke X"."""
    acts_later: re.Pattern[str]
    """The same behind an apposition: "X, the Oban ferry operator, joined ..."."""
    office_behind: re.Pattern[str]
    joined_behind: re.Pattern[str]
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
    complement: re.Pattern[str]
    """What makes a name the complement of a noun in front."""
    joined: re.Pattern[str]
    """A joiner alone between two parties."""
    deal: re.Pattern[str]
    trigger: re.Pattern[str]
    compound: re.Pattern[str]
    """The last part of a compound that is no part of the name: "X-Kampagne"."""
    openers: frozenset[str]
    """Words that open sentences with a capital and begin no name."""
    articles: frozenset[str]
    trades: frozenset[str]
    no_brand: frozenset[str]
    noun_ends: tuple[str, ...]
    trade_ends: tuple[str, ...]
    """How common nouns for a company end: "der Energieversorger X"."""
    trade_tails: tuple[str, ...]
    """How names of companies end where an article may stand before them: "die Seestadtwerke"."""
    linked_ends: tuple[str, ...]
    """How a text must end for a contract, campaign or office, or a noun, to lead up to the name behind it."""
    leading: AhoCorasick
    """What of the words for contracts, campaigns and offices is never left out, in lower case."""
    trade_before_ends: tuple[str, ...]
    trade_cores: tuple[str, ...]
    """The same of trades that may end in any way."""
    verb_before_ends: tuple[str, ...]
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
    verbs = listed("acts", "is", "supports")
    trade_words = (*_trades(cues, language), *words.get("trade_nouns", ()))
    trades = _alternation(trade_words)
    articles = _endings(words.get("articles", ()), "", " ")
    linking = [word for kind in ("of", "with", "complements") for word in words.get(kind, ())]
    leading = [word for kind in ("deals", "ads", "roles") for word in words.get(kind, ())]
    verbal = [word for kind in ("acts", "is", "supports") for word in words.get(kind, ())]
    # Whoever stands behind one of these is another party.
    own = rf"(?:(?!(?:{with_}|by|par|durch)\b){_WORD}[ ])"
    return BrandWords(
        apposition=_compile(
            rf"(?:,[ ]|[ ][(–-][ ]?)(?!(?:{verbs})\b)(?:{_WORD}[ ]){{0,7}}?(?:{one})(?!\w)(?![ ](?-i:[A-ZÀ-Þ]))"
            if language != "de"
            else rf"(?:,[ ]|[ ][(–-][ ]?)(?!(?:{verbs})\b)(?:{_WORD}[ ]){{0,7}}?(?:{one})(?!\w)"
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
        trade_before=_compile(rf"(?<![\w-])(?:{trades})[ ]$"),
        acts_later=_compile(
            rf",[ ][^,.;:!?\n]{{3,90}},[ ](?:{_LOWER}[ ]){{0,2}}?(?:{listed('acts', 'is', 'supports')})(?!\w)"
        ),
        office_behind=_compile(rf"['’]s[ ](?:{_WORD}[ ]){{0,3}}?(?:{listed('roles')})(?!\w)"),
        joined_behind=_compile(rf"[ ](?:{listed('and')})[ ]{article}"),
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
        complement=_compile(rf"[\w'’]{{3,}}[ ](?:{listed('complements')})[ ]$|[\w'’]{{3,}}[ ][dl]'$"),
        joined=_compile(rf"[ ](?:{listed('and')})[ ]{article}$"),
        deal=_compile(rf"(?<![\w-])(?:{deals})(?!\w)"),
        trigger=_compile(rf"(?<![\w-])(?:{listed('sponsor', 'sponsors', 'ads', 'deals')})(?!\w)"),
        compound=_compile(rf"-(?:{listed('sponsor', 'sponsors', 'ads', 'deals', 'roles')})$"),
        openers=frozenset(words.get("openers", ())),
        articles=frozenset(words.get("articles", ())),
        trades=frozenset(shared.get("trades", ())),
        no_brand=frozenset(shared.get("no_brand", ())),
        noun_ends=words.get("noun_ends", ()),
        trade_ends=words.get("trade_ends", ()),
        trade_tails=words.get("trade_tails", ()),
        linked_ends=(*articles, *_endings((*linking, "at", "d'", "l'"), "", " ")),
        leading=AhoCorasick(sorted({core for word in leading if (core := _core(word))})),
        trade_before_ends=_endings((w for w in trade_words if not w.endswith("*")), " "),
        trade_cores=tuple(sorted({_core(w) for w in trade_words if w.endswith("*")})),
        verb_before_ends=(*articles, *_endings(verbal, " ")),
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


def _core(word: str) -> str:
    """The longest part of a word of the lists that stands for itself."""
    parts = fold_spelling(word).lower().replace(" ... ", "*").split("*")
    return max(parts, key=len)


def _endings(words: Iterable[str], *behind: str) -> tuple[str, ...]:
    """How a lower-case text ends that ends with one of ``words`` and something of ``behind``."""
    tails = {fold_spelling(word).lower().replace(" ... ", "*").rpartition("*")[2] for word in words}
    return tuple(sorted(tail + end for tail in tails for end in behind))


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
    of_games: Callable[[int, int], bool],
    evidence: Evidence,
) -> None:
    """Add what the sentence ``bounds`` says of the name ``start:stop``; ``holds_rights`` tells of a rights holder in a span, ``of_games`` of the Games."""
    begin, end = bounds
    left = max(begin, start - 70)
    before = text[left:start]
    # The patterns try every place in front of the name; a look at its last word spares most of them.
    tail = before.removesuffix("\n").lower()
    linked = tail.endswith(words.linked_ends)
    trade = tail.endswith(words.trade_before_ends) or any(core in tail for core in words.trade_cores)
    led = linked and bool(words.leading.find_matches_as_indexes(tail))
    calls = [
        (why, worth)
        for why, pattern, worth, may_be in (
            ("has a contract", words.deal_before, _DEAL, led),
            ("its campaign", words.ads_before, _ADS_OF, led),
            ("somebody holds an office there", words.office_before, _OFFICE, led),
            ("follows its trade", words.trade_before, _DEAL, trade),
        )
        if may_be and pattern.search(before) is not None
    ]
    for why, worth in calls:
        evidence.add(why, worth)
    if linked and not calls and words.complement.search(before) is not None:
        # "the dairy of X becomes partner": what follows is said of the dairy.
        return
    for why, pattern, worth in (
        ("stands before what it is to the Games", words.apposition, _APPOSITION),
        ("stands before whom it supports", words.relative, _SUPPORTS),
        ("is taken as sponsor", words.as_sponsor, _AS),
        ("has advertising of its own", words.own_ads, _OWN_ADS),
        ("somebody holds an office there", words.office_behind, _OFFICE),
    ):
        if pattern.match(text, stop, end) is not None:
            evidence.add(why, worth)

    def of_a_sponsor(place: int, reach: int = 110) -> bool:
        clause = min(end, place + reach)
        return holds_rights(place, clause) or words.object.search(text, place, clause) is not None

    heads = text[start - 1 : start] == "*"
    # The sentence of a heading ends with it: its trade follows in the next.
    if words.trade.match(text, stop, min(len(text), stop + 100) if heads else end) is not None:
        evidence.add("is told by its trade", _TRADE)
        if holds_rights(begin, end) or words.object.search(text, begin, end) is not None:
            evidence.add("in a sentence on rights", _RIGHTS)
    if heads and words.heads_section.match(text, stop) is not None:
        evidence.add("heads a section", _SECTION)
    if words.copula.match(text, stop, end) is not None:
        evidence.add("is said to be a sponsor or none", _COPULA)
    act = words.acts.match(text, stop, end) or words.acts_later.match(text, stop, end)
    if act is not None:
        if of_a_sponsor(act.start()):
            evidence.add("does what sponsors do", _ACT)
        elif of_games(act.end(), min(end, act.end() + 110)):
            evidence.add("does something around the Games", _AROUND)
    supports = words.supports.match(text, stop, end)
    if supports is not None and holds_rights(supports.end(), min(end, supports.end() + 60)):
        evidence.add("supports a rights holder", _SUPPORTS)
    behind = words.joined_behind.match(text, stop, end)
    near = text[max(begin, start - 110) : min(end, stop + 140)]
    if (
        behind is not None
        and holds_rights(behind.end(), behind.end() + 12)
        and words.deal.search(near) is not None
    ):
        evidence.add("party of a contract with a rights holder", _JOINED)
    if not before.strip():
        return
    if (
        tail.endswith(words.verb_before_ends)
        and words.verb_before.search(before) is not None
        and of_a_sponsor(stop)
    ):
        evidence.add("follows a verb of what sponsors do", _INVERTED)
    joiner = words.joined.search(before)
    if (
        joiner is not None
        and holds_rights(begin, left + joiner.start() + 1)
        and (act is not None or words.deal.search(near) is not None)
    ):
        evidence.add("party of a contract with a rights holder", _JOINED)
