"""Feeds from bytes to entries: RSS, Atom, RDF and JSON Feed; every item ends as an entry or as a rejection."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from extractors import feed_json
from extractors.charset import better_charset, declared_charset
from extractors.feed_xml import ParsedXml, parse_xml
from extractors.markup_text import plain_text, sound_text
from extractors.records import FeedEntry, FetchedPage, Rejection
from extractors.sniff import Content, charset_of, sniff
from extractors.urls import absolute_url, article_key, has_credentials, without_credentials

MAX_ENTRIES = 5_000
MAX_KEY_CHARS = 2_000
_PERIOD_SECONDS = {
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 604_800,
    "monthly": 2_592_000,
    "yearly": 31_536_000,
}


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed as read. ``rejections`` hold each item that is no entry, or the one reason why nothing was read.

    ``format`` is feedparser's word (``rss20``, ``atom10``, ``json11`` ...), empty when it is no feed.
    """

    entries: tuple[FeedEntry, ...]
    rejections: tuple[Rejection, ...]
    format: str
    title: str | None = None
    language: str | None = None
    ttl_seconds: int | None = None
    skip_hours: tuple[int, ...] = ()
    n_items: int = 0
    """Items that stood in the feed: ``len(entries)`` plus the rejected ones."""
    fault: str | None = None
    """What was not well formed although entries could be read."""

    @property
    def readable(self) -> bool:
        return bool(self.format)


@dataclass(frozen=True, slots=True)
class _Item:
    link: str | None
    key: str | None
    entry: FeedEntry


def parse_feed(page: FetchedPage, *, max_entries: int = MAX_ENTRIES) -> FeedReading:
    """Read the feed in ``page``; never raises for what a server can send."""
    body = page.body
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return _refused(page, "empty_body", "the feed has no content")
    kind = sniff(body, page.header("content-type"))
    if kind is Content.JSON:
        return _from_json(page, max_entries)
    stated = charset_of(page.header("content-type"))
    really = better_charset(body, stated or declared_charset(body))
    parsed = parse_xml(body, page.final_url, really or stated, partial(_xml_item, page.request.source_id))
    if not parsed.entries and not parsed.version:
        return _no_feed(page, kind, parsed)
    if not parsed.entries and parsed.fault:
        return _refused(page, "feed_unreadable", _fault(parsed) or "not well formed")
    return _from_xml(page, parsed, max_entries)


def _from_xml(page: FetchedPage, parsed: ParsedXml[_Item], max_entries: int) -> FeedReading:
    language = _language(_word(parsed.feed, "language"))
    entries, rejections = _sorted_out(page, parsed.entries, max_entries, language)
    return FeedReading(
        entries,
        rejections,
        parsed.version or "unknown",
        title=_title(parsed.feed),
        language=language,
        ttl_seconds=_ttl_seconds(parsed.feed),
        skip_hours=_skip_hours(page.body),
        n_items=len(parsed.entries),
        fault=_fault(parsed),
    )


def _from_json(page: FetchedPage, max_entries: int) -> FeedReading:
    parsed = feed_json.parse_json(page.body)
    if parsed.fault:
        readable = not parsed.fault.startswith("not readable")
        return _refused(page, "not_a_feed" if readable else "feed_unreadable", parsed.fault)
    language = _language(parsed.language)
    items = [_json_item(page.request.source_id, item) for item in parsed.items]
    entries, rejections = _sorted_out(page, items, max_entries, language)
    return FeedReading(
        entries, rejections, parsed.version, title=parsed.title, language=language, n_items=len(items)
    )


def _xml_item(source_id: str, entry: Mapping[str, Any]) -> _Item:
    key = _word(entry, "id")
    link = _word(entry, "link") or _linked(entry) or (key if key and "://" in key else None)
    published_at, published_raw = _published(entry)
    summary = _word(entry, "summary")
    if summary is not None:
        summary = plain_text(summary)
    detail = _raw(entry, "title_detail") or {}
    return _Item(
        link,
        key,
        FeedEntry(
            source_id=source_id,
            url=link or "",
            entry_key=key or "",
            title=_title(entry),
            summary=summary or None,
            published_at=published_at,
            published_raw=published_raw,
            authors=tuple(_authors(entry)),
            language=_language(detail.get("language")),
            tags=tuple(tag for tag in (_word(term, "term") for term in _listed(entry, "tags")) if tag),
        ),
    )


def _json_item(source_id: str, item: feed_json.JsonItem) -> _Item:
    summary = item.summary
    if summary is not None:
        summary = plain_text(summary) if item.summary_is_html else " ".join(summary.split())
    link = item.link or (item.key if item.key and "://" in item.key else None)
    raw = item.published_raw
    return _Item(
        link,
        item.key,
        FeedEntry(
            source_id=source_id,
            url=link or "",
            entry_key=item.key or "",
            title=" ".join(item.title.split()) if item.title else None,
            summary=summary or None,
            published_at=feed_json.instant(raw) if raw else None,
            published_raw=raw,
            authors=item.authors,
            language=_language(item.language),
            tags=item.tags,
        ),
    )


def _sorted_out(
    page: FetchedPage, items: Sequence[_Item], max_entries: int, feed_language: str | None
) -> tuple[tuple[FeedEntry, ...], tuple[Rejection, ...]]:
    entries: list[FeedEntry] = []
    rejections: list[Rejection] = []
    keys = Counter(item.key for item in items)
    seen: set[str] = set()
    wanted = _newest(items, max_entries)
    too_many = f"more than {max_entries} entries"
    for index, item in enumerate(items):
        label = f"{page.final_url} item {index + 1}"
        if not item.link:
            title = sound_text(item.entry.title or "no title either")[:200]
            rejections.append(Rejection("entry_without_link", title, label))
            continue
        url = absolute_url(page.final_url, item.link)
        if url is None:
            rejections.append(Rejection("entry_link_not_web", _shown(item.link), label))
        elif has_credentials(url):
            rejections.append(Rejection("credentials_in_url", without_credentials(url), label))
        elif (address := article_key(url)) in seen:
            rejections.append(Rejection("duplicate_entry", "the address stood there before", url))
        elif index not in wanted:
            rejections.append(Rejection("too_many_entries", too_many, url))
        else:
            seen.add(address)
            key = item.key if item.key and keys[item.key] == 1 else address
            entry = replace(
                item.entry,
                url=url,
                entry_key=key[:MAX_KEY_CHARS],
                language=item.entry.language or feed_language,
            )
            entries.append(_sound(entry))
    return tuple(entries), tuple(rejections)


def _shown(link: str) -> str:
    return sound_text(without_credentials(link[:400]))[:200]


def _sound(entry: FeedEntry) -> FeedEntry:
    words = (entry.title, entry.summary, entry.published_raw, entry.entry_key, *entry.authors, *entry.tags)
    if not any(word and sound_text(word) is not word for word in words):
        return entry
    return replace(
        entry,
        title=sound_text(entry.title) if entry.title else None,
        summary=sound_text(entry.summary) if entry.summary else None,
        published_raw=sound_text(entry.published_raw) if entry.published_raw else None,
        entry_key=sound_text(entry.entry_key),
        authors=tuple(map(sound_text, entry.authors)),
        tags=tuple(map(sound_text, entry.tags)),
    )


def _newest(items: Sequence[_Item], max_entries: int) -> range | set[int]:
    if len(items) <= max_entries:
        return range(len(items))
    oldest = datetime.min.replace(tzinfo=UTC)
    ranked = sorted(
        range(len(items)), key=lambda index: items[index].entry.published_at or oldest, reverse=True
    )
    return set(ranked[:max_entries])


def _no_feed(page: FetchedPage, kind: Content, parsed: ParsedXml[_Item]) -> FeedReading:
    if kind is Content.HTML:
        return _refused(page, "html_instead_of_feed", "the body is a web page")
    if parsed.fault:
        return _refused(page, "feed_unreadable", _fault(parsed) or parsed.fault)
    return _refused(page, "not_a_feed", f"the body is {kind.value}, no feed element was found")


def _refused(page: FetchedPage, reason: str, detail: str) -> FeedReading:
    return FeedReading((), (Rejection(reason, detail, without_credentials(page.final_url)),), "")


def _fault(parsed: ParsedXml[_Item]) -> str | None:
    if not parsed.fault:
        return None
    return f"line {parsed.line}: {parsed.fault}" if parsed.line else parsed.fault


def _title(holder: Mapping[str, Any]) -> str | None:
    title = _word(holder, "title")
    if title is None:
        return None
    detail = _raw(holder, "title_detail") or {}
    is_markup = "html" in str(detail.get("type", ""))
    return (plain_text(title) if is_markup else " ".join(title.split())) or None


def _raw(holder: Mapping[str, Any], name: str) -> Any:
    # FeedParserDict.get maps names onto others, warns, and is slow.
    return dict.get(cast(dict[str, Any], holder), name)


def _word(holder: Mapping[str, Any], name: str) -> str | None:
    value = _raw(holder, name)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _listed(holder: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    value = _raw(holder, name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _linked(entry: Mapping[str, Any]) -> str | None:
    links = list(_listed(entry, "links"))
    for relation in ("alternate", "canonical", "via", "related"):
        for link in links:
            if _word(link, "rel") == relation and (href := _word(link, "href")):
                return href
    return None


def _authors(entry: Mapping[str, Any]) -> list[str]:
    names = [name for person in _listed(entry, "authors") if (name := _word(person, "name"))]
    if not names and (single := _word(entry, "author")):
        names = [single]
    return list(dict.fromkeys(names))


def _published(entry: Mapping[str, Any]) -> tuple[datetime | None, str | None]:
    raw = None
    for name in ("published", "updated", "created"):
        raw = raw or _word(entry, name)
        moment = _raw(entry, f"{name}_parsed")
        if moment is not None:
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC), _word(entry, name)
            except (ValueError, OverflowError, OSError):
                continue
    return None, raw


def _language(tag: object) -> str | None:
    if not isinstance(tag, str):
        return None
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s|$)", tag)
    return match[1].lower() if match else None


def _ttl_seconds(feed: Mapping[str, Any]) -> int | None:
    ttl = _word(feed, "ttl")
    if ttl and ttl.isdigit() and len(ttl) < 7 and int(ttl) > 0:
        return int(ttl) * 60
    period = _PERIOD_SECONDS.get((_word(feed, "sy_updateperiod") or "").lower())
    if period is None:
        return None
    frequency = _word(feed, "sy_updatefrequency") or "1"
    return period // int(frequency) if frequency.isdigit() and 0 < int(frequency[:6]) <= period else period


def _skip_hours(body: bytes) -> tuple[int, ...]:
    # feedparser keeps only the last hour of the list.
    head = body[:65_536]
    start = head.find(b"<skipHours")
    stop = head.find(b"</skipHours>", start)
    if start < 0 or stop < 0:
        return ()
    hours = {int(hour) % 24 for hour in re.findall(rb"<hour>\s*(\d{1,2})\s*</hour>", head[start:stop])}
    return tuple(sorted(hours))
