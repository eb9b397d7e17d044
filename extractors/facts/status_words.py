"""Words and patterns that say what a brand is to the Games, in one sentence."""

from __future__ import annotations

from extractors.cues import Cue
from extractors.facts.denials import denied_before
from extractors.material import Material, clause_bounds
from extractors.sentences import Sentence

KINDS = ("not_official", "former", "worldwide", "domestic", "official")
_PARTED = 60
"""Letters between a verb of leaving and what is left."""


def status_cues(material: Material, sentence: Sentence) -> list[Cue]:
    """Words and patterns of a status; "no longer a sponsor" is former, "not only a sponsor" denies nothing."""
    cues = material.cues_in(sentence.start, sentence.stop, "status", KINDS)
    about = cues or material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract"))
    if about or material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games")):
        for kind in KINDS:
            for pattern in material.tools.patterns("status", f"{kind}_patterns"):
                for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
                    cues.append(
                        Cue(
                            match.start(),
                            match.end(),
                            "status",
                            kind,
                            material.text[match.start() : match.end()],
                        )
                    )
    cues.extend(_parted(material, sentence))
    # "Domestic top sponsor" is no top sponsor: the longer word says it.
    domestic = [c for c in cues if c.kind == "domestic"]
    cues = [
        c
        for c in cues
        if c.kind != "worldwide" or not any(d.start <= c.start and c.stop <= d.stop for d in domestic)
    ]
    past = [c for c in cues if c.kind == "former"]
    # "Not a sponsor" holds the word sponsor.
    over = [c for c in cues if c.kind in ("former", "not_official")]
    cues = [
        c
        for c in cues
        if c.kind in ("former", "not_official")
        or not any(o.start <= c.start and c.stop <= o.stop for o in over)
    ]
    return [
        c
        for c in cues
        if c.kind != "not_official"
        or not (
            any(p.start < c.stop and c.start < p.stop for p in past)
            or material.cues_in(c.start, c.stop, "status", ("not_denial",))
        )
    ]


def _parted(material: Material, sentence: Sentence) -> list[Cue]:
    """Having left a sponsorship or the Games is former; having no tie with them is not official."""
    found: list[Cue] = []
    about = [
        m.span.start for m in material.mentions_in(sentence.start, sentence.stop, ("organisation", "event"))
    ]
    topic = [
        c.start for c in material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games"))
    ]
    if material.cues_in(sentence.start, sentence.stop, "status", ("bond",)) and (about or topic):
        for pattern in material.tools.patterns("status", "unbound_patterns"):
            for match in pattern.finditer(material.lowered, sentence.start, sentence.stop):
                word = material.text[match.start() : match.end()]
                found.append(Cue(match.start(), match.end(), "status", "not_official", word))
    for cue in material.cues_in(sentence.start, sentence.stop, "status", ("left",)):
        low, high = clause_bounds(material, sentence, cue.start, cue.stop)
        terms = [c.start for c in material.cues_in(low, high, "term", ("sponsor", "contract"))]
        objects = [p for p in (*terms, *about, *topic) if low <= p < high and p != cue.start]
        if not any(abs(p - cue.start) <= _PARTED for p in objects):
            continue
        if denied_before(material, sentence, cue.start) or material.cues_in(
            low, high, "term", ("uncertain",)
        ):
            continue
        if material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",)) and not terms:
            continue
        found.append(Cue(cue.start, cue.stop, "status", "former", cue.word))
    return found
