"""How items ended that were no entries: of one big feed there are tens of thousands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from extractors.records import EntryOutcome, FeedEntry, Rejection
from flows.decide import rejected


@dataclass(frozen=True, slots=True)
class RefusedItems(Collection[EntryOutcome]):
    """The outcomes of what a source offered that is no entry, made anew each time they are gone through.

    Kept whole, a feed of 50,000 entries took 13 MB until the run had asked everybody.
    """

    source_id: str
    rejections: tuple[Rejection, ...]

    def __iter__(self) -> Iterator[EntryOutcome]:
        for number, item in enumerate(self.rejections):
            yield rejected(FeedEntry(self.source_id, item.subject, f"{item.subject}#{number}"), item)

    def __len__(self) -> int:
        return len(self.rejections)

    def __contains__(self, outcome: object) -> bool:
        return any(outcome == own for own in self)


@dataclass(frozen=True, slots=True)
class Joined(Collection[EntryOutcome]):
    """Several collections one after the other, without a copy of any."""

    parts: tuple[Collection[EntryOutcome], ...]

    def __iter__(self) -> Iterator[EntryOutcome]:
        for part in self.parts:
            yield from part

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __contains__(self, outcome: object) -> bool:
        return any(outcome in part for part in self.parts)
