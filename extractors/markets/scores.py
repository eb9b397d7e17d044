"""How strongly one cue word speaks for the role of one enumeration of places."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.entities.boundaries import WORD, script_of
from extractors.markets.cues import Cue, CueTable, only, tokens
from extractors.markets.groups import Group, Sentence

MODIFIERS = frozenset({"adjective", "inhabitant", "code"})
WEAKEST = 12.0
_NOUN_PHRASE_ENDS = frozenset(',.;:!?。、，；：！？()（）«»„“”"–—「」『』《》')
_QUOTES = ('"', "“", "”", "„", "«", "»", "‘", "「", "」", "『", "』")
_YEARS = frozenset(str(year) for year in range(1896, 2061))
_BESIDE, _HEAD, _NAME, _NEAR, _ANYWHERE = 120.0, 104.0, 92.0, 75.0, 45.0
_EITHER_SIDE = ("campaign_market", "business_market")
_AGAINST = 52.0
"""Verbs and nouns of these roles also stand on the other side, less tellingly."""
_BASES = {"anywhere": _ANYWHERE, "weak": 50.0, "title": 84.0}
_REACH = {"head": 60, "name": 40, "beside": 44}
_SENTENCE_REACH = 400
_SERVED_REACH = 24
_SPECIFIC = {"excluded_market": 48.0}
"""Words that exclude are said of nothing else; they outweigh a cue that stands as close."""
_LOCAL_ROLES = frozenset({"excluded_market", "target_audience", "venue"})
"""Roles that are said of the nearest places only, not past another enumeration."""
_DESCRIBING = frozenset({"adjective", "inhabitant"})
_SENTENCE_ROLES = frozenset({"target_audience"})
"""What may be said of a whole sentence with an adjective in it; other roles need its noun."""


def score(
    cue: Cue, group: Group, sentence: Sentence, text: str, lowered: str, table: CueTable, cues: Sequence[Cue]
) -> float:
    """Weight of ``cue`` for ``group``; 0 when it does not speak of it at all."""
    before = cue.stop <= group.start
    spaced = script_of(lowered[cue.start]) == WORD
    against = (cue.slot == "before" and not before) or (cue.slot == "after" and before)
    if against and (cue.role not in _EITHER_SIDE or not spaced):
        return 0.0
    length = group.start - cue.stop if before else cue.start - group.stop
    if length > _REACH.get(cue.slot, _SENTENCE_REACH):
        return 0.0
    gap = lowered[cue.stop : group.start] if before else lowered[group.stop : cue.start]
    extra = _SPECIFIC.get(cue.role, 0.0)
    if cue.slot in ("head", "name"):
        return _head(cue, group, gap, text[group.stop : cue.start], before, lowered, table)
    if group.places[0].kind in _DESCRIBING and cue.role == "campaign_market":
        return _served(cue, group, gap, before, lowered, table)
    if cue.role == "host" and cue.slot == "weak" and group.places[0].city is None:
        return 0.0
    if cue.slot == "beside" or (cue.role == "host" and cue.slot == "weak"):
        grammar = table.grammar
        close = only(gap, grammar["articles"], grammar["prepositions"], grammar["origin"], _YEARS)
        # The longer of two cues says more: "con sede en" over "sede".
        return _BESIDE + extra - len(gap) / 4 + (cue.stop - cue.start) / 10 if close else 0.0
    if group.places[0].kind in _DESCRIBING and cue.role not in _SENTENCE_ROLES and spaced:
        return 0.0
    distance = len(gap) * (1 if spaced else 2)
    low, high = min(cue.stop, group.stop), max(cue.start, group.start)
    between = sum(1 for other in sentence.groups if other is not group and low <= other.start < high)
    breaks = sum(gap.count(sign) for sign in ";:；：")
    breaks += sum(1 for other in cues if other.role == "clause_breaks" and low <= other.start < high)
    if between and cue.role in _LOCAL_ROLES:
        return 0.0
    base = _AGAINST if against else _BASES.get(cue.slot, _NEAR)
    commas = gap.count(",") + gap.count("，") + gap.count("、")
    if cue.slot == "title":
        if commas or not before:
            return 0.0
    elif cue.role == "campaign_market":
        last = tokens(lowered[max(0, group.start - 10) : group.start])[-1:]
        if last and last[0] in table.grammar["from"]:
            base -= _NEAR
    quotes = sum(1 for sign in _QUOTES if sign in gap)
    found = base + extra - min(distance, 160) / 5 - 16 * between - 14 * breaks - 5 * commas - 20 * quotes
    return found if base <= 0 else max(WEAKEST + 1 - between, found)


def _served(cue: Cue, group: Group, gap: str, before: bool, lowered: str, table: CueTable) -> float:
    """Inhabitants to whom a campaign is shown: "the Belgians get a version of their own"."""
    if cue.slot != "after" or before:
        return 0.0
    people = group.places[-1].kind == "inhabitant"
    if not people and "before" in table.grammar["head_side"]:
        # Where adjectives follow their nouns, one right behind an article stands for people: "i tedeschi".
        word = tokens(lowered[max(0, group.start - 6) : group.start])[-1:]
        people = bool(word) and word[0] in table.grammar["articles"]
    if not people or len(gap) > _SERVED_REACH or any(sign in gap for sign in ",;:."):
        return 0.0
    return _NEAR - len(gap)


def _head(
    cue: Cue, group: Group, gap: str, written: str, before: bool, lowered: str, table: CueTable
) -> float:
    """A head noun shares the noun phrase of the place: "chinesische Konzern", "géant chinois", "team from Kenya"."""
    words = tokens(gap)
    grammar = table.grammar
    if cue.role == "venue" and group.places[0].kind in _DESCRIBING:
        return 0.0
    if "\n" in gap or any(word in _NOUN_PHRASE_ENDS for word in words):
        return 0.0
    if any(word in grammar["joiners"] for word in words if word != "-"):
        return 0.0
    spaced = script_of(lowered[cue.start]) == WORD
    linking = grammar["articles"] | grammar["origin"] | {"-"}
    far = len([word for word in words if word not in linking]) if spaced else len(gap) / 3
    kind = (group.places[0] if before else group.places[-1]).kind
    if before and kind in MODIFIERS and spaced and "before" not in grammar["head_side"]:
        # "sponsor van de Nederlandse ploeg": the adjective belongs to the noun behind it.
        return 0.0
    if before and cue.role == "target_audience" and far:
        return 0.0
    if before:
        fits = _fits_before(words, kind, far, spaced, table)
    elif spaced:
        fits = _fits_after(cue, group, gap, written, words, kind, far, lowered, table)
    else:
        fits = _fits_after_unspaced(cue, group, gap, lowered, table)
    return (_NAME if cue.slot == "name" else _HEAD) - 9 * far if fits else 0.0


def _fits_before(words: list[str], kind: str, far: float, spaced: bool, table: CueTable) -> bool:
    """A noun before the place: linked by a word of origin, or followed by its adjective where nouns come first."""
    grammar = table.grammar
    linked = bool(words) and (
        words[-1] in grammar["origin"]
        or (len(words) > 1 and words[-1] in grammar["articles"] and words[-2] in grammar["origin"])
    )
    if linked:
        return far <= 4 and not any(word in grammar["prepositions"] for word in words[:-2])
    if "before" not in grammar["head_side"] or not spaced:
        return False
    if any(word in grammar["articles"] for word in words):
        # "le groupe habillera les bénévoles italiens": an article begins another noun phrase.
        return False
    return kind in MODIFIERS and far <= 2 and not any(word in grammar["prepositions"] for word in words)


def _fits_after(
    cue: Cue, group: Group, gap: str, written: str, words: list[str], kind: str, far: float,
    lowered: str, table: CueTable,
) -> bool:  # fmt: skip
    """A noun behind the place: after an adjective, a possessive, or directly behind a name used as one."""
    grammar = table.grammar
    if any(word in grammar["prepositions"] for word in words):
        return False
    if "after" not in grammar["head_side"]:
        return kind in MODIFIERS and cue.slot == "name" and gap == " "
    if "s" in grammar["genitive"] and any(char.isupper() for char in written.rpartition(" ")[0]):
        # The next word with a capital is the noun already, so this one belongs to something else.
        return False
    if any(word in grammar["common"] for word in words):
        return False
    if kind in MODIFIERS:
        if kind == "code" and cue.slot == "name":
            return not far
        return far <= (2 if cue.slot == "name" else 3)
    possessive = gap.startswith("'") or (lowered[group.stop - 1] == "s" and "s" in grammar["genitive"])
    before = tokens(lowered[max(0, group.start - 16) : group.start])[-1:]
    placed = bool(before) and before[0] in grammar["prepositions"]
    if cue.role == "venue":
        return far <= 1
    return far <= (2 if possessive else 1) and not (placed and not possessive)


def _fits_after_unspaced(cue: Cue, group: Group, gap: str, lowered: str, table: CueTable) -> bool:
    """Chinese, Japanese and Korean: the noun follows at once, or after a particle of belonging."""
    grammar = table.grammar
    if any(gap.startswith(word) for word in grammar["place_after"]):
        return False
    if any(lowered.endswith(word, 0, group.start) for word in grammar["place_before"]):
        return False
    if gap and lowered[cue.start : cue.stop] in grammar["people"]:
        # "독일인" are people; the same letters further on belong to another word.
        return False
    belonging = any(gap.startswith(word) for word in grammar["origin"])
    limit = (4 if belonging else 3) if cue.slot == "name" else (12 if belonging else 6)
    return len(gap) <= limit
