"""Direct speech: which quoted texts somebody says, and who."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.material import NO_BLANKS, Material
from extractors.quotemarks import Quoted
from extractors.quotes_unannounced import find_unannounced
from extractors.sentences import Sentence
from extractors.speakers import Speaker, find_speaker, has_pronoun, last_voice

_TAIL = 130
_HEAD = 110
_NEAR = 70
"""Code points between the closing mark and its verb of speech."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A quoted text that is speech."""

    quoted: Quoted
    speaker: Speaker | None
    cue: str
    sentence: int


def _bounds(material: Material, quoted: Quoted) -> tuple[Sentence | None, Sentence | None]:
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
    stop = min(sentence.stop, closing + _TAIL)
    verbs = [
        c
        for c in material.cues_in(closing, stop, "speech", ("say",))
        if c.start - closing <= _NEAR and not material.text[c.start].isupper()
    ]
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
    if bare and inner not in ",.!?…，。！？" and material.language not in ("ja", "ko", "zh"):
        # Without a comma the verb may belong to a clause around a title.
        words = len(material.text[quoted.start : quoted.stop].split())
        if words < 4 or speaker is None or not speaker.is_person:
            return None
    if speaker is None or not speaker.is_person:
        # Japanese and Korean name the speaker before the quotation too.
        ahead = find_speaker(material, sentence.start, quoted.outer[0], quoted.outer[0])
        if material.language in ("ja", "ko", "zh") and speaker is None:
            speaker = ahead
    if (speaker is None or not speaker.is_person) and has_pronoun(
        material, closing, min(stop, verb.stop + 12)
    ):
        speaker = last_voice(material, sentence.start) or speaker
    return speaker, verb.why


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
            if speaker is None and has_pronoun(material, start, opening):
                speaker = last_voice(material, sentence.start)
            return speaker, verbs[-1].why
        people = material.mentions_in(start, opening, ("person",))
        near = [m for m in people if opening - m.span.stop <= 3]
        if near or (people and _reads_like_speech(material, quoted)):
            # "X sees it differently: ..." needs no verb of speech.
            found = (near or people)[-1].span
            return find_speaker(material, found.start, found.stop, opening), "name and colon"
        return None
    if ends in ",，" and verbs and opening - verbs[-1].stop <= 30:
        speaker = find_speaker(material, sentence.start, opening, verbs[-1].start)
        if speaker is None and has_pronoun(material, sentence.start, opening):
            speaker = last_voice(material, sentence.start)
        return (speaker, verbs[-1].why) if speaker else None
    if material.language == "zh" and verbs and opening - verbs[-1].stop <= 2:
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


_QUOTING = {
    "ja": re.compile(r"と(?!いう|題|名|銘|呼ばれ|する|した|書|記|うた|謳|も)"),
    "ko": re.compile(r"(?:라고|이라고|고|며|면서|라며|이라며|는 말|는 반응)(?!\s?(?:이름|적|쓰|쓴))"),
}
"""Particles right behind a quotation that make it speech, in languages that need no verb of speech there."""


def _by_particle(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``X選手は「...」と笑った``: a person ahead and the particle of quoting behind."""
    particle = _QUOTING.get(material.language)
    if particle is None or particle.match(material.text, quoted.outer[1]) is None:
        return None
    people = material.mentions_in(sentence.start, quoted.outer[0], ("person",))
    if not people or _announced_as_claim(material, quoted, sentence):
        return None
    return find_speaker(
        material, people[-1].span.start, people[-1].span.stop, quoted.outer[0]
    ), "particle of quoting"


def _fragment(material: Material, quoted: Quoted, sentence: Sentence) -> tuple[Speaker | None, str] | None:
    """``X called it "a fragment"``: words of somebody inside a sentence of the outlet."""
    opening = quoted.outer[0]
    calls = material.cues_in(sentence.start, opening, "speech", ("call",))
    begins_small = material.text[quoted.start].islower()
    says = material.cues_in(sentence.start, opening, "speech", ("say",)) if begins_small and not calls else []
    verbs = calls or says
    if not verbs or opening - verbs[-1].stop > (60 if calls else 90):
        return None
    speaker = find_speaker(material, sentence.start, verbs[-1].start, verbs[-1].start)
    if speaker is None or (says and not speaker.is_person and not calls):
        return None
    if calls and not begins_small and not speaker.is_person and material.language not in NO_BLANKS:
        # What a house calls by a name in capitals is a thing it made.
        return None
    return speaker, verbs[-1].why


def _subjunctive(material: Material, quoted: Quoted, sentence: Sentence) -> bool:
    return bool(
        material.language == "de"
        and material.cues_in(max(sentence.start, quoted.start - 60), quoted.start, "speech", ("subjunctive",))
    )


def _title_with_a_verb(
    material: Material, quoted: Quoted, sentence: Sentence, speaker: Speaker | None
) -> bool:
    """A title with a verb of its own behind it is no speech of the thing named there."""
    return speaker is None or (not speaker.is_person and _announced_as_claim(material, quoted, sentence))


def find_direct(material: Material) -> list[Speech]:
    """All direct speech in order; a quotation alone in its sentence goes on with the last speaker."""
    found: list[Speech] = []
    for quoted in material.quoted:
        first, last = _bounds(material, quoted)
        if first is None or last is None or quoted.mark in "*_" or first.kind == "headline":
            continue
        if any(s.quoted.start <= quoted.start and quoted.stop <= s.quoted.stop for s in found):
            continue
        if not is_long_enough(material, quoted):
            continue
        first = around(material, first, quoted)
        attributed = _tail(material, quoted, first) or _by_particle(material, quoted, first)
        if attributed is None and not _announced_as_claim(material, quoted, first):
            attributed = (
                _head(material, quoted, first)
                or _fragment(material, quoted, first)
                or _goes_on(material, quoted, first, found)
                or find_unannounced(material, quoted, first, first)
            )
        elif attributed is None and material.text[quoted.start].islower():
            # "X nennt die Aktion „einen Anfang“": words of X, no name.
            attributed = _fragment(material, quoted, first)
        elif attributed is not None and _title_with_a_verb(material, quoted, first, attributed[0]):
            attributed = None
        if attributed is not None:
            found.append(Speech(quoted, attributed[0], attributed[1], last.index))
    return found


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
        if near and sentence.index == previous.index and quoted.start - found[-1].quoted.stop < 40:
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
