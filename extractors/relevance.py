"""How much an article is about the topic: a score in [0, 1] that is the sum of its reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.knowledge_base import Knowledge
from config.topics import Topic
from extractors.records import Article, Mention, Relevance, RelevanceReason

SPONSOR_WEIGHT = 0.30
GAMES_WEIGHT = 0.30
CAMPAIGN_WEIGHT = 0.30
REFERENCE_WEIGHT = 0.10
"""The four shares add up to 1; with the threshold of the topic none of the first three can be missing."""

_CJK = frozenset("ja ko zh".split())


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], cjk: bool) -> re.Pattern[str]:
    """Words matched at their start; ``word=`` as a whole; no boundaries in scripts without spaces."""
    pieces = []
    for word in sorted(words, key=len, reverse=True):
        whole = word.endswith("=")
        body = re.escape(word.removesuffix("="))
        # German writes compounds: the word may stand inside one ("Olympiakampagne"), but not a short one.
        left = "" if cjk or (len(word) > 6 and not whole) else r"\b"
        pieces.append(left + body + (r"\b" if whole and not cjk else ""))
    return re.compile("|".join(pieces) or r"(?!)", re.IGNORECASE)


def _words(table: Mapping[str, tuple[str, ...]], language: str) -> re.Pattern[str]:
    known = table.get(language) or tuple(word for words in table.values() for word in words)
    return _pattern(tuple(known), language in _CJK)


def _saturate(count: float, half: float) -> float:
    """0 for none, 0.5 at ``half``, towards 1."""
    return count / (count + half) if count > 0 else 0.0


@dataclass(frozen=True, slots=True)
class ReferenceProfile:
    """What a reference document or known campaign is about: entity ids with their counts."""

    document_id: str
    entities: Mapping[str, int]


def profile_of(document_id: str, mentions: Iterable[Mention]) -> ReferenceProfile:
    """The profile of an article from its mentions."""
    return ReferenceProfile(document_id, Counter(m.entity_id for m in mentions if m.kind == "name"))


def _cosine(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shared = sum(count * other.get(key, 0) for key, count in one.items())
    lengths = sum(c * c for c in one.values()) * sum(c * c for c in other.values())
    return shared / lengths**0.5 if lengths else 0.0


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


def judge_relevance(
    article: Article,
    mentions: Sequence[Mention],
    topic: Topic,
    sponsors: frozenset[str],
    references: Sequence[ReferenceProfile] = (),
) -> Relevance:
    """Score an article against a topic; the score is the sum of the reasons' weights, capped at 1."""
    reasons: list[RelevanceReason] = []
    headline = article.title or ""
    lead = article.text[: max(400, len(article.text) // 4)]

    named = Counter(m.entity_id for m in mentions if m.entity_id in sponsors and m.kind != "descriptor")
    sponsor_share = 0.0
    if named:
        leader, count = named.most_common(1)[0]
        early = any(m.entity_id == leader and m.span.start < len(lead) for m in mentions)
        sponsor_share = min(1.0, _saturate(count, 1.0) + (0.35 if early else 0.0))
        names = ", ".join(f"{entity} x{n}" for entity, n in named.most_common(3))
        reasons.append(RelevanceReason("sponsor", f"sponsors named: {names}", SPONSOR_WEIGHT * sponsor_share))

    def cue_share(table: Mapping[str, tuple[str, ...]], half: float) -> tuple[float, list[str]]:
        found = [m.group(0) for m in _words(table, article.language).finditer(article.text)]
        in_head = bool(_words(table, article.language).search(headline)) or bool(
            _words(table, article.language).search(lead)
        )
        return min(1.0, _saturate(len(found), half) + (0.3 if in_head else 0.0)), found

    games_share, games_found = cue_share(topic.games_words, 1.0)
    events = sum(1 for m in mentions if m.type == "event")
    if events:
        games_share = min(1.0, games_share + 0.3)
    if games_share:
        detail = ", ".join(dict.fromkeys(word.lower() for word in games_found)) or f"{events} Games named"
        reasons.append(RelevanceReason("games", f"Games context: {detail}", GAMES_WEIGHT * games_share))

    campaign_share, campaign_found = cue_share(topic.campaign_words, 2.0)
    rights_share, rights_found = cue_share(topic.rights_words, 1.5)
    both = min(1.0, campaign_share + 0.6 * rights_share)
    if both:
        seen = list(dict.fromkeys(word.lower() for word in campaign_found + rights_found))
        reasons.append(
            RelevanceReason(
                "campaign_cue", f"campaign and rights words: {', '.join(seen[:8])}", CAMPAIGN_WEIGHT * both
            )
        )

    nearest, likeness = None, 0.0
    mine = Counter(m.entity_id for m in mentions if m.kind == "name")
    for reference in references:
        score = _cosine(mine, reference.entities)
        if score > likeness:
            nearest, likeness = reference.document_id, score
    if nearest:
        reasons.append(
            RelevanceReason(
                "reference",
                f"nearest reference document {nearest} ({likeness:.2f})",
                REFERENCE_WEIGHT * likeness,
            )
        )
    total = min(1.0, sum(reason.weight for reason in reasons))
    if not (named and games_share and both):
        missing = [
            name
            for name, there in (
                ("sponsor", named),
                ("Games context", games_share),
                ("campaign or rights words", both),
            )
            if not there
        ]
        ceiling = topic.threshold * 0.9
        if total > ceiling:
            reasons.append(RelevanceReason("exclusion", f"missing: {', '.join(missing)}", ceiling - total))
            total = ceiling
        else:
            reasons.append(RelevanceReason("exclusion", f"missing: {', '.join(missing)}", 0.0))
    total = round(max(0.0, total), 4)
    return Relevance(topic.name, total, total >= topic.threshold, tuple(reasons), nearest)
