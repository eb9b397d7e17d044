"""Claims: slogans, mottos, hashtags and titles of campaigns, told apart from speech and other quoted texts.

Every text that may be a claim is weighed once, by what speaks for it at all the places where its words stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.facts.background import Ranges, within
from extractors.facts.claim_candidates import MARKED_FORMS, Candidate, find_candidates
from extractors.facts.claim_record import Claim
from extractors.facts.claim_signs import BARE, DECISION, MARKED, article_signs, elsewhere, signs_of, table_of
from extractors.facts.focus import Focus, brand_at
from extractors.material import Material
from extractors.speech_rules import Speech
from extractors.weighing import Signs, weigh

ENOUGH = {MARKED: 0.4, BARE: 0.3}
"""Probability from which a text counts as a claim."""
LIKELY = 0.3
"""Probability that is enough for a campaign without any better claim."""
STRONG = 0.85
"""Probability of a second claim beside the best one."""
_BESIDE = 40
"""Letters between a claim and the word that announces it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words at all their places in an article, with what speaks for them there together."""

    places: tuple[tuple[Candidate, Signs], ...]
    signs: Signs
    table: str

    @property
    def value(self) -> str:
        return self.places[0][0].value


def find_words(material: Material, focus: Focus, speeches: Sequence[Speech], past: Ranges) -> Iterator[Words]:
    """Everything that may be a claim, marked places of the same words first."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in find_candidates(material, speeches):
        groups.setdefault(key_of(candidate.value), []).append(candidate)
    found = []
    for group in groups.values():
        group.sort(key=lambda c: c.form not in MARKED_FORMS)
        places = tuple((c, signs_of(material, focus, past, speeches, c)) for c in group)
        table = table_of(group[0])
        signs: dict[str, float] = {}
        for candidate, own in places:
            # What stands around the bare words beside marked ones says little of them.
            if table_of(candidate) == table:
                signs |= own
        signs |= dict(elsewhere([c.sentence for c in group], [c.form for c in group]))
        found.append(Words(places, signs, table))
    around = article_signs(material, focus, [(words.table, words.signs) for words in found])
    for words, more in zip(found, around, strict=True):
        yield replace(words, signs={**words.signs, **more})


def find_claims(
    material: Material, focus: Focus, speeches: Sequence[Speech], past: Ranges = ()
) -> list[Claim]:
    """Every text that is likely enough a claim, at the place that speaks most for it, in order of place."""
    found = []
    for words in find_words(material, focus, speeches, past):
        weights = material.tools.weights[f"{DECISION}.{words.table}"]
        verdict = weigh(weights, words.signs)
        if verdict.probability < LIKELY:
            continue
        own = [place for place in words.places if table_of(place[0]) == words.table]
        best = max(own, key=lambda place: weigh(weights, place[1]).probability)[0]
        brands = [brand for c, _ in words.places if (brand := brand_at(material, focus, c.start)) is not None]
        found.append(
            Claim(
                best.start,
                best.stop,
                best.value,
                verdict.probability,
                "; ".join([f"{best.form} text", *_announced(material, best), verdict.why]),
                _owner(brands, focus.main),
                best.sentence.index,
                verdict.probability >= ENOUGH[words.table],
            )
        )
    return sorted(_todays(list(_apart(found)), past), key=lambda claim: claim.start)


def _todays(found: Sequence[Claim], past: Ranges) -> Sequence[Claim]:
    """The claims, those of earlier campaigns as unsure ones where today's campaign has its own."""
    if not any(claim.sure and not within(past, claim.start) for claim in found):
        return found
    return [replace(claim, sure=claim.sure and not within(past, claim.start)) for claim in found]


def _announced(material: Material, place: Candidate) -> list[str]:
    """The word right beside the claim that announces it or names the work, as a reader would point to it."""
    low = max(place.sentence.start, place.outer[0] - _BESIDE)
    high = min(place.sentence.stop, place.outer[1] + _BESIDE)
    cues = [
        *reversed(material.cues_in(low, place.outer[0], "claim", ("announce", "named"))),
        *material.cues_in(place.outer[1], high, "claim", ("announce", "named")),
    ]
    return [cue.why for cue in cues[:1]]


def _apart(found: Sequence[Claim]) -> Iterator[Claim]:
    """Of claims that share words the likelier."""
    for claim in found:
        rivals = [o for o in found if o is not claim and o.start < claim.stop and claim.start < o.stop]
        if not any((o.score, o.stop - o.start) > (claim.score, claim.stop - claim.start) for o in rivals):
            yield claim


def _owner(brands: Sequence[str], main: str | None) -> str | None:
    """Whose words they are when they stand in several places: the article's main brand, else the first."""
    return main if main in brands else brands[0] if brands else None


def key_of(value: str) -> str:
    """What is the same however words are written."""
    return re.sub(r"\W+", "", value.casefold())
