"""Which Games a host is meant for, and whether they are past, current or future when the article appears."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.markets.editions import Edition
from extractors.markets.finder import Place

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"^\s?['’](\d\d)(?!\d)")
_RECENT_YEARS = 8
_AHEAD, _BEHIND = timedelta(days=3 * 365), timedelta(days=365)
"""Around these days a host town alone may mean its Games."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All editions, the day the article appears (or is taken to), and the edition that is running or coming."""

    editions: dict[str, Edition]
    today: date
    current: Edition | None
    dated: bool = True
    """Whether the day is known, not taken from the places named."""

    def status(self, edition: Edition) -> str:
        """host_past, host_current or host_future."""
        if self.current is not None and edition.id == self.current.id:
            return "host_current"
        return "host_past" if edition.closing < self.today else "host_future"

    def hosted(self, place: Place) -> list[Edition]:
        """Editions the city, or the country, hosts."""
        if place.city is not None:
            return [self.editions[one] for one in place.city.games if one in self.editions]
        return [edition for edition in self.editions.values() if place.iso in edition.countries]

    def meant(self, place: Place, years: Iterable[int]) -> Edition | None:
        """The edition meant by a place named as host: of a named year, else current, recent, next or last."""
        hosted = self.hosted(place)
        if not hosted:
            return None
        named = set(years)
        for edition in hosted:
            if edition.year in named:
                return edition
        if self.current is not None and any(edition.id == self.current.id for edition in hosted):
            return self.current
        past = max((e for e in hosted if e.closing < self.today), key=lambda e: e.closing, default=None)
        coming = min((e for e in hosted if e.closing >= self.today), key=lambda e: e.opening, default=None)
        if past is not None and (coming is None or self.today - past.closing < coming.opening - self.today):
            return past
        return coming or past

    def is_live(self, edition: Edition) -> bool:
        """Whether people still speak of a city for these Games without naming the year."""
        return edition.closing >= self.today or self.today.year - edition.year <= _RECENT_YEARS

    def is_near(self, edition: Edition) -> bool:
        """Whether the Games are so near that their town is in the news for them; unknown without a day."""
        return self.dated and edition.opening - _AHEAD <= self.today <= edition.closing + _BEHIND


def years_beside(text: str, start: int, stop: int) -> list[int]:
    """Years named within a few words of ``start:stop``, the one directly behind first."""
    short = _SHORT_YEAR.match(text[stop : stop + 5])
    if short is not None:
        return [2000 + int(short.group(1))]
    behind = _YEAR.match(text, stop + 1) if stop + 1 < len(text) else None
    if behind is not None:
        return [int(behind.group())]
    return [int(found) for found in _YEAR.findall(text[max(0, start - 60) : stop + 60])]


def build_calendar(
    editions: dict[str, Edition],
    published: date | None,
    text: str,
    places: Sequence[Place],
) -> Calendar:
    """Calendar for one article; without a publication day it is taken to appear before the Games it speaks of most."""
    today = published if published is not None else _infer_day(editions, text, places)
    coming = [edition for edition in editions.values() if edition.closing >= today]
    current = min(coming, key=lambda edition: edition.opening, default=None)
    return Calendar(editions, today, current, dated=published is not None)


def _infer_day(editions: dict[str, Edition], text: str, places: Sequence[Place]) -> date:
    """The day before the Games that the article names most often; ties go to the later Games."""
    votes: Counter[str] = Counter()
    for place in places:
        if place.city is None:
            continue
        hosted = [editions[one] for one in place.city.games if one in editions]
        years = set(years_beside(text, place.start, place.stop))
        named = [edition for edition in hosted if edition.year in years]
        for edition in named or hosted[-1:]:
            votes[edition.id] += 1
    if not votes:
        # Countries of enumerations say nothing about the Games; the latest year named in the text does.
        written = {int(year) for year in _YEAR.findall(text)}
        named = [edition for edition in editions.values() if edition.year in written]
        latest = max(named or editions.values(), key=lambda edition: edition.opening)
        return latest.opening - timedelta(days=1)
    best = max(votes, key=lambda one: (votes[one], editions[one].opening))
    return editions[best].opening - timedelta(days=1)
