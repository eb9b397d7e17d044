"""Fact rights_holder: the organisation that grants a brand its rights."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.denials import denied_before
from extractors.facts.holders import Holder, committee_of, possible_holders
from extractors.facts.status import read_status
from extractors.records import Fact

_ENOUGH = 1.0
_EDITION_REACH = 34
"""Letters between a word for a partner and the edition of the Games it is partner of."""


def read_rights_holder(case: Case) -> Iterator[Fact]:
    """The organisation that grants the rights, where contract or partnership words stand beside it."""
    statuses = {f.campaign: f.value for f in read_status(case)}
    holders = sorted(h for h in possible_holders(case) if not case.in_speech(h.start))
    for campaign in case.campaigns:
        status = statuses.get(campaign.key)
        if status == "not_official":
            continue
        best: tuple[float, Holder, str] | None = None
        for holder in holders:
            points, why = _points(case, campaign, holder, status)
            if points >= _ENOUGH and (best is None or points > best[0]):
                best = (points, holder, why)
        if best is None or best[1].kind in ("unlisted", "organiser"):
            named = next(_organiser(case, campaign, status, holders), None)
            if named is not None:
                yield named
                continue
        if best is None:
            continue
        points, holder, why = best
        value = holder.value
        entity = case.material.entities.get(value)
        if holder.kind == "team" and entity is not None and entity.parent:
            # The team belongs to its committee, which grants the rights; both are named in words of the knowledge.
            value, why = entity.parent, f"{why}; {holder.value} belongs to {entity.parent}"
        sure = min(0.95, 0.5 + points / 8)
        yield case.stated(campaign, "rights_holder", value, holder.start, holder.stop, sure, why)


def _points(case: Case, campaign: Campaign, holder: Holder, status: str | None) -> tuple[float, str]:
    material = case.material
    sentence = material.sentence_at(holder.start)
    if sentence is None or sentence.kind == "headline":
        return 0.0, ""
    if denied_before(case, sentence, holder.start):
        return 0.0, ""
    subjects = case.focus.subjects[sentence.index]
    if subjects and campaign.brand not in subjects:
        return 0.0, ""
    if not subjects and case.focus.of[sentence.index] != campaign.brand:
        return 0.0, ""
    terms = material.cues_in(sentence.start, sentence.stop, "term", ("contract", "renew", "sponsor"))
    labels = material.cues_in(
        sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official", "former", "support")
    )
    points, why = 0.0, ""
    for cue in (*terms, *labels):
        gap = min(abs(holder.start - cue.stop), abs(cue.start - holder.stop))
        worth = 2.2 if gap <= 30 else 1.3
        if worth > points:
            points, why = worth, cue.why
    if not points and campaign.brand in subjects:
        # "The company and the committee go on together": both named, and a word of staying or joining.
        weak = material.cues_in(sentence.start, sentence.stop, "term", ("renew_weak", "begin"))
        points, why = (1.2, weak[0].why) if weak else (0.0, "")
    if not points:
        return 0.0, ""
    if status == "worldwide_partner":
        points += 1.2 if holder.is_global else -1.3
    if status == "official_unspecified" and holder.is_global:
        points += 0.5
    if status == "domestic_partner":
        points += 0.8 if not holder.is_global else -1.3
    return points + holder.worth, why


def _organiser(case: Case, campaign: Campaign, status: str | None, holders: list[Holder]) -> Iterator[Fact]:
    """Nobody is named beside the contract: the IOC for a worldwide partner, or the organisers of the Games it is partner of."""
    material = case.material
    if status == "worldwide_partner":
        for holder in holders:
            if holder.is_global:
                rule = "grants the rights of worldwide partners"
                yield case.stated(
                    campaign, "rights_holder", holder.value, holder.start, holder.stop, 0.6, rule
                )
                return
    if status in ("domestic_partner", "official_unspecified", "former", None):
        for sentence in material.readable():
            cues = material.cues_in(sentence.start, sentence.stop, "status", ("domestic", "official"))
            cues += material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract"))
            for event in material.mentions_in(sentence.start, sentence.stop, ("event",)) if cues else ():
                if material.cues_in(event.span.start, event.span.stop + 2, "topic", ("games", "weak_games")):
                    continue
                committee = committee_of(case, event.entity_id)
                for cue in cues if committee else ():
                    ahead = event.span.start - cue.stop
                    behind = cue.start - event.span.stop if material.language in ("ja", "ko", "zh") else -1
                    near = 0 <= ahead <= _EDITION_REACH or 0 <= behind <= _EDITION_REACH
                    if near and not case.in_speech(cue.start) and case.at(cue.start) is campaign:
                        rule = f"{cue.why}; {committee} organises {event.entity_id}"
                        yield case.stated(
                            campaign, "rights_holder", committee or "", event.span.start, event.span.stop,
                            0.75, rule,
                        )  # fmt: skip
                        return
