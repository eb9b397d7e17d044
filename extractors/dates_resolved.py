"""Written dates resolved against the day of publication or the Games: partial stays partial, nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from config.games_calendar import Games
from extractors.dates_in_text import RELATIVE_DAYS, Written
from extractors.feasts import nth_weekday

_SEASON_MIDDLE = {21: (4, 15), 22: (7, 15), 23: (10, 15), 24: (1, 15)}
"""Season numbers of ISO 8601-2 (EDTF) with a day in their middle, northern hemisphere."""
_JUST_OVER_DAYS = 75
_SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date with its value (ISO 8601, partial when partial), precision and what it was resolved by."""

    value: str
    precision: str
    origin: str
    """text, published or games."""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, day: int, around: date, past: bool, ahead: bool) -> int:
    """Year that brings month and day closest to ``around``: not after it when past, not long before it when ahead."""

    def distance(year: int) -> int:
        return (date(year, month, min(day, 28)) - around).days

    years = [around.year - 1, around.year, around.year + 1]
    if past:
        years = [year for year in years if distance(year) <= _SOON_DAYS]
    elif ahead:
        years = [year for year in years if distance(year) >= -_JUST_OVER_DAYS]
    return min(years, key=lambda year: abs(distance(year)))


def _week_of(around: date, weeks: int, weekday: int) -> date:
    monday = around - timedelta(days=around.isoweekday() - 1)
    return monday + timedelta(days=7 * weeks + weekday - 1)


def months_later(around: date, months: int) -> str:
    """The month so many months on, as ISO 8601."""
    index = around.year * 12 + around.month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _relative(written: Written, published: date) -> Resolved | None:
    name = written.shift
    if name in RELATIVE_DAYS:
        return Resolved((published + timedelta(days=RELATIVE_DAYS[name])).isoformat(), "day", "published")
    step = {"next": 1, "this": 0, "last": -1, "after": 2, "before": -2}.get(name.split("_")[0], 0)
    if name.endswith("_week"):
        year, week, _ = _week_of(published, step, 1).isocalendar()
        return Resolved(f"{year}-W{week:02d}", "week", "published")
    if name.endswith("_month"):
        return Resolved(months_later(published, step), "month", "published")
    return Resolved(str(published.year + step), "year", "published")


def _distance(written: Written, published: date) -> Resolved | None:
    """``three days ago`` is a day, ``in two weeks`` a week, ``six months ago`` a month."""
    amount = written.amount or 0
    if written.shift == "unit_month":
        return Resolved(months_later(published, amount), "month", "published")
    if written.shift == "unit_week":
        year, week, _ = (published + timedelta(days=7 * amount)).isocalendar()
        return Resolved(f"{year}-W{week:02d}", "week", "published")
    return Resolved((published + timedelta(days=amount)).isoformat(), "day", "published")


def _weekday(written: Written, published: date, past: bool) -> Resolved:
    weekday = written.weekday or 1
    if written.shift == "next_week":
        found = _week_of(published, 1, weekday)
    elif written.shift == "last_week":
        found = _week_of(published, -1, weekday)
    else:
        ahead = (weekday - published.isoweekday()) % 7
        if written.shift == "after_next":
            ahead = (ahead or 7) + 7
        if written.shift == "next":
            ahead = ahead or 7
        if written.shift == "last":
            ahead = ahead - 7
        elif past and written.shift in ("", "this"):
            ahead = -((published.isoweekday() - weekday) % 7)
        found = published + timedelta(days=ahead)
    return Resolved(found.isoformat(), "day", "published")


def resolve(
    written: Written,
    published: date | None,
    games: Games | None = None,
    *,
    past: bool = False,
    ahead: bool = False,
    near: date | None = None,
) -> Resolved | None:
    """The calendar date meant; None when nothing in the article or its head can tell the year.

    ``past``: the wording says that the day lies behind (since, launched); ``ahead``: that it lies before us,
    so that a month without a year is the coming one unless it is just over; ``near``: a day named before, which
    gives a bare day of the month its month.
    """
    around = published or (games.opening if games else None)
    origin = "published" if published else "games"
    if written.kind == "before_games":
        return _before(written, games)
    if written.kind == "distance":
        return _distance(written, published) if published else None
    if written.kind == "relative":
        return _relative(written, published) if published else None
    if written.kind == "weekday":
        return _weekday(written, published, past) if published else None
    if written.kind == "feast":
        return _feast(written, published, past, ahead) if published else None
    if written.kind == "week":
        return _week(written, around, origin, past)
    year = written.year
    if year is not None:
        origin = "text"
    elif around is None:
        return None
    if written.kind == "year" and year is not None:
        return Resolved(str(year), "year", "text")
    if written.kind == "season" and written.season is not None:
        return _season(written, around, origin, past, ahead)
    if written.kind == "month" and written.month is not None:
        if year is None and around is not None:
            year = _shifted_year(written, around, 15, past, ahead)
        return Resolved(f"{year:04d}-{written.month:02d}", "month", origin) if year is not None else None
    if written.kind == "nth" and written.month and written.weekday and written.amount:
        if year is None and around is not None:
            year = _shifted_year(written, around, min(7 * written.amount, 28) - 3, past, ahead)
        found = nth_weekday(year, written.month, written.weekday, written.amount) if year else None
        return Resolved(found.isoformat(), "day", origin) if found else None
    if written.kind == "day" and written.day is not None:
        if near is not None and written.month is None and not written.shift:
            return _day_after(written.day, written.weekday, near, origin)
        return _full_day(written, around, origin, past, ahead)
    return None


def _feast(written: Written, around: date, past: bool, ahead: bool) -> Resolved | None:
    """The feast nearest to a day; the one behind or before it where the wording says so."""
    days = written.days
    if past:
        days = tuple(day for day in days if day <= around)
    elif ahead:
        days = tuple(day for day in days if (day - around).days >= -_JUST_OVER_DAYS)
    nearest = min(days, key=lambda day: abs((day - around).days), default=None)
    return Resolved(nearest.isoformat(), "day", "published") if nearest else None


def _day_after(day: int, weekday: int | None, near: date, origin: str) -> Resolved | None:
    """``6 February ... the 9th``: the bare day in the month of the day named before it, or in the next.

    ``Monday the 16th`` is the one of these, or of the month before, that is a Monday.
    """
    first = int(day < near.day)
    months = (months_later(near, step) for step in (first, 1 - first, -1))
    days = [found for month in months if (found := _day(int(month[:4]), int(month[5:]), day))]
    found = next((one for one in days if one.isoweekday() == weekday), days[0] if days else None)
    return Resolved(found.isoformat(), "day", origin) if found else None


def _week(written: Written, around: date | None, origin: str, past: bool) -> Resolved | None:
    """A calendar week by its number, or the one a day lies in."""
    if written.amount is None:
        day = _full_day(replace(written, kind="day"), around, origin, past)
        found = date.fromisoformat(day.value) if day else None
    elif written.year is not None or around is not None:
        years = (
            (written.year,)
            if written.year or around is None
            else (around.year, around.year + 1, around.year - 1)
        )
        mondays = [date.fromisocalendar(year, min(written.amount, 52), 1) for year in years if year]
        found = min(mondays, key=lambda monday: abs((monday - (around or monday)).days))
    else:
        return None
    if found is None:
        return None
    year, week, _ = found.isocalendar()
    return Resolved(f"{year:04d}-W{week:02d}", "week", "text" if written.year else origin)


_YEARS = {"next_y": 1, "this_y": 0, "last_y": -1, "after_next_y": 2, "before_last_y": -2}
"""January of next year, of the year before last ..."""


def _shifted_year(written: Written, around: date, day: int, past: bool, ahead: bool = False) -> int:
    month = written.month or 1
    if written.shift.endswith("_y"):
        return around.year + _YEARS[written.shift]
    if written.shift == "next":
        return around.year if (month, day) > (around.month, around.day) else around.year + 1
    if written.shift == "last":
        return around.year if (month, day) < (around.month, around.day) else around.year - 1
    return _nearest_year(month, day, around, past, ahead)


def _full_day(
    written: Written, around: date | None, origin: str, past: bool, ahead: bool = False
) -> Resolved | None:
    day, month, year = written.day or 1, written.month, written.year
    if month is None:
        if around is None:
            return None
        if written.weekday is not None and not written.shift:
            return _day_after(day, written.weekday, around, origin)
        step = {"next_m": 1, "last_m": -1}.get(written.shift, 0)
        if written.shift in ("next", "last"):
            step = {"next": int(day < around.day), "last": -int(day > around.day)}[written.shift]
        year, month = (int(part) for part in months_later(around, step).split("-"))
        if not written.shift and not past and day < around.day - 7:
            year, month = (int(part) for part in months_later(around, 1).split("-"))
        elif not written.shift and past and day > around.day + 3:
            year, month = (int(part) for part in months_later(around, -1).split("-"))
    elif year is None:
        if around is None:
            return None
        year = _shifted_year(written, around, day, past, ahead)
    found = _day(year, month, day) if year is not None else None
    return Resolved(found.isoformat(), "day", origin) if found else None


def _season(written: Written, around: date | None, origin: str, past: bool, ahead: bool) -> Resolved | None:
    season = written.season or 21
    month, day = _SEASON_MIDDLE[season]
    year = written.year
    if year is None:
        if around is None:
            return None
        if written.shift in _YEARS:
            year = around.year + _YEARS[written.shift]
        elif written.shift == "next":
            year = around.year if (month, day) > (around.month, around.day) else around.year + 1
        elif written.shift == "last":
            year = around.year if (month, day) < (around.month, around.day) else around.year - 1
        else:
            year = _nearest_year(month, day, around, past, ahead)
    return Resolved(f"{year:04d}-{season}", "season", origin)


def _before(written: Written, games: Games | None) -> Resolved | None:
    if games is None or written.amount is None:
        return None
    if written.shift == "closing":
        return Resolved((games.closing + timedelta(days=written.amount)).isoformat(), "day", "games")
    if written.shift == "unit_day":
        return Resolved((games.opening - timedelta(days=written.amount)).isoformat(), "day", "games")
    days = written.amount * (7 if written.shift == "unit_week" else 30)
    return Resolved((games.opening - timedelta(days=days)).isoformat()[:7], "month", "games")
