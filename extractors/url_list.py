"""Plain lists of addresses, one a line; ``#`` starts a comment."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.charset import decode
from extractors.records import FeedEntry, Rejection
from extractors.urls import article_key, has_credentials, is_web_url, without_credentials

MAX_ADDRESSES = 100_000
MAX_REJECTIONS = 10_000
"""After so many lines that are no address it is no list of addresses; the rest is not read."""


@dataclass(frozen=True, slots=True)
class UrlListReading:
    """Entries of a list; every other line that is no comment has its rejection naming the line."""

    entries: tuple[FeedEntry, ...]
    rejections: tuple[Rejection, ...]


def parse_url_list(body: bytes, source_id: str, name: str) -> UrlListReading:
    """Read a list of addresses; ``name`` is the file or URL it came from."""
    entries: dict[str, FeedEntry] = {}
    rejections: list[Rejection] = []
    for number, line in enumerate(decode(body).text.splitlines(), 1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        address = address.split()[0]
        label = f"{name} line {number}"
        if len(rejections) >= MAX_REJECTIONS:
            break
        key = article_key(address)
        if not is_web_url(address):
            rejections.append(
                Rejection("url_line_unreadable", without_credentials(address[:400])[:200], label)
            )
        elif has_credentials(address):
            rejections.append(Rejection("credentials_in_url", without_credentials(address), label))
        elif key in entries:
            rejections.append(Rejection("duplicate_entry", "the address stood there before", label))
        elif len(entries) >= MAX_ADDRESSES:
            rejections.append(Rejection("too_many_entries", f"more than {MAX_ADDRESSES} addresses", label))
            break
        else:
            entries[key] = FeedEntry(source_id=source_id, url=address, entry_key=key)
    return UrlListReading(tuple(entries.values()), tuple(rejections))
