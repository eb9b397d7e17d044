"""How strongly one cue word speaks for the role of one enumeration of places."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.entities.boundaries import WORD, script_of
from extractors.markets.cues import Cue, CueTable, only, tokens
from extractors.markets.groups import Group, Sentence

MODIFIERS = frozenset({"adjective", "inhabitant", "code"})
WEAKEST = 12.0
_NOUN_PHRASE_ENDS = frozenset(',.;:!?。、，；：！？()（）«»„“”"–—')
_YEARS = frozenset(str(year) for year in range(1896, 2061))
_BESIDE, _HEAD, _NAME, _NEAR, _ANYWHERE = 120.0, 104.0, 92.0, 75.0, 45.0
_SPECIFIC = {"excluded_market": 30.0}
"""Words that exclude are said of nothing else; they outweigh a cue that stands as close."""


def score(
    cue: Cue, group: Group, sentence: Sentence, lowered: str, table: CueTable, cues: Sequence[Cue]
) -> float:
    """Weight of ``cue`` for ``group``; 0 when it does not speak of it at all."""
    before = cue.stop <= group.start
    gap = lowered[cue.stop : group.start] if before else lowered[group.stop : cue.start]
    extra = _SPECIFIC.get(cue.role, 0.0)
    if cue.slot in ("head", "name"):
        return _head(cue, group, gap, before, lowered, table)
    if cue.slot == "beside":
        grammar = table.grammar
        close = only(gap, grammar["articles"], grammar["prepositions"], grammar["origin"], _YEARS)
        return _BESIDE + extra - len(gap) / 4 if close else 0.0
    if (cue.slot == "before" and not before) or (cue.slot == "after" and before):
        return 0.0
    distance = len(gap) * (1 if script_of(lowered[cue.start]) == WORD else 2)
    low, high = min(cue.stop, group.stop), max(cue.start, group.start)
    between = sum(1 for other in sentence.groups if other is not group and low <= other.start < high)
    breaks = sum(gap.count(sign) for sign in ";:；：")
    breaks += sum(1 for other in cues if other.role == "clause_breaks" and low <= other.start < high)
    base = _ANYWHERE if cue.slot == "anywhere" else _NEAR
    commas = gap.count(",") + gap.count("，") + gap.count("、")
    found = base + extra - min(distance, 160) / 5 - 16 * between - 14 * breaks - 5 * commas
    return max(WEAKEST + 1 - between, found)


def _head(cue: Cue, group: Group, gap: str, before: bool, lowered: str, table: CueTable) -> float:
    """A head noun shares the noun phrase of the place: "chinesische Konzern", "géant chinois", "team from Kenya"."""
    words = tokens(gap)
    grammar = table.grammar
    if "\n" in gap or any(word in _NOUN_PHRASE_ENDS for word in words):
        return 0.0
    if any(word in grammar["joiners"] for word in words if word != "-"):
        return 0.0
    spaced = script_of(lowered[cue.start]) == WORD
    counted = [
        word
        for word in words
        if word not in grammar["articles"] and word not in grammar["origin"] and word != "-"
    ]
    far = len(counted) if spaced else len(gap) / 3
    kind = (group.places[0] if before else group.places[-1]).kind
    if before:
        fits = _fits_before(words, kind, far, spaced, table, cue)
    else:
        fits = _fits_after(gap, words, kind, far, spaced, group, lowered, table, cue)
    return (_NAME if cue.slot == "name" else _HEAD) - 9 * far if fits else 0.0


def _fits_before(words: list[str], kind: str, far: float, spaced: bool, table: CueTable, cue: Cue) -> bool:
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
    return kind in MODIFIERS and far <= 2 and not any(word in grammar["prepositions"] for word in words)


def _fits_after(
    gap: str, words: list[str], kind: str, far: float, spaced: bool, group: Group, lowered: str,
    table: CueTable, cue: Cue,
) -> bool:  # fmt: skip
    """A noun behind the place: after an adjective, a possessive, or directly behind a name used as one."""
    grammar = table.grammar
    if any(word in grammar["prepositions"] for word in words) and spaced:
        return False
    if not spaced:
        limit = 1.0 if cue.slot == "name" else 2.0
        return far <= limit and not any(
            lowered.endswith(word, 0, group.start) for word in grammar["place_before"]
        )
    if kind in MODIFIERS:
        return "after" in grammar["head_side"] and far <= (2 if cue.slot == "name" else 3) or far == 0
    if "after" not in grammar["head_side"]:
        return False
    possessive = gap.startswith("'") or (lowered[group.stop - 1] == "s" and "s" in grammar["genitive"])
    before = tokens(lowered[max(0, group.start - 16) : group.start])[-1:]
    placed = bool(before) and before[0] in grammar["prepositions"]
    return far <= (2 if possessive else 0) and not (placed and not possessive)
