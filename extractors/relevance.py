"""How much an article is about the topic: a score in [0, 1] that is the sum of its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.cue_words import CueWords
from config.knowledge_base import Knowledge
from config.topics import Topic
from extractors.cues import Cue
from extractors.material import Material
from extractors.records import Mention, Relevance, RelevanceReason

SPONSOR_WEIGHT = 0.30
GAMES_WEIGHT = 0.30
CAMPAIGN_WEIGHT = 0.30
REFERENCE_WEIGHT = 0.10
"""The four shares add up to 1; with the threshold of the topic none of the first three can be missing."""

SUBJECT = "topic"
"""Subject under which the words of the topic stand among the cue words."""
CHANNEL_KINDS = frozenset({"tv", "cinema", "print", "radio", "out_of_home", "social", "retail"})
STATUS_KINDS = frozenset({"worldwide", "domestic", "former", "not_official", "official"})
_BRANDS = frozenset({"brand", "company", "product"})
_LEAD_SHARE = 4
_LEAD_CHARS = 400
_DENSE_LEAD_CHARS = 170
"""The same lead in scripts that write a word with one or two signs."""
_DENSE = frozenset({"ja", "ko", "zh"})
_BESIDE = 1
"""Sentences between a brand and what it has to do with."""
_PASSING = 1.6
"""Weight of Games evidence up to which a text without it in title or lead mentions them only in passing."""


@dataclass(frozen=True, slots=True)
class ReferenceProfile:
    """What a reference document or known campaign is about: entity ids with their counts."""

    document_id: str
    entities: Mapping[str, int]


def profile_of(document_id: str, mentions: Iterable[Mention]) -> ReferenceProfile:
    """The profile of an article from its mentions."""
    return ReferenceProfile(document_id, Counter(m.entity_id for m in mentions if m.kind == "name"))


def _cue_form(word: str) -> str:
    """A word of a topic file in the form of cue words: ``word=`` whole, others open to the right, long ones to the left too."""
    if word.endswith("="):
        return word.removesuffix("=")
    # German writes compounds: the word may stand inside one ("Olympiakampagne"), but not a short one.
    return ("*" if len(word) > 6 or not word[0].isascii() else "") + word + "*"


def topic_cues(topic: Topic) -> CueWords:
    """The words of a topic as one more subject of cue words."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, words_of in (
        ("games", topic.games_words),
        ("weak_games", topic.weak_games_words),
        ("campaign", topic.campaign_words),
        ("rights", topic.rights_words),
    ):
        for language, words in words_of.items():
            tables.setdefault(language, {})[kind] = tuple(
                word if word.startswith("=") else _cue_form(word) for word in words
            )
    return {SUBJECT: tables}


def sponsor_ids(knowledge: Knowledge, topic: Topic) -> frozenset[str]:
    """Entities that count as sponsors of the topic, with everything whose parent is one."""
    direct = {
        entity.id
        for entity in knowledge.entities.values()
        if any(right.programme in topic.programme.programmes for right in entity.rights)
        or entity.kind in topic.programme.kinds
    }
    family = {entity.id for entity in knowledge.entities.values() if entity.parent in direct}
    return frozenset(direct | family)


def _saturate(count: float, half: float) -> float:
    """0 for none, 0.5 at ``half``, towards 1."""
    return count / (count + half) if count > 0 else 0.0


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shared = sum(count * other.get(key, 0) for key, count in one.items())
    lengths = sum(c * c for c in one.values()) * sum(c * c for c in other.values())
    return shared / lengths**0.5 if lengths else 0.0


def _elsewhere(material: Material) -> list[tuple[int, int]]:
    """Where names of places and clubs with an Olympic word stand."""
    spans = []
    for phrase in material.tools.words("events", "not_games"):
        at = material.lowered.find(phrase)
        while at >= 0:
            spans.append((at, at + len(phrase)))
            at = material.lowered.find(phrase, at + 1)
    return spans


class _Evidence:
    """The lead, the title and the words of the topic found in one article."""

    def __init__(self, material: Material) -> None:
        self.material = material
        least = _DENSE_LEAD_CHARS if material.language in _DENSE else _LEAD_CHARS
        self.lead_stop = max(least, len(material.text) // _LEAD_SHARE)
        self.cues: dict[str, list[Cue]] = {"games": [], "weak_games": [], "campaign": [], "rights": []}
        last_stop = dict.fromkeys(self.cues, -1)
        self.elsewhere = _elsewhere(material)
        for cue in material.cues:
            if cue.kind == "games" and self.is_elsewhere(cue.start):
                continue
            if cue.subject == SUBJECT and cue.kind in self.cues and cue.start >= last_stop[cue.kind]:
                self.cues[cue.kind].append(cue)
                last_stop[cue.kind] = cue.stop
        title = (material.article.title or "").lower()
        self.title_words = title

    def is_elsewhere(self, offset: int) -> bool:
        """Whether an Olympic word belongs to the name of a street, a park or a club."""
        return any(start <= offset < stop for start, stop in self.elsewhere)

    def in_lead(self, cues: Sequence[Cue]) -> bool:
        text = self.material.lowered
        return any(c.start < self.lead_stop or text[c.start : c.stop] in self.title_words for c in cues)

    def words(self, *kinds: str) -> str:
        text = self.material.lowered
        found = [text[c.start : c.stop] for kind in kinds for c in self.cues[kind]]
        return ", ".join(list(dict.fromkeys(found))[:8])


def _sponsors(evidence: _Evidence, sponsors: frozenset[str]) -> tuple[float, RelevanceReason | None]:
    material = evidence.material
    named = Counter(m.entity_id for m in material.mentions if m.type in _BRANDS and m.kind != "descriptor")
    known = Counter({entity: n for entity, n in named.items() if entity in sponsors})
    counted = known or named
    if not counted:
        return 0.0, None
    leader, count = counted.most_common(1)[0]
    family = sum(1 for m in material.mentions if m.entity_id == leader and m.kind == "descriptor")
    early = any(m.entity_id == leader and m.span.start < evidence.lead_stop for m in material.mentions)
    share = min(1.0, _saturate(count + 0.5 * family, 1.0) + (0.35 if early else 0.0))
    if not known:
        share *= 0.85
    names = ", ".join(f"{entity} x{n}" for entity, n in counted.most_common(3))
    what = "sponsors named" if known else "brands named, none a known sponsor"
    return share, RelevanceReason("sponsor", f"{what}: {names}", SPONSOR_WEIGHT * share)


def _games(evidence: _Evidence, topic: Topic) -> tuple[float, bool, RelevanceReason | None]:
    """Share, whether the Games are only mentioned in passing, and the reason."""
    material = evidence.material
    strong, weak = evidence.cues["games"], evidence.cues["weak_games"]
    events = [
        m
        for m in material.mentions
        if m.type == "event" and m.kind != "nested" and not evidence.is_elsewhere(m.span.stop - 1)
    ]
    holders = [m for m in material.mentions if _kind_of(material, m) in topic.programme.holder_kinds]
    hosts = [m for m in material.markets if m.role in ("host_current", "host_future")]
    inside = [c for c in strong if not any(_over(c, m) for m in (*events, *holders))]
    weight = len(inside) + len(events) + 0.8 * len(holders) + 0.6 * len(weak) + 0.25 * min(4, len(hosts))
    if weight <= 0 or not (strong or weak or events or holders):
        return 0.0, True, None
    early = evidence.in_lead([*strong, *weak]) or any(
        m.span.start < evidence.lead_stop for m in (*events, *holders)
    )
    share = min(1.0, _saturate(weight, 1.0) + (0.3 if early else 0.0))
    places = [c.start for c in (*strong, *weak)]
    places += [m.span.start for m in (*events, *holders)] + [m.span.start for m in hosts]
    spoken = _sentences(material, places)
    leader = _leader(material)
    at_hand = bool(
        spoken & _sentences(material, (m.span.start for m in material.mentions if m.entity_id == leader))
    )
    rights = _sentences(material, (c.start for c in evidence.cues["rights"]))
    parties = _sentences(material, (m.span.start for m in holders))
    bound = bool(
        parties
        & rights
        & _sentences(material, (m.span.start for m in material.mentions if m.entity_id == leader))
    )
    passing = not early and not bound and (weight <= _PASSING or (len(spoken) == 1 and not at_hand))
    named = ", ".join(dict.fromkeys(m.canonical for m in (*events, *holders)))
    detail = ", ".join(part for part in (evidence.words("games", "weak_games"), named) if part)
    return share, passing, RelevanceReason("games", f"Games context: {detail}", GAMES_WEIGHT * share)


def _over(cue: Cue, mention: Mention) -> bool:
    return mention.span.start <= cue.start < mention.span.stop


def _kind_of(material: Material, mention: Mention) -> str:
    entity = material.entities.get(mention.entity_id) if mention.type == "organisation" else None
    return (entity.kind or "") if entity is not None else ""


def _sentences(material: Material, places: Iterable[int]) -> set[int]:
    return {s.index for place in places if (s := material.sentence_at(place)) is not None}


def _leader(material: Material) -> str | None:
    """The brand named most."""
    counts = Counter(m.entity_id for m in material.mentions if m.type in _BRANDS)
    return counts.most_common(1)[0][0] if counts else None


def _connected(evidence: _Evidence, topic: Topic) -> bool:
    """Whether a brand has to do with the Games or a campaign: beside one of them, or an agency is at work."""
    material = evidence.material
    if any(m.type == "agency" and m.kind != "nested" for m in material.mentions):
        return True
    brands = [m for m in material.mentions if m.type in _BRANDS]
    leader = _leader(material)
    if leader is None:
        return True
    work = _sentences(material, (c.start for kind in ("campaign", "rights") for c in evidence.cues[kind]))
    games = _sentences(
        material,
        (
            *(c.start for kind in ("games", "weak_games") for c in evidence.cues[kind]),
            *(
                m.span.start
                for m in material.mentions
                if m.type == "event" or _kind_of(material, m) in topic.programme.holder_kinds
            ),
        ),
    )
    for places, near in (
        (_sentences(material, (m.span.start for m in brands)), work),
        (_sentences(material, (m.span.start for m in brands if m.entity_id == leader)), games),
    ):
        if any(abs(one - other) <= _BESIDE for one in places for other in near):
            return True
    return False


def _campaign(evidence: _Evidence) -> tuple[float, RelevanceReason | None]:
    material = evidence.material
    campaign, rights = evidence.cues["campaign"], evidence.cues["rights"]
    agencies = sum(1 for m in material.mentions if m.type == "agency" and m.kind != "nested")
    # Channels in a row and stated statuses are what campaign and rights articles are made of.
    channels = {c.kind for c in material.cues if c.subject == "channels" and c.kind in CHANNEL_KINDS}
    claims = sum(1 for c in material.cues if c.subject == "claim" and c.kind == "announce")
    statuses = sum(1 for c in material.cues if c.subject == "status" and c.kind in STATUS_KINDS)
    work = len(campaign) + 0.8 * agencies + 0.3 * min(4, claims) + 0.4 * max(0, len(channels) - 1)
    first = min(1.0, _saturate(work, 1.5) + (0.3 if evidence.in_lead(campaign) else 0.0))
    second = min(
        1.0, _saturate(len(rights) + 0.5 * statuses, 1.5) + (0.3 if evidence.in_lead(rights) else 0.0)
    )
    share = min(1.0, first + 0.6 * second)
    if not share:
        return 0.0, None
    detail = f"campaign and rights words: {evidence.words('campaign', 'rights')}"
    return share, RelevanceReason("campaign_cue", detail, CAMPAIGN_WEIGHT * share)


def _reference(material: Material, references: Sequence[ReferenceProfile]) -> tuple[str | None, float]:
    mine = Counter(m.entity_id for m in material.mentions if m.kind == "name")
    nearest, likeness = None, 0.0
    for reference in references:
        score = _cosine(mine, reference.entities)
        if score > likeness:
            nearest, likeness = reference.document_id, score
    return nearest, likeness


def judge_relevance(
    material: Material, topic: Topic, sponsors: frozenset[str], references: Sequence[ReferenceProfile] = ()
) -> Relevance:
    """Score an article against a topic; the score is the sum of the reasons' weights, capped at 1."""
    evidence = _Evidence(material)
    sponsor_share, sponsor = _sponsors(evidence, sponsors)
    games_share, passing, games = _games(evidence, topic)
    campaign_share, campaign = _campaign(evidence)
    reasons = [reason for reason in (sponsor, games, campaign) if reason is not None]
    nearest, likeness = _reference(material, references)
    if nearest:
        detail = f"nearest reference document {nearest} ({likeness:.2f})"
        reasons.append(RelevanceReason("reference", detail, REFERENCE_WEIGHT * likeness))
    total = min(1.0, sum(reason.weight for reason in reasons))
    missing = [
        name
        for name, there in (
            ("sponsor", sponsor_share > 0),
            ("Games context", games_share > 0),
            ("campaign or rights words", campaign_share > 0),
            ("more than a passing mention of the Games", games_share == 0 or not passing),
            ("a brand beside the Games or a campaign", not sponsor_share or _connected(evidence, topic)),
        )
        if not there
    ]
    if missing:
        ceiling = topic.threshold * 0.9
        reasons.append(
            RelevanceReason("exclusion", f"missing: {', '.join(missing)}", min(0.0, ceiling - total))
        )
        total = min(total, ceiling)
    total = round(max(0.0, total), 4)
    return Relevance(topic.name, total, total >= topic.threshold, tuple(reasons), nearest)
