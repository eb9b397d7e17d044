"""Reported speech: sentences somebody says without quote marks, with the voice behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.cues import Cue
from extractors.material import Material
from extractors.quotes_direct import Speech
from extractors.sentences import Sentence
from extractors.speakers import Speaker, find_speaker, has_pronoun, last_voice

_BREAK = re.compile(r"[;；]")
_MIN_CHARS = 12


@dataclass(frozen=True, slots=True)
class Report:
    """``start:stop`` is what is reported; ``whole`` when the attribution lies inside."""

    start: int
    stop: int
    speaker: Speaker | None
    cue: str
    sentence: int


def _outside(material: Material, cue: Cue, speeches: Sequence[Speech]) -> bool:
    return not any(s.quoted.start <= cue.start < s.quoted.stop for s in speeches)


def find_reported(material: Material, speeches: Sequence[Speech]) -> list[Report]:
    """Reported speech sentence by sentence, in order."""
    found: list[Report] = []
    spoken = {s.sentence: s for s in speeches}
    for sentence in material.readable():
        if sentence.kind == "headline":
            continue
        covered = sum(
            max(0, min(s.quoted.stop, sentence.stop) - max(s.quoted.start, sentence.start)) for s in speeches
        )
        report = _ahead_of_quote(material, sentence, speeches)
        if report is None and covered * 2 > sentence.stop - sentence.start:
            continue
        if report is None and sentence.index in spoken:
            # Fragments of direct speech may stand inside a reported sentence.
            report = _by_mood(material, sentence, speeches, found) if covered else None
        elif report is None:
            report = (
                _by_source(material, sentence, speeches)
                or _by_tail(material, sentence, speeches)
                or _by_verb(material, sentence, speeches)
                or _by_mood(material, sentence, speeches, found)
            )
        if report is not None and report.stop - report.start >= (
            _MIN_CHARS if material.text.isascii() else 5
        ):
            found.append(report)
    return found


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
            if ahead.endswith(",") and len(ahead) >= 40 and speech.speaker is not None and not named:
                return Report(
                    sentence.start, sentence.start + len(ahead) - 1, speech.speaker, verb.why, sentence.index
                )
    return None


def _clause(material: Material, sentence: Sentence, offset: int) -> tuple[int, int]:
    """The part of the sentence between semicolons around an offset."""
    begin, end = sentence.start, sentence.stop
    for mark in _BREAK.finditer(material.text, sentence.start, sentence.stop):
        if mark.end() <= offset:
            begin = mark.end()
        else:
            end = mark.start()
            break
    while begin < end and material.text[begin].isspace():
        begin += 1
    return begin, end


def _by_source(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Report | None:
    """According to X, laut X, selon X, X zufolge, Xによると."""
    for cue in material.cues_in(
        sentence.start, sentence.stop, "speech", ("according_before", "source_before", "weak_before")
    ):
        if not _outside(material, cue, speeches):
            continue
        weak = cue.kind == "weak_before"
        at_start = cue.start - sentence.start <= 1
        speaker = find_speaker(material, cue.stop, min(sentence.stop, cue.stop + 60), cue.stop)
        if speaker is None or (speaker.id is None and weak):
            continue
        near = speaker.start - cue.stop <= (45 if speaker.is_person else 26)
        if not near or (weak and not (at_start and speaker.is_person)):
            continue
        begin, end = _clause(material, sentence, cue.start)
        if speaker.is_person and cue.start - sentence.start <= 1:
            end = sentence.stop
        if speaker.is_person and cue.start - begin <= 1:
            begin = _after_attribution(material, speaker, begin, end)
        elif speaker.is_person and _closes(material, speaker, end):
            end = begin + len(material.text[begin : cue.start].rstrip(" ,，、"))
        return Report(begin, end, speaker, cue.why, sentence.index)
    for cue in material.cues_in(sentence.start, sentence.stop, "speech", ("according_after", "source_after")):
        if not _outside(material, cue, speeches):
            continue
        ahead = material.mentions_in(max(sentence.start, cue.start - 40), cue.start + 1)
        if ahead and cue.start - ahead[-1].span.stop <= 6:
            speaker = find_speaker(material, max(sentence.start, cue.start - 40), cue.start + 1, cue.start)
            if speaker is not None:
                begin, end = _clause(material, sentence, cue.start)
                if speaker.is_person and cue.start - begin <= 40 and end - cue.stop >= _MIN_CHARS:
                    begin = cue.stop
                    while begin < end and material.text[begin] in " ,，、：:":
                        begin += 1
                return Report(begin, end, speaker, cue.why, sentence.index)
    return None


_LATE = 60


def _closes(material: Material, speaker: Speaker, end: int) -> bool:
    """The speaker's name and role are the last words of the clause."""
    stop = next((m.span.stop for m in material.mentions if m.span.start == speaker.start), speaker.start)
    rest = material.text[stop:end]
    return len(rest) <= 3 or (rest[:1] == "," and len(rest) <= _LATE)


def _after_attribution(material: Material, speaker: Speaker, begin: int, end: int) -> int:
    """Where the speech starts behind ``according to X, her role,``."""
    name_end = next((m.span.stop for m in material.mentions if m.span.start == speaker.start), speaker.start)
    commas = [m.start() for m in re.finditer(r"[,，]", material.text[name_end : min(end, name_end + 90)])]
    rest = material.text[name_end:end]
    if commas and commas[0] <= 2:
        # An apposition ends at the second comma.
        position = name_end + (commas[1] if len(commas) > 1 else commas[0]) + 1
    elif rest.lstrip()[:1].islower() and not commas:
        position = name_end
    else:
        position = name_end + (commas[0] + 1 if commas and commas[0] < 50 else 0)
    while position < end and material.text[position].isspace():
        position += 1
    return position if end - position >= _MIN_CHARS else begin


def _by_tail(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Report | None:
    """``..., so X`` / ``..., the company said`` / ``..., zei ze``: the attribution closes the sentence."""
    if material.language in ("ja", "ko", "zh"):
        return _by_cjk_tail(material, sentence)
    commas = [m.start() for m in re.finditer(r",", material.text[sentence.start : sentence.stop])]
    for comma in reversed(commas):
        start = sentence.start + comma
        stop = sentence.stop
        if stop - start > 110:
            break
        cues = material.cues_in(start, stop, "speech", ("say", "so_before", "impersonal"))
        cues = [c for c in cues if _outside(material, c, speeches) and c.start - start <= 60]
        if not cues:
            continue
        cue = cues[0]
        if cue.kind == "so_before" and cue.start - start > 3:
            continue
        speaker = find_speaker(material, start, stop, cue.stop)
        if cue.kind == "impersonal":
            speaker = speaker or last_voice(material, sentence.stop, people_only=False)
        elif speaker is None and has_pronoun(material, start, stop):
            speaker = last_voice(material, sentence.start)
        if (
            speaker is None
            or _relative(material, start, cue)
            or _opens_clause(material, cue, sentence, speaker)
        ):
            continue
        return Report(sentence.start, start, speaker, cue.why, sentence.index)
    return None


def _opens_clause(material: Material, cue: Cue, sentence: Sentence, speaker: Speaker) -> bool:
    """The verb is followed by what is said, so that it does not close the sentence."""
    thats = material.tools.words("speech", "that_words")
    rest = material.lowered[cue.stop : sentence.stop]
    if thats and re.search(
        r"(?:^|[\s,])(?:" + "|".join(map(re.escape, thats)) + r")(?:\s|(?<='))", rest[:60]
    ):
        return True
    ahead = material.text[sentence.start : cue.start]
    return speaker.start < cue.start and (len(rest) > 34 or len(rest) >= len(ahead) - 12 or ":" in rest[:12])


def _relative(material: Material, comma: int, cue: Cue) -> bool:
    """``, who said`` and ``, as X announced`` with a verb far away are clauses of the outlet."""
    piece = material.lowered[comma + 1 : cue.start].split()
    return bool(piece) and piece[0] in (
        "who",
        "which",
        "der",
        "die",
        "das",
        "qui",
        "que",
        "che",
        "quien",
        "wer",
        "dass",
        "that",
        "weil",
    )


def _by_cjk_tail(material: Material, sentence: Sentence) -> Report | None:
    verbs = material.cues_in(sentence.start, sentence.stop, "speech", ("say",))
    if not verbs:
        return None
    if material.language == "zh":
        for verb in verbs:
            speaker = find_speaker(material, sentence.start, verb.start, verb.start)
            if speaker is not None and sentence.stop - verb.stop > 6 and verb.start - sentence.start < 40:
                stop = sentence.stop - (1 if material.text[sentence.stop - 1] in "。！？" else 0)
                start = verb.stop
                while start < stop and material.text[start] in "，,：: ":
                    start += 1
                return Report(start, stop, speaker, verb.why, sentence.index)
        return _zh_pronoun_tail(material, sentence, verbs[-1])
    verb = verbs[-1]
    if sentence.stop - verb.stop > 4:
        return None
    mark = "と" if material.language == "ja" else "고"
    cut = material.text.rfind(mark, sentence.start, verb.start + 1)
    if cut <= sentence.start:
        return None
    after = find_speaker(material, cut, verb.start, verb.start)
    speaker = after or find_speaker(material, sentence.start, cut, sentence.start)
    start = sentence.start
    if after is None and speaker is not None:
        particle = re.search(r"(?:は、?|が、?|는 |은 |이 |가 )", material.text[speaker.start : cut])
        start = speaker.start + particle.end() if particle else sentence.start
    elif speaker is None:
        speaker = last_voice(material, sentence.stop)
    stop = cut
    while stop > start and material.text[stop - 1] in "、，, 라다":
        if material.text[stop - 1] in "라다":
            break
        stop -= 1
    return Report(start, stop, speaker, verb.why, sentence.index) if speaker else None


def _zh_pronoun_tail(material: Material, sentence: Sentence, verb: Cue) -> Report | None:
    """``……，她补充道。``"""
    if sentence.stop - verb.stop > 2:
        return None
    comma = material.text.rfind("，", sentence.start, verb.start)
    if comma < 0 or not has_pronoun(material, comma, verb.start):
        return None
    speaker = last_voice(material, sentence.start)
    begin = max(sentence.start, material.text.rfind("，", sentence.start, comma) + 1)
    return Report(begin, comma, speaker, verb.why, sentence.index) if speaker else None


def _by_verb(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Report | None:
    """``X said (that) ...``: the verb opens what is reported."""
    if material.language in ("ja", "ko", "zh"):
        return None
    thats = material.tools.words("speech", "that_words")
    for verb in material.cues_in(sentence.start, sentence.stop, "speech", ("say", "impersonal", "call")):
        if not _outside(material, verb, speeches):
            continue
        if material.cues_in(max(sentence.start, verb.start - 18), verb.start, "status", ("negation",)):
            continue
        rest = material.lowered[verb.stop : min(sentence.stop, verb.stop + 70)]
        that = (
            re.search(r"(?:^|[\s,])(" + "|".join(map(re.escape, thats)) + r")(?:\s|(?<='))", rest)
            if thats
            else None
        )
        colon = re.match(r"[^,.;:]{0,40}:\s", rest)
        clause = re.match(r"[^,.;:]{0,45},\s", rest) if material.language in ("de", "nl") else None
        infinitive = " zu " if material.language == "de" else " te "
        plain = material.language == "en" and re.match(
            r"\s(?!by\b|to\b|in\b|on\b|at\b|for\b|with\b|the (?:day|week)\b)", rest
        )
        if that is not None:
            start = verb.stop + that.end()
        elif colon is not None:
            start = verb.stop + colon.end()
        elif clause is not None and (
            material.cues_in(verb.stop + clause.end(), sentence.stop, "speech", ("subjunctive",))
            or infinitive in material.lowered[verb.stop + clause.end() : sentence.stop]
        ):
            start = verb.stop + clause.end()
        elif plain or (verb.kind == "call" and _subject_right_before(material, sentence, verb)):
            start = verb.stop + 1
        else:
            continue
        speaker = find_speaker(material, sentence.start, verb.start, verb.start)
        if speaker is None:
            speaker = find_speaker(material, verb.stop, start, verb.stop)
        if verb.kind == "call" and _names_a_work(material, sentence, verb):
            continue
        if verb.kind == "impersonal":
            speaker = speaker or last_voice(material, sentence.stop, people_only=False)
        if speaker is None and has_pronoun(material, sentence.start, min(sentence.stop, verb.stop + 8)):
            speaker = last_voice(material, sentence.start)
        if speaker is None and material.language in ("es", "it", "pt") and verb.start - sentence.start <= 12:
            # These languages leave the pronoun out.
            speaker = last_voice(material, sentence.start)
        if speaker is None:
            speaker = _noun_phrase(material, sentence, verb)
        if speaker is None or speaker.start > start:
            continue
        stop = sentence.stop - (1 if material.text[sentence.stop - 1] in ".!?…" else 0)
        return Report(start, stop, speaker, verb.why, sentence.index)
    return None


def _names_a_work(material: Material, sentence: Sentence, verb: Cue) -> bool:
    """``calls its campaign "X"`` names a thing and reports nothing."""
    quoted = [q for q in material.quoted if verb.stop <= q.start < sentence.stop]
    return bool(quoted) and bool(
        material.cues_in(verb.stop, quoted[0].start, "campaign", ("noun",))
        or material.cues_in(verb.stop, quoted[0].start, "claim", ("announce",))
    )


def _subject_right_before(material: Material, sentence: Sentence, verb: Cue) -> bool:
    """A person stands right before the verb: ``spokesman X calls the rival fair``."""
    people = material.mentions_in(max(sentence.start, verb.start - 60), verb.start, ("person",))
    return bool(people) and verb.start - people[-1].span.stop <= 2


def _noun_phrase(material: Material, sentence: Sentence, verb: Cue) -> Speaker | None:
    """A short subject that opens the sentence and is no known name: ``The ministry said``."""
    piece = material.text[sentence.start : verb.start].strip()
    words = piece.split()
    if not 2 <= len(words) <= 6 or any(sign in piece for sign in ',;:"„“«'):
        return None
    if not any(word[0].isupper() for word in words[1:]) and material.language == "de":
        return None
    return Speaker(" ".join(words[1:] if len(words[0]) <= 4 else words), None, None, sentence.start, False)


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
        if _outside(material, c, speeches)
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
    if not moods:
        return None
    last: tuple[int, Speaker | None] | None = None
    for speech in speeches:
        if speech.sentence < sentence.index:
            last = max(last or (-1, None), (speech.sentence, speech.speaker), key=lambda pair: pair[0])
    for report in found:
        if report.sentence < sentence.index:
            last = max(last or (-1, None), (report.sentence, report.speaker), key=lambda pair: pair[0])
    if last is None or last[1] is None or sentence.index - last[0] > 1:
        return None
    if material.sentences[last[0]].paragraph != sentence.paragraph:
        return None
    return Report(sentence.start, sentence.stop, last[1], moods[0].why, sentence.index)
