"""Puts the parts together: places of an article, the calendar at its publication, and the role of each place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from config.games_calendar import Games
from config.market_schema import is_country
from extractors.markets.candidates import Candidates, Topic, named_cues
from extractors.markets.cues import Cue
from extractors.markets.finder import Place, find_places
from extractors.markets.groups import Group, Sentence, sentences_with
from extractors.markets.homes import house_homes
from extractors.markets.hosts import Calendar, build_calendar
from extractors.markets.roles import Decision, RoleReader
from extractors.markets.surfaces import MarketMatcher, Scanned
from extractors.quotemarks import find_quoted
from extractors.records import Article, MarketMention, Mention, Span

_LONGEST_TITLE = 90
"""Characters up to which quoted words may be a title or claim rather than speech."""


@dataclass(frozen=True, slots=True)
class RuledPlace:
    """A place with what the rules made of it."""

    place: Place
    group: Group
    sentence: Sentence
    decision: Decision


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """All places of an article in order, and the reader that judged them."""

    article: Article
    matcher: MarketMatcher
    reader: RoleReader | None
    """None when the article names no place."""
    places: tuple[RuledPlace, ...]

    def mentions(self, decisions: Sequence[Decision]) -> tuple[MarketMention, ...]:
        """The market mentions when each place has its decision; a group of countries is a mention of each of them."""
        article = self.article
        found: list[MarketMention] = []
        starts = [paragraph.start for paragraph in article.paragraphs]
        for ruled, decision in zip(self.places, decisions, strict=True):
            place = ruled.place
            index = bisect_right(starts, place.start) - 1
            found.extend(
                MarketMention(
                    span=Span.of(article.text, place.start, place.stop),
                    iso=iso,
                    role=decision.role,
                    cue=decision.cue,
                    form=_form(place.kind, place.iso),
                    paragraph_kind=article.paragraphs[index].kind if index >= 0 else "body",
                )
                for iso in _countries(place.iso, decision.role, self.matcher)
            )
        return tuple(found)

    @property
    def ruled(self) -> tuple[MarketMention, ...]:
        """The market mentions as the rules have them."""
        return self.mentions([one.decision for one in self.places])


def find_markets(
    article: Article,
    mentions: Sequence[Mention],
    matcher: MarketMatcher,
    games: Sequence[Games],
    homes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[MarketMention, ...]:
    """All market mentions of ``article`` with the roles that the rules give them."""
    return read_places(article, mentions, matcher, games, homes).ruled


def read_places(
    article: Article,
    mentions: Sequence[Mention],
    matcher: MarketMatcher,
    games: Sequence[Games],
    homes: Mapping[str, str] = MappingProxyType({}),
    scanned: Scanned | None = None,
    holders: Set[str] = frozenset(),
) -> PlacesRead:
    """All places of ``article`` with their roles, in order; ``mentions`` are its entity mentions.

    ``homes`` gives the country (ISO 3166-1) that an entity id is from. ``scanned`` is what a pass over the text has found
    already; without it the text is passed over here. ``holders`` are the ids of who owns the Games.
    """
    markets = matcher.language(article.language)
    if scanned is None:
        scanned = matcher.scan(article.language, article.text)
    text = scanned.text
    places = find_places(scanned, mentions, markets)
    if not places:
        return PlacesRead(article, matcher, None, ())
    lowered = _lower(text)
    cues = _outside_titles(markets.cues.find(lowered), article, places)
    subjects = Counter(cue.role for cue in cues)
    brands = any(mention.type in ("brand", "agency") for mention in mentions)
    cues += named_cues(mentions)
    cues.sort(key=lambda cue: (cue.start, -cue.stop))
    topic = Topic(
        subjects["campaign"],
        subjects["campaign_hints"] + subjects["channels"] // 2,
        subjects["business"],
        brands,
    )
    published = article.published_at.date() if article.published_at is not None else None
    calendar = build_calendar(matcher.editions(games), published, text, places)
    named = subjects["olympic"] > 0 or any(
        mention.type == "event" or mention.entity_id in holders for mention in mentions
    )
    towns = _host_towns(places, calendar, bool(topic.campaign))
    # Two such towns, or one beside words of competition or of a campaign, are no coincidence.
    olympic = named or len(towns) > 1 or (len(towns) == 1 and (subjects["host"] > 0 or bool(topic.campaign)))
    reader = RoleReader(
        text,
        lowered,
        markets.cues,
        calendar,
        topic,
        Candidates(text, lowered, markets.cues, calendar, olympic, topic),
        cues,
        set(),
        olympic,
        house_homes(mentions, homes) if homes else (),
    )
    ruled = [
        RuledPlace(place, group, sentence, decision)
        for sentence in sentences_with(text, lowered, places, markets.cues)
        for place, group, decision in reader.decide(sentence)
    ]
    return PlacesRead(article, matcher, reader, tuple(ruled))


def _host_towns(places: Sequence[Place], calendar: Calendar, campaign: bool) -> set[str]:
    """Host towns named where a campaign is spoken of or the Games of one of them are near, else none."""
    cities = {place.city.name: place for place in places if place.city is not None}
    near = campaign or any(
        calendar.is_near(edition) for place in cities.values() for edition in calendar.hosted(place)
    )
    return set(cities) if near else set()


_BY_COUNTRY = frozenset({"campaign_market", "campaign_market_channel", "excluded_market", "target_audience"})


def _countries(iso: str, role: str, matcher: MarketMatcher) -> tuple[str, ...]:
    """The countries of a group as markets of a campaign; in a job or a name the group stays one."""
    return matcher.lexicon.members.get(iso, (iso,)) if role in _BY_COUNTRY else (iso,)


def _outside_titles(cues: list[Cue], article: Article, places: Sequence[Place]) -> list[Cue]:
    """The cues without those negations that stand in a quoted title or claim, which deny nothing of the places outside."""
    if not any(cue.role == "negation" for cue in cues):
        return cues
    titles = [
        quoted
        for quoted in find_quoted(article.text, article.paragraphs, article.language)
        if quoted.closed
        and quoted.stop - quoted.start <= _LONGEST_TITLE
        and not any(quoted.start <= place.start < quoted.stop for place in places)
    ]
    if not titles:
        return cues
    return [
        cue
        for cue in cues
        if cue.role not in ("negation", "excluded_market")
        or not any(title.start <= cue.start < title.stop for title in titles)
    ]


def _lower(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] for char in text)


def _form(kind: str, iso: str) -> str:
    if kind == "name" and not is_country(iso):
        return "region"
    return kind
