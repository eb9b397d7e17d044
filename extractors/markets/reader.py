"""Puts the parts together: places of an article, the calendar at its publication, and the role of each place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from config.games_calendar import Games
from extractors.entities.boundaries import fold_spelling
from extractors.markets.finder import find_places
from extractors.markets.groups import sentences_with
from extractors.markets.hosts import build_calendar
from extractors.markets.roles import RoleReader, Topic, named_cues
from extractors.markets.surfaces import MarketMatcher
from extractors.records import Article, MarketMention, Mention, Span


def find_markets(
    article: Article, mentions: Sequence[Mention], matcher: MarketMatcher, games: Sequence[Games]
) -> tuple[MarketMention, ...]:
    """All market mentions of ``article`` with their roles, in order; ``mentions`` are its entity mentions."""
    markets = matcher.language(article.language)
    text = fold_spelling(article.text)
    places = find_places(text, mentions, markets)
    if not places:
        return ()
    lowered = _lower(text)
    cues = markets.cues.find(lowered)
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
    calendar = build_calendar(matcher.editions(games, "paralymp" in lowered), published, text, places)
    reader = RoleReader(
        text,
        lowered,
        markets.cues,
        calendar,
        olympic,
        topic,
        cues,
        set(),
    )
    starts = [paragraph.start for paragraph in article.paragraphs]
    found = []
    for sentence in sentences_with(text, lowered, places, markets.cues):
        for place, decision in reader.decide(sentence):
            index = bisect_right(starts, place.start) - 1
            found.append(
                MarketMention(
                    span=Span.of(article.text, place.start, place.stop),
                    iso=place.iso,
                    role=decision.role,
                    cue=decision.cue,
                    form=_form(place.kind, place.iso),
                    paragraph_kind=article.paragraphs[index].kind if index >= 0 else "body",
                )
            )
    return tuple(found)


def _lower(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[:1] for char in text)


def _form(kind: str, iso: str) -> str:
    if kind == "name" and not (len(iso) == 2 and iso != "EU"):
        return "region"
    return kind
