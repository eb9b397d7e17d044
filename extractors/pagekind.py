"""Pages that were served as articles and are none: paywalls, consent and challenge pages, soft errors, listings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from config.page_signs import PageSigns
from extractors.links import document_of
from extractors.records import FetchedPage, Rejection
from extractors.sniff import Content, sniff
from extractors.urls import article_key, canonical_url

LONG_TEXT_CHARS = 2_500
"""A body this long is an article whatever stands around it, unless the page itself says it is locked."""
SHORT_TEXT_CHARS = 900
_TEASER_CHARS = 1_500
_NO_TEXT_CHARS = 120
_LISTING_TEXT_CHARS = 400
_LOCKED_MARKS = (b"isAccessibleForFree", b"content_tier", b"paywall", b"piano-", b"regwall")
_LOCKED_CLASS = re.compile(
    r"(?i)(?:^|[\s_-])(?:paywall|pay-wall|regwall|subscriber-only|premium-(?:wall|barrier|overlay)|article-locked)"
)
_BANNER = re.compile(
    r"(?i)cookie|consent|gdpr|dsgvo|rgpd|onetrust|didomi|usercentrics|iubenda|cookiebot|borlabs|klaro|truste|qc-cmp"
    r"|sp_message|privacy[-_]?(?:banner|bar|notice|overlay|layer|manager)|(?:^|[\s_-])cmp(?:$|[\s_-])"
)
_STATUS_TITLE = re.compile(r"^\W*(?:error\W*)?(40[0-9]|41[0-9]|50[0-9])\b")
_NEWS_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head", "title"))
_LISTING_TYPES = frozenset(
    ("CollectionPage", "SearchResultsPage", "ProfilePage", "ContactPage", "AboutPage", "CheckoutPage")
)
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_MAX_JSON_BYTES = 300_000


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    titles: tuple[str, ...]
    visible: str
    text: str
    document: HtmlElement
    statements: tuple[dict[str, Any], ...]
    has_only_a_banner: bool
    """Hardly anything has words but a consent banner, as every page of the site has it."""


def judge_page(page: FetchedPage, text: str, signs: PageSigns) -> Rejection | None:
    """Why ``page`` is no article, or None; ``text`` is the body that cleaning found, empty when it found none."""
    length = len(text.strip())
    kind = sniff(page.body, page.header("content-type"))
    if kind is Content.JSON or (kind is Content.XML and _NEWS_ROOT.search(page.body[:2048])):
        return Rejection("not_an_article", f"the body is {kind.value}, not a page", page.final_url)
    names_a_lock = any(mark in page.body for mark in _LOCKED_MARKS)
    if length >= LONG_TEXT_CHARS and not names_a_lock:
        return None
    document = document_of(page)
    if document is None:
        return None if length else Rejection("not_an_article", "no markup and no text", page.final_url)
    has_only_a_banner = _has_only_a_banner(document, text, signs)
    seen = _Page(
        page.final_url,
        _titles(document),
        _visible(document),
        "" if has_only_a_banner else text.strip(),
        document,
        tuple(_statements(document)),
        has_only_a_banner,
    )
    for judge in (_challenge, _consent, _soft_error, _login, _paywall, _listing):
        found = judge(seen, signs)
        if found is not None:
            return Rejection(found[0], found[1], page.final_url)
    if has_only_a_banner and length:
        return Rejection("no_text", "hardly anything but the consent banner has words", page.final_url)
    return None


_Found = tuple[str, str] | None


def _challenge(page: _Page, signs: PageSigns) -> _Found:
    if len(page.visible) > 3_000 or len(page.text) >= SHORT_TEXT_CHARS:
        return None
    phrase = _first(signs.texts["challenge_page"], page.visible) or (
        _title_says(page, signs.titles["challenge_page"]) if len(page.visible) < 1_200 else None
    )
    return ("challenge_page", f"says {phrase!r}") if phrase else None


def _consent(page: _Page, signs: PageSigns) -> _Found:
    phrase = _title_says(page, signs.titles["consent_wall"])
    if not phrase and page.has_only_a_banner:
        return None
    body = page.text or page.visible
    hits = sum(page.visible.count(word) for word in signs.texts["consent_wall"])
    per_thousand = hits * 1000 / max(len(page.visible), 1)
    own_hits = sum(body.lower().count(word) for word in signs.texts["consent_wall"])
    own_density = own_hits * 1000 / max(len(body), 1)
    if phrase and own_density >= 3 and own_hits >= 2 and len(body) < 6_000:
        return "consent_wall", f"title says {phrase!r}"
    if own_hits >= 4 and own_density >= 6 and per_thousand >= 3:
        return "consent_wall", f"{own_hits} words about consent in {len(body)} characters"
    return None


def _has_only_a_banner(document: HtmlElement, text: str, signs: PageSigns) -> bool:
    if len(text) >= LONG_TEXT_CHARS:
        return False
    banner, rest, has_headline = _beside_banner(document)
    lines = (" ".join(line.lower().split()) for line in text.splitlines())
    own = sum(len(line) for line in lines if line not in banner)
    return bool(banner) and has_headline and own < _NO_TEXT_CHARS and not _speaks_of_consent(rest, signs)


def _speaks_of_consent(text: str, signs: PageSigns) -> bool:
    hits = sum(text.count(word) for word in signs.texts["consent_wall"])
    return hits >= 4 and hits * 1000 / max(len(text), 1) >= 6


def _beside_banner(document: HtmlElement) -> tuple[str, str, bool]:
    """Text inside and outside of what is marked as a consent banner, and whether a headline stands outside."""
    inside: set[HtmlElement] = set()
    for element in document.iter("div", "section", "aside", "dialog", "form", "footer"):
        if element not in inside and _BANNER.search(
            f"{element.get('class') or ''} {element.get('id') or ''}"
        ):
            inside.update(element.iter())
    has_headline = any(
        element not in inside and "".join(element.itertext()).strip() for element in document.iter("h1")
    )
    return (
        _visible(document, lambda element: element in inside),
        _visible(document, lambda element: element not in inside),
        has_headline,
    )


def _soft_error(page: _Page, signs: PageSigns) -> _Found:
    if len(page.text) >= SHORT_TEXT_CHARS:
        return None
    for kind in ("soft_404", "error_page"):
        phrase = _title_says(page, signs.titles[kind])
        if phrase:
            return kind, f"title says {phrase!r}"
    for title in page.titles:
        status = _STATUS_TITLE.match(title)
        if status and len(title) < 60:
            return ("soft_404" if status[1].startswith("4") else "error_page"), f"title says {status[1]}"
    return None


def _login(page: _Page, signs: PageSigns) -> _Found:
    if len(page.text) >= SHORT_TEXT_CHARS:
        return None
    has_password = any(
        (field.get("type") or "").lower() == "password" for field in page.document.iter("input")
    )
    phrase = _title_says(page, signs.titles["login_page"])
    return ("login_page", f"asks for a password, title says {phrase!r}") if has_password and phrase else None


def _paywall(page: _Page, signs: PageSigns) -> _Found:
    is_locked = any(_is_false(item.get("isAccessibleForFree")) for item in page.statements)
    tier = _meta(page.document, "article:content_tier")
    phrase = _first(signs.texts["paywall"], page.visible)
    if len(page.text) >= (LONG_TEXT_CHARS if is_locked else _TEASER_CHARS):
        # Many outlets mark every page as not free, also those they deliver whole.
        return None
    has_barrier = any(
        _LOCKED_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        for element in page.document.iter("div", "section", "aside", "p", "span", "form")
    )
    if not phrase:
        if is_locked and has_barrier and len(page.text) < SHORT_TEXT_CHARS:
            return "paywall", f"a teaser of {len(page.text)} characters, marked as not free, before a barrier"
        return None
    near_end = page.visible.find(phrase) > len(page.visible) // 3
    if is_locked or tier == "locked" or has_barrier or (near_end and len(page.text) < SHORT_TEXT_CHARS):
        return "paywall", f"a teaser of {len(page.text)} characters, then {phrase!r}"
    return None


def _listing(page: _Page, signs: PageSigns) -> _Found:
    types = {kind for item in page.statements for kind in _types(item)}
    if any(_ARTICLE_TYPES.search(kind) for kind in types):
        return None
    is_front = article_key(page.url).rstrip("/").count("/") == 0 and "?" not in canonical_url(page.url)
    linked = sum(len("".join(anchor.itertext()).strip()) for anchor in page.document.iter("a"))
    n_links = sum(1 for _ in page.document.iter("a"))
    share = linked / max(len(page.visible), 1)
    if types & _LISTING_TYPES and len(page.text) < _TEASER_CHARS:
        return "not_an_article", f"the page calls itself {', '.join(sorted(types & _LISTING_TYPES))}"
    if is_front and n_links >= 10:
        return "not_an_article", "the front page of the site"
    is_article = _meta(page.document, "og:type") == "article" or any(
        True for _ in page.document.iter("article")
    )
    if n_links >= 15 and share > 0.8 and len(page.text) < _LISTING_TEXT_CHARS and not is_article:
        return "not_an_article", f"{share:.0%} of its words are links"
    return None


def _titles(document: HtmlElement) -> tuple[str, ...]:
    found = []
    for name in ("title", "h1"):
        for element in document.iter(name):
            text = " ".join("".join(element.itertext()).split()).lower()
            if text:
                found.append(text)
                break
    return tuple(found)


def _title_says(page: _Page, phrases: Sequence[str]) -> str | None:
    for title in page.titles:
        for phrase in phrases:
            # A headline about the subject is longer than the page's own notice.
            if phrase in title and len(title) <= len(phrase) * 1.5 + 32 and _stands_alone(phrase, title):
                return phrase
    return None


def _stands_alone(phrase: str, title: str) -> bool:
    if not phrase[0].isascii():
        return True
    pieces = [piece.strip(" .!?:…") for piece in re.split(r"\s[|–—·-]\s|[:|!.]\s?", title)]
    return (
        any(
            piece == phrase or (phrase in piece and len(piece) <= len(phrase) * 1.6 + 8)
            for piece in pieces
            if piece
        )
        and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", title) is not None
    )


def _first(phrases: Sequence[str], text: str) -> str | None:
    return next((phrase for phrase in phrases if phrase in text), None)


def _visible(document: HtmlElement, counts: Callable[[HtmlElement], bool] | None = None) -> str:
    pieces: list[str] = []
    for element in document.iter():
        if counts is not None and not counts(element):
            continue
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            if element.tail and element.tag != "title":
                pieces.append(element.tail)
            continue
        if element.text:
            pieces.append(element.text)
        if element.tail:
            pieces.append(element.tail)
    return " ".join(" ".join(pieces).split()).lower()


def _statements(document: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in document.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            found = json.loads((script.text or "")[:_MAX_JSON_BYTES])
        except (ValueError, RecursionError):
            continue
        stack = found if isinstance(found, list) else [found]
        for item in stack[:50]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (
                    (node for node in graph[:50] if isinstance(node, dict)) if isinstance(graph, list) else ()
                )


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind for kind in listed if isinstance(kind, str)]


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower().rpartition("/")[2] == "false")


def _meta(document: HtmlElement, name: str) -> str:
    for element in document.iter("meta"):
        if (element.get("property") or element.get("name") or "").lower() == name:
            return (element.get("content") or "").strip().lower()
    return ""
