"""A brand nobody listed: when an article about a campaign names no known one, the name its sentences turn on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from config.knowledge_schema import Entity
from extractors.entities.boundaries import slug
from extractors.facts.focus import BRAND_TYPES, brand_mentions
from extractors.material import NO_BLANKS, Material
from extractors.records import Mention

_NAME = re.compile(
    r"(?<![\w-])[^\W\d_a-zà-öø-ÿ][\w&.'’]*(?:-?[^\W\d_a-zà-öø-ÿ][\w&.'’]*)*(?:\s[^\W\d_a-zà-öø-ÿ][\w&.'’]+){0,2}"
)
_MIN_CHARS = 3


def aliases_of(entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """Every alias of a brand, for names whose context alone left them undecided."""
    found: dict[str, Entity] = {}
    for entity in entities.values():
        if entity.type in BRAND_TYPES:
            for alias in (entity.name, *entity.aliases):
                found.setdefault(alias, entity)
    return found


def _speaks_of_campaign(material: Material) -> bool:
    kinds = {
        (cue.subject, cue.kind) for cue in material.cues if cue.subject in ("campaign", "status", "topic")
    }
    games = ("topic", "games") in kinds or any(m.type == "event" for m in material.mentions)
    return games and bool({("campaign", "noun"), ("status", "not_official"), ("status", "official")} & kinds)


def find_unknown_brand(material: Material, aliases: Mapping[str, Entity]) -> tuple[Mention, ...]:
    """Mentions of the one name that carries the campaign; empty when a brand is known or no name stands out."""
    if brand_mentions(material) or material.language in NO_BLANKS or material.language == "ko":
        return ()
    if not _speaks_of_campaign(material):
        return ()
    best = _best_name(material, aliases)
    if best is None:
        return ()
    name, why = best
    entity = aliases.get(name)
    mention_id = entity.id if entity else f"brand:{slug(name)}"
    canonical = entity.name if entity else name
    pattern = re.compile(rf"(?<![\w]){re.escape(name)}(?:['’]?s)?(?!\w)")
    return tuple(
        Mention(
            material.span(match.start(), match.start() + len(name)), mention_id, canonical, "brand", "name",
            _kind_at(material, match.start()), why, parent_id=entity.parent if entity else None,
        )
        for match in pattern.finditer(material.text)
        if not _taken(material, match.start(), match.end())
    )  # fmt: skip


def _kind_at(material: Material, offset: int) -> str:
    sentence = material.sentence_at(offset)
    return sentence.kind if sentence else "body"


def _taken(material: Material, start: int, stop: int) -> bool:
    """Covered by a name, a market or a quoted text."""
    return (
        any(m.span.start < stop and start < m.span.stop for m in material.mentions)
        or any(m.span.start < stop and start < m.span.stop for m in material.markets)
        or any(q.start <= start and stop <= q.stop for q in material.quoted)
        or any(
            c.subject == "topic" and c.kind in ("games", "weak_games") and c.start < stop and start < c.stop
            for c in material.cues
        )
    )


def _best_name(material: Material, aliases: Mapping[str, Entity]) -> tuple[str, str] | None:
    counts: Counter[str] = Counter()
    upright: Counter[str] = Counter()
    small = set(re.findall(r"(?<!\w)[a-zà-öø-ÿ][\w'’-]+", material.text))
    houses = _house_nouns(material)
    for sentence in material.readable():
        for match in _NAME.finditer(material.text, sentence.start, sentence.stop):
            name = match.group(0).rstrip(".'’")
            if name.split()[0].lower() in small and " " not in name:
                continue
            if len(name) < _MIN_CHARS or _taken(material, match.start(), match.start() + len(name)):
                continue
            counts[name] += 1
            before = material.lowered[max(0, match.start() - 30) : match.start()].rstrip()
            if name in aliases or (before and before.split()[-1] in houses):
                upright[name] += 2
            elif match.start() > sentence.start and material.language != "de":
                upright[name] += 1
            elif match.start() == sentence.start and _denies(material, match.start() + len(name)):
                upright[name] += 2
    title = material.article.title or ""
    ranked = [
        (upright[name] + (count > 1) + (name in title) + 0.1 * count, name)
        for name, count in counts.items()
        if upright[name] and (count > 1 or name in aliases or upright[name] >= 2 or name in title)
    ]
    if not ranked:
        return None
    points, name = max(ranked)
    return (
        (name, f"a name no knowledge file lists, named {counts[name]} times around the campaign")
        if points >= 2
        else None
    )


def _denies(material: Material, stop: int) -> bool:
    """``X is not a sponsor``: a negation follows the name that opens the sentence."""
    words = material.cues_in(stop, min(len(material.text), stop + 14), "status", ("negation", "not_official"))
    return bool(words)


def _house_nouns(material: Material) -> frozenset[str]:
    words = material.tools.cues.get("descriptors", {}).get(material.language, {})
    return frozenset(word.lower() for kind in ("generic", "heads") for word in words.get(kind, ()))


def with_unknown_brand(material: Material, aliases: Mapping[str, Entity]) -> Material:
    """The material with the mentions of an unlisted brand put in their places."""
    found = find_unknown_brand(material, aliases)
    if not found:
        return material
    mentions = tuple(sorted((*material.mentions, *found), key=lambda m: (m.span.start, -m.span.stop)))
    return replace(material, mentions=mentions)
