"""Where a site offers its news: feeds that a page names, addresses worth trying, facts about the site."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.links import base_of, document_of, links_of
from extractors.records import FetchedPage
from extractors.urls import absolute_url, canonical_url, host_of, origin_of, site_of

_FEED_TYPES = {
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/feed+json": "feed",
    "application/json": "feed",
    "text/xml": "feed",
    "application/xml": "feed",
}
_FEED_ADDRESS = re.compile(
    r"(?i)(?:/|\b)(?:rss|atom|feeds?)(?:\.xml|\.rdf|\.json|/|$|\?)|\.(?:rss|atom|rdf)$"
)
_COMMENTS = re.compile(r"(?i)/comments?/feed|comments?[-_/ ]?(?:rss|feed)|kommentar")
COMMON_FEED_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
COMMON_SITEMAP_PATHS = (
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap_news.xml",
    "/sitemap.xml",
    "/sitemap_index.xml",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed or sitemap that a page names. ``kind`` is feed or sitemap; ``title`` is the page's word for it."""

    url: str
    kind: str
    title: str | None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the page says of its site: name, language (ISO 639-1) and country (from a locale such as de-CH)."""

    name: str | None
    language: str | None
    country: str | None


def offered_by(page: FetchedPage) -> tuple[Offered, ...]:
    """Feeds and sitemaps that a web page names, in its own order; comment feeds left out."""
    document = document_of(page)
    if document is None:
        return ()
    base = base_of(page, document)
    found: dict[str, Offered] = {}
    for element in document.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = _FEED_TYPES.get((element.get("type") or "").partition(";")[0].strip().lower())
        if "sitemap" in relations:
            kind = "sitemap"
        elif kind is None or "alternate" not in relations or element.get("hreflang"):
            continue
        _add(found, absolute_url(base, element.get("href") or ""), kind, element.get("title"))
    for link in links_of(page, document):
        if _FEED_ADDRESS.search(link.url) and site_of(host_of(link.url)) == site_of(host_of(page.final_url)):
            _add(found, link.url, "feed", link.text)
    return tuple(found.values())


def site_facts(page: FetchedPage) -> SiteFacts:
    """Name, language and country that the page states about itself."""
    document = document_of(page)
    if document is None:
        return SiteFacts(None, None, None)
    metas = {
        (element.get("property") or element.get("name") or "").lower(): (element.get("content") or "").strip()
        for element in document.iter("meta")
    }
    title = next((" ".join("".join(element.itertext()).split()) for element in document.iter("title")), "")
    name = metas.get("og:site_name") or metas.get("application-name") or re.split(r"\s[|–—-]\s|: ", title)[0]
    root = document if document.tag == "html" else document.getroottree().getroot()
    locale = root.get("lang") or root.get("xml:lang") or metas.get("og:locale") or metas.get("language") or ""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?(?:$|[-_])", locale.strip())
    country = match[2].upper() if match and match[2] else _country_of(page.final_url)
    return SiteFacts(name.strip() or None, match[1].lower() if match else None, country)


def worth_trying(url: str) -> tuple[Offered, ...]:
    """Addresses where sites keep feeds and news sitemaps, for a page that names none."""
    origin = origin_of(url)
    feeds = [Offered(origin + path, "feed", None) for path in COMMON_FEED_PATHS]
    return (*feeds, *(Offered(origin + path, "sitemap", None) for path in COMMON_SITEMAP_PATHS))


def _add(found: dict[str, Offered], url: str | None, kind: str, title: str | None) -> None:
    if url is None or _COMMENTS.search(url) or _COMMENTS.search(title or ""):
        return
    found.setdefault(canonical_url(url), Offered(url, kind, " ".join((title or "").split()) or None))


def _country_of(url: str) -> str | None:
    ending = host_of(url).rpartition(".")[2]
    if len(ending) != 2 or not ending.isalpha() or ending in ("eu", "tv", "io", "co", "me", "ai"):
        return None
    return "GB" if ending == "uk" else ending.upper()
