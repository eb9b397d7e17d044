"""What speaks for a quoted text being somebody's words: its form, its place, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.material import Material
from extractors.quotemarks import Quoted
from extractors.quotes_unannounced import has_own_voice
from extractors.sentences import Sentence
from extractors.writing import CJK, NO_BLANKS

DECISION = "direct_speech"
"""File of config/knowledge/weights; its tables are kinds of script."""
_CLOSE = 26
_NEAR = 70
_STOPS = ".!?…。！？"
_SINGLE = "‚‘'‹’"
_WIDE_CUES = ("say", "thinks", "call")
_VOICES = ("brand", "company", "agency", "organisation", "medium")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quoted text with the sentence around it and its neighbours."""

    quoted: Quoted
    sentence: Sentence
    before: Sentence | None
    behind: Sentence | None
    verdict: str
    """What the rules made of it: the way they found a speaker, or ``none``."""
    voice: str
    """person, house, unnamed or none"""


def table_of(language: str) -> str:
    """Which weights hold for a language."""
    return "joined" if language in CJK else "spaced"


def signs_of(material: Material, here: Surroundings) -> dict[str, float]:
    """Signs of one quoted text, each 0 or 1."""
    quoted, sentence = here.quoted, here.sentence
    text, (opening, closing) = material.text, quoted.outer
    names = [f"rule.{here.verdict}", f"voice.{here.voice}", f"rule.{here.verdict}.{here.voice}"]
    names += _form(material, quoted)
    ahead, rest = text[sentence.start : opening].strip(" *_-–—"), text[closing : sentence.stop].strip()
    names.append(f"place.{sentence.kind if sentence.kind in ('headline', 'lead', 'body') else 'other'}")
    if not ahead:
        names.append("place.opens_sentence")
    if not rest.strip(_STOPS + " "):
        names.append("place.closes_sentence")
    if not ahead and not rest.strip(_STOPS + " "):
        names.append("place.alone")
    if here.before is None or here.before.paragraph != sentence.paragraph:
        names.append("place.first_sentence")
    names += [f"before.{name}" for name in _marks(ahead[-1:], ":：", ",，、")]
    names += [f"after.{name}" for name in _marks(rest[:1], ":：", ",，、")]
    if rest[:1].islower() or (rest[:1].isalpha() and table_of(material.language) == "joined"):
        names.append("after.runs_on")
    if ahead[-1:].isalnum():
        names.append("before.runs_on")
    names += _cues(material, here)
    names += _people(material, here)
    return dict.fromkeys(names, 1.0)


def _marks(sign: str, colon: str, comma: str) -> list[str]:
    if not sign:
        return ["nothing"]
    return [name for name, signs in (("colon", colon), ("comma", comma), ("stop", _STOPS)) if sign in signs]


def _form(material: Material, quoted: Quoted) -> list[str]:
    piece = material.text[quoted.start : quoted.stop]
    words = piece.split()
    count = (len(piece) + 2) // 3 if material.language in NO_BLANKS else len(words)
    names = ["form.one_word" if count < 2 else "form.two_words" if count < 3 else "form.few_words"]
    if count >= 5:
        names.append("form.five_words")
    if count >= 9:
        names.append("form.nine_words")
    if piece[-1] in _STOPS:
        names.append("form.stop_inside")
    if piece[-1] in ",，":
        names.append("form.comma_inside")
    if any(sign in piece[:-1] for sign in ",，、;"):
        names.append("form.has_comma")
    if piece[0].islower():
        names.append("form.begins_small")
    if len(words) > 1 and all(w[0].isupper() for w in words if len(w) > 3):
        names.append("form.capitals")
    if quoted.mark in _SINGLE:
        names.append("form.single_marks")
    if quoted.depth:
        names.append("form.inner")
    if has_own_voice(material, quoted):
        names.append("form.own_voice")
    if any(
        p.search(material.lowered, quoted.start, quoted.stop)
        for p in material.tools.patterns("speech", "spoken_end_patterns")
    ):
        names.append("form.spoken_end")
    if material.text.count(piece.strip(",，.。")) > 1:
        names.append("form.written_twice")
    return names


def _cues(material: Material, here: Surroundings) -> list[str]:
    quoted, sentence = here.quoted, here.sentence
    opening, closing = quoted.outer
    names = []
    for side, low, high in (
        ("before", sentence.start, opening),
        ("after", closing, sentence.stop),
    ):
        for cue in material.cues_in(low, high, "speech"):
            gap = opening - cue.stop if side == "before" else cue.start - closing
            where = "close" if gap <= _CLOSE else "near" if gap <= _NEAR else "far"
            if cue.kind in (
                *_WIDE_CUES,
                "expects",
                "impersonal",
                "announce",
                "so_before",
                "person_noun",
                "house_noun",
            ):
                names.append(f"{side}.{cue.kind}_{where}")
            elif cue.kind in ("pronoun", "according_before", "source_before", "subjunctive", "report"):
                names.append(f"{side}.{cue.kind}")
        for subject, kinds in (
            ("claim", ("announce", "named", "other_work")),
            ("campaign", ("noun", "verb")),
            ("spokespeople", ("corporate", "outside")),
            ("status", ("negation",)),
        ):
            for cue in material.cues_in(low, high, subject, kinds):
                gap = opening - cue.stop if side == "before" else cue.start - closing
                names.append(f"{side}.{subject}_{cue.kind}_{'close' if gap <= _CLOSE else 'far'}")
    if any(
        p.match(material.lowered, closing) for p in material.tools.patterns("speech", "particle_patterns")
    ):
        names.append("after.particle")
    if any(p.match(material.lowered, closing) for p in material.tools.patterns("speech", "said_patterns")):
        names.append("after.said_pattern")
    tail = material.lowered[closing : closing + 12]
    if any(ending in tail for ending in material.tools.words("speech", "inverted")):
        names.append("after.inverted_pronoun")
    for side, other in (("sentence_before", here.before), ("sentence_behind", here.behind)):
        if other is not None and other.paragraph == sentence.paragraph:
            if material.cues_in(other.start, other.stop, "speech", ("say",)):
                names.append(f"{side}.say")
            if any(other.start <= q.start < other.stop for q in material.quoted):
                names.append(f"{side}.quoted")
    return names


def _people(material: Material, here: Surroundings) -> list[str]:
    quoted, sentence = here.quoted, here.sentence
    opening, closing = quoted.outer
    names = []
    for side, low, high in (("before", sentence.start, opening), ("after", closing, sentence.stop)):
        for mention in material.mentions_in(low, high):
            gap = opening - mention.span.stop if side == "before" else mention.span.start - closing
            if mention.type == "person":
                names.append(
                    f"{side}.person_{'close' if gap <= _CLOSE else 'near' if gap <= _NEAR else 'far'}"
                )
            elif mention.type in _VOICES and gap <= _CLOSE:
                names.append(f"{side}.{'house' if mention.type != 'medium' else 'medium'}_close")
    if material.mentions_in(quoted.start, quoted.stop, ("brand", "company")):
        names.append("inside.brand")
    for side, other in (("sentence_before", here.before), ("sentence_behind", here.behind)):
        if other is not None and other.paragraph == sentence.paragraph:
            people = material.mentions_in(other.start, other.stop, ("person",))
            if people:
                names.append(f"{side}.person")
                if people[0].span.start - other.start <= _CLOSE:
                    names.append(f"{side}.person_first")
    return names
