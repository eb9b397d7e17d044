"""Days of moving feasts: Easter and what is counted from it, the nth weekday of a month, the lunar calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

_YEARS = range(1984, 2041)
_EASTER = re.compile(r"easter_([mp])(\d+)")
_NTH = re.compile(r"nth_(\d\d)_(\d)_(\d)")
_LUNAR = re.compile(r"(\w+?)(?:_([mp])(\d+))?")
LAST = 9
"""Number of the last such weekday of a month."""


def is_feast(name: str, tables: Mapping[str, Sequence[str]]) -> bool:
    """Whether a list of cues/dates.toml names a moving feast; ``tables``: days_<name> -> ISO days."""
    lunar = _LUNAR.fullmatch(name)
    return bool(
        _EASTER.fullmatch(name) or _NTH.fullmatch(name) or (lunar and f"days_{lunar.group(1)}" in tables)
    )


def feast_days(name: str, tables: Mapping[str, Sequence[str]]) -> tuple[date, ...]:
    """The days of a feast in the years known, in order."""
    if match := _EASTER.fullmatch(name):
        shift = timedelta(days=int(match.group(2)) * (1 if match.group(1) == "p" else -1))
        return tuple(easter(year) + shift for year in _YEARS)
    if match := _NTH.fullmatch(name):
        month, weekday, number = (int(part) for part in match.groups())
        return tuple(nth_weekday(year, month, weekday, number) for year in _YEARS)
    match = _LUNAR.fullmatch(name)
    if match is None:
        return ()
    shift = timedelta(days=int(match.group(3) or 0) * (-1 if match.group(2) == "m" else 1))
    return tuple(date.fromisoformat(day) + shift for day in tables[f"days_{match.group(1)}"])


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The first to fourth such weekday (Monday is 1) of a month, or the last one."""
    if number == LAST:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.isoweekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gregorian computus, Butcher 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    days = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * days) // 451
    month, day = divmod(moon + days - 7 * late + 114, 31)
    return date(year, month, day + 1)
