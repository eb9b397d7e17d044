"""Documents from disk: HTML, text and Markdown with an optional TOML head, into the same Article as a web page."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import PurePath

from extractors.clean import MIN_TEXT_CHARS, clean_html
from extractors.dates import choose, date_from_text
from extractors.front_matter import FrontMatterProblem, split_front_matter
from extractors.identity import one_line, text_hash
from extractors.language import LanguageDetector
from extractors.offer import Offer
from extractors.paragraphs import paragraphs_of_text
from extractors.records import Article, FrontMatter, Rejection
from extractors.urls import article_id_for, canonical_url

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
SUFFIXES = HTML_SUFFIXES + TEXT_SUFFIXES
_LANGUAGE_CHARS = 2


def decode_text(data: bytes) -> str | None:
    """UTF-8 (with or without BOM) or UTF-16 with BOM, else windows-1252; None for binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _offer(head: FrontMatter, name: str, stem: str, now: datetime) -> Offer:
    dating = date_from_text(head.published, "front_matter", now=now) if head.published else None
    return Offer(
        source_id=head.id or stem,
        url=canonical_url(head.url) if head.url else None,
        fetched_url=head.url or name,
        outlet=head.outlet,
        title=head.title,
        published=dating,
        stated_language=head.language,
    )


def _problem_of_head(head: FrontMatter, languages: frozenset[str] | None) -> str | None:
    if head.url is not None and not head.url.startswith(("http://", "https://")):
        return f"front matter key 'url' must be http(s), found {head.url!r}"
    if head.id is not None and not head.id.strip():
        return "front matter key 'id' is empty; leave it out to use the file's name"
    code = head.language
    if code is not None and (
        len(code.split("-")[0]) != _LANGUAGE_CHARS or not code.isascii() or not code[:2].isalpha()
    ):
        return f"front matter key 'language' must be an ISO 639-1 code such as 'de', found {code!r}"
    if languages is not None and code is not None and code.split("-")[0].lower() not in languages:
        return f"front matter key 'language': unknown language {code!r}"
    return None


def read_document(
    name: str,
    data: bytes,
    detector: LanguageDetector,
    *,
    now: datetime,
    stated: FrontMatter | None = None,
    languages: frozenset[str] | None = None,
) -> Article | Rejection:
    """An Article from a file's bytes; for text and Markdown ``text`` is the body after the head, NFC, untouched.

    ``stated`` fields (command-line options) fill what the head leaves open. ``name`` is a path and names the file
    in messages.
    """
    path = PurePath(name)
    raw = decode_text(data)
    if raw is None:
        return Rejection("binary_file", "this is no text; give HTML, text or Markdown", name)
    try:
        head, body = split_front_matter(raw)
    except FrontMatterProblem as error:
        return Rejection("front_matter", str(error), name)
    if stated is not None:
        head = FrontMatter(
            id=head.id or stated.id,
            url=head.url or stated.url,
            outlet=head.outlet or stated.outlet,
            title=head.title or stated.title,
            published=head.published or stated.published,
            language=head.language or stated.language,
            other=head.other,
        )
    if problem := _problem_of_head(head, languages):
        return Rejection("front_matter", problem, name)
    offer = _offer(head, name, path.stem, now)
    identity = offer.url or f"podium:{offer.source_id}"
    if path.suffix.lower() in HTML_SUFFIXES or body.lstrip()[:15].lower().startswith(
        ("<!doctype html", "<html")
    ):
        return clean_html(body, offer, detector, now=now, id_base=identity)
    text = unicodedata.normalize("NFC", body)
    if not text.strip():
        return Rejection("no_text", "the file holds no text", name)
    language = detector.detect(text, stated=offer.stated_language)
    paragraphs = paragraphs_of_text(text)
    title = head.title or next(
        (text[p.start : p.stop].lstrip("# ") for p in paragraphs if p.kind in ("headline", "heading")), None
    )
    datings = (offer.published,) if offer.published else ()
    chosen = choose(datings)
    return Article(
        article_id=article_id_for(identity),
        source_id=offer.source_id,
        url=identity,
        fetched_url=name,
        outlet=head.outlet,
        site_name=None,
        title=one_line(title) if title else None,
        authors=(),
        description=None,
        image_url=None,
        language=language.code,
        language_origin=language.origin,
        published_at=chosen.at if chosen else None,
        published_origin=chosen.origin if chosen else None,
        datings=datings,
        text=text,
        paragraphs=paragraphs,
        text_sha256=text_hash(text),
    )


__all__ = ["MIN_TEXT_CHARS", "SUFFIXES", "decode_text", "read_document"]
