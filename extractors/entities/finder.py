"""Puts the finders together: one pass over the text, then known names, agencies, people and descriptors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from config.knowledge_schema import Entity
from extractors.entities.abbreviations import find_abbreviations, with_abbreviations
from extractors.entities.bodies import find_bodies
from extractors.entities.boundaries import slug
from extractors.entities.descriptors import Described, find_descriptors
from extractors.entities.houses import FoundHouse, find_unknown_houses
from extractors.entities.known import DESCRIPTOR, NAME, NESTED, Named, find_known
from extractors.entities.lexicon import Hit, Scan
from extractors.entities.matcher import Matcher
from extractors.entities.namesakes import whole_names, without_namesakes
from extractors.entities.offices import find_offices
from extractors.entities.people import FoundPerson, find_people
from extractors.entities.people_cjk import find_people_cjk
from extractors.entities.surnames import carry_surnames
from extractors.entities.taken import Taken
from extractors.records import Article, Mention, Span


class BeforePeople(NamedTuple):
    """What is known of an article before people are looked for."""

    text: str
    hits: Sequence[Hit]
    known: Sequence[Named]
    offices: Sequence[FoundHouse]
    houses: list[FoundHouse]
    taken: Taken


def find_mentions(
    article: Article, matcher: Matcher, brands: Sequence[Named] = (), scan: Scan | None = None
) -> tuple[Mention, ...]:
    """All mentions of ``article`` in order of their place; spans are cut from ``article.text``.

    ``brands`` are names found elsewhere that descriptors may stand for; they are no mentions of their own here.
    ``scan`` is what the matcher's pass over the article found, when it has been made already.
    """
    before = names_before_people(article, matcher, scan)
    if before is None:
        return ()
    text, hits, known, offices, houses, taken = before
    words = matcher.words(article.language)
    announced = [hit for hit in hits if hit.surface.cues or hit.surface.describes]
    if not announced and words.script is None:
        return _Mentions(article).collect(known, offices, (), (), ())
    if words.script is not None:
        people = find_people_cjk(text, article.text, announced, words.script, taken)
    else:
        people = find_people(text, announced, words.people, taken)
    taken = taken.with_more((person.start, person.stop) for person in people)
    for house_words in words.houses:
        clauses = words.clauses if house_words.type == "agency" else None
        houses += find_unknown_houses(text, announced, house_words, taken, clauses)
        taken = taken.with_more((house.start, house.stop) for house in houses)
    short = [
        replace(houses[index], start=start, stop=stop, why=f'abbreviation of "{houses[index].name}"')
        for start, stop, index in find_abbreviations(text, [(house.start, house.stop) for house in houses])
        if taken.clash(start, stop) is None
    ]
    taken = taken.with_more((house.start, house.stop) for house in short)
    houses += {(house.start, house.stop): house for house in short}.values()
    if words.script is None:
        people = carry_surnames(text, people, words.people, taken)
    known = [named for named in known if not _inside_person(named, people)]
    unlisted = [
        brand_at(house.start, house.stop, house.entity_id, house.name, house.why)
        for house in houses
        if house.type == "brand"
    ]
    described = find_descriptors(text, announced, [*known, *unlisted, *brands], words.descriptors)
    return _Mentions(article).collect(known, offices, people, houses, described)


def names_before_people(article: Article, matcher: Matcher, scan: Scan | None = None) -> BeforePeople | None:
    """The folded text with everything found ahead of people, bodies among the houses; None when no word is known."""
    scan = matcher.scan(article) if scan is None else scan
    text, hits = scan.text, scan.hits
    if not hits:
        return None
    words = matcher.words(article.language)
    described_ids = frozenset(entity_id for hit in hits for entity_id in hit.surface.describes)
    today = article.published_at.date() if article.published_at is not None else None
    known = whole_names(text, find_known(text, hits, words.joiners, described_ids, today))
    if words.script is None:
        known = without_namesakes(text, known, words.people.shape, words.titles)
    known = with_abbreviations(text, known)
    offices = find_offices(text, known, words.place)
    taken = Taken((office.start, office.stop) for office in offices)
    taken = taken.with_more((named.start, named.stop) for named in known if named.kind == NAME)
    announced = [hit for hit in hits if hit.surface.cues or hit.surface.describes]
    houses: list[FoundHouse] = find_bodies(text, announced, words.bodies, taken) if announced else []
    taken = taken.with_more((house.start, house.stop) for house in houses)
    return BeforePeople(text, hits, known, offices, houses, taken)


def brand_at(start: int, stop: int, entity_id: str, name: str, why: str) -> Named:
    """A brand that only the article knows, as something descriptors may stand for."""
    return Named(start, stop, Entity(entity_id, "brand", name, "article", 0), NAME, why)


def _inside_person(named: Named, people: Sequence[FoundPerson]) -> bool:
    return any(
        person.start <= named.start
        and named.stop <= person.stop
        and person.stop - person.start > named.stop - named.start
        for person in people
    )


def _within(named: Named, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= named.start and named.stop < stop for start, stop in spans)


class _Mentions:
    """Turns what the finders found into Mention records of one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.starts = [paragraph.start for paragraph in article.paragraphs]

    def collect(
        self,
        known: Sequence[Named],
        offices: Sequence[FoundHouse],
        people: Sequence[FoundPerson],
        houses: Sequence[FoundHouse],
        described: Sequence[Described],
    ) -> tuple[Mention, ...]:
        office_spans = [(office.start, office.stop) for office in offices]
        mentions = [self._known(item, NESTED if _within(item, office_spans) else item.kind) for item in known]
        for house in (*offices, *houses):
            name = self._spelled(house)
            about = (f"{house.type}:{slug(name)}", name, house.type, NAME, house.why, house.parent_id)
            mentions.append(self._mention(house.start, house.stop, *about))
        for person in people:
            story = (person.entity_id, person.name, "person", NAME, person.why, None, person.role)
            mentions.append(self._mention(person.start, person.stop, *story))
        for phrase in described:
            named = Named(phrase.start, phrase.stop, phrase.entity, DESCRIPTOR, phrase.why)
            mentions.append(self._known(named, DESCRIPTOR))
        mentions.sort(key=lambda mention: (mention.span.start, -mention.span.stop))
        return tuple(mentions)

    def _spelled(self, house: FoundHouse) -> str:
        """The name as the article spells it, unless it is a fuller one than stands there."""
        written = self.article.text[house.start : house.stop]
        return written if len(house.name) == len(written) and not written.isascii() else house.name

    def _known(self, named: Named, kind: str) -> Mention:
        entity = named.entity
        about = (entity.id, entity.name, entity.type, kind, named.why, entity.parent)
        return self._mention(named.start, named.stop, *about)

    def _mention(
        self,
        start: int,
        stop: int,
        entity_id: str,
        canonical: str,
        entity_type: str,
        kind: str,
        rule: str,
        parent_id: str | None,
        role: str | None = None,
    ) -> Mention:
        index = bisect_right(self.starts, start) - 1
        return Mention(
            span=Span(start, stop, self.article.text[start:stop]),
            entity_id=entity_id,
            canonical=canonical,
            type=entity_type,
            kind=kind,
            paragraph_kind=self.article.paragraphs[index].kind if index >= 0 else "body",
            rule=rule,
            parent_id=parent_id,
            role=role,
        )
