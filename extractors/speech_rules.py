"""Ways in which a text attributes a quotation: a verb behind it, a colon, a particle, the sentence before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.cues import Cue
from extractors.material import Material
from extractors.quotemarks import Quoted
from extractors.quotes_unannounced import advertises, find_unannounced, has_a_voice
from extractors.sentences import Sentence
from extractors.speakers import (
    PRO_DROP,
    Speaker,
    as_speaker,
    find_speaker,
    has_pronoun,
    last_voice,
    named_again,
)
from extractors.writing import CJK, NO_BLANKS

TAIL = 130
_HEAD = 110
_RIGHT_BEHIND = 4
_PART = 90
"""Code points an attribution between two parts of one quotation may take."""
_MARKS = '"“”„«»‘’'
_REACH_OF_NAME = 32
_LONG_QUOTE = 40
_NEAR = 70
"""Code points between the closing mark and its verb of speech."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A quoted text that is speech."""

    quoted: Quoted
    speaker: Speaker | None
    cue: str
    sentence: int


def bounds(material: Material, quoted: Quoted) -> tuple[Sentence | None, Sentence | None]:
    return material.sentence_at(quoted.start), material.sentence_at(max(quoted.start, quoted.stop - 1))


def around(material: Material, sentence: Sentence, quoted: Quoted) -> Sentence:
    """``sentence`` with all sentences a quotation that begins in it goes through."""
    last = material.sentence_at(max(quoted.start, quoted.stop - 1))
    if last is None or last.index <= sentence.index or last.paragraph != sentence.paragraph:
        return sentence
    return replace(sentence, stop=last.stop)


def is_long_enough(material: Material, quoted: Quoted) -> bool:
    """Speech has at least two words, or five characters where words are not parted."""
    piece = material.text[quoted.start : quoted.stop]
    if material.language in NO_BLANKS:
        return len(piece) >= 5
    return len(piece.split()) >= 2


def _announced_as_claim(material: Material, quoted: Quoted, sentence: Sentence) -> bool:
    """A noun such as slogan right before, or a verb such as is called right after."""
    opening, closing = quoted.outer
    before = material.cues_in(max(sentence.start, opening - 28), opening, "claim", ("announce", "named"))
    after = material.cues_in(closing, min(sentence.stop, closing + 24), "claim", ("named",))
    return bool(before or after)


def _tail(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``", said X``: the verb stands close behind the closing mark."""
    closing = quoted.outer[1]
    stop = min(sentence.stop, closing + TAIL)
    verbs = [
        c
        for c in material.cues_in(closing, stop, "speech", ("say",))
        if c.start - closing <= _NEAR and not material.text[c.start].isupper()
    ]
    if material.language in ("ja", "ko") and not any(
        p.match(material.lowered, closing) for p in material.tools.patterns("speech", "particle_patterns")
    ):
        return None
    if material.language in ("ja", "ko") and not verbs:
        verbs = material.cues_in(closing, sentence.stop, "speech", ("say",))
    if not verbs:
        so = material.cues_in(closing, min(stop, closing + 4), "speech", ("so_before",))
        verbs = so
    if not verbs:
        return None
    between = material.text[closing : verbs[0].start]
    inner = material.text[quoted.stop - 1]
    bare = not between.strip()
    follows = inner in ",.!?…，。！？" or between.lstrip("*_")[:1] in (",", "，", "、") or bare
    if material.language in ("ja", "ko"):
        follows = True
    if not follows or any(sign in between for sign in ";:"):
        return None
    verb = verbs[0]
    speaker = find_speaker(material, closing, stop, verb.stop)
    if bare and inner not in ",.!?…，。！？" and material.language not in CJK:
        # Without a comma the verb may belong to a clause around a title.
        words = len(material.text[quoted.start : quoted.stop].split())
        if words < 4 or speaker is None or not speaker.is_person:
            return None
    if speaker is None or not speaker.is_person:
        # Japanese and Korean name the speaker before the quotation too.
        ahead = find_speaker(material, sentence.start, quoted.outer[0], quoted.outer[0])
        if material.language in CJK and speaker is None:
            speaker = ahead
    if (speaker is None or not speaker.is_person) and has_pronoun(
        material, closing, min(stop, verb.stop + 12)
    ):
        speaker = last_voice(material, sentence.start) or speaker
    if speaker is None and verb.start - closing <= _RIGHT_BEHIND and not bare:
        speaker = _unnamed(material, sentence, verb, stop)
    return speaker, verb.why


def _unnamed(material: Material, sentence: Sentence, verb: Cue, stop: int) -> Speaker | None:
    """Who speaks when no name stands behind the verb: led back to by a noun, left out, or unknown by name."""
    again = named_again(material, verb.stop, stop, behind=True)
    if again is not None or material.language in CJK:
        return again
    subject = material.text[verb.stop : stop].split(",")[0].strip(" .!?…\n")
    if not subject:
        return last_voice(material, sentence.start)
    if len(subject.split()) <= 6 and not any(sign in subject for sign in _MARKS):
        return Speaker(subject, None, None, verb.stop, False)
    return None


def _head(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``X said: "``: the verb or the bare name stands before a colon or comma at the opening mark."""
    opening = quoted.outer[0]
    start = max(sentence.start, opening - _HEAD)
    before = material.text[start:opening].rstrip()
    if not before:
        return None
    ends = before[-1]
    verbs = material.cues_in(start, opening, "speech", ("say",))
    if ends in ":：":
        if verbs:
            speaker = find_speaker(material, sentence.start, opening, verbs[-1].start)
            left_out = material.language in PRO_DROP and verbs[-1].start - sentence.start <= 12
            if speaker is None and (left_out or has_pronoun(material, start, opening)):
                speaker = last_voice(material, sentence.start)
            return speaker, verbs[-1].why
        people = material.mentions_in(sentence.start, opening, ("person",))
        near = [m for m in people if opening - m.span.stop <= 3]
        if near or (people and _reads_like_speech(material, quoted)):
            # "X sees it differently: ..." needs no verb of speech.
            found = (near or people)[-1].span
            return find_speaker(material, found.start, found.stop, opening), "name and colon"
        if (
            has_pronoun(material, sentence.start, opening)
            and has_a_voice(material, quoted)
            and not advertises(material, quoted, sentence, sentence)
        ):
            return last_voice(material, sentence.start), "a pronoun before the colon"
        return None
    if ends in ",，" and verbs and opening - verbs[-1].stop <= 30:
        speaker = find_speaker(material, sentence.start, opening, verbs[-1].start)
        if speaker is None and has_pronoun(material, sentence.start, opening):
            speaker = last_voice(material, sentence.start)
        return (speaker, verbs[-1].why) if speaker else None
    if (
        material.language == "zh"
        and verbs
        and opening - verbs[-1].stop <= 2
        and _is_sentence(material, quoted)
    ):
        return find_speaker(material, sentence.start, opening, verbs[-1].start), verbs[-1].why
    return None


def _reads_like_speech(material: Material, quoted: Quoted) -> bool:
    """A sentence: closed by a stop, or of four words and more."""
    piece = material.text[quoted.start : quoted.stop]
    if piece[-1] in ".!?…。！？":
        return True
    after = material.text[quoted.outer[1] : quoted.outer[1] + 1]
    words = len(piece) // 3 if material.language in NO_BLANKS else len(piece.split())
    return words >= 4 or (after in ".!?" and words >= 2)


def _attributed_inside(material: Material, quoted: Quoted) -> tuple[Speaker | None, str] | None:
    """``« ..., estime X. ... »``: French leaves the marks open around the attribution."""
    if quoted.stop - quoted.start < _LONG_QUOTE or material.language in NO_BLANKS:
        return None
    for verb in material.cues_in(quoted.start, quoted.stop, "speech", ("say",)):
        if material.text[max(quoted.start, verb.start - 2) : verb.start] != ", ":
            continue
        people = material.mentions_in(verb.stop, min(quoted.stop, verb.stop + 50), ("person",))
        if people and "," not in material.text[verb.stop : people[0].span.start]:
            return as_speaker(people[0], material), verb.why
        if (
            has_pronoun(material, verb.start, verb.stop + 10)
            and material.text[verb.stop : verb.stop + 1] == "-"
        ):
            return last_voice(material, quoted.start), verb.why
    return None


def _is_sentence(material: Material, quoted: Quoted) -> bool:
    """Chinese: closed by a stop, or long, or nothing follows that the quotation names."""
    piece = material.text[quoted.start : quoted.stop]
    after = material.text[quoted.outer[1] : quoted.outer[1] + 1]
    return piece[-1] in "。！？…" or len(piece) >= 10 or after in "。，；！？”」"


def _by_particle(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``X選手は「...」と笑った``: a voice ahead and the particle of quoting behind, or a person behind the particle."""
    lowered, closing = material.lowered, quoted.outer[1]
    particle = next(
        (
            m
            for p in material.tools.patterns("speech", "particle_patterns")
            if (m := p.match(lowered, closing))
        ),
        None,
    )
    if particle is None or _announced_as_claim(material, quoted, sentence):
        return None
    behind = _people_right_behind(material, particle.end(), sentence)
    if behind is not None:
        return behind, "particle of quoting and a person"
    ahead = (sentence.start, quoted.outer[0])
    people = material.mentions_in(*ahead, ("person",))
    if people:
        first, last = people[-1].span.start, people[-1].span.stop
        return find_speaker(material, first, last, quoted.outer[0]), "particle of quoting"
    if not any(p.match(lowered, closing) for p in material.tools.patterns("speech", "said_patterns")):
        return None
    topic = find_speaker(
        material, max(sentence.start, quoted.outer[0] - 40), quoted.outer[0], quoted.outer[0]
    )
    if topic is None and not material.text[sentence.start : quoted.outer[0]].strip():
        topic = last_voice(material, sentence.start)
    return (topic, "particle of quoting and a verb") if topic else None


def _people_right_behind(material: Material, start: int, sentence: Sentence) -> Speaker | None:
    """``「...」と販促部の佐藤課長。``: nothing but an office, a name and a title up to the full stop."""
    people = material.mentions_in(start, sentence.stop, ("person",))
    if not people or sentence.stop - start > _REACH_OF_NAME:
        return None
    ahead = material.lowered[start : people[0].span.start]
    if any(p.search(ahead) for p in material.tools.patterns("speech", "topic_patterns")):
        return None
    return find_speaker(material, people[0].span.start, people[0].span.stop, start)


def _fragment(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``X called it "a fragment"``: words of somebody inside a sentence of the outlet."""
    opening = quoted.outer[0]
    calls = material.cues_in(sentence.start, opening, "speech", ("call",))
    begins_small = material.text[quoted.start].islower()
    says = material.cues_in(sentence.start, opening, "speech", ("say",)) if begins_small and not calls else []
    verbs = calls or says
    if not verbs:
        return _by_account(material, quoted, sentence)
    if opening - verbs[-1].stop > (60 if calls else 90):
        return None
    speaker = find_speaker(material, sentence.start, verbs[-1].start, verbs[-1].start)
    if speaker is None or (says and not speaker.is_person and not calls):
        return None
    if calls and not begins_small and not speaker.is_person and material.language not in NO_BLANKS:
        # What a house calls by a name in capitals is a thing it made.
        return None
    return speaker, verbs[-1].why


def _by_account(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``For X the move is "a stroke of luck"``: words of the source named at the start or right before the mark."""
    opening = quoted.outer[0]
    words = len(material.text[quoted.start : quoted.stop].split())
    if material.language in NO_BLANKS or words < 3 or not material.text[quoted.start].islower():
        return None
    for cue in material.cues_in(sentence.start, opening, "speech", ("according_before", "weak_before")):
        near = cue.start - sentence.start <= 1 or opening - cue.stop <= 40
        speaker = find_speaker(material, cue.stop, min(opening, cue.stop + 60), cue.stop)
        if speaker is not None and near and (speaker.is_person or cue.kind == "according_before"):
            return speaker, cue.why
    return None


def _subjunctive(material: Material, quoted: Quoted, sentence: Sentence) -> bool:
    return bool(
        material.language == "de"
        and material.cues_in(max(sentence.start, quoted.start - 60), quoted.start, "speech", ("subjunctive",))
    )


def _title_with_a_verb(
    material: Material, quoted: Quoted, sentence: Sentence, speaker: Speaker | None
) -> bool:
    """A title with a verb of its own behind it is no speech of the thing named there."""
    if speaker is None:
        return True
    return not speaker.is_person and _announced_as_claim(material, quoted, sentence)


def _goes_on(
    material: Material, quoted: Quoted, sentence: Sentence, found: list[Speech]
) -> tuple[Speaker | None, str] | None:
    """A quotation right after an attributed one, or in reported German after it, has the same speaker."""
    whole = material.text[sentence.start : quoted.outer[0]].strip() == ""
    if found and found[-1].speaker is not None:
        previous = material.sentences[found[-1].sentence]
        near = previous.paragraph == sentence.paragraph and sentence.index - previous.index <= 1
        closed = (
            material.text[quoted.stop - 1] in ".!?…。！？」" or material.text[quoted.outer[1] - 1] in "」』"
        )
        if near and ((whole and closed) or _subjunctive(material, quoted, sentence)):
            return found[-1].speaker, "goes on after an attributed quotation"
        apart = quoted.start - found[-1].quoted.stop
        attributed = (
            apart < _PART and material.text[quoted.start].islower() and "cues/speech" in found[-1].cue
        )
        if near and sentence.index <= previous.index and (apart < 40 or attributed):
            return found[-1].speaker, "second part of a quotation"
    if whole or _subjunctive(material, quoted, sentence):
        before = material.sentences[sentence.index - 1] if sentence.index else None
        if before is not None and before.paragraph == sentence.paragraph:
            verbs = material.cues_in(before.start, before.stop, "speech", ("say",))
            people = material.mentions_in(before.start, before.stop, ("person",))
            if verbs and people:
                speaker = find_speaker(material, before.start, before.stop, verbs[-1].start)
                return speaker, "the sentence before names who speaks"
    return None


def attributed_by_rule(
    material: Material, quoted: Quoted, first: Sentence, spoken: list[Speech]
) -> tuple[str, tuple[Speaker | None, str] | None]:
    """The way a speaker is found by, with speaker and cue."""
    if not is_long_enough(material, quoted):
        return "none", None
    announced = _announced_as_claim(material, quoted, first)
    for way, attributed in (
        ("tail", _tail(material, quoted, first)),
        ("particle", _by_particle(material, quoted, first)),
    ):
        if attributed is not None:
            return (
                ("none", None)
                if _title_with_a_verb(material, quoted, first, attributed[0])
                else (way, attributed)
            )
    if announced:
        # "X nennt die Aktion „einen Anfang“": words of X, no name.
        fragment = _fragment(material, quoted, first) if material.text[quoted.start].islower() else None
        return ("fragment", fragment) if fragment is not None else ("none", None)
    ways: tuple[tuple[str, Callable[[], tuple[Speaker | None, str] | None]], ...] = (
        ("head", lambda: _head(material, quoted, first)),
        ("fragment", lambda: _fragment(material, quoted, first)),
        ("goes_on", lambda: _goes_on(material, quoted, first, spoken)),
        ("unannounced", lambda: find_unannounced(material, quoted, first, first)),
        ("inside", lambda: _attributed_inside(material, quoted)),
    )
    for way, find in ways:
        attributed = find()
        if attributed is not None:
            return way, attributed
    return "none", None
