"""What speaks for a piece of a sentence being somebody's reported words: who says it, how, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.material import Material
from extractors.reports import Report, bare_stop
from extractors.sentences import Sentence

DECISION = "reported_speech"
"""File of config/knowledge/weights."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that may report, with what is the same for all its pieces."""

    sentence: Sentence
    signs: tuple[str, ...]
    cue_at: int
    """Offset of the word of speech the piece belongs to; -1 for the rules' own pieces."""
    by_rule: bool


def signs_of(material: Material, piece: Report, place: Place, cue_kind: str, news: bool) -> dict[str, float]:
    """Signs of one piece."""
    voice, where = _voice(material, piece, place)
    rule = "rule" if place.by_rule else "form"
    form = f"{rule}.{piece.way}"
    names = [
        form,
        f"voice.{voice}",
        f"{rule}.voice_{voice}",
        f"{form}.{voice}",
        f"cue.{cue_kind}",
        f"{form}.cue_{cue_kind}",
        f"{form}.{where}",
    ]
    word = piece.cue.split('"')[1] if piece.cue.startswith('cue "') else ""
    for kind, name in (("bare", "takes_clause"), ("seldom", "seldom"), ("announce", "announces")):
        if word and word in material.tools.words("speech", kind):
            names += [f"cue.{name}", f"{rule}.cue_{name}", f"{form}.{name}"]
    if news:
        names += ["news", f"news.{voice}"]
    names += place.signs
    names += [f"{rule}.{name}" for name in place.signs]
    names += _around(material, piece, place, form)
    names += _inside(material, piece, form)
    return dict.fromkeys(names, 1.0)


def place_signs(
    material: Material, sentence: Sentence, spoken: bool, spoke_before: bool, words: int
) -> tuple[str, ...]:
    """Signs of a sentence that hold for all its pieces."""
    names = []
    earlier = material.sentences[sentence.index - 1] if sentence.index else None
    if earlier is None or earlier.paragraph != sentence.paragraph:
        names.append("sentence.first")
        if earlier is not None and earlier.kind == "headline":
            names.append("sentence.lead")
    behind = material.sentences[sentence.index + 1] if sentence.index + 1 < len(material.sentences) else None
    if behind is None or behind.paragraph != sentence.paragraph:
        names.append("sentence.last")
    if spoken:
        names.append("sentence.quotes")
    if spoke_before:
        names.append("sentence.goes_on")
    if words > 1:
        names.append("sentence.more_words_of_speech")
    if material.text[sentence.stop - 1 : sentence.stop] == "?":
        names.append("sentence.asks")
    return tuple(names)


def _voice(material: Material, piece: Report, place: Place) -> tuple[str, str]:
    """(kind of voice, where it stands to the word of speech and the piece)."""
    speaker = piece.speaker
    if speaker is None:
        return "none", "nowhere"
    if speaker.is_person:
        kind = "person"
    elif speaker.id is None:
        kind = "role" if speaker.role else "unnamed"
    else:
        entity = next((m.type for m in material.mentions if m.entity_id == speaker.id), "")
        kind = entity if entity in ("medium", "organisation", "agency") else "house"
    if not place.sentence.start <= speaker.start < place.sentence.stop:
        return kind, "led_back"
    if piece.start <= speaker.start < piece.stop:
        return kind, "inside"
    if place.cue_at < 0:
        return kind, "outside"
    gap = speaker.start - place.cue_at
    side = "before" if gap < 0 else "behind"
    return kind, f"{side}_{'close' if abs(gap) <= 30 else 'far'}"


def _around(material: Material, piece: Report, place: Place, form: str) -> list[str]:
    """Where the piece lies in its sentence."""
    sentence, text = place.sentence, material.text
    left = piece.start - sentence.start
    right = bare_stop(material, sentence) - piece.stop
    names = []
    for side, count in (("left", left), ("right", right)):
        size = "none" if count <= 2 else "short" if count <= 40 else "long" if count <= 90 else "very_long"
        names += [f"{side}.{size}", f"{form}.{side}_{size}"]
    before = text[max(sentence.start, piece.start - 2) : piece.start].strip()
    if before[-1:] == ":":
        names.append("left.colon")
    elif before[-1:] == ",":
        names.append("left.comma")
    low = sentence.start if piece.start > place.cue_at else piece.stop
    if place.cue_at >= 0:
        if material.cues_in(max(low, place.cue_at - 24), place.cue_at + 24, "status", ("negation",)) or any(
            p.search(material.lowered, max(low, place.cue_at - 28), place.cue_at + 12)
            for p in material.tools.patterns("speech", "declined_patterns")
        ):
            names.append("cue.negated")
        if text[place.cue_at].isupper():
            names.append("cue.capital")
        if place.cue_at - sentence.start <= 1:
            names.append("cue.opens")
        gap = piece.start - place.cue_at
        if gap > 0:
            names.append(f"gap.{'right' if gap <= 16 else 'near' if gap <= 40 else 'far'}")
    return names


def _inside(material: Material, piece: Report, form: str) -> list[str]:
    """What the piece itself looks like."""
    text, count = material.text[piece.start : piece.stop], piece.stop - piece.start
    size = "short" if count < 30 else "middle" if count < 90 else "long" if count < 170 else "very_long"
    names = [f"length.{size}", f"{form}.length_{size}"]
    if text[0].islower():
        names.append("inside.begins_small")
    elif text[0].isupper():
        names += ["inside.begins_capital", f"{form}.begins_capital"]
    if any(piece.start <= q.start < piece.stop for q in material.quoted):
        names.append("inside.quoted")
    kinds = {cue.kind for cue in material.cues_in(piece.start, piece.stop, "speech")}
    for kind in ("subjunctive", "say", "pronoun", "impersonal", "call"):
        if kind in kinds:
            names.append(f"inside.{kind}")
            if kind == "subjunctive":
                names.append(f"inside.{kind}.{material.language}")
    for pattern in material.tools.patterns("speech", "clause_patterns"):
        if pattern.search(material.lowered, piece.start, piece.stop):
            names += ["inside.finite_verb", f"{form}.finite_verb"]
            break
    mentions = {m.type for m in material.mentions_in(piece.start, piece.stop)}
    # The speaker and the house spoken for stand inside when the attribution does.
    around = piece.speaker is not None and piece.start <= piece.speaker.start < piece.stop
    names += [
        f"{'around' if around else 'inside'}.{kind}"
        for kind in ("person", "brand", "agency", "medium")
        if kind in mentions
    ]
    for subject, kinds_of in (("campaign", ("noun", "verb")), ("claim", ("announce", "named"))):
        if material.cues_in(piece.start, piece.stop, subject, kinds_of):
            names.append(f"inside.{subject}")
    if text.count(",") >= 2:
        names.append("inside.commas")
    return names
