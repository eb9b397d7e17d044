"""What a site offers: its feeds, sitemaps and, as a last resort, the page itself, each tried once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.source_list import SourceKind
from extractors.autodiscovery import Offered, SiteFacts, offered_by, site_facts, worth_trying
from extractors.feeds import parse_feed
from extractors.records import FeedEntry, FetchedPage, FetchFailure, FetchRequest, Purpose
from extractors.robots import RobotsRules
from extractors.sections import parse_section
from extractors.sitemaps import parse_sitemap
from extractors.urls import canonical_url, origin_of
from flows.web.batch import fetch_batch
from flows.web.collector import utc_now
from flows.web.discovery import SourceAnswer, ask_sources
from flows.web.memory import HostMemory
from flows.web.policy import FetchPolicy

MAX_OFFERS = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to follow the site, tried once. ``origin`` says where its address was found."""

    url: str
    kind: SourceKind
    title: str | None
    language: str | None
    origin: str
    entries: tuple[FeedEntry, ...]
    newest_at: datetime | None
    problem: str | None = None
    """Reason and detail when it did not work."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found under an address; ``failure`` when it could not be asked at all."""

    url: str
    offers: tuple[Offer, ...]
    facts: SiteFacts
    failure: FetchFailure | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    source_id: str
    kind: str
    url: str


def survey_site(url: str, policy: FetchPolicy, *, clock: Callable[[], datetime] = utc_now) -> Survey:
    """Ask ``url`` and everything it names; feeds first, then sitemaps, then the page itself."""
    memory = HostMemory()
    (outcome,), _ = fetch_batch(
        [FetchRequest(url, "survey", Purpose.SECTION)], policy, memory=memory, clock=clock
    )
    if isinstance(outcome, FetchFailure):
        return Survey(url, (), SiteFacts(None, None, None), outcome)
    named, origin = _named_by(outcome, memory)
    offers = _tried(named, origin, policy, memory, clock)
    found = {offer.kind for offer in offers if offer.entries}
    if "feed" not in found:
        asked = {canonical_url(candidate.url) for candidate in named}
        guesses = [
            guess
            for guess in worth_trying(outcome.final_url)
            if guess.kind not in found and canonical_url(guess.url) not in asked
        ]
        tried = _tried(guesses, "a usual address", policy, memory, clock)
        offers += [offer for offer in tried if not offer.problem]
    if not any(offer.entries for offer in offers):
        offers += _page_itself(outcome)
    rank = {"feed": 0, "sitemap": 1, "section": 2}
    ordered = sorted(
        offers, key=lambda offer: (offer.problem is not None, not offer.entries, rank[offer.kind])
    )
    return Survey(url, tuple(ordered), _facts(outcome, offers))


def _named_by(page: FetchedPage, memory: HostMemory) -> tuple[list[Offered], str]:
    if parse_feed(page).format:
        return [Offered(page.final_url, "feed", None)], "the address given"
    if parse_sitemap(page, max_entries=1).kind in ("urlset", "index"):
        return [Offered(page.final_url, "sitemap", None)], "the address given"
    named = list(offered_by(page))
    rules = memory.rules.get(origin_of(page.final_url))
    if rules is not None and rules.robots_body:
        named += [Offered(address, "sitemap", None) for address in RobotsRules(rules.robots_body).sitemaps]
    unique = {canonical_url(offered.url): offered for offered in reversed(named)}
    return list(reversed(unique.values()))[:MAX_OFFERS], "the page or its robots.txt"


def _tried(
    named: Sequence[Offered],
    origin: str,
    policy: FetchPolicy,
    memory: HostMemory,
    clock: Callable[[], datetime],
) -> list[Offer]:
    candidates = [_Candidate(str(number), offered.kind, offered.url) for number, offered in enumerate(named)]
    answers, _ = ask_sources(candidates, {}, policy, memory=memory, clock=clock)
    return [_offer(offered, origin, answer) for offered, answer in zip(named, answers, strict=True)]


def _offer(offered: Offered, origin: str, answer: SourceAnswer) -> Offer:
    outcome = answer.outcome
    return Offer(
        url=offered.url,
        kind="sitemap" if offered.kind == "sitemap" else "feed",
        title=answer.title or offered.title,
        language=answer.language,
        origin=origin,
        entries=answer.entries,
        newest_at=answer.newest_at,
        problem=f"{outcome.reason}: {outcome.detail}" if outcome.outcome == "failed" else None,
    )


def _page_itself(page: FetchedPage) -> list[Offer]:
    entries = parse_section(page).entries
    if not entries:
        return []
    newest_at = max((entry.published_at for entry in entries if entry.published_at), default=None)
    return [Offer(page.final_url, "section", None, None, "the links of the page", entries, newest_at)]


def _facts(page: FetchedPage, offers: Sequence[Offer]) -> SiteFacts:
    facts = site_facts(page)
    best = next((offer for offer in offers if offer.entries), None)
    return SiteFacts(
        name=facts.name or (best.title if best else None),
        language=(best.language if best else None) or facts.language,
        country=facts.country,
    )
