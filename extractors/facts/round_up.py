"""Round-ups: articles that speak of several brands one after the other, a section each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.material import NOT_READ, Material
from extractors.records import Mention, Paragraph

_MARK = re.compile(r"\s*(?:\*\*|__|[◆◇●○■□▶▷▪•➤★☆※►]|\d{1,2}[.)]\s|[-–—*]\s)")
_OPENING = 28
"""Code points from the start of a paragraph within which its brand is named."""
_FIRST_SENTENCE = 110
_MARKED, _UNMARKED = 2, 3
"""So many different brands make a round-up, with and without marks at the heads of sections."""


@dataclass(frozen=True, slots=True)
class Section:
    """``start:stop`` of the text is about one brand."""

    start: int
    stop: int
    brand: str


def find_sections(
    material: Material, mentions: Sequence[Mention], families: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections of a round-up in order; empty for an article on one subject."""
    paragraphs = [p for p in material.article.paragraphs if p.kind not in NOT_READ and p.kind != "headline"]
    names = [m for m in mentions if m.kind == "name"]
    marked = [_is_marked(material, p) for p in paragraphs]
    heads: list[tuple[int, str | None]] = []
    for index, paragraph in enumerate(paragraphs):
        if not marked[index]:
            continue
        brand = _brand_within(
            names, families, paragraph.start, paragraph.start + _FIRST_SENTENCE, paragraph.stop
        )
        if brand is None and paragraph.kind == "heading" and index + 1 < len(paragraphs):
            after = paragraphs[index + 1]
            brand = _brand_within(names, families, after.start, after.start + _OPENING * 2, after.stop)
        heads.append((paragraph.start, brand))
    if len({brand for _, brand in heads if brand}) < _MARKED:
        heads = _unmarked(paragraphs, names, families)
        if len({brand for _, brand in heads if brand}) < _UNMARKED:
            return ()
    ends = [start for start, _ in heads[1:]] + [len(material.text)]
    return tuple(
        Section(start, stop, brand)
        for (start, brand), stop in zip(heads, ends, strict=True)
        if brand is not None
    )


def _is_marked(material: Material, paragraph: Paragraph) -> bool:
    return paragraph.kind == "heading" or _MARK.match(material.text, paragraph.start) is not None


def _brand_within(
    names: Sequence[Mention], families: Mapping[str, str], start: int, within: int, stop: int
) -> str | None:
    first = next((m for m in names if start <= m.span.start < min(within, stop)), None)
    return families.get(first.entity_id, first.entity_id) if first else None


def _unmarked(
    paragraphs: Sequence[Paragraph], names: Sequence[Mention], families: Mapping[str, str]
) -> list[tuple[int, str | None]]:
    """Paragraphs that open with a brand; one that goes on about it belongs to its section."""
    heads: list[tuple[int, str | None]] = []
    for paragraph in paragraphs:
        brand = _brand_within(names, families, paragraph.start, paragraph.start + _OPENING, paragraph.stop)
        if brand is not None and (not heads or heads[-1][1] != brand):
            heads.append((paragraph.start, brand))
    return heads
