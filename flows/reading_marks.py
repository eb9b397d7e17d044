"""An article's text with its names, markets, quotes and facts marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from extractors.records import Fact, Reading
from flows.reading_json import fact_value

_STYLES = {
    "name": "bold cyan",
    "market": "bold green",
    "fact": "bold magenta",
    "direct": "italic",
    "reported": "italic dim",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text with what it is."""

    start: int
    stop: int
    style: str
    label: str


def marks_of(reading: Reading) -> list[Mark]:
    """Everything that was read, in order of its place."""
    marks = [
        Mark(m.span.start, m.span.stop, "name", _mention_label(m.type, m.entity_id, m.kind))
        for m in reading.mentions
        if m.type != "claim"
    ]
    marks += [Mark(m.span.start, m.span.stop, "market", f"{m.iso} {m.role}") for m in reading.markets]
    marks += [
        Mark(f.span.start, f.span.stop, "fact", fact_label(f)) for f in reading.facts if f.span is not None
    ]
    for quote in reading.quotes:
        if quote.kind in ("direct", "reported"):
            who = quote.speaker or "somebody"
            marks.append(Mark(quote.span.start, quote.span.stop, quote.kind, f"{quote.kind}: {who}"))
    return sorted(marks, key=lambda mark: (mark.start, -mark.stop))


def _mention_label(kind_of_entity: str, entity_id: str, kind: str) -> str:
    bare = entity_id.split(":", 1)[-1]
    return f"{kind_of_entity} {bare}" + ("" if kind == "name" else f", {kind}")


def fact_label(fact: Fact) -> str:
    """``c1 claim`` or, where the words do not show it, ``c1 start_date=2018-02-01``."""
    value = fact_value(fact)
    plain = str(value) if not isinstance(value, dict | list) else ""
    shown = fact.span is not None and plain in fact.span.quote
    return f"{fact.campaign} {fact.field}" + (f"={plain}" if plain and not shown else "")


def marked_text(text: str, reading: Reading) -> Iterator[Text]:
    """One Rich Text a line of the article; labels stand in brackets behind the words they mark."""
    marks = marks_of(reading)
    position = 0
    for line in text.split("\n"):
        start, stop = position, position + len(line)
        position = stop + 1
        if line.strip():
            yield _marked_line(line, start, [m for m in marks if start <= m.start < stop])


def _marked_line(line: str, start: int, marks: list[Mark]) -> Text:
    labels: dict[int, list[Mark]] = {}
    for mark in marks:
        labels.setdefault(min(mark.stop - start, len(line)), []).append(mark)
    found = Text()
    position = 0
    for offset in sorted({*labels, len(line)}):
        piece = Text(line[position:offset])
        for mark in marks:
            low, high = mark.start - start - position, mark.stop - start - position
            if high > 0 and low < len(piece):
                piece.stylize(_STYLES[mark.style], max(0, low), min(len(piece), high))
        found.append_text(piece)
        for mark in labels.get(offset, ()):
            found.append(f"[{mark.label}]", style="dim")
        position = offset
    return found
