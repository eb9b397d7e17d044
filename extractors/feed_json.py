"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/); feedparser 6 has no reader for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MAX_MEMBERS = 500_000
"""Of all lists and objects together; an empty object takes thirty times the room of its two bytes."""


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One item with every member type-checked; anything of another type counts as absent."""

    link: str | None
    key: str | None
    title: str | None
    summary: str | None
    summary_is_html: bool
    published_raw: str | None
    authors: tuple[str, ...]
    language: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParsedJson:
    """A JSON document; ``fault`` is set when it is no JSON Feed."""

    version: str
    title: str | None
    language: str | None
    items: tuple[JsonItem, ...]
    fault: str | None = None


def parse_json(body: bytes) -> ParsedJson:
    """Read a JSON Feed from bytes (UTF-8, or UTF-16/32 as JSON allows)."""
    if body.count(b",") + body.count(b":") > MAX_MEMBERS:
        return ParsedJson("", None, None, (), fault=f"not readable as JSON: more than {MAX_MEMBERS} members")
    try:
        document = json.loads(body.decode("utf-8-sig") if body[:3] == b"\xef\xbb\xbf" else body)
    except (ValueError, RecursionError) as error:
        return ParsedJson("", None, None, (), fault=f"not readable as JSON: {error}")
    if not isinstance(document, dict):
        return ParsedJson("", None, None, (), fault="JSON, but not an object")
    version = _text(document, "version") or ""
    items = document.get("items")
    if "jsonfeed.org/version/" not in version or not isinstance(items, list):
        return ParsedJson("", None, None, (), fault="JSON, but without the version and items of a JSON Feed")
    name = "json" + version.rsplit("/", 1)[1].replace(".", "")[:4]
    shared = _authors(document)
    entries = tuple(_item(item if isinstance(item, dict) else {}, shared) for item in items)
    return ParsedJson(name, _text(document, "title"), _text(document, "language"), entries)


def instant(raw: str) -> datetime | None:
    """An RFC 3339 date as a UTC instant; a date without zone counts as UTC."""
    try:
        read = datetime.fromisoformat(raw.strip().replace("z", "Z"))
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _item(item: Mapping[str, Any], shared_authors: tuple[str, ...]) -> JsonItem:
    summary, is_html = _text(item, "summary"), False
    if summary is None:
        summary = _text(item, "content_text")
    if summary is None:
        summary, is_html = _text(item, "content_html"), True
    tags = item.get("tags")
    return JsonItem(
        link=_text(item, "url") or _text(item, "external_url"),
        key=_text(item, "id"),
        title=_text(item, "title"),
        summary=summary,
        summary_is_html=is_html,
        published_raw=_text(item, "date_published") or _text(item, "date_modified"),
        authors=_authors(item) or shared_authors,
        language=_text(item, "language"),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    listed = holder.get("authors")
    people = listed if isinstance(listed, list) else [holder.get("author")]
    names = (person.get("name") for person in people if isinstance(person, dict))
    return tuple(name for name in names if isinstance(name, str) and name)


def _text(holder: Mapping[str, Any], name: str) -> str | None:
    value = holder.get(name)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None
