"""The links of a web page with what stands around them; what sections and autodiscovery look through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from extractors.charset import decode
from extractors.records import FetchedPage
from extractors.urls import absolute_url

_FRAME = frozenset(("nav", "footer", "header", "aside", "form"))
_FRAME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "menu"))
MAX_LINKS = 5_000
MAX_MARKUP_BYTES = 4_000_000
"""Of a longer page only the beginning is looked at: a tree takes twenty times the room of its text."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """One anchor: ``in_frame`` is true inside navigation, header, footer, aside or form; ``rel`` in lower case."""

    url: str
    text: str
    in_frame: bool
    in_heading: bool
    rel: str
    datetime_near: str | None


def document_of(page: FetchedPage) -> HtmlElement | None:
    """The page as a tree, decoded as ``extractors.charset`` says; None when there is no markup in it."""
    text = decode(page.body[:MAX_MARKUP_BYTES], page.header("content-type")).text.replace("\x00", "")
    try:
        return document_fromstring(text.encode(), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def base_of(page: FetchedPage, document: HtmlElement) -> str:
    """The address that relative links are relative to: ``<base href>``, else the page's own."""
    for element in document.iter("base"):
        href = element.get("href")
        if href and (base := absolute_url(page.final_url, href)):
            return base
    return page.final_url


def links_of(page: FetchedPage, document: HtmlElement) -> Iterator[PageLink]:
    """Every http(s) anchor of the page in document order, at most ``MAX_LINKS``."""
    base = base_of(page, document)
    for number, anchor in enumerate(document.iter("a")):
        if number >= MAX_LINKS:
            return
        href = anchor.get("href")
        url = absolute_url(base, href) if href else None
        if url is None:
            continue
        ancestors = list(anchor.iterancestors())
        yield PageLink(
            url=url.partition("#")[0],
            text=_text_of(anchor),
            in_frame=any(_is_frame(element) for element in ancestors),
            in_heading=_is_heading(anchor, ancestors),
            rel=(anchor.get("rel") or "").lower(),
            datetime_near=_time_near(ancestors),
        )


def _parser() -> etree.HTMLParser:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)


def _text_of(anchor: HtmlElement) -> str:
    text = " ".join("".join(anchor.itertext()).split())
    return text or (anchor.get("title") or anchor.get("aria-label") or "").strip()


def _is_frame(element: HtmlElement) -> bool:
    return element.tag in _FRAME or (element.get("role") or "").lower() in _FRAME_ROLES


def _is_heading(anchor: HtmlElement, ancestors: list[HtmlElement]) -> bool:
    headings = ("h1", "h2", "h3", "h4", "h5")
    return any(element.tag in headings for element in ancestors[:3]) or any(
        child.tag in headings for child in anchor.iterdescendants()
    )


def _time_near(ancestors: list[HtmlElement]) -> str | None:
    for element in ancestors[:4]:
        if element.tag in ("body", "main", "ul", "ol"):
            return None
        times = list(element.iter("time"))
        if times:
            return times[0].get("datetime") if len(times) == 1 else None
    return None
