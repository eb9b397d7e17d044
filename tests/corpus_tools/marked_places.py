"""Sentences of our own whose places are marked [text|code|role]: tests/extractors/market_roles/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article

FOLDER = Path(__file__).resolve().parents[1] / "extractors" / "market_roles"
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z0-9]+)\|([a-z_/]+)\]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its marks; each mark is (offset, text, code, right roles)."""

    text: str
    marks: tuple[tuple[int, str, str, tuple[str, ...]], ...]
    published: date
    language: str

    @property
    def article(self) -> Article:
        """The text as an article without a title."""
        return Article(
            article_id="a", source_id="s", url="", fetched_url="", outlet=None, site_name=None, title=None,
            authors=(), description=None, image_url=None, language=self.language, language_origin="front_matter",
            published_at=datetime.combine(self.published, time(8), UTC), published_origin=None, datings=(),
            text=self.text, paragraphs=paragraphs_of_text(self.text), text_sha256="",
        )  # fmt: skip


def unmarked(text: str, published: date, language: str) -> MarkedText:
    """The plain text and its marks."""
    plain, marks, position = "", [], 0
    for found in MARK.finditer(text):
        plain += text[position : found.start()]
        marks.append((len(plain), found[1], found[2], tuple(found[3].split("/"))))
        plain += found[1]
        position = found.end()
    return MarkedText(plain + text[position:], tuple(marks), published, language)


def marked_texts(path: Path) -> Iterator[MarkedText]:
    """The cases of one file."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    for case in document["case"]:
        yield unmarked(case["text"], case["published"], document["language"])
