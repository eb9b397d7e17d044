"""Whom each sentence speaks of: its brand, or the one of the sentence before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractors.material import Material
from extractors.records import Mention

BRAND_TYPES = frozenset({"brand", "company", "product"})
_LEAD_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Focus:
    """``of[sentence index]`` is the brand spoken of; ``main`` the brand of the article; ``subjects`` per sentence."""

    main: str | None
    of: tuple[str | None, ...]
    subjects: tuple[tuple[str, ...], ...]


def family(material: Material, mention: Mention, named: frozenset[str]) -> str:
    """A product stands for its brand; a brand and its parent named together are one, under the one named more often."""
    entity_id = mention.entity_id
    if mention.type == "product" and mention.parent_id:
        return mention.parent_id
    parent = mention.parent_id
    if parent is not None and parent in named:
        return entity_id if _times(material, entity_id) > _times(material, parent) else parent
    children = {
        m.entity_id
        for m in material.mentions
        if m.parent_id == entity_id and m.type in BRAND_TYPES - {"product"}
    }
    if children:
        child = max(children, key=lambda one: (_times(material, one), one))
        if _times(material, child) > _times(material, entity_id):
            return child
    return entity_id


def _times(material: Material, entity_id: str) -> float:
    """How often an entity is named upright; early names count more."""
    return sum(
        1.0 + 0.5 * (m.span.start < len(material.text) // 4)
        for m in material.mentions
        if m.entity_id == entity_id and m.kind == "name"
    )


def brand_mentions(material: Material) -> list[Mention]:
    """Mentions that may be the subject of a campaign: brands, companies and products, not nested ones."""
    return [m for m in material.mentions if m.type in BRAND_TYPES and m.kind != "nested"]


def is_oblique(material: Material, mention: Mention) -> bool:
    """The brand is only mentioned beside another: with X, like X, rival of X, X in a list of examples."""
    start = mention.span.start
    if material.before(start, "links", "oblique_before"):
        return True
    if material.after(mention.span.stop, "links", "oblique_after"):
        return True
    if material.cues_in(max(0, start - 22), start, "links", ("rival",)):
        return True
    return stands_beside(material, mention)


def stands_beside(material: Material, mention: Mention) -> bool:
    """Named as a fellow: together with X, partners such as X."""
    start = mention.span.start
    beside = material.cues_in(max(0, start - 44), start, "links", ("other_sponsors",))
    return any("," not in material.text[cue.stop : start] for cue in beside)


def find_focus(material: Material) -> Focus:
    """Walk the sentences and keep who is spoken of."""
    mentions = brand_mentions(material)
    named = frozenset(m.entity_id for m in mentions)
    by_sentence: dict[int, list[tuple[Mention, str, bool]]] = {}
    weight: Counter[str] = Counter()
    for mention in mentions:
        sentence = material.sentence_at(mention.span.start)
        if sentence is None:
            continue
        brand = family(material, mention, named)
        oblique = is_oblique(material, mention)
        by_sentence.setdefault(sentence.index, []).append((mention, brand, oblique))
        early = sentence.index < _LEAD_SENTENCES or sentence.kind in ("headline", "lead")
        worth = (2.0 if mention.kind == "name" else 0.6) * (0.4 if oblique else 1.0)
        weight[brand] += int(10 * worth * (1.6 if early and not oblique else 1.0))
    title = (material.article.title or "").casefold()
    for mention in mentions:
        if mention.kind == "name" and mention.span.quote.casefold() in title:
            weight[family(material, mention, named)] += 4
    main = weight.most_common(1)[0][0] if weight else None
    of: list[str | None] = []
    subjects: list[tuple[str, ...]] = []
    current: str | None = main
    paragraph = -1
    for sentence in material.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
        there = by_sentence.get(sentence.index, [])
        upright = [brand for _, brand, oblique in there if not oblique]
        if upright:
            current = upright[0]
        elif current is None and there:
            current = there[0][1]
        of.append(current)
        subjects.append(tuple(dict.fromkeys(upright)))
    return Focus(main, tuple(of), tuple(subjects))


def brand_at(material: Material, focus: Focus, offset: int) -> str | None:
    """The brand spoken of at an offset: the last one named upright before it in its sentence, else the sentence's."""
    sentence = material.sentence_at(offset)
    if sentence is None:
        return focus.main
    named = frozenset(m.entity_id for m in brand_mentions(material))
    best: str | None = None
    for mention in brand_mentions(material):
        if mention.span.start >= offset:
            break
        if mention.span.start >= sentence.start and not is_oblique(material, mention):
            best = family(material, mention, named)
    if best is not None:
        return best
    upright = focus.subjects[sentence.index]
    if upright:
        # Named only after the offset: the sentence still speaks of it unless another was spoken of before.
        return upright[0]
    return focus.of[sentence.index]
