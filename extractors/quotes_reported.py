"""Reported speech: sentences somebody says without quote marks, with the voice behind them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from extractors.material import NO_BLANKS, Material
from extractors.reported_cjk import cjk_reports
from extractors.reported_clauses import REPORTING, clause_reports
from extractors.reports import Report, bare_stop, outside
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, find_speaker
from extractors.speech_rules import Speech, around

_LEFT = 36
"""Code points a sentence must have outside direct speech to report anything."""


def find_reported(material: Material, speeches: Sequence[Speech]) -> list[Report]:
    """Reported speech sentence by sentence, in order."""
    found: list[Report] = []
    wide = material.language in NO_BLANKS or material.language == "ko"
    patterns = material.tools.occurring("speech", "own_account_patterns", material.lowered)
    read: Callable[[Material, Sentence, Sequence[Speech]], list[Report]] = (
        cjk_reports if wide else partial(clause_reports, own_accounts=patterns)
    )
    # Most sentences have no word of speech at all: nothing is asked of them.
    told = [c.start for c in material.cues if c.subject == "speech" and c.kind in REPORTING]
    skips = not wide and not patterns
    for sentence in _sentences(material, speeches):
        first = bisect_left(told, sentence.start)
        if skips and (first == len(told) or told[first] >= sentence.stop):
            continue
        here = [s for s in speeches if s.quoted.start < sentence.stop and s.quoted.stop > sentence.start]
        covered = sum(min(s.quoted.stop, sentence.stop) - max(s.quoted.start, sentence.start) for s in here)
        ahead = _ahead_of_quote(material, sentence, here) if here else None
        if ahead is not None:
            found.append(ahead)
            continue
        if covered and sentence.stop - sentence.start - covered < (_LEFT if not wide else _LEFT // 3):
            continue
        reports = read(material, sentence, speeches)
        if not reports:
            mood = _by_mood(material, sentence, speeches, found)
            reports = [mood] if mood is not None else []
        found += [r for r in reports if not _inside(r, speeches) and not _is_the_news(material, sentence, r)]
    return found


def _is_the_news(material: Material, sentence: Sentence, report: Report) -> bool:
    """What a house announces in the lead is the news the article brings, not a statement about it."""
    if report.speaker is None or report.speaker.is_person:
        return False
    if material.language == "de":
        moods = material.cues_in(report.start, report.stop, "speech", ("subjunctive",))
        if any(material.text[cue.start].islower() for cue in moods):
            # The outlet itself marks the words as somebody else's.
            return False
    lead = next((s.paragraph for s in material.readable() if s.kind != "headline"), None)
    if sentence.paragraph != lead:
        return False
    return any(f'"{word}"' in report.cue for word in material.tools.words("speech", "announce"))


def _sentences(material: Material, speeches: Sequence[Speech]) -> Iterator[Sentence]:
    """Sentences that may report, those of one quotation joined."""
    done = -1
    starts = sorted((s for s in speeches), key=lambda s: s.quoted.start)
    for sentence in material.readable():
        if sentence.kind == "headline" or sentence.start < done:
            continue
        joined = sentence
        for speech in starts:
            if joined.start <= speech.quoted.start < joined.stop:
                joined = around(material, joined, speech.quoted)
        done = joined.stop
        yield joined


def _inside(report: Report, speeches: Sequence[Speech]) -> bool:
    """The report is what somebody says directly."""
    shared = sum(
        max(0, min(s.quoted.stop, report.stop) - max(s.quoted.start, report.start)) for s in speeches
    )
    return shared * 2 > report.stop - report.start


def _ahead_of_quote(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Report | None:
    """``The campaign is a bridge, says X: "..."``: the clause before the verb is reported speech of the same voice."""
    for speech in speeches:
        opening = speech.quoted.outer[0]
        if (
            not sentence.start < opening < sentence.stop
            or material.text[sentence.start : opening].rstrip()[-1:] not in ":："
        ):
            continue
        for verb in material.cues_in(sentence.start, opening, "speech", ("say",)):
            ahead = material.text[sentence.start : verb.start].rstrip()
            named = material.mentions_in(sentence.start, verb.start, ("person",))
            moods = material.cues_in(sentence.start, verb.start, "speech", ("subjunctive",))
            long = len(ahead) >= (16 if moods and material.language == "de" else 40)
            if ahead.endswith(",") and long and speech.speaker is not None and not named:
                return Report(
                    sentence.start, sentence.start + len(ahead) - 1, speech.speaker, verb.why, sentence.index
                )
    return None


def _by_mood(
    material: Material, sentence: Sentence, speeches: Sequence[Speech], found: Sequence[Report]
) -> Report | None:
    """German subjunctive right after attributed speech goes on with it."""
    if material.language != "de":
        return None
    moods = material.cues_in(sentence.start, sentence.stop, "speech", ("subjunctive",))
    moods = [
        c
        for c in moods
        if outside(c, speeches)
        and material.text[c.start].islower()
        and c.word
        not in (
            "haben",
            "werden",
            "können",
            "würden",
            "hätten",
            "wären",
            "würde",
            "hätte",
            "könnte",
            "könnten",
        )
    ]
    own = material.tools.patterns("speech", "first_person_patterns")
    if not moods or any(p.search(material.lowered, sentence.start, sentence.stop) for p in own):
        return None
    colon = material.text.find(": ", sentence.start, moods[0].start)
    if colon > 0:
        # "X cannot laugh about it: whoever does so be careless."
        voice = find_speaker(material, sentence.start, colon, colon)
        if voice is not None and voice.is_person:
            return Report(colon + 2, bare_stop(material, sentence), voice, moods[0].why, sentence.index)
    last: tuple[int, Speaker | None] | None = None
    for speech in speeches:
        if speech.sentence < sentence.index:
            last = max(last or (-1, None), (speech.sentence, speech.speaker), key=lambda pair: pair[0])
    for report in found:
        if report.sentence < sentence.index:
            last = max(last or (-1, None), (report.sentence, report.speaker), key=lambda pair: pair[0])
    if last is None or last[1] is None or sentence.index - last[0] > 1:
        last = _introduced(material, sentence)
    if last is None:
        return None
    if material.sentences[last[0]].paragraph != sentence.paragraph:
        return None
    return Report(sentence.start, sentence.stop, last[1], moods[0].why, sentence.index)


def _introduced(material: Material, sentence: Sentence) -> tuple[int, Speaker | None] | None:
    """Only one person stands in the sentence before, and this one is in the subjunctive of what others say."""
    alone = material.tools.patterns("speech", "mood_alone_patterns")
    if sentence.index == 0 or not any(
        p.search(material.lowered, sentence.start, sentence.stop) for p in alone
    ):
        return None
    earlier = material.sentences[sentence.index - 1]
    people = [m for m in material.mentions_in(earlier.start, earlier.stop, ("person",)) if m.kind != "nested"]
    if len({m.canonical for m in people}) != 1:
        return None
    return earlier.index, as_speaker(people[-1], material)
