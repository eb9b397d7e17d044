"""Reported speech: sentences somebody says without quote marks, with the voice behind them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extractors.material import Material
from extractors.reported_candidates import pieces_of, words_of_speech
from extractors.reported_cjk import cjk_reports
from extractors.reported_clauses import REPORTING, clause_reports, is_negated
from extractors.reported_signs import DECISION, Place, place_signs, signs_of
from extractors.reports import Report, bare_stop, outside
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, find_speaker
from extractors.speech_rules import Speech, around
from extractors.weighing import weigh
from extractors.writing import CJK

LIKELY = 0.35
"""Probability from which a piece is taken: it balances finding and inventing on held-out articles."""
_LEFT = 36
"""Code points a sentence must have outside direct speech to report anything."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of a sentence that may be reported speech, with the signs for and against."""

    piece: Report
    signs: dict[str, float]
    by_rule: bool = False
    """Whether the rules alone would call it reported."""


def find_reported(material: Material, speeches: Sequence[Speech], *, widely: bool = True) -> list[Report]:
    """Reported speech sentence by sentence, in order; unless ``widely`` only what the rules read is weighed."""
    weights = material.tools.weights.get(DECISION) if is_weighed(material.language) else None
    found: list[Report] = []
    for sentence, reports in _by_rules(material, speeches, found):
        if weights is None or any(r.way == "ahead_of_quote" for r in reports):
            # The clause before the verb that announces a quotation needs no weighing: its voice is known.
            found += [r for r in reports if not _is_the_news(material, sentence, r)]
        elif reports or widely:
            candidates = _weighable(material, sentence, speeches, found, reports)
            found += chosen([(c, weigh(weights, c.signs).probability) for c in candidates])
    return found


def is_weighed(language: str) -> bool:
    """In Japanese, Korean and Chinese the particles decide alone: weighing their signs finds no more."""
    return language not in CJK


def candidates_of(material: Material, speeches: Sequence[Speech]) -> list[list[Candidate]]:
    """What may be reported, sentence by sentence, for the fitting of weights."""
    found: list[Report] = []
    every = []
    for sentence, reports in _by_rules(material, speeches, found):
        candidates = _weighable(material, sentence, speeches, found, reports)
        found += [c.piece for c in candidates if c.by_rule]
        every.append(candidates)
    return every


def chosen(weighed: Iterable[tuple[Candidate, float]]) -> list[Report]:
    """Of the candidates of a sentence the likeliest, or all of the rules that do not overlap; in order."""
    taken: list[Report] = []
    for candidate, probability in sorted(weighed, key=lambda pair: -pair[1]):
        piece = candidate.piece
        if probability < LIKELY:
            break
        if not taken or (candidate.by_rule and not _overlaps(piece, taken)):
            taken.append(piece)
    return sorted(taken, key=lambda piece: piece.start)


def _overlaps(piece: Report, others: Iterable[Report]) -> bool:
    return any(piece.start < other.stop and other.start < piece.stop for other in others)


def _by_rules(
    material: Material, speeches: Sequence[Speech], found: Sequence[Report]
) -> Iterator[tuple[Sentence, list[Report]]]:
    """Sentences that may report with what the rules read in them; ``found`` is read for what was accepted before."""
    wide = not is_weighed(material.language)
    patterns = material.tools.occurring("speech", "own_account_patterns", material.lowered)
    read: Callable[[Material, Sentence, Sequence[Speech]], list[Report]] = (
        cjk_reports if wide else partial(clause_reports, own_accounts=patterns)
    )
    # Most sentences have no word of speech at all: nothing is asked of them.
    kinds = REPORTING if material.language == "de" else REPORTING - {"subjunctive"}
    told = [c.start for c in material.cues if c.subject == "speech" and c.kind in kinds]
    skips = not wide and not patterns
    least = _LEFT if not wide else _LEFT // 3
    for sentence in _sentences(material, speeches):
        first = bisect_left(told, sentence.start)
        if skips and (first == len(told) or told[first] >= sentence.stop):
            continue
        here = [s for s in speeches if s.quoted.start < sentence.stop and s.quoted.stop > sentence.start]
        covered = sum(min(s.quoted.stop, sentence.stop) - max(s.quoted.start, sentence.start) for s in here)
        ahead = _ahead_of_quote(material, sentence, here) if here else None
        if ahead is not None:
            yield sentence, [replace(ahead, way="ahead_of_quote")]
            continue
        if covered and sentence.stop - sentence.start - covered < least:
            continue
        reports = read(material, sentence, speeches)
        if not reports:
            mood = _by_mood(material, sentence, speeches, found)
            reports = [replace(mood, way="mood")] if mood is not None else []
        yield sentence, [r for r in reports if not _inside(r, speeches)]


def _weighable(
    material: Material,
    sentence: Sentence,
    speeches: Sequence[Speech],
    found: Sequence[Report],
    reports: Sequence[Report],
) -> list[Candidate]:
    """The rules' reports of a sentence, without any the pieces around its words of speech, with their signs."""
    words = words_of_speech(material, sentence, speeches)
    if not words and not reports:
        return []
    spoken = any(sentence.start <= s.quoted.start < sentence.stop for s in speeches)
    earlier = sentence.index - 1
    before = any(s.sentence == earlier for s in speeches) or any(r.sentence == earlier for r in found[-2:])
    signs = place_signs(material, sentence, spoken, before, len(words))
    candidates = []
    for piece in reports:
        place = Place(sentence, signs, -1, True)
        kind = piece.cue.rsplit(" ", 1)[-1].rstrip(")")
        news = _is_the_news(material, sentence, piece)
        candidates.append(Candidate(piece, signs_of(material, piece, place, kind, news), by_rule=not news))
    if candidates:
        return candidates
    for word in words:
        if is_negated(material, word, sentence.start):
            continue
        place = Place(sentence, signs, word.start, False)
        for piece in pieces_of(material, sentence, word):
            if not _inside(piece, speeches):
                news = _is_the_news(material, sentence, piece)
                candidates.append(Candidate(piece, signs_of(material, piece, place, word.kind, news)))
    return candidates


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
