"""Whom each sentence speaks of: its brand, or the one of the sentence before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.facts.round_up import Section, find_sections
from extractors.material import BRAND_TYPES, Material
from extractors.records import Mention
from extractors.sentences import Sentence

_LEAD_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Focus:
    """``of[sentence index]`` is the brand spoken of; ``main`` the brand of the article; ``subjects`` per sentence."""

    main: str | None
    of: tuple[str | None, ...]
    subjects: tuple[tuple[str, ...], ...]
    families: Mapping[str, str]
    sections: tuple[Section, ...] = ()
    """Of a round-up, one a brand."""

    def section_at(self, offset: int) -> Section | None:
        return next((s for s in self.sections if s.start <= offset < s.stop), None)

    def brand_of(self, mention: Mention) -> str:
        """The brand a mention counts as."""
        return self.families.get(mention.entity_id, mention.entity_id)


def families(material: Material) -> dict[str, str]:
    """Entity id -> id of the brand it counts as: products, labels and parents named together are one, under the most named.

    Those with a campaign of their own stay apart.
    """
    named: dict[str, float] = {}
    first: dict[str, int] = {}
    for mention in material.mentions:
        if mention.type in BRAND_TYPES and mention.kind != "nested":
            early = 0.5 * (mention.span.start < len(material.text) // 4)
            worth = (1.0 + early) * (mention.kind == "name") * (0.6 if mention.type == "product" else 1.0)
            named[mention.entity_id] = named.get(mention.entity_id, 0.0) + worth
            first.setdefault(mention.entity_id, mention.span.start)
    groups: dict[str, list[str]] = {}
    for entity_id in named:
        groups.setdefault(_root(material, entity_id), []).append(entity_id)
    found: dict[str, str] = {}
    for members in groups.values():
        brands = [m for m in members if _type_of(material, m) != "product"] or members
        best = max(brands, key=lambda m: (named[m], -first[m]))
        if _type_of(material, best) == "product":
            best = _parent(material, best) or best
        apart = _with_own_campaigns(material, members) if len(members) > 1 else frozenset()
        found |= {member: member if member in apart else best for member in members}
    return found


def _with_own_campaigns(material: Material, members: Sequence[str]) -> frozenset[str]:
    """Members of a family named without the others where a campaign and its claim are; none where only one is."""
    found: set[str] = set()
    for sentence in material.readable():
        there = {
            m.entity_id
            for m in material.mentions_in(sentence.start, sentence.stop)
            if m.entity_id in members and m.kind == "name"
        }
        if len(there) == 1 and _tells_of_a_claim(material, sentence):
            found |= there
    return frozenset(found) if len(found) > 1 else frozenset()


def _tells_of_a_claim(material: Material, sentence: Sentence) -> bool:
    start, stop = sentence.start, sentence.stop
    if not material.cues_in(start, stop, "campaign", ("noun", "launch", "launch_past")):
        return False
    return any(start <= quoted.start and quoted.stop <= stop for quoted in material.quoted)


def _type_of(material: Material, entity_id: str) -> str:
    entity = material.entities.get(entity_id)
    return entity.type if entity is not None else "brand"


def _parent(material: Material, entity_id: str) -> str | None:
    entity = material.entities.get(entity_id)
    return entity.parent if entity is not None else None


def _root(material: Material, entity_id: str) -> str:
    """The top of the family: parents that are brands or companies."""
    seen = {entity_id}
    while (parent := _parent(material, entity_id)) is not None and parent not in seen:
        if _type_of(material, parent) not in BRAND_TYPES:
            break
        entity_id = parent
        seen.add(entity_id)
    return entity_id


def brand_mentions(material: Material) -> list[Mention]:
    """Mentions that may be the subject of a campaign: brands, companies and products, not nested ones."""
    found: list[Mention] = []
    for mention in material.mentions:
        if mention.type not in BRAND_TYPES or mention.kind == "nested":
            continue
        # Two names with only a blank between them are one house: a brand and its branch for a region.
        if found and mention.kind == "name" and found[-1].kind == "name":
            between = material.text[found[-1].span.stop : mention.span.start]
            if between == " ":
                continue
        found.append(mention)
    return found


def is_oblique(material: Material, mention: Mention) -> bool:
    """The brand is only mentioned beside another: with X, like X, rival of X, X in a list of examples."""
    start = mention.span.start
    if material.before(start, "links", "oblique_before"):
        return True
    if material.after(mention.span.stop, "links", "oblique_after"):
        return True
    sentence = material.sentence_at(start)
    if material.cues_in(max(sentence.start if sentence else 0, start - 22), start, "links", ("rival",)):
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
    family = families(material)
    sections = find_sections(material, mentions, family)
    named_so_far: set[str] = set()
    by_sentence: dict[int, list[tuple[Mention, str, bool]]] = {}
    weight: Counter[str] = Counter()
    for mention in mentions:
        sentence = material.sentence_at(mention.span.start)
        if sentence is None:
            continue
        brand = family.get(mention.entity_id, mention.entity_id)
        section = next((s for s in sections if s.start <= mention.span.start < s.stop), None)
        if mention.kind == "name":
            named_so_far.add(brand)
        elif section is not None:
            # "The producer" in a section stands for the brand of that section.
            brand = section.brand
        elif brand not in named_so_far:
            # "The retailer" before the retailer is named stands for whoever is spoken of.
            continue
        oblique = is_oblique(material, mention)
        by_sentence.setdefault(sentence.index, []).append((mention, brand, oblique))
        early = sentence.index < _LEAD_SENTENCES or sentence.kind in ("headline", "lead")
        worth = (2.0 if mention.kind == "name" else 0.6) * (0.4 if oblique else 1.0)
        weight[brand] += int(10 * worth * (1.6 if early and not oblique else 1.0))
    title = (material.article.title or "").casefold()
    for mention in mentions:
        if mention.kind == "name" and mention.span.quote.casefold() in title:
            weight[family.get(mention.entity_id, mention.entity_id)] += 4
    main = weight.most_common(1)[0][0] if weight else None
    of: list[str | None] = []
    subjects: list[tuple[str, ...]] = []
    current: str | None = main
    paragraph = -1
    for sentence in material.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            section = next((s for s in sections if s.start <= sentence.start < s.stop), None)
            current = section.brand if section else current
        there = by_sentence.get(sentence.index, [])
        upright = [brand for _, brand, oblique in there if not oblique]
        if upright:
            current = upright[0]
        elif current is None and there:
            current = there[0][1]
        of.append(current)
        subjects.append(tuple(dict.fromkeys(upright)))
    return Focus(main, tuple(of), tuple(subjects), family, sections)


def narrowed(material: Material, focus: Focus, brands: Sequence[str]) -> Focus:
    """The focus when only ``brands`` have campaigns: another brand holds its own sentence, not those behind it."""
    current = focus.main if focus.main in brands else None
    of: list[str | None] = []
    paragraph = -1
    for sentence in material.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            section = next((s for s in focus.sections if s.start <= sentence.start < s.stop), None)
            current = section.brand if section else current
        there = focus.subjects[sentence.index]
        own = [brand for brand in there if brand in brands]
        current = own[0] if own else current
        of.append(current if own or not there else there[0])
    return replace(focus, of=tuple(of))


def brand_at(material: Material, focus: Focus, offset: int) -> str | None:
    """The brand spoken of at an offset: the last one named upright before it in its sentence, else the sentence's."""
    sentence = material.sentence_at(offset)
    if sentence is None:
        return focus.main
    best: str | None = None
    for mention in material.mentions_in(sentence.start, sentence.stop, BRAND_TYPES):
        if mention.span.start >= offset:
            break
        if mention.kind != "nested" and not is_oblique(material, mention):
            brand = focus.brand_of(mention)
            if mention.kind == "name" or brand in focus.subjects[sentence.index]:
                best = brand
    if best is not None:
        return best
    upright = focus.subjects[sentence.index]
    if upright:
        # Named only after the offset: the sentence still speaks of it unless another was spoken of before.
        return upright[0]
    return focus.of[sentence.index]
