"""What a page states about itself: JSON-LD and meta tags, before anybody guesses from the visible text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from extractors.identity import one_line

_ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "blogposting",
    "reportage",
    "analysisnewsarticle",
    "liveblogposting",
)
_MAX_JSON_LD_CHARS = 500_000
_SEPARATORS = (" | ", " – ", " — ", " - ", " :: ", " • ", "｜", " » ")
_JSON_CONTROL = re.compile(r"[\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Statements of a page's head; empty fields were not stated."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    description: str | None = None
    image_url: str | None = None
    language: str | None = None
    canonical: str | None = None


def _walk(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(node, list):
        for item in node[:100]:
            yield from _walk(item, depth + 1)
    elif isinstance(node, dict):
        yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in node:
                yield from _walk(node[key], depth + 1)


def _json_ld_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        raw = (script.text or "").strip()
        if not raw or len(raw) > _MAX_JSON_LD_CHARS:
            continue
        try:
            data = json.loads(_JSON_CONTROL.sub(" ", raw))
        except (ValueError, RecursionError):
            continue
        for node in _walk(data):
            kinds = node.get("@type", "")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(str(kind).lower() in _ARTICLE_TYPES for kind in kinds):
                yield node


def _text(value: Any) -> str | None:
    """First text of a JSON-LD value: a string, or the name, @value or url of an object or list."""
    if isinstance(value, list):
        return next((found for item in value if (found := _text(item))), None)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("@value") or value.get("url"))
    if isinstance(value, str):
        return one_line(html.unescape(value)) or None
    return None


def _people(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items:
        if isinstance(item, dict) and str(item.get("@type", "Person")).lower() in (
            "organization",
            "newsmediaorganization",
        ):
            continue
        name = _text(item)
        if name and not name.startswith(("http://", "https://")) and len(name) <= 80 and name not in names:
            names.append(name)
    return tuple(names)


def _image(value: Any) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _image(item))), None)
    if isinstance(value, dict):
        return _image(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return value.strip() or None if isinstance(value, str) else None


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = one_line(tag.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def strip_site_suffix(title: str, site_names: tuple[str | None, ...]) -> str:
    """A title without the site's own name hung on its end or put before it."""
    names = {one_line(name).casefold() for name in site_names if name}
    for separator in _SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and tail.strip().casefold() in names and head.strip():
            return head.strip()
        head, found, tail = title.partition(separator)
        if found and head.strip().casefold() in names and tail.strip():
            return tail.strip()
    return title


def read_page_meta(tree: HtmlElement, base_url: str) -> PageMeta:
    """Read what a parsed page states about itself; nothing is guessed from visible text."""
    tags = _meta_tags(tree)
    node: dict[str, Any] = next(_json_ld_articles(tree), {})
    site = tags.get("og:site_name") or _text(node.get("publisher")) or tags.get("application-name")
    title = _text(node.get("headline")) or tags.get("og:title") or tags.get("twitter:title")
    authors = _people(node.get("author")) if node.get("author") else ()
    if not authors:
        authors = tuple(
            name
            for key in ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
            if (name := tags.get(key)) and not name.startswith(("http://", "https://", "@")) and name != site
        )[:1]
    canonical = next(
        (
            link.get("href")
            for link in tree.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ),
        None,
    )
    image = _image(node.get("image")) or tags.get("og:image") or tags.get("twitter:image")
    language = (
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tags.get("og:locale")
    )
    return PageMeta(
        title=strip_site_suffix(title, (site,)) if title else None,
        authors=authors,
        published=_text(node.get("datePublished"))
        or tags.get("article:published_time")
        or tags.get("datepublished")
        or tags.get("dc.date.issued"),
        modified=_text(node.get("dateModified")) or tags.get("article:modified_time"),
        site_name=site,
        description=tags.get("og:description") or tags.get("description") or _text(node.get("description")),
        image_url=urljoin(base_url, image) if image else None,
        language=language,
        canonical=urljoin(base_url, canonical.strip()) if canonical and canonical.strip() else None,
    )
