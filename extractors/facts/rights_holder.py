"""Fact rights_holder: the organisation that grants a brand its rights."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts.campaigns import Campaign, Case
from extractors.facts.status import GLOBAL_HOLDERS, LOCAL_HOLDERS, denied_before, holder_kind, read_status
from extractors.records import Fact, Mention


def read_rights_holder(case: Case) -> Iterator[Fact]:
    """The organisation that grants the rights, where contract or partnership words stand beside it."""
    statuses = {f.campaign: f.value for f in read_status(case)}
    for campaign in case.campaigns:
        if statuses.get(campaign.key) == "not_official":
            continue
        best: tuple[float, Mention, str] | None = None
        for mention in case.material.mentions:
            kind = holder_kind(case, mention)
            if kind not in GLOBAL_HOLDERS | LOCAL_HOLDERS or case.in_speech(mention.span.start):
                continue
            points, why = _holder_points(case, campaign, mention, kind or "", statuses.get(campaign.key))
            if points >= 1.0 and (best is None or points > best[0]):
                best = (points, mention, why)
        if best is None:
            yield from _organiser(case, campaign, statuses.get(campaign.key))
            continue
        points, mention, why = best
        value = mention.entity_id
        parent = case.material.entities[value].parent
        if holder_kind(case, mention) == "team" and parent:
            # The team belongs to its committee, which grants the rights; both are named in words of the knowledge.
            value, why = parent, f"{why}; {mention.entity_id} belongs to {parent}"
        yield case.stated(
            campaign,
            "rights_holder",
            value,
            mention.span.start,
            mention.span.stop,
            min(0.95, 0.5 + points / 8),
            why,
        )


def _holder_points(
    case: Case, campaign: Campaign, mention: Mention, kind: str, status: str | None
) -> tuple[float, str]:
    material = case.material
    sentence = material.sentence_at(mention.span.start)
    if sentence is None or sentence.kind == "headline":
        return 0.0, ""
    if denied_before(case, sentence, mention.span.start):
        return 0.0, ""
    subjects = case.focus.subjects[sentence.index]
    if subjects and campaign.brand not in subjects:
        return 0.0, ""
    if not subjects and case.focus.of[sentence.index] != campaign.brand:
        return 0.0, ""
    terms = material.cues_in(sentence.start, sentence.stop, "term", ("contract", "renew", "sponsor"))
    labels = material.cues_in(
        sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official", "former")
    )
    points, why = 0.0, ""
    for cue in (*terms, *labels):
        gap = min(abs(mention.span.start - cue.stop), abs(cue.start - mention.span.stop))
        worth = 2.2 if gap <= 30 else 1.3
        if worth > points:
            points, why = worth, cue.why
    if points and status == "worldwide_partner":
        points += 1.2 if kind in GLOBAL_HOLDERS else -1.0
    if points and status == "official_unspecified" and kind in GLOBAL_HOLDERS:
        points += 0.5
    if points and status == "domestic_partner":
        points += 0.8 if kind in LOCAL_HOLDERS else -1.2
    if points and kind == "team":
        points -= 0.4
    return points, why


def _organiser(case: Case, campaign: Campaign, status: str | None) -> Iterator[Fact]:
    """Nobody is named beside the contract: the IOC for a worldwide partner, or the organisers of the Games it is partner of."""
    material = case.material
    if status == "worldwide_partner":
        for mention in material.mentions:
            if holder_kind(case, mention) in GLOBAL_HOLDERS:
                rule = "grants the rights of worldwide partners"
                yield case.stated(
                    campaign,
                    "rights_holder",
                    mention.entity_id,
                    mention.span.start,
                    mention.span.stop,
                    0.6,
                    rule,
                )
                return
    if status in ("domestic_partner", "official_unspecified"):
        for sentence in material.readable():
            cues = material.cues_in(sentence.start, sentence.stop, "status", ("domestic", "official"))
            events = material.mentions_in(sentence.start, sentence.stop, ("event",))
            for cue in cues:
                for event in events:
                    holder = _committee_of(case, event.entity_id)
                    if holder and 0 <= event.span.start - cue.stop <= 30 and case.at(cue.start) is campaign:
                        rule = f"{cue.why}; {holder} organises {event.entity_id}"
                        yield case.stated(
                            campaign, "rights_holder", holder, event.span.start, event.span.stop, 0.75, rule
                        )
                        return


def _committee_of(case: Case, edition: str) -> str | None:
    """The organising committee that shares a name with an edition of the Games."""
    event = case.material.entities.get(edition)
    games = next((g for g in case.material.games if g.id == edition.removesuffix("P")), None)
    if event is None or games is None:
        return None
    names = {name.casefold() for name in (event.name, *event.aliases)}
    for entity in case.material.entities.values():
        if entity.kind == "ocog" and (
            names & {n.casefold() for n in entity.aliases}
            or (entity.id.endswith(str(games.year)) and games.host.casefold()[:4] in entity.name.casefold())
        ):
            return entity.id
    return None
