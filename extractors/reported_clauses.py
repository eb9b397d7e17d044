"""Reported speech in languages that write words apart: source, inserted attribution, verb with its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.cues import Cue
from extractors.material import Material
from extractors.reported_sources import SOURCES, by_own_account, by_source
from extractors.reported_subjects import name_of_role, plain_noun, subject_of, subject_right_before
from extractors.reports import (
    COMMA,
    INSET,
    MIN_CHARS,
    Report,
    bare_stop,
    clause,
    goes_on,
    outside,
    qualifies,
    report,
)
from extractors.sentences import Sentence
from extractors.speakers import (
    PRO_DROP,
    Speaker,
    find_speaker,
    has_pronoun,
    last_voice,
    named_again,
)
from extractors.speech_rules import Speech

_GAP = 90
"""Code points between a verb of speech and the word that opens its clause."""
_OPENING = 20
"""Code points before an inserted attribution that are too few to be all that is said."""
_OPENERS = ("say", "say_that", "impersonal", "call", "expects")
_INSERTED = frozenset({"say", "so_before", "impersonal"})
REPORTING = SOURCES | _INSERTED | frozenset((*_OPENERS, "subjunctive"))
"""Kinds of cue words without which a sentence reports nothing."""
_MARKS = '"“„«‘‚»”'


def clause_reports(
    material: Material,
    sentence: Sentence,
    speeches: Sequence[Speech],
    own_accounts: Sequence[re.Pattern[str]] = (),
) -> list[Report]:
    """All reported speech of a sentence in order; pieces never overlap."""
    spoken = any(sentence.start <= s.quoted.start < sentence.stop for s in speeches)
    kinds = {cue.kind for cue in material.cues_in(sentence.start, sentence.stop, "speech")}
    found: list[Report] = []
    for way, pieces in (
        ("source", by_source(material, sentence, speeches) if kinds & SOURCES else ()),
        ("account", by_own_account(material, sentence, own_accounts)),
        ("inset", _by_inset(material, sentence, speeches) if kinds & _INSERTED and not spoken else ()),
        ("verb", _by_verb(material, sentence, speeches) if kinds.intersection(_OPENERS) else ()),
    ):
        for piece in pieces:
            piece = replace(_until_speech(material, piece, speeches), way=way)
            if all(piece.stop <= other.start or other.stop <= piece.start for other in found):
                found.append(piece)
    return sorted(found, key=lambda piece: piece.start)


def _until_speech(material: Material, piece: Report, speeches: Sequence[Speech]) -> Report:
    """Direct speech behind a colon is no part of what is reported."""
    for speech in speeches:
        opening = speech.quoted.outer[0]
        ahead = material.text[piece.start : opening].rstrip()
        if piece.start + 12 < opening < piece.stop and ahead.endswith(":"):
            return replace(piece, stop=piece.start + len(ahead) - 1)
    return piece


def _by_inset(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """``..., so X`` at the end and ``..., X adds, ...`` inside: the attribution stands between commas."""
    text = material.text
    commas = [m.start() for m in COMMA.finditer(text, sentence.start, sentence.stop)]
    for at, comma in reversed(list(enumerate(commas))):
        low, end = clause(material, sentence, comma)
        end = min(end, bare_stop(material, sentence))
        following = commas[at + 1] if at + 1 < len(commas) and commas[at + 1] < end else end
        cues = material.cues_in(comma, min(end, comma + INSET), "speech", ("say", "so_before", "impersonal"))
        cues = [c for c in cues if outside(c, speeches) and not text[c.start].isupper()]
        if not cues or (cues[0].kind == "so_before" and cues[0].start - comma > 3):
            continue
        cue = cues[0]
        if cue.start > following or _relative(material, comma, cue) or is_negated(material, cue, comma):
            continue
        if any(p.match(material.lowered, low) for p in material.tools.patterns("speech", "asked_patterns")):
            continue
        speaker = _inserted(material, sentence, cue, comma, following)
        if speaker is None:
            continue
        beside = name_of_role(material, comma, following)
        if beside is not None:
            speaker, after = beside
            following = next((c for c in commas if after <= c <= after + 3), end)
        if _opens_clause(material, cue, sentence, speaker, following):
            continue
        if text[comma - 1] in _MARKS:
            continue
        named = speaker.is_person and comma < speaker.start < following and cue.start < speaker.start
        if comma - low < _OPENING and following < end:
            named = False
        told_on = beside is not None and following < end and not qualifies(material, following, end)
        if told_on or goes_on(material, following, end):
            named = False
        elif following < end and len(text[comma + 1 : following].split()) <= 2:
            low, named = _own_clause(material, low, comma), False
        elif following < end and comma - low >= end - following:
            named = True
        if following == end or named:
            if end - comma > 110:
                continue
            colon = text.rfind(": ", low, comma)
            low = colon + 2 if 0 <= colon < comma - MIN_CHARS else low
            piece = report(material, low, comma, speaker, cue.why, sentence)
        elif following - comma <= (48 if beside is None else 90):
            piece = report(material, low, end, speaker, cue.why, sentence)
        else:
            continue
        if piece is not None:
            yield piece
            return


def _own_clause(material: Material, low: int, comma: int) -> int:
    """Where the clause around a bare ``, she says,`` begins: behind a colon or ``, but``."""
    colon = material.text.rfind(": ", low, comma)
    low = colon + 2 if colon >= 0 else low
    for pattern in material.tools.patterns("speech", "contrast_patterns"):
        for match in pattern.finditer(material.lowered, low, comma):
            if material.text[max(low, match.start() - 2) : match.start()] == ", ":
                low = match.end()
    return low


def _inserted(material: Material, sentence: Sentence, cue: Cue, comma: int, following: int) -> Speaker | None:
    """Who speaks in an attribution that begins at a comma."""
    speaker = find_speaker(material, comma, following, cue.stop)
    pronoun = has_pronoun(material, comma, min(sentence.stop, cue.stop + 8))
    if cue.kind == "impersonal":
        return speaker or last_voice(material, sentence.stop, people_only=False)
    if pronoun and (speaker is None or speaker.start > cue.stop + 24):
        return last_voice(material, sentence.start)
    if speaker is None:
        speaker = named_again(material, comma, cue.start) or named_again(
            material, cue.stop, following, behind=True
        )
    if speaker is None and material.language in PRO_DROP and cue.start - comma <= 3:
        return last_voice(material, sentence.start)
    return speaker or plain_noun(material, comma, cue, following)


def _opens_clause(material: Material, cue: Cue, sentence: Sentence, speaker: Speaker, following: int) -> bool:
    """The verb is followed by what is said, so that it does not close the sentence."""
    if _that(material, cue, sentence) is not None:
        return True
    rest = material.lowered[cue.stop : sentence.stop]
    ahead = material.text[sentence.start : cue.start]
    if following < sentence.stop - 1 and following - cue.stop <= 34:
        return False
    return speaker.start < cue.start and (len(rest) > 34 or len(rest) >= len(ahead) - 12 or ":" in rest[:12])


def _relative(material: Material, comma: int, cue: Cue) -> bool:
    """``, who said`` and ``, as X announced`` with a verb far away are clauses of the outlet."""
    ahead = material.lowered[comma + 1 : cue.start].lstrip()
    return any(p.match(ahead) for p in material.tools.patterns("speech", "relative_patterns"))


def is_negated(material: Material, cue: Cue, low: int) -> bool:
    """Somebody does not say so: a negation or a refusal stands with the verb."""
    low = max(low, material.text.rfind(",", low, cue.start) + 1)
    if material.cues_in(max(low, cue.start - 18), cue.start, "status", ("negation",)):
        return True
    ahead = material.lowered[max(low, cue.start - 28) : cue.stop]
    return any(p.search(ahead) for p in material.tools.patterns("speech", "declined_patterns"))


def _that(material: Material, verb: Cue, sentence: Sentence) -> int | None:
    """Where the clause begins that a conjunction behind the verb opens."""
    stop = min(sentence.stop, verb.stop + _GAP)
    for pattern in material.tools.patterns("speech", "that_patterns"):
        for match in pattern.finditer(material.lowered, verb.stop, stop):
            gap = material.text[verb.stop : match.start()]
            if any(sign in gap for sign in ":;" + _MARKS):
                return None
            apart = gap.rstrip().endswith(",")
            if material.language in ("de", "nl"):
                plain = "," not in gap and len(gap) <= 48 and not _object_first(material, gap)
                return match.end() if apart or plain else None
            hearer = verb.word in material.tools.words("speech", "hearer")
            if _object_first(material, gap) and not hearer:
                return None
            if not _joins(material, verb, gap, apart):
                return None
            return match.end()
    return None


def _joins(material: Material, verb: Cue, gap: str, apart: bool) -> bool:
    """The conjunction belongs to the verb: nothing but time, hearer, subject or an insertion lies between."""
    commas = gap.count(",")
    people = material.mentions_in(verb.stop, verb.stop + len(gap), ("person",))
    if not commas:
        return len(gap) <= 48 or bool(people)
    if gap.lstrip().startswith(","):
        return commas == 2 and apart
    # Behind a name a comma opens an apposition or a relative clause: only a closed one goes on with the verb.
    return bool(people) and commas == 2 and apart and not _after_quote(material, verb)


def _after_quote(material: Material, verb: Cue) -> bool:
    return any(sign in _MARKS for sign in material.text[max(0, verb.start - 4) : verb.start])


def _object_first(material: Material, gap: str) -> bool:
    """A noun with its article stands right behind the verb: what follows qualifies the noun."""
    lowered = gap.lower()
    return any(p.match(lowered) for p in material.tools.patterns("speech", "object_patterns"))


def _clause_start(material: Material, verb: Cue, sentence: Sentence) -> int | None:
    """Where what is said begins behind a verb of speech; None when nothing said follows."""
    if verb.kind == "say_that":
        return verb.stop
    rest = material.lowered[verb.stop : min(sentence.stop, verb.stop + _GAP)]
    gap = re.match(r"[^,.;:]{0,60},\s", rest)
    if gap is not None:
        # "As X said, the film runs on": all behind the comma is said.
        at = verb.stop + gap.end()
        cues = material.cues_in(at, at + 16, "speech", ("subjunctive",)) if material.language == "de" else ()
        as_said = any(
            p.match(material.lowered, sentence.start)
            for p in material.tools.patterns("speech", "as_patterns")
        )
        if as_said or any(cue.start == at for cue in cues):
            return at
    start = _that(material, verb, sentence)
    if start is not None:
        return start
    for pattern in material.tools.patterns("speech", "infinitive_patterns"):
        match = pattern.match(rest, 1)
        if match is not None:
            return verb.stop + 1
    if material.language in ("de", "nl"):
        rest = material.lowered[verb.stop : min(sentence.stop, verb.stop + _GAP)]
        for pattern in material.tools.patterns("speech", "abbreviation_patterns"):
            rest = pattern.sub(lambda found: " " * len(found.group(0)), rest)
        gap = re.match(r"[^,.;:]{0,60},\s", rest)
        if gap is not None:
            at = verb.stop + gap.end()
            said = material.lowered[at : sentence.stop]
            qualifies = any(p.match(said) for p in material.tools.patterns("speech", "relative_patterns"))
            to = any(p.search(said) for p in material.tools.patterns("speech", "to_patterns"))
            infinitive = to and not qualifies
            mood = any(p.search(said) for p in material.tools.patterns("speech", "mood_patterns"))
            if infinitive or mood or material.cues_in(at, sentence.stop, "speech", ("subjunctive",)):
                return at
    elif verb.word in material.tools.words("speech", "bare"):
        for pattern in material.tools.patterns("speech", "not_said_patterns"):
            if pattern.match(rest, 1):
                return None
        said = material.lowered[verb.stop : sentence.stop]
        if rest[:1] == " " and any(
            p.search(said) for p in material.tools.patterns("speech", "clause_patterns")
        ):
            return verb.stop + 1
    colon = re.match(r"[^,.;:]{0,40}:\s", rest)
    if colon is not None and material.text[verb.stop + colon.end()] not in _MARKS:
        return verb.stop + colon.end()
    return None


def _by_verb(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """``X said (that) ...``: the verb opens what is reported; one report a verb."""
    done = sentence.start
    verbs = material.cues_in(sentence.start, sentence.stop, "speech", _OPENERS)
    for verb in verbs:
        if verb.start < done or not outside(verb, speeches) or is_negated(material, verb, sentence.start):
            continue
        called = verb.kind in ("call", "expects") and subject_right_before(material, sentence, verb)
        start = _clause_start(material, verb, sentence)
        if start is None and called and not _names_a_work(material, sentence, verb):
            start = verb.stop + 1
        if start is None or any(s.quoted.outer[0] <= start < s.quoted.outer[1] for s in speeches):
            continue
        speaker = subject_of(material, sentence, verb, start)
        if speaker is None and not _dropped(material, sentence, verb, start):
            continue
        if speaker is not None and speaker.start > start:
            continue
        stop = _said_until(material, sentence, start, verbs)
        piece = report(material, start, stop, speaker, verb.why, sentence)
        if piece is not None:
            yield piece
            done = stop


def _dropped(material: Material, sentence: Sentence, verb: Cue, start: int) -> bool:
    """``Dijo que ...``: the verb opens its sentence, its conjunction follows, and nobody is known who says it."""
    opens = material.language in PRO_DROP and verb.start == sentence.start
    return opens and verb.kind == "say" and start - verb.stop <= 6


def _said_until(material: Material, sentence: Sentence, start: int, verbs: Sequence[Cue]) -> int:
    """The end of what is said: the sentence's, a colon or semicolon, or the next verb of speech with a clause."""
    stop = bare_stop(material, sentence)
    mark = re.compile(r"[;:]\s").search(material.text, start + 12, stop)
    if mark is not None:
        stop = mark.start()
    for verb in verbs:
        if not start + 12 < verb.start < stop:
            continue
        joint = _joint(material, start, verb)
        if joint is not None and _that(material, verb, sentence) is not None:
            return joint
    return stop


def _joint(material: Material, start: int, verb: Cue) -> int | None:
    """Where a conjunction stands that joins a second verb to the first, at most one word before it."""
    low = max(start, verb.start - 24)
    for pattern in material.tools.patterns("speech", "joint_patterns"):
        for match in pattern.finditer(material.lowered, low, verb.start):
            if len(material.text[match.end() : verb.start].split()) <= 1:
                return match.start()
    return None


def _names_a_work(material: Material, sentence: Sentence, verb: Cue) -> bool:
    """``calls its campaign "X"`` names a thing and reports nothing."""
    quoted = [q for q in material.quoted if verb.stop <= q.start < sentence.stop]
    return bool(quoted) and bool(
        material.cues_in(verb.stop, quoted[0].start, "campaign", ("noun",))
        or material.cues_in(verb.stop, quoted[0].start, "claim", ("announce",))
    )
