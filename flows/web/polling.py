"""When to ask again: pure deciders from what is known and what came back to an instant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from extractors.records import Grade

MIN_INTERVAL = timedelta(minutes=15)
MAX_INTERVAL = timedelta(days=1)
MAX_QUIET_INTERVAL = timedelta(days=7)
RECHECK_AFTER = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
"""How long after the first sight an article is looked at again for edits."""
QUIET_AFTER = timedelta(days=14)
QUIET_RHYTHMS = 10
_FIRST_RETRY = {
    Grade.TEMPORARY: timedelta(minutes=15),
    Grade.SOFT: timedelta(hours=1),
    Grade.HARD: timedelta(days=1),
}
_LAST_RETRY = {
    Grade.TEMPORARY: timedelta(days=1),
    Grade.SOFT: timedelta(days=3),
    Grade.HARD: timedelta(days=14),
}
_RHYTHM_ENTRIES = 20
_MAX_AGE = re.compile(r"(?:^|[,\s])(?:s-)?max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one answer of a source tells about its rhythm; all optional, absent after a 304."""

    published: Sequence[datetime] = ()
    ttl_seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    cache_control: str | None = None


def rhythm_of(published: Iterable[datetime]) -> timedelta | None:
    """Usual time between two entries: the median gap of the newest twenty; None below three dates."""
    newest = sorted(set(published), reverse=True)[:_RHYTHM_ENTRIES]
    if len(newest) < 3:
        return None
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(newest)]
    return timedelta(seconds=median(gaps))


def is_quiet(newest_at: datetime | None, rhythm: timedelta | None, now: datetime) -> bool:
    """Whether nothing new came for far longer than the source's rhythm (and at least two weeks)."""
    if newest_at is None:
        return False
    return now - newest_at > max(QUIET_AFTER, (rhythm or timedelta(0)) * QUIET_RHYTHMS)


def next_poll_after_answer(
    answered: Answered, previous_interval: timedelta | None, *, is_changed: bool, now: datetime
) -> datetime:
    """When to ask a source that answered: half its rhythm, more rarely while it is silent, never before its ttl."""
    past = [moment for moment in answered.published if moment <= now]
    rhythm = rhythm_of(past) if past else None
    if rhythm is not None:
        interval = _between(MIN_INTERVAL, rhythm / 2, MAX_INTERVAL)
        if is_quiet(max(past), rhythm, now):
            interval = _between(MAX_INTERVAL, (now - max(past)) / QUIET_RHYTHMS, MAX_QUIET_INTERVAL)
    elif previous_interval is not None:
        factor = 1.0 if is_changed else 1.25
        interval = _between(MIN_INTERVAL, previous_interval * factor, MAX_INTERVAL)
    else:
        interval = timedelta(hours=1)
    return _outside(now + max(interval, _asked_pause(answered)), answered.skip_hours)


def next_poll_after_failure(
    grade: Grade, failures_before: int, retry_after_seconds: float | None, now: datetime
) -> datetime:
    """When to ask a source that failed: doubling from its grade's first pause, never before Retry-After."""
    doubled: timedelta = _FIRST_RETRY[grade] * (1 << min(failures_before, 12))
    pause = min(doubled, _LAST_RETRY[grade])
    if retry_after_seconds is not None:
        pause = max(pause, timedelta(seconds=min(retry_after_seconds, 30 * 86_400)))
    return now + pause


def is_due(next_try_at: datetime | None, last_asked_at: datetime | None, now: datetime) -> bool:
    """Whether a scheduled run asks now. A tenth of the pause is forgiven, so a daily run never slips a day."""
    if next_try_at is None or next_try_at <= now:
        return True
    if last_asked_at is None:
        return False
    slack = min((next_try_at - last_asked_at) / 10, timedelta(hours=2))
    return now >= next_try_at - slack


def next_check_at(first_seen_at: datetime, checks_done: int) -> datetime | None:
    """When a stored article is looked at again; None once all looks are done."""
    return first_seen_at + RECHECK_AFTER[checks_done] if checks_done < len(RECHECK_AFTER) else None


def _asked_pause(answered: Answered) -> timedelta:
    match = _MAX_AGE.search(answered.cache_control) if answered.cache_control else None
    seconds = max(answered.ttl_seconds or 0, int(match[1]) if match else 0)
    return min(timedelta(seconds=seconds), MAX_INTERVAL)


def _outside(moment: datetime, skip_hours: tuple[int, ...]) -> datetime:
    if len(skip_hours) >= 24:
        return moment
    while moment.hour in skip_hours:
        moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def _between(low: timedelta, value: timedelta, high: timedelta) -> timedelta:
    return min(max(value, low), high)
