"""Facts sponsor_status, rights_holder, category and co_sponsors: what the brand is to the Games."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.focus import brand_mentions, stands_beside
from extractors.material import clause_bounds
from extractors.records import Fact, Mention
from extractors.sentences import Sentence

_KINDS = ("not_official", "former", "worldwide", "domestic", "official")
_VALUES = {
    "not_official": "not_official", "former": "former", "worldwide": "worldwide_partner",
    "domestic": "domestic_partner", "official": "official_unspecified",
}  # fmt: skip
_RANK = {"not_official": 5, "former": 4, "worldwide": 3, "domestic": 3, "official": 1}
_PARTED = 60  # letters between a verb of leaving and what is left
_GLOBAL_HOLDERS = frozenset({"ioc", "ipc"})
_LOCAL_HOLDERS = frozenset({"noc", "npc", "ocog", "team"})


def _holder_kind(case: Case, mention: Mention) -> str | None:
    entity = case.material.entities.get(mention.entity_id)
    return entity.kind if entity is not None and mention.type == "organisation" else None


def _spoken_of(case: Case, sentence: Sentence, cue: Cue) -> Campaign | None:
    """The campaign whose brand a status word is about: no other brand may stand nearer."""
    material = case.material
    campaign = case.at(cue.start)
    # "Rival X, not an Olympic partner" and "partners such as X" speak of X.
    for mention in brand_mentions(material):
        brand = case.focus.brand_of(mention)
        gap = min(abs(mention.span.start - cue.stop), abs(cue.start - mention.span.stop))
        if (
            mention.kind == "name"
            and sentence.start <= mention.span.start < sentence.stop
            and gap <= 14
            and case.of_brand(brand) is None
        ):
            if stands_beside(material, mention) and mention.span.stop <= cue.start:
                continue
            return None
    subjects = case.focus.subjects[sentence.index]
    if subjects and all(case.of_brand(brand) is None for brand in subjects):
        return None
    return campaign


def _holder_after(case: Case, sentence: Sentence, cue: Cue) -> Mention | None:
    """The organisation a partnership word names: partner of X, X's sponsor."""
    found = [
        m
        for m in case.material.mentions_in(sentence.start, sentence.stop, ("organisation",))
        if _holder_kind(case, m) in _GLOBAL_HOLDERS | _LOCAL_HOLDERS and -24 <= m.span.start - cue.stop <= 44
    ]
    return min(found, key=lambda m: abs(m.span.start - cue.stop), default=None)


def _denied_after(case: Case, sentence: Sentence, stop: int) -> bool:
    """German puts its "nicht" at the end of the clause: ``Sponsor ist die Marke nicht``."""
    if case.material.language != "de":
        return False
    _, high = clause_bounds(case.material, sentence, stop - 1, stop)
    cues = case.material.cues_in(stop, high, "status", ("negation",))
    return any(cue.word == "nicht" and high - cue.stop <= 3 for cue in cues)


def _denied_before(case: Case, sentence: Sentence, start: int) -> bool:
    return bool(case.material.cues_in(max(sentence.start, start - 26), start, "status", ("negation",)))


def _status_cues(case: Case, sentence: Sentence) -> list[Cue]:
    """Words and patterns of a status; "no longer a sponsor" is former, "not only a sponsor" denies nothing."""
    material = case.material
    cues = material.cues_in(sentence.start, sentence.stop, "status", _KINDS)
    if cues or material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract")):
        for kind in _KINDS:
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
    cues.extend(_parted(case, sentence))
    past = [c for c in cues if c.kind == "former"]
    return [
        c
        for c in cues
        if c.kind != "not_official"
        or not (
            any(p.start < c.stop and c.start < p.stop for p in past)
            or material.cues_in(c.start, c.stop, "status", ("not_denial",))
        )
    ]


def _parted(case: Case, sentence: Sentence) -> list[Cue]:
    """Having left a sponsorship or the Games is former; having no tie with them is not official."""
    material = case.material
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
        if _denied_before(case, sentence, cue.start) or material.cues_in(low, high, "term", ("uncertain",)):
            continue
        if material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",)) and not terms:
            continue
        found.append(Cue(cue.start, cue.stop, "status", "former", cue.word))
    return found


def read_status(case: Case) -> Iterator[Fact]:
    """The strongest status each campaign's brand is given; a denied one is not_official."""
    material = case.material
    best: dict[str, tuple[int, Campaign, str, Cue, str]] = {}

    def offer(campaign: Campaign, kind: str, cue: Cue, why: str, points: int) -> None:
        if campaign.key not in best or points > best[campaign.key][0]:
            best[campaign.key] = (points, campaign, kind, cue, why)

    for sentence in material.readable():
        cues = _status_cues(case, sentence)
        partners = material.cues_in(sentence.start, sentence.stop, "term", ("sponsor",))
        for cue in cues:
            campaign = (
                None
                if case.in_speech(cue.start) and cue.kind != "official"
                else _spoken_of(case, sentence, cue)
            )
            if campaign is None:
                continue
            kind, why = cue.kind, cue.why
            if kind != "former" and any(
                c.kind == "former" and c.start < cue.stop and cue.start < c.stop for c in cues
            ):
                continue
            if kind in ("worldwide", "domestic", "official") and (
                _denied_before(case, sentence, cue.start) or _denied_after(case, sentence, cue.stop)
            ):
                kind, why = "not_official", f"denied: {cue.why}"
            holder = _holder_after(case, sentence, cue)
            if kind == "worldwide" and holder is not None and _holder_kind(case, holder) in _LOCAL_HOLDERS:
                # The top partner of a national team is a domestic one.
                kind, why = "domestic", f"{why}; rights holder {holder.entity_id}"
            if kind == "official" and holder is not None:
                # Who sponsors the IOC may be a worldwide partner; only the word says so.
                kind = "official" if _holder_kind(case, holder) in _GLOBAL_HOLDERS else "domestic"
                why += f"; rights holder {holder.entity_id}"
            offer(campaign, kind, cue, why, _RANK[kind] * 10 - int(sentence.kind == "headline") * 5)
        for cue in partners:
            campaign = None if case.in_speech(cue.start) else _spoken_of(case, sentence, cue)
            holder = _holder_after(case, sentence, cue)
            if campaign is not None and _denied_after(case, sentence, cue.stop):
                offer(campaign, "not_official", cue, f"denied: {cue.why}", 45)
                continue
            if campaign is None or holder is None:
                continue
            if _denied_before(case, sentence, cue.start):
                offer(campaign, "not_official", cue, f"denied: {cue.why}", 45)
                continue
            if _denied_before(case, sentence, holder.span.start) and holder.span.start > cue.stop:
                continue
            kind = "official" if _holder_kind(case, holder) in _GLOBAL_HOLDERS else "domestic"
            offer(campaign, kind, cue, f"{cue.why}; rights holder {holder.entity_id}", 25)
    for points, campaign, kind, cue, why in best.values():
        yield case.stated(
            campaign, "sponsor_status", _VALUES[kind], cue.start, cue.stop, 0.6 + points / 150, why
        )


# ---------------------------------------------------------------- rights holder


def read_rights_holder(case: Case) -> Iterator[Fact]:
    """The organisation that grants the rights, where contract or partnership words stand beside it."""
    statuses = {f.campaign: f.value for f in read_status(case)}
    for campaign in case.campaigns:
        if statuses.get(campaign.key) == "not_official":
            continue
        best: tuple[float, Mention, str] | None = None
        for mention in case.material.mentions:
            kind = _holder_kind(case, mention)
            if kind not in _GLOBAL_HOLDERS | _LOCAL_HOLDERS or case.in_speech(mention.span.start):
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
        if _holder_kind(case, mention) == "team" and parent:
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
    if _denied_before(case, sentence, mention.span.start):
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
        points += 1.2 if kind in _GLOBAL_HOLDERS else -1.0
    if points and status == "official_unspecified" and kind in _GLOBAL_HOLDERS:
        points += 0.5
    if points and status == "domestic_partner":
        points += 0.8 if kind in _LOCAL_HOLDERS else -1.2
    if points and kind == "team":
        points -= 0.4
    return points, why


def _organiser(case: Case, campaign: Campaign, status: str | None) -> Iterator[Fact]:
    """Nobody is named beside the contract: the IOC for a worldwide partner, or the organisers of the Games it is partner of."""
    material = case.material
    if status == "worldwide_partner":
        for mention in material.mentions:
            if _holder_kind(case, mention) in _GLOBAL_HOLDERS:
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


# ---------------------------------------------------------------- category, co-sponsors


_UNTIL = (
    r"\s(?:bis|until|till|through|jusqu|hasta|fino|até|tot|desde|dal|depuis|since|seit|gesichert|secured)\b"
)


def read_category(case: Case) -> Iterator[Fact]:
    """The product category the rights are for."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        if not material.cues_in(
            sentence.start, sentence.stop, "term", ("contract", "sponsor", "end")
        ) and not material.cues_in(
            sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official")
        ):
            continue
        for pattern in material.tools.patterns("status", "category_patterns"):
            match = pattern.search(material.lowered, sentence.start, sentence.stop)
            if match is None:
                continue
            start, stop = match.span("value")
            cut = re.search(_UNTIL, material.lowered[start:stop])
            stop = start + cut.start() if cut and cut.start() > 3 else stop
            value = material.text[start:stop].strip(" \"'„“”«»")
            campaign = case.at(start)
            if campaign is None or len(value) < 3 or any(key == campaign.key for key, _ in seen):
                continue
            seen.add((campaign.key, value))
            for piece_start, piece_stop in _pieces(case, start, stop):
                piece = material.text[piece_start:piece_stop]
                yield case.stated(
                    campaign,
                    "category",
                    piece,
                    piece_start,
                    piece_stop,
                    0.75,
                    "category: a pattern of cues/status.toml",
                )
            break
    yield from _quoted_categories(case, {key for key, _ in seen})


def _pieces(case: Case, start: int, stop: int) -> list[tuple[int, int]]:
    """Quoted texts inside the match are the categories; else the match itself."""
    inner: list[tuple[int, int]] = []
    end = stop
    for quoted in case.material.quoted:
        # Further categories of an enumeration follow the first one.
        if start - 2 <= quoted.start and quoted.outer[0] <= end + 8 and quoted.depth == 0:
            inner.append((quoted.start, quoted.stop))
            end = max(end, quoted.outer[1])
    if inner:
        return inner
    piece = case.material.text[start:stop]
    start += len(piece) - len(piece.lstrip(" \"'„“”«»"))
    stop -= len(piece) - len(piece.rstrip(" \"'„“”«»"))
    return [(start, stop)]


def _quoted_categories(case: Case, done: set[str]) -> Iterator[Fact]:
    """``official sponsor of the IOC for "Cloud Services" and "..."``: quoted texts that are no claim beside a status."""
    material = case.material
    claims = {(c.start, c.stop) for campaign in case.campaigns for c in campaign.claims}
    for sentence in material.readable():
        labels = material.cues_in(
            sentence.start, sentence.stop, "status", ("worldwide", "domestic", "official")
        )
        if not labels:
            continue
        for quoted in material.quoted:
            if (
                not (labels[0].stop <= quoted.start and quoted.stop <= sentence.stop)
                or (quoted.start, quoted.stop) in claims
            ):
                continue
            campaign = case.at(labels[0].start)
            # A campaign word in the sentence makes it a title rather than a category.
            noun = material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",))
            if campaign is None or campaign.key in done or noun or case.in_speech(quoted.start):
                continue
            yield case.stated(
                campaign, "category", material.text[quoted.start : quoted.stop], quoted.start, quoted.stop, 0.6,
                f"quoted beside {labels[0].why}",
            )  # fmt: skip


def read_co_sponsors(case: Case) -> Iterator[Fact]:
    """Other sponsors the article names as such, beside the campaign's brand."""
    material = case.material
    seen: set[tuple[str, str]] = set()
    for sentence in material.readable():
        for cue in material.cues_in(sentence.start, sentence.stop, "links", ("other_sponsors",)):
            terms = material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract"))
            if not terms:
                continue
            campaign = case.campaigns[0] if len(case.campaigns) == 1 else case.at(cue.start)
            for mention in brand_mentions(material):
                brand = case.focus.brand_of(mention)
                if (
                    campaign is None
                    or mention.kind != "name"
                    or not cue.start <= mention.span.start <= min(sentence.stop, cue.stop + 90)
                ):
                    continue
                if brand == campaign.brand or (campaign.key, brand) in seen:
                    continue
                seen.add((campaign.key, brand))
                span = mention.span
                yield case.stated(campaign, "co_sponsors", brand, span.start, span.stop, 0.8, cue.why)
