"""Puts the parts together: places of an article, the calendar at its publication, and the role of each place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from config.games_calendar import Games
from extractors.entities.boundaries import fold_spelling
from extractors.markets.candidates import Candidates, Topic, named_cues
from extractors.markets.cues import Cue
from extractors.markets.finder import Place, find_places
from extractors.markets.groups import sentences_with
from extractors.markets.homes import house_homes
from extractors.markets.hosts import build_calendar
from extractors.markets.roles import RoleReader
from extractors.markets.surfaces import MarketMatcher
from extractors.quotemarks import find_quoted
from extractors.records import Article, MarketMention, Mention, Span

_LONGEST_TITLE = 90
"""Characters up to which quoted words may be a title or claim rather than speech."""


def find_markets(
    article: Article,
    mentions: Sequence[Mention],
    matcher: MarketMatcher,
    games: Sequence[Games],
    homes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[MarketMention, ...]:
    """All market mentions of ``article`` with their roles, in order; ``mentions`` are its entity mentions.

    Where a campaign runs in a group of countries ("DACH", "Benelux") it is a mention of each of them.
    ``homes`` gives the country (ISO 3166-1) that an entity id is from.
    """
    markets = matcher.language(article.language)
    text = fold_spelling(article.text)
    places = find_places(text, mentions, markets)
    if not places:
        return ()
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
    cities = {place.city.name for place in places if place.city is not None}
    # Two host cities, or one beside words of competition or of a campaign, are no coincidence.
    olympic = (
        subjects["olympic"] > 0
        or len(cities) > 1
        or (len(cities) == 1 and (subjects["host"] > 0 or topic.campaign))
    )
    published = article.published_at.date() if article.published_at is not None else None
    paralympics = any(word in lowered for word in markets.cues.grammar["paralympic"])
    calendar = build_calendar(matcher.editions(games, paralympics), published, text, places)
    reader = RoleReader(
        text,
        lowered,
        markets.cues,
        calendar,
        topic,
        Candidates(text, lowered, markets.cues, calendar, olympic, topic),
        cues,
        set(),
        house_homes(mentions, homes) if homes else (),
    )
    starts = [paragraph.start for paragraph in article.paragraphs]
    found: list[MarketMention] = []
    for sentence in sentences_with(text, lowered, places, markets.cues):
        for place, decision in reader.decide(sentence):
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
                for iso in _countries(place.iso, decision.role, matcher)
            )
    return tuple(found)


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
    if kind == "name" and not (len(iso) == 2 and iso != "EU"):
        return "region"
    return kind
