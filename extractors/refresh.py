"""Redirects that a page makes itself: ``<meta http-equiv=refresh>`` and the Refresh header (HTML standard, 4.2.5.3)."""

from __future__ import annotations

import html
import re

from extractors.sniff import Content, sniff
from extractors.urls import absolute_url

MAX_DELAY_SECONDS = 10
"""Who waits longer means to show the page first, or to load it again."""
_HEAD_BYTES = 64_000
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_UNSEEN = {
    b"<!--": b"-->",
    b"<script": b"</script",
    b"<style": b"</style",
    b"<template": b"</template",
}
"""Markup in which a refresh does not count."""
_WITHOUT_SCRIPTS = {b"<noscript": b"</noscript"}
_STUB_BYTES = 4_096
"""Short-link services answer with less, and a refresh for readers without scripts; elsewhere that one leads to a plea
for scripts, away from an article that is there."""
_TAG = re.compile(rb"<(meta|base)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CONTENT = re.compile(
    r"""\s*(?P<delay>\d{1,9})(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>.*))""",
    re.IGNORECASE | re.DOTALL,
)


def refresh_target(page_url: str, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """Absolute web address that the page at ``page_url`` sends its reader to at once; None when it stays.

    A page that loads itself again, or waits for more than ten seconds, stays.
    """
    head = body[:_HEAD_BYTES]
    given = next((value for name, value in headers if name.lower() == "refresh"), None)
    base = page_url
    if given is None and _REFRESH.search(head) is not None:
        given, named_base = _in_markup(_seen(head, is_stub=len(body) <= _STUB_BYTES), _declared(headers))
        base = (absolute_url(page_url, named_base) if named_base else None) or page_url
    target = _target_of(given) if given else None
    if target is None:
        return None
    absolute = absolute_url(base, target)
    if absolute is None or absolute.partition("#")[0] == page_url.partition("#")[0]:
        return None
    return absolute


def _declared(headers: tuple[tuple[str, str], ...]) -> str | None:
    return next((value for name, value in headers if name.lower() == "content-type"), None)


def _target_of(content: str) -> str | None:
    match = _CONTENT.fullmatch(content.strip())
    if match is None or int(match["delay"]) > MAX_DELAY_SECONDS:
        return None
    target = match["double"] if match["double"] is not None else match["single"]
    target = (target if target is not None else match["bare"]).strip()
    return target or None


def _in_markup(head: bytes, declared: str | None) -> tuple[str | None, str | None]:
    if sniff(head[:2048], declared) is not Content.HTML:
        return None, None
    base: str | None = None
    for tag, inside in _TAG.findall(head):
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(inside)
        }
        if tag.lower() == b"base":
            base = base or _text(attributes.get(b"href", b""))
        elif attributes.get(b"http-equiv", b"").strip().lower() == b"refresh":
            return _text(attributes.get(b"content", b"")), base
    return None, None


def _text(value: bytes) -> str:
    try:
        return html.unescape(value.decode("utf-8"))
    except UnicodeDecodeError:
        return html.unescape(value.decode("latin-1"))


def _seen(head: bytes, *, is_stub: bool) -> bytes:
    """``head`` without what a browser does not act on; a mark that is not there is looked for once only."""
    marks = _UNSEEN if is_stub else _UNSEEN | _WITHOUT_SCRIPTS
    lowered, kept, begin = head.lower(), [], 0
    places = {start: lowered.find(start) for start in marks}
    while places := {
        start: at if at >= begin else lowered.find(start, begin) for start, at in places.items() if at >= 0
    }:
        at, start = min(((at, start) for start, at in places.items() if at >= 0), default=(-1, b""))
        if at < 0:
            break
        kept.append(head[begin:at])
        end = lowered.find(marks[start], at + len(start))
        if end < 0:
            return b"".join(kept)
        begin = end + len(marks[start])
    kept.append(head[begin:])
    return b"".join(kept)
