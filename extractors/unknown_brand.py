"""Brands nobody listed: names that an article on the Games shows to be a sponsor or advertiser, by weighed signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from config.knowledge_schema import Entity
from config.weights import Weights
from extractors.brand_candidates import Candidate, Names, is_unlisted
from extractors.brand_context import BrandContext
from extractors.brand_evidence import BrandWords
from extractors.brand_ranking import DECISION as RANKING
from extractors.brand_ranking import FLOOR, Rated, ranked
from extractors.brand_signs import said_signs, signs_of
from extractors.entities.boundaries import slug
from extractors.material import BRAND_TYPES, Material
from extractors.records import Mention
from extractors.weighing import Signs, Verdict, log_odds, rough_log_odds, weigh

DECISION = "unknown_brand"
"""File of config/knowledge/weights."""
ENOUGH = 0.33
"""Probability from which on a name is a brand, after the second look."""
_SAID_AT_ONCE = 3
"""Phrases that may speak for one name at once."""
_LAST_DIGITS = 1e-6
_MIN_SHORT = 4
_HOLDERS = frozenset({"ioc", "ipc", "noc", "npc", "ocog", "team"})


def aliases_of(entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """Every alias of a brand, for names whose context alone left them undecided."""
    found: dict[str, Entity] = {}
    for entity in entities.values():
        if entity.type in BRAND_TYPES:
            for alias in (entity.name, *entity.aliases):
                found.setdefault(alias, entity)
    return found


def is_about_games(material: Material) -> bool:
    """Whether the article names the Games, their hosts or who holds their rights; others are not searched."""
    topic = {cue.kind for cue in material.cues if cue.subject == "topic"}
    if "games" in topic or any(m.type == "event" or _holds_rights(material, m) for m in material.mentions):
        return True
    # A host, or a word that may mean other games, says little by itself.
    hosts = any(m.role in ("host_current", "host_future") for m in material.markets)
    return (hosts or "weak_games" in topic) and bool(topic & {"campaign", "rights"})


def _holds_rights(material: Material, mention: Mention) -> bool:
    entity = material.entities.get(mention.entity_id) if mention.type == "organisation" else None
    return entity is not None and entity.kind in _HOLDERS


class Search:
    """Brands of one article among the names that may be one."""

    def __init__(
        self,
        material: Material,
        aliases: Mapping[str, Entity],
        context: BrandContext,
        words: BrandWords | None,
    ) -> None:
        self.material, self.aliases, self.context = material, aliases, context
        self.names = Names(material, context, words)

    def examples(self) -> Iterator[tuple[Candidate, dict[str, float]]]:
        """Every name that is to be decided on, with its signs."""
        for candidate, signs in self._described():
            yield candidate, signs | said_signs(self.names, candidate)

    def _described(self) -> Iterator[tuple[Candidate, dict[str, float]]]:
        for candidate in self.names.candidates.values():
            signs = signs_of(self.names, candidate, self.aliases)
            if "is.known_brand_same" not in signs and "is.known_product_same" not in signs:
                yield candidate, signs

    def _rated(self, weights: Weights) -> Iterator[tuple[Rated, Verdict]]:
        """What is said of a name is looked at only where it could still make it a brand."""
        said = sorted(weight for name, weight in weights.signs.items() if name.startswith("says."))
        floor = log_odds(FLOOR)
        least = floor - sum(said[-_SAID_AT_ONCE:])
        for candidate, signs in self._described():
            if rough_log_odds(weights, signs) < least - _LAST_DIGITS:
                continue
            signs |= said_signs(self.names, candidate)
            verdict = weigh(weights, signs)
            if verdict.probability >= FLOOR:
                yield Rated(candidate, signs, verdict.probability), verdict

    def _likely(self, weights: Mapping[str, Weights]) -> Iterator[tuple[Candidate, Signs, float, str]]:
        """Names that are brands by the second look, with its probability and the reason."""
        found = list(self._rated(weights[DECISION]))
        looks = ranked([rated for rated, _ in found], self.material.language, self.aliases)
        for (rated, verdict), signs in zip(found, looks, strict=True):
            sure = weigh(weights[RANKING], signs).probability
            if sure >= ENOUGH:
                yield rated.candidate, rated.signs, sure, verdict.why

    def mentions(self, weights: Mapping[str, Weights]) -> tuple[Mention, ...]:
        """The mentions of the article with those of unlisted brands in their places."""
        likely = sorted(self._likely(weights), key=lambda item: (-item[2], -len(item[0].name)))
        found: list[Mention] = []
        chosen: list[Mention] = []
        for candidate, signs, _, reason in likely:
            free = [place for place in candidate.places if not _overlaps(found, *place)]
            if free and not any(_within(candidate.name, m.canonical) for m in chosen):
                why = f"no knowledge file lists it: {reason}"
                chosen.append(self._mention(*free[0], candidate.name, why))
                bare = candidate.name.partition(" ")[2] if self._has_trade_in_front(signs) else ""
                found += self._everywhere(bare or candidate.name, chosen[-1], why, found)
        for mention in sorted(chosen, key=lambda m: -len(m.canonical)):
            for form in self._short_forms(mention.canonical):
                found += self._everywhere(form, mention, f'short for "{mention.canonical}"', found)
        return self._with(found)

    def _has_trade_in_front(self, signs: Signs) -> bool:
        """Where nouns have capitals, a trade behind an article may stand before the name or begin it: the name is what follows."""
        return self.context.nouns and "form.article_and_trade" in signs

    def _mention(self, start: int, stop: int, name: str, why: str) -> Mention:
        entity = self.aliases.get(name)
        known = [m for m in self.names.listed if m.type in BRAND_TYPES and _inside(m, start, stop)]
        if entity is None and known and self._is_branch(known[0], start, stop):
            entity = self.material.entities.get(known[0].entity_id)
        parent = entity.parent if entity else known[0].entity_id if known else None
        sentence = self.material.sentence_at(start)
        return Mention(
            self.material.span(start, stop), entity.id if entity else f"brand:{slug(name)}",
            entity.name if entity else name, "brand", "name", sentence.kind if sentence else "body", why,
            parent_id=parent,
        )  # fmt: skip

    def _is_branch(self, known: Mention, start: int, stop: int) -> bool:
        """Whether only a country or a word for a company stands behind a listed brand: the same house."""
        rest = (known.span.stop, stop)
        if known.span.start != start or rest[0] == stop:
            return False
        bare = self.material.text[slice(*rest)].strip()
        if bare in self.context.places or (self.context.joined and bare in self.context.company):
            return True
        return any(rest[0] <= m.span.start and m.span.stop == stop for m in self.material.markets)

    def _everywhere(self, form: str, mention: Mention, why: str, earlier: Sequence[Mention]) -> list[Mention]:
        """Every place of a form that no longer name and no other thing covers."""
        text = self.material.text
        pattern = re.escape(form)
        if not self.context.joined:
            pattern = rf"(?<![\w-]){pattern}{'s?' if self.context.nouns else ''}(?!\w)"
        elif form.isascii():
            pattern = rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"
        found: list[Mention] = []
        for match in re.finditer(pattern, text):
            start, stop = match.span()
            if _overlaps(earlier, start, stop) or next(self.names.free_parts(start, stop), None) != (
                start,
                stop,
            ):
                continue
            if form != mention.canonical and self._part_of_other(start, stop):
                continue
            sentence = self.material.sentence_at(start)
            kind = sentence.kind if sentence else "body"
            found.append(
                replace(mention, span=self.material.span(start, stop), paragraph_kind=kind, rule=why)
            )
        return found

    def _part_of_other(self, start: int, stop: int) -> bool:
        """Whether another name covers a short form or goes on from it."""
        if any(
            m.span.start < stop and start < m.span.stop for m in self.material.mentions if m.type != "brand"
        ):
            return True
        text = self.material.text
        if any(m.span.start < stop and start < m.span.stop for m in self.names.listed) or self.context.nouns:
            return self.context.nouns is False
        before = re.search(r"(\w+) $", text[max(0, start - 24) : start])
        if before and before.group(1)[:1].isupper() and before.group(1) not in self.context.stops:
            return True
        return text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isupper()

    def _short_forms(self, name: str) -> Iterator[str]:
        """First or last word of a name when it can be nothing else."""
        parts, context = name.split(), self.context
        if len(parts) < 2:
            return
        for part in (parts[0], parts[-1]):
            if (
                len(part) >= _MIN_SHORT
                and part[:1].isupper()
                and part.lower() not in self.names.small
                and part not in context.trades | context.places | context.given | context.stops
                and not part.lower().endswith(context.noun_ends or ("\0",))
            ):
                yield part

    def _with(self, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """The article's mentions without the guesses that the brands found are or replace."""
        kept = [
            m
            for m in self.material.mentions
            if not (_overlaps(found, m.span.start, m.span.stop) and (is_unlisted(m) or m.type in BRAND_TYPES))
            and not (is_unlisted(m) and m.type == "brand")
        ]
        return tuple(sorted((*kept, *found), key=lambda m: (m.span.start, -m.span.stop)))


def _overlaps(mentions: Sequence[Mention], start: int, stop: int) -> bool:
    return any(m.span.start < stop and start < m.span.stop for m in mentions)


def _inside(mention: Mention, start: int, stop: int) -> bool:
    return start <= mention.span.start and mention.span.stop <= stop


def _within(name: str, other: str) -> bool:
    """Whether one name is the first or the last words of another."""
    return other.startswith(f"{name} ") or other.endswith(f" {name}")


def with_unknown_brands(search: Search, weights: Mapping[str, Weights]) -> Material:
    """The material of ``search`` with the mentions of unlisted brands put in their places."""
    return replace(search.material, mentions=search.mentions(weights))
