"""Paragraphs of a text: built from a cleaned tree, or found in plain text; kinds by form, never by outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element

from extractors.identity import normalise, squeeze
from extractors.records import Paragraph
from extractors.zones import mark_zones

_KINDS = {"p": "body", "head": "heading", "quote": "quote", "code": "body", "fw": "body"}
_CREDIT = re.compile(
    r"^\s*(?:©|\(c\)|foto:|photo:|bild:|image:|crédit|credit:|fotó?:|写真[:：])", re.IGNORECASE
)
_HEADING = re.compile(r"^#{1,6}\s+\S")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text with its kind, before offsets are known."""

    kind: str
    text: str


def _text_of(element: _Element) -> str:
    """Text of a node in document order, line breaks kept."""
    pieces: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append("\n" if child.tag == "lb" else _text_of(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def blocks_of_tree(body: _Element) -> list[Block]:
    """Blocks of trafilatura's result tree in reading order."""
    blocks: list[Block] = []

    def add(kind: str, text: str) -> None:
        cleaned = squeeze(" ".join(normalise(text).split()))
        if cleaned:
            blocks.append(Block(kind, cleaned))

    def visit(element: _Element) -> None:
        if not isinstance(element.tag, str):
            return
        if element.tag == "list":
            for item in element.iter("item"):
                add("list", _text_of(item))
        elif element.tag == "table":
            for row in element.iter("row"):
                add("table", " | ".join(squeeze(_text_of(cell)) for cell in row.iter("cell")))
        elif element.tag == "quote" and len(element):
            add("quote", _text_of(element))
        elif element.tag in ("div", "body", "section") and len(element):
            if element.text:
                add("body", element.text)
            for child in element:
                visit(child)
                if child.tail:
                    add("body", child.tail)
        elif element.tag == "p" and any(child.tag == "lb" for child in element):
            # A page that separates its paragraphs by two line breaks means paragraphs.
            for piece in re.split(r"\n\s*\n", _text_of(element)):
                add("body", piece)
        else:
            add(_KINDS.get(element.tag, "body"), _text_of(element))

    visit(body)
    return blocks


def lay_out(blocks: Iterable[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """One text, blocks parted by an empty line, and the paragraphs with their offsets."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    position = 0
    for index, block in enumerate(blocks):
        if index:
            pieces.append("\n\n")
            position += 2
        pieces.append(block.text)
        paragraphs.append(Paragraph(index, block.kind, position, position + len(block.text)))
        position += len(block.text)
    text = "".join(pieces)
    return text, mark_zones(text, paragraphs, headline_known=True)


def _kind_of_line(line: str, index: int, n_lines: int, following: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if _CREDIT.match(line) and len(line) < 120:
        return "credit"
    ends_like_sentence = line.rstrip()[-1:] in '.!?…。！？"“”»”」』)'
    if index == 0 and n_lines > 1 and len(line) < 160 and not ends_like_sentence:
        return "headline"
    if len(line) < 100 and not ends_like_sentence and index < n_lines - 1 and len(following) > len(line):
        return "heading"
    return "body"


def paragraphs_of_text(text: str) -> tuple[Paragraph, ...]:
    """Paragraphs of plain text or Markdown, offsets into that very text: every non-empty line is one."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    lines = [text[start:stop] for start, stop in spans]
    paragraphs: list[Paragraph] = []
    for index, ((start, stop), line) in enumerate(zip(spans, lines, strict=True)):
        start += len(line) - len(line.lstrip())
        stop -= len(line) - len(line.rstrip())
        following = lines[index + 1] if index + 1 < len(lines) else ""
        paragraphs.append(
            Paragraph(index, _kind_of_line(line.strip(), index, len(lines), following), start, stop)
        )
    return mark_zones(text, paragraphs)
