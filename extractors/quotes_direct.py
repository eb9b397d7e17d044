"""Direct speech: which quoted texts somebody says, and who."""

from __future__ import annotations

from dataclasses import dataclass

from config.weights import Weights
from extractors.material import Material
from extractors.quotemarks import Quoted
from extractors.sentences import Sentence
from extractors.speakers import Speaker, as_speaker, find_speaker, has_pronoun, last_voice
from extractors.speech_rules import TAIL, Speech, around, attributed_by_rule, bounds
from extractors.speech_signs import DECISION, Surroundings, signs_of, table_of
from extractors.weighing import weigh
from extractors.writing import CJK


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quoted text that may be speech, with the signs for and against."""

    speech: Speech
    signs: dict[str, float]
    by_rule: bool


def find_direct(material: Material) -> list[Speech]:
    """All direct speech in order."""
    weights = material.tools.weights.get(f"{DECISION}.{table_of(material.language)}")
    return [c.speech for c in candidates(material, weights)]


def candidates(material: Material, weights: Weights | None, *, every: bool = False) -> list[Candidate]:
    """What the weights (without them: the rules) call speech, in order; with ``every`` also what they refuse."""
    found: list[Candidate] = []
    spoken: list[Speech] = []
    for quoted in material.quoted:
        first, last = bounds(material, quoted)
        if first is None or last is None or quoted.mark in "*_《〈":
            continue
        if any(s.quoted.start <= quoted.start and quoted.stop <= s.quoted.stop for s in spoken):
            continue
        first = around(material, first, quoted)
        way, attributed = (
            ("none", None)
            if first.kind == "headline"
            else attributed_by_rule(material, quoted, first, spoken)
        )
        here = _surroundings(material, quoted, first, last, way, attributed[0] if attributed else None)
        signs = signs_of(material, here)
        verdict = weigh(weights, signs) if weights is not None else None
        right = attributed is not None if verdict is None else verdict.probability >= 0.5
        if not right and not every:
            continue
        speaker = attributed[0] if attributed else None
        if speaker is None:
            speaker = _likely_speaker(material, here, spoken)
        cue = attributed[1] if attributed else "signs of speech"
        cue = f"{cue}: {verdict.why}" if verdict is not None and attributed is None else cue
        candidate = Candidate(Speech(quoted, speaker, cue, last.index), signs, attributed is not None)
        found.append(candidate)
        if right:
            spoken.append(candidate.speech)
    return found


def _surroundings(
    material: Material, quoted: Quoted, first: Sentence, last: Sentence, way: str, speaker: Speaker | None
) -> Surroundings:
    before = material.sentences[first.index - 1] if first.index else None
    behind = material.sentences[last.index + 1] if last.index + 1 < len(material.sentences) else None
    voice = (
        "none" if speaker is None else "person" if speaker.is_person else "house" if speaker.id else "unnamed"
    )
    return Surroundings(quoted, first, before, behind, way, voice)


def _likely_speaker(material: Material, here: Surroundings, spoken: list[Speech]) -> Speaker | None:
    """The voice nearest to words that are speech by their signs: behind them, ahead of them, in the next sentences."""
    if here.sentence.kind == "headline":
        return None
    sentence, (opening, closing) = here.sentence, here.quoted.outer
    own = [(closing, min(sentence.stop, closing + TAIL)), (sentence.start, opening)]
    if material.language in CJK and material.text[sentence.start : opening].strip():
        own.reverse()
    neighbours = [
        (other.start, other.stop)
        for other in (here.behind, here.before)
        if other is not None and other.paragraph == sentence.paragraph
    ]
    for low, high in (*own, *neighbours):
        people = [m for m in material.mentions_in(low, high, ("person",)) if m.kind != "nested"]
        if people:
            nearest = min(people, key=lambda m: min(abs(m.span.start - closing), abs(opening - m.span.stop)))
            return as_speaker(nearest, material)
        if (low, high) in own and has_pronoun(material, low, high):
            return last_voice(material, sentence.start)
    if spoken and material.sentences[spoken[-1].sentence].paragraph == sentence.paragraph:
        return spoken[-1].speaker
    for low, high in own:
        speaker = find_speaker(material, low, high, closing)
        if speaker is not None:
            return speaker
    return last_voice(material, sentence.start)
