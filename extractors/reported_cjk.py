"""Reported speech in Japanese, Korean and Chinese: a topic, what is said, and the predicate that closes or opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.cues import Cue
from extractors.material import Material
from extractors.records import Mention
from extractors.reports import Report, bare_stop, outside, report
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, find_speaker, has_pronoun, last_house, last_voice
from extractors.speech_rules import Speech

_LATE = 60
_QUOTES = "“”「」『』‘’"
_HEARSAY = "いう"
_COMMAS = "，、,"
_SOURCE = 45
"""Code points an attribution at the start of a sentence may take."""
_PREDICATE = 16
_TOPIC = 24
"""Code points between a name and the particle of its topic: title, office, occasion."""
_BREAK = {"zh": "，,；;。：:", "ja": "、。", "ko": ",;."}


def cjk_reports(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> list[Report]:
    """All reported speech of a sentence in order; pieces never overlap."""
    found: list[Report] = []
    read = {"zh": _zh, "ja": _by_closing, "ko": _by_closing}[material.language]
    for way, pieces in (
        ("source", _by_source(material, sentence, speeches)),
        ("verb", read(material, sentence, speeches)),
    ):
        for piece in pieces:
            if all(piece.stop <= other.start or other.stop <= piece.start for other in found):
                found.append(replace(piece, way=way))
    return sorted(found, key=lambda piece: piece.start)


def _by_source(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """``Xによると、...``, ``X에 따르면 ...``, ``据X介绍，...``."""
    for cue in material.cues_in(sentence.start, sentence.stop, "speech", ("according_after", "source_after")):
        low = max(sentence.start, cue.start - _SOURCE)
        ahead = material.mentions_in(low, cue.start + 1)
        if not outside(cue, speeches) or not ahead or cue.start - ahead[-1].span.stop > _PREDICATE // 2:
            continue
        speaker = find_speaker(material, low, cue.start + 1, cue.start)
        if speaker is None or not _is_source(material, ahead[-1], low):
            continue
        begin = sentence.start
        if material.language == "zh":
            begin = _after_marks(material, sentence.start, cue.start, "。；;")
        end = bare_stop(material, sentence)
        inside = any(mark in material.text[begin : speaker.start] for mark in _COMMAS)
        if not inside and cue.start - begin <= _SOURCE and end - cue.stop >= 6:
            begin = cue.stop
        piece = report(material, begin, _without_hearsay(material, begin, end), speaker, cue.why, sentence)
        if piece is not None:
            yield piece
            return
    if material.language != "zh":
        yield from _by_own_account(material, sentence)
        return
    for cue in material.cues_in(
        sentence.start, sentence.stop, "speech", ("according_before", "source_before")
    ):
        speaker = find_speaker(material, cue.stop, min(sentence.stop, cue.stop + 30), cue.stop)
        comma = material.text.find("，", cue.stop, min(sentence.stop, cue.stop + _SOURCE))
        if (
            speaker is None
            or not outside(cue, speeches)
            or comma < 0
            or not cue.stop <= speaker.start < comma
        ):
            continue
        begin = comma + 1 if cue.start - sentence.start <= 2 else sentence.start
        piece = report(material, begin, bare_stop(material, sentence), speaker, cue.why, sentence)
        if piece is not None:
            yield piece
            return


def _by_own_account(material: Material, sentence: Sentence) -> Iterator[Report]:
    """``同氏によると``, ``그에 따르면``: words that lead back to somebody stand as the source."""
    for pattern in material.tools.patterns("speech", "own_account_patterns"):
        match = pattern.search(material.lowered, sentence.start, min(sentence.stop, sentence.start + 30))
        voice = _antecedent(material, pattern, match.start()) if match is not None else None
        if match is not None and voice is not None:
            end = _without_hearsay(material, match.end(), bare_stop(material, sentence))
            piece = report(material, match.end(), end, voice, "own account", sentence)
            if piece is not None:
                yield piece
            return


def _is_source(material: Material, mention: Mention, low: int) -> bool:
    """Chinese names a source with a word ahead of it too."""
    if material.language != "zh":
        return True
    ahead = material.cues_in(
        max(low, mention.span.start - 8), mention.span.start, "speech", ("according_before",)
    )
    return bool(ahead)


def _after_marks(material: Material, start: int, stop: int, marks: str) -> int:
    """Behind the last of ``marks`` within ``start:stop``, else ``start``."""
    return max([start, *(material.text.rfind(mark, start, stop) + 1 for mark in marks)])


def _without_hearsay(material: Material, start: int, stop: int) -> int:
    """Without ``という`` and its likes at the end."""
    for pattern in material.tools.patterns("speech", "closing_patterns"):
        match = pattern.search(material.lowered, max(start, stop - _PREDICATE), stop)
        if match is not None and match.end() >= stop - 8:
            return match.start("said") if "said" in pattern.groupindex else match.start()
    return stop


def _by_closing(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """``Xは...と述べた``, ``X는 ...라고 밝혔다``, ``...というのがXの説明だ``: a particle and a predicate close what is said."""
    end = bare_stop(material, sentence)
    low = max(sentence.start, end - 34)
    for pattern in material.tools.patterns("speech", "explained_patterns"):
        match = pattern.search(material.lowered, low, end)
        if match is None or match.end() < end - 1:
            continue
        start = sentence.start
        speaker = find_speaker(material, match.start(), end, match.end())
        if speaker is None and any(
            p.search(material.lowered, match.start(), end)
            for p in material.tools.patterns("speech", "house_patterns")
        ):
            speaker = last_house(material, match.start())
        topic = _topic(material, sentence, match.start()) if speaker is None else None
        if topic is not None:
            speaker, start = topic
        start = _after_speech(material, start, match.start(), speeches)
        piece = report(
            material,
            start,
            match.start(),
            speaker or last_voice(material, sentence.stop),
            "explained",
            sentence,
        )
        if piece is not None:
            yield piece
        return
    cut = _particle(material, sentence, end)
    if cut is None:
        return
    stop, predicate = cut
    said = material.cues_in(max(sentence.start, stop - 3), end + 1, "speech", ("say",))
    topic = _topic(material, sentence, stop)
    behind = find_speaker(material, stop, end, end) or _led_back(material, stop, end)
    if not said and (topic is None or not topic[0].is_person or not _utters(material, predicate, end)):
        return
    if material.lowered.startswith(_HEARSAY, predicate) and (topic is None or end - predicate > 2):
        return
    why = said[-1].why if said else "a person and the particle of quoting"
    if topic is not None and behind is None:
        speaker, start = topic
    elif behind is not None:
        speaker, start = behind, sentence.start
    else:
        unnamed = _unnamed_topic(material, sentence, stop)
        voice = last_voice(material, sentence.start) if not _headless(material, sentence) else None
        if unnamed is None and voice is None:
            return
        speaker, start = unnamed or (voice, sentence.start)
    start = _after_speech(material, start, stop, speeches)
    piece = report(material, start, stop, speaker, why, sentence)
    if piece is not None:
        yield piece


def _led_back(material: Material, start: int, stop: int) -> Speaker | None:
    """``と、同社は説明している``: a word between particle and predicate leads back to somebody."""
    if stop - start < 4:
        return None
    for pattern in material.tools.patterns("speech", "again_patterns"):
        match = pattern.search(material.lowered, start, stop + 1)
        if match is not None:
            return _antecedent(material, pattern, start)
    return None


def _antecedent(material: Material, pattern: re.Pattern[str], before: int) -> Speaker | None:
    """Whom a word leads back to: a sponsor, a body or a person."""
    if "house" in pattern.groupindex or "body" in pattern.groupindex:
        return last_house(material, before, "body" in pattern.groupindex)
    return last_voice(material, before)


def _headless(material: Material, sentence: Sentence) -> bool:
    """First of its paragraph: nobody stands before whom the sentence could go on with."""
    previous = material.sentences[sentence.index - 1] if sentence.index else None
    return previous is None or previous.paragraph != sentence.paragraph


def _particle(material: Material, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Where what is said stops, and where the predicate behind the particle begins."""
    low = max(sentence.start, end - _PREDICATE - 12)
    for pattern in material.tools.patterns("speech", "quoting_patterns"):
        found = next(reversed(list(pattern.finditer(material.lowered, low, end))), None)
        if found is not None:
            return found.start("particle"), found.end("particle")
    return None


def _utters(material: Material, predicate: int, end: int) -> bool:
    """The predicate behind the particle of quoting may be one of speech."""
    piece = material.lowered[predicate:end]
    return 0 < len(piece) <= _PREDICATE and not any(
        p.match(piece) for p in material.tools.patterns("speech", "not_quoting_patterns")
    )


def _after_speech(material: Material, start: int, stop: int, speeches: Sequence[Speech]) -> int:
    """Behind direct speech of the same sentence and its predicate: ``「...」と述べ、...``."""
    for speech in speeches:
        closing = speech.quoted.outer[1]
        if start <= closing < stop:
            marks = [material.text.find(mark, closing, min(stop, closing + 14)) for mark in "、,며고서"]
            begin = min((mark for mark in marks if mark >= 0), default=closing)
            start = max(start, begin + 1)
    return start


def _topic(material: Material, sentence: Sentence, stop: int) -> tuple[Speaker, int] | None:
    """The voice a sentence speaks of, and where the rest of it begins."""
    mentions: list[Mention] = [
        m
        for m in material.mentions_in(sentence.start, stop)
        if m.type in ("person", "organisation", "brand", "company", "agency", "medium") and m.kind != "nested"
    ]
    patterns = material.tools.patterns("speech", "topic_patterns")
    best: tuple[Speaker, int] | None = None
    for mention in mentions:
        for pattern in patterns:
            match = pattern.match(material.lowered, mention.span.stop, min(stop, mention.span.stop + _TOPIC))
            if match is not None and (best is None or mention.type == "person"):
                best = as_speaker(mention, material), match.end()
        if best is not None and best[0].is_person:
            break
    again = _named_again(material, sentence, stop)
    earlier = again is not None and best is not None and again[1] < best[1]
    if best is None or (not best[0].is_person and again is not None and (again[0].is_person or earlier)):
        best = again or best
    if best is None:
        return None
    return best[0], _after_occasion(material, best[1], stop)


def _named_again(material: Material, sentence: Sentence, stop: int) -> tuple[Speaker, int] | None:
    """``同氏は``, ``同社は``, ``오 팀장은``, ``그는``, ``회사는``: words that lead back to somebody."""
    for pattern in material.tools.patterns("speech", "again_patterns"):
        match = pattern.search(material.lowered, sentence.start, min(stop, sentence.start + _LATE))
        if match is None:
            continue
        speaker = _antecedent(material, pattern, match.start())
        if speaker is None and "body" in pattern.groupindex:
            speaker = Speaker(match.group("body"), None, None, match.start(), False)
        return (speaker, match.end()) if speaker else None
    for role in material.cues_in(sentence.start, min(stop, sentence.start + _LATE), "spokespeople"):
        for pattern in material.tools.patterns("speech", "topic_patterns"):
            match = pattern.match(material.lowered, role.stop, min(stop, role.stop + 8))
            if match is not None:
                voice = find_speaker(material, role.start, role.stop, role.stop)
                return (voice, match.end()) if voice else None
    return None


def _unnamed_topic(material: Material, sentence: Sentence, stop: int) -> tuple[Speaker, int] | None:
    """``소비자단체는 ...``: a noun that opens the sentence as its topic and is no name known."""
    for pattern in material.tools.patterns("speech", "noun_topic_patterns"):
        match = pattern.match(material.lowered, sentence.start, min(stop, sentence.start + _TOPIC))
        if match is not None:
            start, end = match.span("noun")
            speaker = Speaker(material.text[start:end], None, None, start, False)
            return speaker, _after_occasion(material, match.end(), stop)
    return None


def _after_occasion(material: Material, start: int, stop: int) -> int:
    """``会見で、``: where and when it was said stands between the topic and what is said."""
    for pattern in material.tools.patterns("speech", "occasion_patterns"):
        match = pattern.match(material.lowered, start, min(stop, start + 26))
        if match is not None:
            return match.end()
    return start


def _zh(material: Material, sentence: Sentence, speeches: Sequence[Speech]) -> Iterator[Report]:
    """``X说，...``, ``...，X说``: clause by clause between semicolons; a verb needs its speaker right before it."""
    text, end = material.text, bare_stop(material, sentence)
    begin = sentence.start
    for mark in (
        *(m.start() for m in re.finditer("[；;]", text[sentence.start : end])),
        end - sentence.start,
    ):
        stop = sentence.start + mark
        piece = _zh_clause(material, sentence, begin, stop, speeches)
        if piece is not None:
            yield piece
        begin = stop + 1


def _zh_clause(
    material: Material, sentence: Sentence, begin: int, stop: int, speeches: Sequence[Speech]
) -> Report | None:
    declined = material.tools.patterns("speech", "declined_patterns")
    for verb in material.cues_in(begin, stop + 1, "speech", ("say", "thinks")):
        if not outside(verb, speeches) or _is_noun(material, verb):
            continue
        low = _after_marks(material, begin, verb.start, _BREAK["zh"])
        following = material.text[verb.stop : verb.stop + 1]
        voice = _zh_voice(material, sentence, low, begin, verb)
        if voice is None:
            continue
        if any(p.search(material.lowered, low, verb.start) for p in declined):
            continue
        if stop - verb.stop <= 1:
            said = begin
            if has_pronoun(material, low, verb.start):
                said = _after_marks(material, begin, max(begin, low - 6), "，")
            whole = material.text[said:low].strip("，,")
            if low <= begin or (whole[:1] in _QUOTES and whole[-1:] in _QUOTES):
                return None
            return report(material, said, low, voice, verb.why, sentence)
        if following in "，,：:" or verb.start - low >= 2 or has_pronoun(material, low, verb.start):
            start = verb.stop
            if material.text[start : start + 2].lstrip("，,：:")[:1] in ("“", "「", "『", "‘"):
                continue
            return report(material, start, stop, voice, verb.why, sentence)
    for pattern in material.tools.patterns("speech", "own_account_patterns"):
        match = pattern.search(material.lowered, begin, min(stop, begin + 20))
        voice = last_voice(material, match.start()) if match is not None else None
        if match is not None and voice is not None:
            return report(material, match.end(), stop, voice, "own account", sentence)
    return None


def _is_noun(material: Material, verb: Cue) -> bool:
    """The sign stands inside a noun: ``频道`` is no speech."""
    if verb.stop - verb.start > 1:
        return False
    around = material.lowered[max(0, verb.start - 1) : verb.stop + 1]
    return any(p.search(around) for p in material.tools.patterns("speech", "noun_patterns"))


def _zh_voice(material: Material, sentence: Sentence, low: int, begin: int, verb: Cue) -> Speaker | None:
    """Who speaks: named in the clause of the verb, led back to by a pronoun, or in the clause before it."""
    if verb.start - low > 40:
        return None
    speaker = find_speaker(material, low, verb.start, verb.start)
    if speaker is not None:
        return speaker
    if has_pronoun(material, low, verb.start):
        return last_voice(material, low)
    for pattern in material.tools.patterns("speech", "again_patterns"):
        if pattern.search(material.lowered, low, verb.start):
            return _antecedent(material, pattern, low)
    if low > begin:
        # "X ahead, at the meeting said": the subject stands before a comma.
        earlier = find_speaker(material, begin, low, begin)
        if earlier is not None and earlier.is_person and low - earlier.start <= _LATE:
            return earlier
    subject = material.text[low : verb.start].strip()
    formal = material.text[verb.stop : verb.stop + 1] in "，,：:" or material.lowered[verb.stop :].startswith(
        "记者"
    )
    if (
        2 <= len(subject) <= 16
        and formal
        and not material.cues_in(low, verb.start, "speech", ("according_before",))
    ):
        return Speaker(subject, None, None, low, False)
    return None
