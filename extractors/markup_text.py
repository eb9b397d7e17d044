"""Markup to plain text, for summaries and titles; articles have their own way in ``extractors.clean``."""

from __future__ import annotations

import html
import re

from lxml import etree

_SILENT = frozenset(("script", "style", "applet"))
_INLINE_NAMES = """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rb rp rt ruby s samp
    small span strike strong sub sup time tt u var wbr"""
_INLINE = frozenset(_INLINE_NAMES.split())
_WHITESPACE = re.compile(r"\s+")
_TAG_OR_COMMENT = re.compile(r"<[a-zA-Z/!?]")
_IFRAME = re.compile(r"(?i)</?iframe\b[^<>]*>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def sound_text(text: str) -> str:
    """``text`` without half characters and controls, which can neither be shown nor stored."""
    return _NOT_XML.sub("\ufffd", text) if _NOT_XML.search(text) else text


def plain_text(markup: str) -> str:
    """Readable text of an HTML fragment: no tags, scripts or comments, entities resolved, whitespace single."""
    if not _TAG_OR_COMMENT.search(markup):
        return _single_spaced(html.unescape(markup) if "&" in markup else markup)
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", recover=True)
    # What stands inside an iframe is shown when frames are not; parsers disagree on whether it is markup.
    source = _IFRAME.sub(" ", _NOT_XML.sub(" ", markup))
    try:
        root = etree.fromstring(f"<html><body>{source}</body></html>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return _single_spaced(html.unescape(re.sub(r"<[^<>]*>", " ", source)))
    pieces: list[str] = []
    if root is not None:
        _collect(root, pieces)
    return _single_spaced("".join(pieces))


def _collect(root: etree._Element, pieces: list[str]) -> None:
    skipping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if skipping is not None:
            if event == "start" or element is not skipping:
                continue
            skipping = None
        elif event == "start":
            if tag in _SILENT:
                skipping = element
                continue
            if tag not in _INLINE:
                pieces.append(" ")
            if element.text:
                pieces.append(element.text)
            continue
        if tag not in _INLINE:
            pieces.append(" ")
        if element.tail:
            pieces.append(element.tail)


def _single_spaced(text: str) -> str:
    return _WHITESPACE.sub(" ", text).strip()
