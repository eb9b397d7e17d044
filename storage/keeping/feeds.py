"""A feed of matching articles for a feed reader: RSS 2.0, Atom or JSON Feed. Titles and snippets, never full texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from storage.errors import StorageProblem
from storage.published import PublishedDatabase

FEED_FORMATS = ("rss", "atom", "json")
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article as a feed shows it."""

    article_id: str
    url: str
    title: str
    outlet: str | None
    language: str
    at: datetime
    snippet: str


def matching_articles(
    database: PublishedDatabase,
    *,
    query: str | None = None,
    brand: str | None = None,
    language: str | None = None,
    relevant_only: bool = True,
    limit: int = 50,
) -> list[FeedItem]:
    """The newest articles that match; ``brand`` is a key or a name, ``query`` what ``podium search`` takes."""
    conditions = ["NOT a.is_reference", "starts_with(a.url, 'http')"]
    parameters: list[object] = [query or ""]
    if relevant_only:
        conditions.append("a.relevant")
    if query:
        conditions.append("a.article_id IN (SELECT article_id FROM search_hits(?))")
        parameters.append(query)
    if brand:
        conditions.append(
            "a.article_id IN (SELECT article_id FROM out_mentions WHERE entity_id = ? OR lower(entity) = lower(?))"
        )
        parameters += [brand, brand]
    if language:
        conditions.append("a.language = ?")
        parameters.append(language)
    rows = database.sql(
        f"""
        SELECT a.article_id, a.url, coalesce(a.title, a.url), a.outlet, a.language,
            coalesce(a.published_at, a.first_seen_at) AS at_instant, coalesce(snippet(a.text, ?), '')
        FROM articles AS a WHERE {" AND ".join(conditions)}
        ORDER BY at_instant DESC, a.article_id LIMIT {int(limit)}
        """,
        parameters,
    ).fetchall()
    return [FeedItem(*row) for row in rows]


def feed_text(items: Sequence[FeedItem], file_format: str, title: str, updated_at: datetime) -> str:
    """The whole feed as text."""
    makers = {"rss": _rss, "atom": _atom, "json": _json}
    if file_format not in makers:
        raise StorageProblem(f"unknown feed format {file_format!r}; there are {', '.join(FEED_FORMATS)}")
    return makers[file_format](items, title, updated_at)


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _child(
    parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    if text is not None:
        element.text = _plain(text)
    return element


def _written(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _rss(items: Sequence[FeedItem], title: str, updated_at: datetime) -> str:
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = _child(root, "channel")
    _child(channel, "title", title)
    _child(channel, "link", "https://podium.example/")
    _child(channel, "description", f"{title}, made by Podium")
    _child(channel, "lastBuildDate", format_datetime(updated_at.astimezone(UTC)))
    for item in items:
        entry = _child(channel, "item")
        _child(entry, "title", item.title)
        _child(entry, "link", item.url)
        _child(entry, "guid", item.article_id, isPermaLink="false")
        _child(entry, "pubDate", format_datetime(item.at.astimezone(UTC)))
        _child(entry, "description", item.snippet)
        if item.outlet:
            _child(entry, "category", item.outlet)
    return _written(root)


def _atom(items: Sequence[FeedItem], title: str, updated_at: datetime) -> str:
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    _child(root, f"{{{_ATOM}}}title", title)
    _child(root, f"{{{_ATOM}}}id", "urn:podium:feed")
    _child(root, f"{{{_ATOM}}}updated", updated_at.astimezone(UTC).isoformat())
    for item in items:
        entry = _child(root, f"{{{_ATOM}}}entry")
        _child(entry, f"{{{_ATOM}}}title", item.title)
        _child(entry, f"{{{_ATOM}}}id", f"urn:podium:article:{item.article_id}")
        _child(entry, f"{{{_ATOM}}}link", href=item.url)
        _child(entry, f"{{{_ATOM}}}updated", item.at.astimezone(UTC).isoformat())
        author = _child(entry, f"{{{_ATOM}}}author")
        _child(author, f"{{{_ATOM}}}name", item.outlet or "unknown")
        _child(entry, f"{{{_ATOM}}}summary", item.snippet)
    return _written(root)


def _json(items: Sequence[FeedItem], title: str, updated_at: datetime) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "items": [
            {
                "id": item.article_id,
                "url": item.url,
                "title": item.title,
                "summary": item.snippet,
                "content_text": item.snippet,
                "date_published": item.at.astimezone(UTC).isoformat(),
                "language": item.language,
                "authors": [{"name": item.outlet or "unknown"}],
            }
            for item in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
