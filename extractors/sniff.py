"""What a body is, told from its first bytes and then from what the server calls it."""

from __future__ import annotations

import re
from enum import StrEnum


class Content(StrEnum):
    """Kinds of body. The ones that are refused as a page have a reason ``content_<kind>``."""

    HTML = "html"
    XML = "xml"
    JSON = "json"
    TEXT = "text"
    EMPTY = "empty"
    GZIP = "gzip"
    PDF = "pdf"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    ARCHIVE = "archive"
    FONT = "font"
    BINARY = "binary"


READABLE = frozenset((Content.HTML, Content.XML, Content.JSON, Content.TEXT, Content.EMPTY))

_SIGNATURES: tuple[tuple[bytes, Content], ...] = (
    (b"%PDF-", Content.PDF),
    (b"\x89PNG\r\n\x1a\n", Content.IMAGE),
    (b"\xff\xd8\xff", Content.IMAGE),
    (b"GIF87a", Content.IMAGE),
    (b"GIF89a", Content.IMAGE),
    (b"BM", Content.IMAGE),
    (b"II*\x00", Content.IMAGE),
    (b"MM\x00*", Content.IMAGE),
    (b"\x00\x00\x01\x00", Content.IMAGE),
    (b"\x1aE\xdf\xa3", Content.VIDEO),
    (b"FLV\x01", Content.VIDEO),
    (b"\x00\x00\x01\xba", Content.VIDEO),
    (b"\x00\x00\x01\xb3", Content.VIDEO),
    (b"ID3", Content.AUDIO),
    (b"OggS", Content.AUDIO),
    (b"fLaC", Content.AUDIO),
    (b"PK\x03\x04", Content.ARCHIVE),
    (b"Rar!\x1a\x07", Content.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Content.ARCHIVE),
    (b"\xfd7zXZ\x00", Content.ARCHIVE),
    (b"BZh", Content.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Content.ARCHIVE),
    (b"\x1f\x8b", Content.GZIP),
    (b"wOFF", Content.FONT),
    (b"wOF2", Content.FONT),
    (b"\x7fELF", Content.BINARY),
    (b"MZ\x90\x00", Content.BINARY),
    (b"\x00asm", Content.BINARY),
    (b"SQLite format 3\x00", Content.BINARY),
)
_RIFF = {b"WEBP": Content.IMAGE, b"AVI ": Content.VIDEO, b"WAVE": Content.AUDIO}
_BOMS = (b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
_XML_ROOT = re.compile(rb"<(?:\?xml|rss[\s>]|feed[\s>]|rdf:|urlset|sitemapindex|channel[\s>])", re.IGNORECASE)
_HTML_SIGN = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h[1-6]|table|article|main)[\s>/]",
    re.IGNORECASE,
)
_LEADING = re.compile(rb"(?:\s|<!--.*?-->|<\?(?!xml[\s-]).*?\?>)*", re.DOTALL)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 2048


def sniff(body: bytes, content_type: str | None) -> Content:
    """Kind of ``body``, judged by its first 2 KB; the server's word decides only where the bytes do not."""
    head = body[:_HEAD_BYTES]
    if not head:
        return Content.EMPTY
    signed = _by_signature(head)
    if signed is not None:
        return signed
    declared = _declared(content_type)
    if any(head.startswith(bom) for bom in _BOMS[:2]) or b"\x00" in head:
        decoded = _wide_text(head)
        if decoded is None:
            return (
                declared if declared not in READABLE else Content.BINARY if _is_binary(head) else Content.TEXT
            )
        head = decoded
    return _by_markup(head, declared)


def charset_of(content_type: str | None) -> str | None:
    """The charset a Content-Type header names, lower case."""
    match = _CHARSET.search(content_type or "")
    return match[1].lower() if match else None


def media_type(content_type: str | None) -> str:
    """``type/subtype`` of a Content-Type header in lower case; empty when there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def _by_signature(head: bytes) -> Content | None:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], Content.BINARY)
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return Content.IMAGE if brand[:3] in (b"avi", b"hei", b"mif") else Content.VIDEO
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1"):
        return Content.AUDIO
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            if signature == b"BM" and not _is_bitmap(head):
                continue
            return kind
    if b"%PDF-" in head[:1024] and not _HTML_SIGN.search(head[:1024]):
        return Content.PDF
    return None


def _is_bitmap(head: bytes) -> bool:
    return len(head) > 18 and head[6:10] == b"\x00\x00\x00\x00"


def _by_markup(head: bytes, declared: Content) -> Content:
    for bom in _BOMS:
        if head.startswith(bom):
            head = head[len(bom) :]
            break
    start = _LEADING.match(head)
    rest = head[start.end() :] if start else head
    if rest[:1] in (b"{", b"[") and declared is not Content.HTML:
        return Content.JSON
    if _XML_ROOT.match(rest):
        is_page = re.search(rb"<html[\s>]|<!doctype\s+html", rest, re.IGNORECASE)
        return (
            Content.HTML
            if is_page and not re.search(rb"<(?:rss|feed)[\s>]", rest, re.IGNORECASE)
            else Content.XML
        )
    if _HTML_SIGN.search(rest):
        return Content.HTML
    if declared is Content.BINARY:
        return Content.BINARY if _is_binary(head) else Content.TEXT
    return declared


def _declared(content_type: str | None) -> Content:
    media = media_type(content_type)
    family, _, subtype = media.partition("/")
    if media in ("text/html", "application/xhtml+xml"):
        return Content.HTML
    if subtype.endswith("xml"):
        return Content.XML if subtype != "svg+xml" else Content.IMAGE
    if subtype.endswith("json"):
        return Content.JSON
    if media == "application/pdf":
        return Content.PDF
    if family in ("image", "video", "audio", "font"):
        return Content(family)
    if subtype in ("zip", "x-tar", "x-7z-compressed", "x-rar-compressed", "vnd.rar"):
        return Content.ARCHIVE
    if subtype in ("gzip", "x-gzip"):
        return Content.GZIP
    if family == "application" and subtype in ("octet-stream", "x-msdownload", "wasm"):
        return Content.BINARY
    return Content.TEXT


def _wide_text(head: bytes) -> bytes | None:
    for bom, encoding in (
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\x00<", "utf-16-be"),
        (b"<\x00", "utf-16-le"),
    ):
        if head.startswith(bom):
            return head.decode(encoding, "ignore").lstrip("\ufeff").encode()
    return None


def _is_binary(head: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return control > len(head) // 20
