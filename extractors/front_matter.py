"""The optional TOML head of a document: between two lines of ``+++``."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

from extractors.records import FrontMatter

FENCE = "+++"
_KNOWN = ("id", "url", "outlet", "title", "published", "language")


class FrontMatterProblem(ValueError):
    """A head that cannot be read; the message says which line or key."""


def _as_text(key: str, value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    raise FrontMatterProblem(f"front matter key {key!r} must be text, found {value!r}")


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Head and body; the body starts right after the closing fence's line end. Raises FrontMatterProblem."""
    start = text.removeprefix("\ufeff")
    if not start.startswith((FENCE + "\n", FENCE + "\r\n")):
        return FrontMatter(), text
    head_start = start.index("\n") + 1
    position = head_start
    for line in start[head_start:].splitlines(keepends=True):
        if line.strip() == FENCE:
            break
        position += len(line)
    else:
        raise FrontMatterProblem(f"front matter opened with {FENCE} is never closed; add a line {FENCE}")
    body = start[position:]
    body = body[body.index("\n") + 1 :] if "\n" in body else ""
    try:
        values = tomllib.loads(start[head_start:position])
    except tomllib.TOMLDecodeError as error:
        raise FrontMatterProblem(f"front matter is not valid TOML: {error}") from error
    fields = {key: _as_text(key, values.pop(key)) for key in _KNOWN if key in values}
    return FrontMatter(**fields, other=values), body
