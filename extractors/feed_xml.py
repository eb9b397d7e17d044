"""RSS, Atom, RDF and CDF through feedparser: from bytes, without its sanitiser, and with buffered text events."""

from __future__ import annotations

import io
import re
import warnings
import xml.sax
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges

import feedparser
from feedparser.api import StrictFeedParser
from feedparser.encodings import convert_to_utf8
from feedparser.sanitizer import replace_doctype

_BASE = re.compile(rb"(?:xml:|\s)base\s*=", re.IGNORECASE)
_TEXT_BUFFER_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """What feedparser made of a document; ``fault`` says what was not well formed, ``line`` where."""

    version: str
    feed: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    fault: str | None = None
    line: int | None = None


class _BufferedExpat(ExpatParser):
    _parser: Any

    def reset(self) -> None:
        super().reset()
        # Unbuffered, expat reports every line and entity of escaped markup on its own: half of all parsing time.
        self._parser.buffer_text = True
        self._parser.buffer_size = _TEXT_BUFFER_BYTES


class _EntryParser(StrictFeedParser):  # type: ignore[misc]
    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """Close an element; a full text beside a summary is dropped unread, since articles are fetched."""
        if element == "content" and self.inentry and not self.insource and self.elementstack:
            has_summary = dict.__contains__(self.entries[-1], "summary")
            if has_summary and self.elementstack[-1][0] == element:
                self.elementstack.pop()
                return ""
        return super().pop(element, strip_whitespace)


def parse_xml(body: bytes, base_url: str, charset: str | None) -> ParsedXml:
    """Parse ``body``: the same entries as ``feedparser.parse`` finds, markup as it came, links perhaps relative."""
    headers = {}
    if _BASE.search(body):
        # feedparser resolves the base of every element anew; without xml:base the caller's one join is enough.
        headers["content-location"] = base_url
    if charset:
        headers["content-type"] = f"application/xml; charset={charset}"
    try:
        return _strictly(body, headers)
    except (xml.sax.SAXException, LookupError, ValueError, OverflowError):
        return _tolerantly(body, headers)


def _strictly(body: bytes, headers: Mapping[str, str]) -> ParsedXml:
    found: dict[str, Any] = {}
    data = convert_to_utf8(headers, body, found)
    if not found.get("encoding"):
        raise ValueError("no usable encoding")
    version, data, _ = replace_doctype(data)
    handler = _EntryParser(headers.get("content-location", ""), None, "utf-8")
    handler.resolve_relative_uris = False
    handler.sanitize_html = False
    reader = _BufferedExpat(1)
    reader.setFeature(feature_external_ges, 0)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(data))
    reader.parse(source)
    return ParsedXml(version or handler.version, handler.feeddata, tuple(handler.entries))


def _tolerantly(body: bytes, headers: Mapping[str, str]) -> ParsedXml:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            result = feedparser.parse(
                io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except (AssertionError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
            # feedparser's loose parser raises on some hostile markup declarations instead of reporting them.
            return ParsedXml("", {}, (), fault=f"{type(error).__name__}: {error}")
    problem = result.get("bozo_exception")
    line = problem.getLineNumber() if isinstance(problem, xml.sax.SAXParseException) else None
    message = problem.getMessage() if isinstance(problem, xml.sax.SAXParseException) else str(problem or "")
    return ParsedXml(
        result.get("version", ""), result["feed"], tuple(result["entries"]), fault=message or None, line=line
    )
