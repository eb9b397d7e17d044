"""``for six weeks``: how long a campaign runs, counted from the date named closest to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.dates_in_text import Written
from extractors.dates_resolved import Resolved, months_later
from extractors.material import Material
from extractors.numbers_in_text import numbered
from extractors.sentences import Sentence

_DAYS = {"unit_day": 1, "unit_week": 7, "unit_fortnight": 14}
_MONTHS = {"unit_month": 1, "unit_year": 12}
_MOST_DAYS = 800


@dataclass(frozen=True, slots=True)
class Beginning:
    """A date from which a duration may be counted."""

    sentence: int
    start: int
    found: Resolved


def durations_in(material: Material, sentence: Sentence) -> Iterator[Written]:
    """Lengths of time, as ``duration`` with their unit and number."""
    for pattern in material.tools.patterns("dates", "duration_patterns"):
        for match, number in numbered(
            pattern, material.lowered, sentence.start, sentence.stop, material.language
        ):
            unit = next(name for name, value in match.groupdict().items() if value and name != "n")
            if number:
                yield Written(*match.span(), "duration", shift=unit, amount=number)


def end_of(written: Written, sentence: Sentence, beginnings: Sequence[Beginning]) -> Resolved | None:
    """The last day or month of a duration: from a date of its sentence, else of the one before, else behind."""
    ranked = sorted(
        (abs(b.sentence - sentence.index), b.sentence > sentence.index, abs(b.start - written.start), n)
        for n, b in enumerate(beginnings)
        if abs(b.sentence - sentence.index) <= 1
    )
    for *_, number in ranked:
        if found := _later(beginnings[number].found, written):
            return found
    return None


def _later(begun: Resolved, written: Written) -> Resolved | None:
    amount, unit = written.amount or 0, written.shift
    if unit in _DAYS:
        days = amount * _DAYS[unit]
        if begun.precision != "day" or days > _MOST_DAYS:
            return None
        return Resolved(
            (date.fromisoformat(begun.value) + timedelta(days=days)).isoformat(), "day", begun.origin
        )
    months = amount * _MONTHS[unit]
    if begun.precision not in ("day", "month") or months * 30 > _MOST_DAYS:
        return None
    month = months_later(date.fromisoformat(begun.value[:7] + "-01"), months)
    if begun.precision == "month":
        return Resolved(month, "month", begun.origin)
    try:
        return Resolved(date.fromisoformat(month + begun.value[7:]).isoformat(), "day", begun.origin)
    except ValueError:
        return Resolved(month, "month", begun.origin)
