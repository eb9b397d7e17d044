"""How much an article is about the topic: the probability that its signs make together, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.cue_words import CueWords
from config.knowledge_base import Knowledge
from config.topics import Topic
from config.weights import Weights
from extractors.material import Material
from extractors.records import Mention, Relevance, RelevanceReason
from extractors.relevance_signs import GAMES_CONTEXT, SUBJECT, Evidence, signs_of
from extractors.weighing import Verdict, weigh

DECISION = "relevance"
"""File of config/knowledge/weights."""


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


def holder_ids(knowledge: Knowledge, topic: Topic) -> frozenset[str]:
    """Organisations whose mention speaks of the Games."""
    kinds = topic.programme.holder_kinds
    return frozenset(
        e.id for e in knowledge.entities.values() if e.type == "organisation" and e.kind in kinds
    )


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shared = sum(count * other.get(key, 0) for key, count in one.items())
    lengths = sum(c * c for c in one.values()) * sum(c * c for c in other.values())
    return shared / lengths**0.5 if lengths else 0.0


def _reference(material: Material, references: Sequence[ReferenceProfile]) -> tuple[str | None, float]:
    mine = Counter(m.entity_id for m in material.mentions if m.kind == "name")
    nearest, likeness = None, 0.0
    for reference in references:
        score = _cosine(mine, reference.entities)
        if score > likeness:
            nearest, likeness = reference.document_id, score
    return nearest, likeness


def _details(evidence: Evidence) -> dict[str, str]:
    """What was found, by kind of reason."""
    named = evidence.known or evidence.unknown
    what = "sponsors named" if evidence.known else "brands named, none a known sponsor"
    brands = ", ".join(f"{entity} x{n}" for entity, n in named.most_common(3))
    parties = ", ".join(dict.fromkeys(m.canonical for m in (*evidence.events, *evidence.holders)))
    games = ", ".join(part for part in (evidence.words("games", "weak_games"), parties) if part)
    return {
        "sponsor": f"{what}: {brands}" if brands else "no brand named",
        "games": f"Games context: {games}" if games else "no Games context",
        "campaign_cue": f"campaign words: {evidence.words('campaign')}",
        "rights": f"rights and contract words: {evidence.words('rights')}",
    }


def _reasons(evidence: Evidence, verdict: Verdict) -> list[RelevanceReason]:
    """One reason a group of signs, with the signs that weigh most; weights are log-odds."""
    reasons = []
    for kind, detail in _details(evidence).items():
        parts = [
            (name.partition(".")[2], part) for name, part in verdict.parts if name.startswith(f"{kind}.")
        ]
        if parts:
            signs = ", ".join(f"{name} {part:+.1f}" for name, part in parts[:3])
            reasons.append(RelevanceReason(kind, f"{detail} ({signs})", round(sum(p for _, p in parts), 4)))
    return reasons


def lacks_games(relevance: Relevance) -> bool:
    """Whether nothing in the article speaks of the Games, so that no name found later can make it relevant."""
    return any(r.kind == "exclusion" and GAMES_CONTEXT in r.detail for r in relevance.reasons)


def judge_relevance(
    material: Material,
    topic: Topic,
    sponsors: frozenset[str],
    weights: Weights,
    references: Sequence[ReferenceProfile] = (),
) -> Relevance:
    """Score an article against a topic in [0, 1]; without the Games, or any word on sponsors or campaigns, it stays below the threshold."""
    evidence = Evidence(material, topic, sponsors)
    verdict = weigh(weights, signs_of(evidence))
    reasons = [*_reasons(evidence, verdict), RelevanceReason("prior", "before any sign", weights.base)]
    score = verdict.probability
    if missing := evidence.missing:
        reasons.append(RelevanceReason("exclusion", f"missing: {', '.join(missing)}", 0.0))
        score = min(score, topic.threshold * 0.9)
    nearest, likeness = _reference(material, references)
    if nearest:
        detail = f"nearest reference document {nearest} ({likeness:.2f})"
        reasons.append(RelevanceReason("reference", detail, 0.0))
    score = round(score, 4)
    return Relevance(topic.name, score, score >= topic.threshold, tuple(reasons), nearest)
