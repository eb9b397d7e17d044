"""Whether what is said of a place is denied: "läuft nicht in Japan", "en Francia la caja no se vende"."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.entities.boundaries import WORD, script_of
from extractors.markets.cues import Cue, CueTable, only, tokens
from extractors.markets.groups import Group, Sentence

_BREAKS = ",;:–—()，；：（）"
_HARD_BREAKS = ";:；：。"
_NEGATED_NOUN_WORDS = 3
_ASIDE_REACH, _VERB_REACH = 110, 40
_CHANNEL_REACH = 14


def denial(
    group: Group,
    index: int,
    sentence: Sentence,
    cues: Sequence[Cue],
    text: str,
    lowered: str,
    table: CueTable,
) -> Cue | None:
    """The negation that governs ``group``, or None."""
    negations = [cue for cue in cues if cue.role == "negation" and not _void(cue, cues)]
    if not negations:
        return None
    low, high, fronted = clause_of(group, index, sentence, cues, text, table)
    resumed = 0 if fronted else _resumes_at(group, index, sentence, text, table)
    for cue in negations:
        if _of_channels(cue, cues, low, group, lowered, table):
            continue
        if low <= cue.start < group.start:
            return cue
        if group.stop <= cue.start < high and (fronted or not _restarts(lowered[group.stop : cue.start])):
            if not resumed or cue.start >= resumed:
                return cue
        elif (
            resumed
            and resumed <= cue.start < resumed + _VERB_REACH
            and not _restarts(lowered[resumed : cue.start])
        ):
            return cue
    return None


def _of_channels(
    negation: Cue, cues: Sequence[Cue], low: int, group: Group, lowered: str, table: CueTable
) -> bool:
    """Whether only channels are denied where something else runs: "runs in Italy without any television"."""
    if script_of(lowered[negation.start]) != WORD:
        return False
    channel = next(
        (c for c in cues if c.role == "channels" and 0 <= c.start - negation.stop <= _CHANNEL_REACH), None
    )
    if channel is None or _restarts(lowered[negation.stop : channel.start]):
        return False
    return any(
        cue.role == "campaign_market" and cue.slot in ("before", "after", "beside") and low <= cue.start
        and cue.stop <= min(negation.start, group.start)
        for cue in cues
    )  # fmt: skip


def _resumes_at(group: Group, index: int, sentence: Sentence, text: str, table: CueTable) -> int:
    """Where the clause goes on behind a remark on the place: "Austria, where it has no branch, is left out"; else 0."""
    if text[group.stop : group.stop + 1] not in (",", "，"):
        return 0
    stop = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
    stop = min(stop, group.stop + _ASIDE_REACH)
    second = min((p for sign in ",，" if (p := text.find(sign, group.stop + 1, stop)) >= 0), default=-1)
    if second < 0 or any(sign in text[group.stop : second] for sign in _HARD_BREAKS):
        return 0
    following = tokens(text[second + 1 : second + 14].lower())[:1]
    return 0 if following and following[0] in table.grammar["joiners"] else second + 1


def negated_noun(group: Group, cue: Cue, lowered: str, table: CueTable) -> bool:
    """Whether the negation governs a noun right before the place: "no packaging in Europe", "keine Spots in Japan"."""
    if cue.start >= group.start:
        return False
    words = tokens(lowered[cue.stop : group.start])
    grammar = table.grammar
    content = [
        word for word in words if word not in grammar["articles"] and word not in grammar["prepositions"]
    ]
    return (
        bool(words)
        and words[-1] in (grammar["prepositions"] | grammar["articles"])
        and 1 <= len(content) <= _NEGATED_NOUN_WORDS
    )


def beyond(group: Group, cues: Sequence[Cue], lowered: str, table: CueTable) -> bool:
    """Whether the place is only the edge of what is denied: "outside Korea, nothing happens"."""
    grammar = table.grammar
    return any(
        cue.role == "beyond"
        and (
            (
                cue.stop <= group.start
                and only(lowered[cue.stop : group.start], grammar["articles"], grammar["origin"])
            )
            or (cue.start == group.stop)
        )
        for cue in cues
    )


def _void(negation: Cue, cues: Sequence[Cue]) -> bool:
    return any(
        (cue.role == "no_negation" and cue.start <= negation.start < cue.stop)
        or (cue.role == "no_negation" and negation.start <= cue.start < negation.stop)
        for cue in cues
    )


def _restarts(stretch: str) -> bool:
    return any(sign in stretch for sign in _BREAKS)


def clause_of(
    group: Group, index: int, sentence: Sentence, cues: Sequence[Cue], text: str, table: CueTable
) -> tuple[int, int, bool]:
    """The stretch in which a negation speaks of the group, and whether the group opens it.

    A fronted place ("In Japan, ...") governs everything up to the next place or hard break.
    """
    low = sentence.groups[index - 1].stop if index else sentence.start
    high = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
    for sign in _HARD_BREAKS:
        position = text.rfind(sign, low, group.start)
        if position >= 0:
            low = position + 1
        position = text.find(sign, group.stop, high)
        if position >= 0:
            high = position
    left = text[low : group.start]
    grammar = table.grammar
    opening = not index or low > sentence.groups[index - 1].stop
    fronted = opening and only(
        left.lower(), grammar["articles"], grammar["prepositions"], grammar["joiners"], _QUOTES
    )
    if fronted:
        breaks = [cue.start for cue in cues if cue.role == "clause_breaks" and group.stop < cue.start < high]
        return low, min(breaks, default=high), True
    for sign in _BREAKS:
        position = text.rfind(sign, low, group.start)
        if position >= 0:
            low = position + 1
    stops = [place for sign in _BREAKS if (place := text.find(sign, group.stop, high)) >= 0]
    return low, min(stops, default=high), False


_QUOTES = frozenset("\"'“”„«»‘’「」『』")


def left_out(
    group: Group,
    index: int,
    sentence: Sentence,
    told: Sequence[Cue],
    text: str,
    lowered: str,
    table: CueTable,
) -> Cue | None:
    """The word behind the group, in its clause, that leaves its shops or colleagues out of something."""
    joining = table.grammar["joiners"] - {","}
    stop = sentence.groups[index + 1].start if index + 1 < len(sentence.groups) else sentence.stop
    for sign in _HARD_BREAKS:
        position = text.find(sign, group.stop, stop)
        stop = position if position >= 0 else stop
    for cue in told:
        if cue.role == "excluded_market" and cue.slot == "after" and group.stop < cue.start < stop:
            between = tokens(lowered[group.stop : cue.start])
            if not any(word in joining for word in between):
                return cue
    return None
