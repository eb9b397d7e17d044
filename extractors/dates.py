"""Publication instants: parse what feeds and pages state, and set aside what cannot be true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from extractors.markup_text import sound_text
from extractors.records import Dating

EARLIEST = date(1990, 1, 1)
"""No web article is older; an earlier date is a template's or a typing error."""
MAX_RAW_CHARS = 200
FUTURE_TOLERANCE = timedelta(days=2)
"""Time zones and clocks that run ahead; anything later is set aside."""

_YEAR_FIRST = re.compile(r"^\s*(\d{1,5})-(\d{1,2})-(\d{1,2})")


def parse_instant(raw: str) -> datetime | None:
    """ISO 8601 or RFC 5322 text as a UTC instant; a bare day is its midnight UTC; None when unreadable."""
    text = raw.strip()
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00") if text.endswith("Z") else text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            head = _YEAR_FIRST.match(text)
            if not head:
                return None
            try:
                found = datetime.combine(date(*(int(part) for part in head.groups())), time())
            except (ValueError, OverflowError):
                return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None


def judge(at: datetime | None, origin: str, raw: str | None, *, now: datetime) -> Dating:
    """A dating that is believed, or set aside with its reason (``future``, ``too_old``, ``unreadable``)."""
    if at is None:
        return Dating(None, origin, raw, "unreadable")
    if at > now + FUTURE_TOLERANCE:
        return Dating(at, origin, raw, "future")
    if at.date() < EARLIEST:
        return Dating(at, origin, raw, "too_old")
    return Dating(at, origin, raw, None)


def date_from_text(raw: str, origin: str, *, now: datetime) -> Dating:
    """Judge a date given as text."""
    raw = sound_text(raw)[:MAX_RAW_CHARS]
    return judge(parse_instant(raw), origin, raw, now=now)


def choose(datings: tuple[Dating, ...]) -> Dating | None:
    """The first believed dating whose origin ranks highest; a day gives way to an instant of the same day."""
    believed = [dating for dating in datings if dating.at is not None and dating.set_aside is None]
    if not believed:
        return None
    best = believed[0]
    for other in believed[1:]:
        same_day = abs((other.at - best.at).total_seconds()) < 86_400 if other.at and best.at else False
        if same_day and best.at and best.at.time() == time() and other.at and other.at.time() != time():
            best = other
    return best
