"""Who may grant rights: committees, teams and federations, organisers named by their Games or not at all, names no file lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractors.facts.campaigns import Case
from extractors.facts.period import games_of
from extractors.records import Mention

GLOBAL_HOLDERS = frozenset({"ioc", "ipc"})
LOCAL_HOLDERS = frozenset({"noc", "npc", "ocog", "team"})
FEDERATIONS = frozenset({"federation", "sports_body"})
_EVENT_REACH = 40
"""Letters between ``the organising committee`` and the Games it is of."""


class Holder(NamedTuple):
    """A possible grantor at ``start:stop``; ``value`` is an entity id or the name as written."""

    start: int
    stop: int
    value: str
    kind: str
    """ioc, ipc, noc, npc, ocog, team, federation, organiser, unlisted, unlisted_team, body or edition."""

    @property
    def is_global(self) -> bool:
        return self.kind in GLOBAL_HOLDERS


def holder_kind(case: Case, mention: Mention) -> str | None:
    """What an organisation is; None for everything else."""
    entity = case.material.entities.get(mention.entity_id)
    return entity.kind if entity is not None and mention.type == "organisation" else None


def possible_holders(case: Case) -> Iterator[Holder]:
    """All of an article, those of the knowledge first; none inside the name of another."""
    known: list[tuple[int, int]] = []
    for holder in (*_listed(case), *_organisers(case), *_unlisted(case)):
        if all(holder.stop <= start or holder.start >= stop for start, stop in known):
            known.append((holder.start, holder.stop))
            yield holder


def _listed(case: Case) -> list[Holder]:
    """Committees, teams and federations of the knowledge, the longest names first."""
    found = []
    for mention in case.material.mentions:
        kind = holder_kind(case, mention)
        entity = case.material.entities.get(mention.entity_id)
        if kind in GLOBAL_HOLDERS | LOCAL_HOLDERS or (kind in FEDERATIONS and entity and entity.home):
            found.append(Holder(mention.span.start, mention.span.stop, mention.entity_id, kind or ""))
    return sorted(found, key=lambda holder: holder.start - holder.stop)


def _organisers(case: Case) -> Iterator[Holder]:
    """``the organising committee``: of the Games named beside it, else of those of the article."""
    material = case.material
    for cue in material.cues_in(0, len(material.text), "status", ("organiser",)):
        near = material.mentions_in(cue.start - _EVENT_REACH, cue.stop + _EVENT_REACH, ("event",))
        near.sort(key=lambda m: m.span.start - cue.stop if m.span.start >= cue.stop else 2 * _EVENT_REACH)
        games = games_of(case)
        edition = near[0].entity_id if near else games.id if games else None
        if edition and (committee := committee_of(case, edition)):
            yield Holder(cue.start, cue.stop, committee, "ocog" if near else "organiser")


def _unlisted(case: Case) -> Iterator[Holder]:
    """Committees, federations and national teams by the form of their names; other bodies no file lists."""
    material = case.material
    taken = [
        (m.span.start, m.span.stop) for m in material.mentions if m.type in ("medium", "agency", "event")
    ]
    for kind, names in (("unlisted", "holder_names_patterns"), ("unlisted_team", "team_names_patterns")):
        for pattern in material.tools.patterns("status", names):
            for match in pattern.finditer(material.folded):
                start, stop = match.span()
                if all(stop <= low or start >= high for low, high in taken):
                    yield Holder(start, stop, material.text[start:stop], kind)
    for mention in material.mentions:
        if mention.type == "organisation" and mention.entity_id not in material.entities:
            start, stop = mention.span.start, mention.span.stop
            yield Holder(start, stop, material.text[start:stop], "body")


def edition_holders(case: Case) -> Iterator[Holder]:
    """The organisers of every edition named, at its name: "partner of City 2024"."""
    committees: dict[str, str | None] = {}
    for event in case.material.mentions:
        if event.type == "event":
            edition = event.entity_id
            if edition not in committees:
                committees[edition] = committee_of(case, edition)
            if committee := committees[edition]:
                yield Holder(event.span.start, event.span.stop, committee, "edition")


def committee_of(case: Case, edition: str) -> str | None:
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
