"""RSS, Atom, RDF and CDF through feedparser: from bytes, without its sanitiser, and with buffered text events."""

from __future__ import annotations

import io
import re
import xml.sax
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges
from xml.sax.saxutils import escape as escape_markup

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.encodings import convert_to_utf8
from feedparser.sanitizer import replace_doctype
from feedparser.util import FeedParserDict

T = TypeVar("T")

MAX_ITEMS = 60_000
MAX_DEPTH = 20_000
MAX_AUTHOR_CHARS = 1_000
MAX_TAGS = 500
MAX_LOOSE_BYTES = 3_000_000
"""What is not well formed costs feedparser five times as much; of such a body only the beginning is read."""
_TEXT_BUFFER_BYTES = 1 << 16
_ENDLESS_TAG = re.compile(rb"<[^<>!?]{100000}")
"""No real element is so long; one made of attributes would take a hundred times its room."""


@dataclass(frozen=True, slots=True)
class ParsedXml(Generic[T]):
    """What feedparser made of a document; ``fault`` says what was not well formed, ``line`` where."""

    version: str
    feed: Mapping[str, Any]
    entries: tuple[T, ...]
    fault: str | None = None
    line: int | None = None


class _BufferedExpat(ExpatParser):
    _parser: Any

    def reset(self) -> None:
        super().reset()
        # Unbuffered, expat reports every line and entity of escaped markup on its own: half of all parsing time.
        self._parser.buffer_text = True
        self._parser.buffer_size = _TEXT_BUFFER_BYTES


class _TooMuchError(Exception):
    """The document is built to exhaust its reader; what was read so far is kept."""


class _Bounded:
    """Stops feedparser at documents without end: too many items, or elements that are never closed."""

    entries: list[Any]
    depth: int
    each: Callable[[Mapping[str, Any]], Any]

    def _end_item(self) -> None:
        """As inherited; a finished entry becomes what the caller makes of it, a tenth of feedparser's."""
        super()._end_item()  # type: ignore[misc]
        if self.entries and isinstance(self.entries[-1], FeedParserDict):
            self.entries[-1] = self.each(self.entries[-1])

    _end_entry = _end_item

    def finished(self) -> tuple[Any, ...]:
        """All entries, those that were never closed as well."""
        return tuple(
            self.each(entry) if isinstance(entry, FeedParserDict) else entry for entry in self.entries
        )

    def unknown_starttag(self, tag: str, attrs: Any) -> Any:
        """As inherited, within bounds."""
        if len(self.entries) > MAX_ITEMS or self.depth > MAX_DEPTH:
            raise _TooMuchError(
                f"more than {MAX_ITEMS} items or {MAX_DEPTH} open elements; the rest is not read"
            )
        return super().unknown_starttag(tag, attrs)  # type: ignore[misc]

    def _sync_author_detail(self, key: str = "author") -> None:
        """As inherited; its pattern takes hours for a name of a megabyte."""
        name = dict.get(self._get_context(), key)  # type: ignore[attr-defined]
        if not isinstance(name, str) or len(name) <= MAX_AUTHOR_CHARS:
            super()._sync_author_detail(key)  # type: ignore[misc]

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        """As inherited, which compares each with all before."""
        tags = dict.get(self._get_context(), "tags")  # type: ignore[attr-defined]
        if tags is None or len(tags) < MAX_TAGS:
            super()._add_tag(term, scheme, label)  # type: ignore[misc]


class _LooseParser(_Bounded, LooseFeedParser):  # type: ignore[misc]
    pass


class _EntryParser(_Bounded, StrictFeedParser):  # type: ignore[misc]
    def handle_data(self, text: str, escape: int = 1) -> None:
        """As inherited, with plain dictionary access: it is called for every piece of text."""
        if self.elementstack:
            if escape and dict.get(self.contentparams, "type") == "application/xhtml+xml":
                text = escape_markup(text)
            self.elementstack[-1][2].append(text)

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """Close an element; a full text beside a summary is dropped unread, since articles are fetched."""
        if element == "content" and self.inentry and not self.insource and self.elementstack:
            has_summary = dict.__contains__(self.entries[-1], "summary")
            if has_summary and self.elementstack[-1][0] == element:
                self.elementstack.pop()
                return ""
        return super().pop(element, strip_whitespace)


def parse_xml(
    body: bytes, base_url: str, charset: str | None, each: Callable[[Mapping[str, Any]], T]
) -> ParsedXml[T]:
    """Parse ``body``: ``each`` of the entries that ``feedparser.parse`` finds, markup as it came, links perhaps relative."""
    if _ENDLESS_TAG.search(body):
        return ParsedXml("", {}, (), fault="the tag of an element is longer than 100,000 bytes")
    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    found: dict[str, Any] = {}
    try:
        data = convert_to_utf8(headers, body, found)
        version, data, entities = replace_doctype(data)
    except (LookupError, ValueError, OverflowError, RecursionError) as error:
        return ParsedXml("", {}, (), fault=f"{type(error).__name__}: {error}")
    # feedparser resolves the base of every element anew; without xml:base the caller's one join is enough.
    base = base_url if b"xml:base" in body or b" base=" in body else ""
    fault, line = str(found.get("bozo_exception") or "") or None, None
    if found.get("encoding"):
        handler = _prepared(_EntryParser(base, None, "utf-8"), each)
        try:
            _read_strictly(handler, data)
            return ParsedXml(version or handler.version, handler.feeddata, handler.finished())
        except _TooMuchError as limit:
            return ParsedXml(version or handler.version, handler.feeddata, handler.finished(), str(limit))
        except xml.sax.SAXParseException as error:
            fault, line = error.getMessage(), error.getLineNumber()
        except (xml.sax.SAXException, LookupError, ValueError, OverflowError) as error:
            fault = str(error)
    loose = _prepared(_LooseParser(base, None, "utf-8", entities), each)
    try:
        loose.feed(data[:MAX_LOOSE_BYTES].decode("utf-8", "replace"))
    except _TooMuchError as limit:
        fault = str(limit)
    except (AssertionError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # The loose parser raises on some hostile declarations instead of reporting them; what it had, it keeps.
        fault = fault or f"{type(error).__name__}: {error}"
    return ParsedXml(
        version or loose.version, loose.feeddata, loose.finished(), fault or "not well formed", line
    )


def _prepared(handler: Any, each: Callable[[Mapping[str, Any]], Any]) -> Any:
    handler.each = each
    handler.resolve_relative_uris = False
    handler.sanitize_html = False
    return handler


def _read_strictly(handler: Any, data: bytes) -> None:
    reader = _BufferedExpat(1)
    reader.setFeature(feature_external_ges, 0)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(data))
    reader.parse(source)
