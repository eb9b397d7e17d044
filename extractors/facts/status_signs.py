"""What speaks for a status of a campaign's brand: words of status by kind, whose sentence they stand in, who grants, what is denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.denials import denied_after, denied_before, in_one_country, of_another
from extractors.facts.holders import Holder, possible_holders
from extractors.facts.status_words import status_cues
from extractors.sentences import Sentence

_BESIDE = 48
"""Code points between a word of status and a grantor, team or edition beside it."""
_TERMS = ("sponsor", "contract", "renew", "end", "since", "supplier")


@dataclass(slots=True)
class Evidence:
    """Signs of one campaign, and the word of each kind that stands nearest to its brand."""

    signs: dict[str, float] = field(default_factory=dict)
    words: dict[str, tuple[int, Cue]] = field(default_factory=dict)
    """Kind -> (rank of its place, the cue)"""

    def note(self, kind: str, place: str, cue: Cue, *more: str) -> None:
        """A word at a place, alone and together with what stands beside it."""
        for name in (kind, *(f"{kind}+{other}" for other in more)):
            self.signs[f"{name}.{place}"] = 1.0
            if place != "of_another":
                self.signs[name] = 1.0
        rank = _PLACES.index(place)
        if kind not in self.words or rank < self.words[kind][0]:
            self.words[kind] = rank, cue


_PLACES = ("subject", "named", "follows", "section", "of_another")


def evidence_of(case: Case) -> dict[str, Evidence]:
    """Campaign key -> what speaks for a status of its brand."""
    material = case.material
    found = {campaign.key: Evidence() for campaign in case.campaigns}
    holders = list(possible_holders(case))
    for sentence in material.readable():
        cues = status_cues(material, sentence)
        terms = material.cues_in(sentence.start, sentence.stop, "term", _TERMS)
        terms = [t for t in terms if not any(c.start <= t.start and t.stop <= c.stop for c in cues)]
        if not cues and not terms:
            continue
        for cue in (*cues, *terms):
            kind = cue.kind if cue.subject == "status" else f"term_{cue.kind}"
            beside = [
                h for h in holders if -_BESIDE <= h.start - cue.stop <= _BESIDE and _within(sentence, h.start)
            ]
            more = [f"holder_{'global' if h.is_global else 'local'}" for h in beside]
            more += [f"holder_{h.kind}" for h in beside]
            more += _beside(case, sentence, cue)
            if kind == "domestic" and any(
                h.is_global and h.start < cue.stop and cue.start < h.stop for h in holders
            ):
                # "Sponsors the world's committee" holds the words for a national one.
                kind = "of_global"
            if kind not in ("not_official", "former") and (
                denied_before(material, sentence, cue.start) or denied_after(material, sentence, cue.stop)
            ):
                kind = f"denied_{kind}"
            for campaign, place in _places(case, sentence, cue):
                found[campaign.key].note(kind, place, cue, *dict.fromkeys(more))
    for campaign in case.campaigns:
        evidence = found[campaign.key]
        evidence.signs |= dict(_general(case, campaign))
        for kind in (_grantors(holders), *(f"{kind}+{_grantors(holders)}" for kind in evidence.words)):
            evidence.signs[f"article.{kind}"] = 1.0
    return found


def _grantors(holders: Sequence[Holder]) -> str:
    """Who in the whole article could grant rights."""
    world = any(holder.is_global for holder in holders)
    local = any(not holder.is_global for holder in holders)
    return f"holders_{'both' if world and local else 'global' if world else 'local' if local else 'none'}"


def _within(sentence: Sentence, offset: int) -> bool:
    return sentence.start <= offset < sentence.stop


def _beside(case: Case, sentence: Sentence, cue: Cue) -> Iterator[str]:
    material = case.material
    low, high = max(sentence.start, cue.start - _BESIDE), min(sentence.stop, cue.stop + _BESIDE)
    for kind in ("team", "organiser", "negation", "former", "left", "elsewhere", "support"):
        if any(c.start != cue.start for c in material.cues_in(low, high, "status", (kind,))):
            yield f"near_{kind}"
    if material.mentions_in(low, high, ("event",)):
        yield "near_edition"
    if material.cues_in(low, high, "topic", ("games", "weak_games")):
        yield "near_games"
    if material.mentions_in(low, high, ("brand", "company")):
        yield "near_brand"
    if in_one_country(case, sentence, cue):
        yield "one_country"
    if sentence.kind == "headline":
        yield "headline"
    if case.in_speech(cue.start):
        yield "speech"
    if case.is_past(cue.start):
        yield "past"


def _places(case: Case, sentence: Sentence, cue: Cue) -> Iterator[tuple[Campaign, str]]:
    """The campaigns a word may be about, and how their brand stands to it."""
    material = case.material
    there = {
        case.focus.brand_of(m)
        for m in material.mentions_in(sentence.start, sentence.stop, ("brand", "company", "product"))
    }
    subjects = case.focus.subjects[sentence.index]
    spoken = case.at(cue.start)
    another = of_another(case, sentence, cue)
    for campaign in case.campaigns:
        if campaign.brand in subjects:
            yield campaign, "subject" if spoken is campaign and not another else "named"
        elif campaign.brand in there:
            yield campaign, "named"
        elif spoken is campaign:
            yield campaign, "of_another" if another or subjects or there else "follows"
        elif len(case.campaigns) == 1:
            yield campaign, "of_another"


def _general(case: Case, campaign: Campaign) -> Iterator[tuple[str, float]]:
    yield "campaign.main" if campaign.brand == case.focus.main else "campaign.other", 1.0
    yield "campaign.alone" if len(case.campaigns) == 1 else "campaign.of_several", 1.0
    entity = case.material.entities.get(campaign.brand)
    yield "brand.listed" if entity is not None else "brand.unlisted", 1.0
