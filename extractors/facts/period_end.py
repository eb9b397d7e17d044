"""The end of a campaign: ``until 11 August`` beside words of advertising, away from contracts."""

from __future__ import annotations

from extractors.dates_in_text import Written
from extractors.dates_resolved import Resolved
from extractors.facts.campaigns import Campaign, Case
from extractors.material import clause_bounds
from extractors.sentences import Sentence


def stops_at(case: Case, sentence: Sentence, written: Written) -> bool:
    """A verb of ending right before the date: ``wraps on 11 August``."""
    low = max(sentence.start, written.start - 22)
    low = max([low, *(w.stop for w in case.material.dates_in(sentence) if w.stop <= written.start)])
    return bool(case.material.cues_in(low, written.start, "campaign", ("stop",)))


def _until(case: Case, sentence: Sentence, written: Written) -> str | None:
    """The word for until at a date, also with the closing of the Games between: ``until the closing ceremony on 30 July``."""
    material = case.material
    until = material.beside(written.start, written.stop, "campaign", "until")
    if until:
        return until
    low = max(sentence.start, written.start - 40)
    for closing in material.cues_in(low, min(sentence.stop, written.stop + 12), "campaign", ("closing",)):
        if closing.stop <= written.start:
            until = material.before(closing.start, "campaign", "until_before")
        elif closing.start - written.stop <= 2:
            until = material.after(closing.stop, "campaign", "until_after")
        if until:
            return until
    return None


def note_end(
    case: Case,
    sentence: Sentence,
    written: Written,
    campaign: Campaign,
    ends: dict[str, tuple[float, Sentence, Written, str]],
) -> None:
    """``until 11 August`` beside a campaign verb and away from contracts."""
    material = case.material
    until = _until(case, sentence, written)
    if material.before(written.start, "campaign", "from_before"):
        # "Wait until 27 May" is a start.
        return
    if not until and stops_at(case, sentence, written):
        until = "ends"
    if not until or written.kind not in ("day", "month", "weekday") or written.ends is not None:
        return
    begin, end = clause_bounds(material, sentence, written.start, written.stop)
    if material.cues_in(sentence.start, sentence.stop, "term", ("contract", "renew")):
        return
    cues = material.cues_in(
        sentence.start, sentence.stop, "campaign", ("launch", "run", "stop", "launch_past")
    )
    nouns = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
    points = (
        1.0 * bool(cues) + 0.6 * bool(nouns) + 0.4 * bool(material.cues_in(begin, end, "campaign", ("stop",)))
    )
    # One-letter words such as French "a" and "al" are no proof of an end by themselves.
    if len(until) <= 2 and not cues:
        return
    # A word of several letters with a campaign noun is enough, away from sponsorships.
    far = material.cues_in(begin, end, "term", ("sponsor",)) or case.is_past(written.start)
    enough = 0.6 if nouns and len(until) > 2 and not far else 1.0
    if points >= enough and (campaign.key not in ends or points > ends[campaign.key][0]):
        ends[campaign.key] = (points, sentence, written, f'end: "{until}" at the date')


def not_before(end: Resolved | None, start: Resolved | None) -> Resolved | None:
    """A campaign that begins in December and ends in February ends in the next year."""
    if (
        end is None
        or start is None
        or end.origin == "text"
        or not {end.precision, start.precision} <= {"day", "month"}
    ):
        return end
    if end.value >= start.value[: len(end.value)]:
        return end
    return Resolved(f"{int(end.value[:4]) + 1}{end.value[4:]}", end.precision, end.origin)
