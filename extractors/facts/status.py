"""Fact sponsor_status: what the brand is to the Games."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cues import Cue
from extractors.facts.campaigns import Campaign, Case
from extractors.facts.denials import denied_after, denied_before, in_one_country, of_another
from extractors.facts.focus import brand_mentions, stands_beside
from extractors.material import clause_bounds
from extractors.records import Fact, Mention
from extractors.sentences import Sentence

_KINDS = ("not_official", "former", "worldwide", "domestic", "official")
_VALUES = {
    "not_official": "not_official", "former": "former", "worldwide": "worldwide_partner",
    "domestic": "domestic_partner", "official": "official_unspecified",
}  # fmt: skip
_FORMER_ELSEWHERE = 28
"""Points of having been a sponsor in a sentence that does not name the brand: less than a title it bears."""
_DENIAL_ELSEWHERE = 11
"""Points of a denial whose sentence does not name the brand, or is about one country."""
_RANK = {"not_official": 5, "former": 4, "worldwide": 3, "domestic": 3, "official": 1}
_EDITION_REACH = 30  # letters between a partner and the edition of the Games
_CLAUSE_MARK = re.compile(r"[,;:–—、，；：]")
_PARTED = 60  # letters between a verb of leaving and what is left
GLOBAL_HOLDERS = frozenset({"ioc", "ipc"})
LOCAL_HOLDERS = frozenset({"noc", "npc", "ocog", "team"})


def holder_kind(case: Case, mention: Mention) -> str | None:
    entity = case.material.entities.get(mention.entity_id)
    return entity.kind if entity is not None and mention.type == "organisation" else None


def _spoken_of(case: Case, sentence: Sentence, cue: Cue) -> Campaign | None:
    """The campaign whose brand a status word is about: no other brand may stand nearer."""
    material = case.material
    owner = _owner_before(case, sentence, cue)
    if owner is not None:
        return case.of_brand(owner)
    if of_another(case, sentence, cue):
        return None
    campaign = case.at(cue.start)
    own = [
        min(abs(m.span.start - cue.stop), abs(cue.start - m.span.stop))
        for m in brand_mentions(material)
        if sentence.start <= m.span.start < sentence.stop
        and case.of_brand(case.focus.brand_of(m)) is not None
    ]
    # "Rival X, not an Olympic partner" and "partners such as X" speak of X.
    for mention in brand_mentions(material):
        brand = case.focus.brand_of(mention)
        gap = min(abs(mention.span.start - cue.stop), abs(cue.start - mention.span.stop))
        if (
            mention.kind == "name"
            and sentence.start <= mention.span.start < sentence.stop
            and gap <= 14
            and gap < min(own, default=gap + 1)
            and case.of_brand(brand) is None
        ):
            if stands_beside(material, mention) and mention.span.stop <= cue.start:
                continue
            return None
    subjects = case.focus.subjects[sentence.index]
    if subjects and all(case.of_brand(brand) is None for brand in subjects):
        return None
    return campaign


def _owner_before(case: Case, sentence: Sentence, cue: Cue) -> str | None:
    """The brand whose possession the cue is: ``X's worldwide partnership``, ``X的全球权益``."""
    material = case.material
    for mention in brand_mentions(material):
        if mention.kind == "name" and sentence.start <= mention.span.start and mention.span.stop <= cue.start:
            between = material.text[mention.span.stop : cue.start]
            if between in ("的", "の", "의 ", "'s ", "’s "):
                return case.focus.brand_of(mention)
    return None


def _holder_after(case: Case, sentence: Sentence, cue: Cue) -> Mention | None:
    """The organisation a partnership word names: partner of X, X's sponsor."""
    found = [
        m
        for m in case.material.mentions_in(sentence.start, sentence.stop, ("organisation",))
        if holder_kind(case, m) in GLOBAL_HOLDERS | LOCAL_HOLDERS and -24 <= m.span.start - cue.stop <= 44
    ]
    return min(found, key=lambda m: abs(m.span.start - cue.stop), default=None)


def _team_beside(case: Case, sentence: Sentence, cue: Cue) -> Cue | None:
    """A delegation, team or committee right behind the word for a partner, before it where the language puts it there."""
    material = case.material
    ahead = material.language in ("ja", "ko", "zh")
    low, high = (cue.start - 16, cue.start + 1) if ahead else (cue.stop, cue.stop + 34)
    if material.language == "zh":
        # The verb and whom it supports may stand behind: "as official partner supports the delegation".
        behind = material.cues_in(cue.stop, min(cue.stop + 16, sentence.stop), "status", ("team",))
        if behind and not _CLAUSE_MARK.search(material.text, cue.stop, behind[0].start):
            return behind[0]
    teams = material.cues_in(max(low, sentence.start), min(high, sentence.stop), "status", ("team",))
    between = [
        material.text[cue.stop : t.start] if not ahead else material.text[t.stop : cue.start] for t in teams
    ]
    return next((t for t, gap in zip(teams, between, strict=True) if not _CLAUSE_MARK.search(gap)), None)


def _names_brand(case: Case, sentence: Sentence, campaign: Campaign) -> bool:
    """The sentence speaks of the campaign's brand by name or description, or only of it."""
    subjects = case.focus.subjects[sentence.index]
    return campaign.brand in subjects or (len(case.campaigns) == 1 and not subjects)


def _status_cues(case: Case, sentence: Sentence) -> list[Cue]:
    """Words and patterns of a status; "no longer a sponsor" is former, "not only a sponsor" denies nothing."""
    material = case.material
    cues = material.cues_in(sentence.start, sentence.stop, "status", _KINDS)
    about = cues or material.cues_in(sentence.start, sentence.stop, "term", ("sponsor", "contract"))
    if about or material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games")):
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
    # "Domestic top sponsor" is no top sponsor: the longer word says it.
    domestic = [c for c in cues if c.kind == "domestic"]
    cues = [
        c
        for c in cues
        if c.kind != "worldwide" or not any(d.start <= c.start and c.stop <= d.stop for d in domestic)
    ]
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
        if denied_before(case, sentence, cue.start) or material.cues_in(low, high, "term", ("uncertain",)):
            continue
        if material.cues_in(sentence.start, sentence.stop, "campaign", ("noun",)) and not terms:
            continue
        found.append(Cue(cue.start, cue.stop, "status", "former", cue.word))
    return found


_NO_MORE_THAN_LINKS = re.compile(r"(?:\s?[^\W\d_]{1,4}['’]?\s?){0,2}|\s?(?:の|的|의)?\s?")


def _of_the_games(case: Case, sentence: Sentence, cue: Cue) -> str | None:
    """The Games a partnership word is linked to by nothing but small words: ``Sponsor der Spiele``, ``五輪のスポンサー``."""
    material = case.material
    places = [
        (c.start, c.stop)
        for c in material.cues_in(sentence.start, sentence.stop, "topic", ("games", "weak_games"))
    ]
    places += [
        (m.span.start, m.span.stop)
        for m in material.mentions_in(sentence.start, sentence.stop, ("event",))
        if m.kind != "nested"
    ]
    ahead = material.language in ("ja", "ko", "zh")
    for start, stop in places:
        low, high = (stop, cue.start) if ahead else (cue.stop, start)
        if 0 <= high - low <= 12 and _NO_MORE_THAN_LINKS.fullmatch(material.text, low, high):
            return material.text[start:stop]
    return None


def _of_edition(case: Case, sentence: Sentence, cue: Cue) -> str | None:
    """An edition by the name of its organisers, ``<city> <year>`` without a word for Games, right behind or before the cue."""
    material = case.material
    ahead = material.language in ("ja", "ko", "zh")
    for mention in material.mentions_in(sentence.start, sentence.stop, ("event",)):
        span = mention.span
        gap = cue.start - span.stop if ahead else span.start - cue.stop
        if not -1 <= gap <= _EDITION_REACH or mention.kind == "nested":
            continue
        if material.cues_in(span.start, min(sentence.stop, span.stop + 12), "topic", ("games", "weak_games")):
            continue
        low, high = sorted((cue.stop, span.start)) if not ahead else sorted((span.stop, cue.start))
        if material.cues_in(low, high, "topic", ("games", "weak_games")):
            continue
        if not _CLAUSE_MARK.search(material.text, low, high):
            return span.quote
    return None


def _names_brand_here(case: Case, sentence: Sentence, campaign: Campaign) -> bool:
    """The sentence has the brand as its subject, or the one before in the same paragraph and this one names nobody."""
    subjects = case.focus.subjects[sentence.index]
    if subjects:
        return campaign.brand in subjects
    if sentence.index == 0:
        return True
    before = case.material.sentences[sentence.index - 1]
    return before.paragraph == sentence.paragraph and campaign.brand in case.focus.subjects[before.index]


def _denial_points(case: Case, sentence: Sentence, campaign: Campaign, cue: Cue) -> int:
    """A denial weighs most where the sentence names the brand and no single country."""
    here = _names_brand_here(case, sentence, campaign) and not in_one_country(case, sentence, cue)
    return 45 if here else _DENIAL_ELSEWHERE


def _elsewhere(case: Case, sentence: Sentence, cue: Cue) -> bool:
    """Rights are missing in one country only: ``Ireland, where it owns no Olympic rights``."""
    low, _ = clause_bounds(case.material, sentence, cue.start, cue.stop)
    return bool(case.material.cues_in(low, cue.start, "status", ("elsewhere",)))


def read_status(case: Case) -> Iterator[Fact]:
    """The strongest status each campaign's brand is given; a denied one is not_official."""
    material = case.material
    best: dict[str, tuple[int, Campaign, str, Cue, str]] = {}

    def offer(campaign: Campaign, kind: str, cue: Cue, why: str, points: int) -> None:
        if campaign.key not in best or points > best[campaign.key][0]:
            best[campaign.key] = (points, campaign, kind, cue, why)

    for sentence in material.readable():
        cues = _status_cues(case, sentence)
        past = any(cue.kind == "former" for cue in cues)
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
            if kind == "not_official" and _elsewhere(case, sentence, cue):
                continue
            if kind != "former" and any(
                c.kind == "former" and c.start < cue.stop and cue.start < c.stop for c in cues
            ):
                continue
            if kind in ("worldwide", "domestic", "official") and (
                denied_before(case, sentence, cue.start) or denied_after(case, sentence, cue.stop)
            ):
                kind, why = ("former" if past else "not_official"), f"denied: {cue.why}"
            holder = _holder_after(case, sentence, cue)
            points = _RANK[kind] * 10 - int(sentence.kind == "headline") * 5
            if cue.kind == "not_official" and past:
                # "The former partner, which has no rights any more".
                continue
            if kind == "not_official":
                points = min(points, _denial_points(case, sentence, campaign, cue))
            if kind == "former" and not _names_brand_here(case, sentence, campaign):
                points = min(points, _FORMER_ELSEWHERE)
            if kind == "worldwide" and holder is not None and holder_kind(case, holder) in LOCAL_HOLDERS:
                # The top partner of a national team is a domestic one.
                kind, why = "domestic", f"{why}; rights holder {holder.entity_id}"
            if kind == "official" and holder is None and (team := _team_beside(case, sentence, cue)):
                kind, why = "domestic", f"{why}; {team.why}"
            elif kind == "official" and holder is not None:
                # Who sponsors the IOC may be a worldwide partner; only the word says so.
                kind = "official" if holder_kind(case, holder) in GLOBAL_HOLDERS else "domestic"
                why += f"; rights holder {holder.entity_id}"
            elif kind == "official" and (edition := _of_edition(case, sentence, cue)):
                kind, why = "domestic", f"{why} of {edition}"
            if kind != cue.kind and kind in ("domestic", "official"):
                points = _RANK[kind] * 10
            offer(campaign, kind, cue, why, points)
        for cue in partners:
            campaign = None if case.in_speech(cue.start) else _spoken_of(case, sentence, cue)
            holder = _holder_after(case, sentence, cue)
            stands_by = bool(material.cues_in(cue.start, cue.stop, "status", ("support",)))
            games = None if stands_by else _of_the_games(case, sentence, cue)
            if campaign is not None and holder is None and games:
                denied = denied_before(case, sentence, cue.start) or denied_after(case, sentence, cue.stop)
                kind = "official" if not denied else "former" if past else "not_official"
                if kind == "official" and _of_edition(case, sentence, cue):
                    offer(campaign, "domestic", cue, f"{cue.why} of {games}", 25)
                    continue
                points = _denial_points(case, sentence, campaign, cue) if denied else 15
                offer(campaign, kind, cue, f"{cue.why} of {games}", points)
                continue
            if campaign is not None and not _names_brand(case, sentence, campaign):
                continue
            if campaign is not None and denied_after(case, sentence, cue.stop):
                points = _denial_points(case, sentence, campaign, cue)
                offer(campaign, "former" if past else "not_official", cue, f"denied: {cue.why}", points)
                continue
            if campaign is not None and holder is None and (team := _team_beside(case, sentence, cue)):
                if not denied_before(case, sentence, cue.start):
                    offer(campaign, "domestic", cue, f"{cue.why}; {team.why}", 25)
                continue
            if campaign is None or holder is None:
                continue
            if denied_before(case, sentence, cue.start):
                points = _denial_points(case, sentence, campaign, cue)
                offer(campaign, "former" if past else "not_official", cue, f"denied: {cue.why}", points)
                continue
            if denied_before(case, sentence, holder.span.start) and holder.span.start > cue.stop:
                continue
            kind = "official" if holder_kind(case, holder) in GLOBAL_HOLDERS else "domestic"
            offer(campaign, kind, cue, f"{cue.why}; rights holder {holder.entity_id}", 25)
    for points, campaign, kind, cue, why in best.values():
        yield case.stated(
            campaign, "sponsor_status", _VALUES[kind], cue.start, cue.stop, 0.6 + points / 150, why
        )
