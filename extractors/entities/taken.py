"""Which stretches of a text already belong to a name."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable


class Taken:
    """Names found so far as intervals that do not overlap; asked often, so kept sorted."""

    __slots__ = ("_starts", "_stops")

    def __init__(self, intervals: Iterable[tuple[int, int]] = ()) -> None:
        ordered = sorted(intervals)
        self._starts = [start for start, _ in ordered]
        self._stops = dict(ordered)

    def clash(self, start: int, stop: int) -> tuple[int, int] | None:
        """First name that overlaps ``start:stop``."""
        index = bisect_right(self._starts, start) - 1
        if index >= 0 and self._stops[self._starts[index]] > start:
            return self._starts[index], self._stops[self._starts[index]]
        if index + 1 < len(self._starts) and self._starts[index + 1] < stop:
            return self._starts[index + 1], self._stops[self._starts[index + 1]]
        return None

    def begins(self, start: int) -> bool:
        """Whether a name begins exactly at ``start``."""
        return start in self._stops

    def add(self, start: int, stop: int) -> None:
        """Remember a name that clashes with none."""
        insort(self._starts, start)
        self._stops[start] = stop

    def with_more(self, intervals: Iterable[tuple[int, int]]) -> Taken:
        """Copy with further names; where two overlap the first stays."""
        copy = Taken(self._stops.items())
        for start, stop in intervals:
            if copy.clash(start, stop) is None:
                copy.add(start, stop)
        return copy
