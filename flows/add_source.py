"""From what a site offers to a table in the source list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.likely_country import likely_country
from config.settings import Settings
from config.source_list import Source
from extractors.language import detector_for
from extractors.urls import host_of, site_of
from flows.web.site_survey import Offer, Survey

_MIN_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source to be written; ``guesses`` tells which of its fields nobody stated."""

    source: Source
    guesses: tuple[str, ...]


class UnknownLanguageError(ValueError):
    """Neither the user, the site nor its entries tell the language."""


def propose(
    offer: Offer,
    survey: Survey,
    settings: Settings,
    taken_ids: Iterable[str],
    *,
    name: str | None,
    language: str | None,
    country: str | None,
    today: date,
) -> Proposal:
    """The source for ``offer``; what the user did not say is taken from the site, else guessed and told."""
    guesses: list[str] = []
    outlet = name or survey.facts.name or offer.title
    if not outlet:
        outlet = host_of(offer.url)
        guesses.append(f"outlet {outlet!r} from the address")
    spoken = language or offer.language or survey.facts.language
    if spoken is None:
        spoken = _language_of(offer, settings)
        guesses.append(f"language {spoken!r} from the titles")
    land = country or survey.facts.country
    if land is None:
        land = likely_country(spoken)
        if land is None:
            raise UnknownLanguageError(f"no country is known for {offer.url}")
        guesses.append(f"country {land!r} from the language")
    source = Source(
        source_id=_free_id(outlet, offer, taken_ids),
        outlet=outlet,
        kind=offer.kind,
        url=offer.url,
        language=spoken,
        country=land,
        tags=(),
        enabled=True,
        keywords=(),
        seen_at=survey.url,
        verified=today,
        file="",
        line=None,
    )
    return Proposal(source, tuple(guesses))


def _language_of(offer: Offer, settings: Settings) -> str:
    words = " ".join(f"{entry.title or ''} {entry.summary or ''}" for entry in offer.entries)
    found = detector_for(settings.languages).detect(words).code if len(words) >= _MIN_LETTERS else "und"
    if found == "und":
        raise UnknownLanguageError(f"the language of {offer.url} cannot be told")
    return found


def _free_id(outlet: str, offer: Offer, taken_ids: Iterable[str]) -> str:
    plain = unicodedata.normalize("NFKD", outlet).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
    if len(stem) < 3:
        stem = re.sub(r"[^a-z0-9]+", "_", site_of(host_of(offer.url))).strip("_")[:60] or "source"
    if offer.kind != "feed":
        stem = f"{stem}_{offer.kind}"
    taken = set(taken_ids)
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}_{number}"
    return candidate
