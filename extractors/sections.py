"""Section pages as a source of last resort: the links that look like articles, in the page's own order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.links import PageLink, document_of, links_of
from extractors.records import FeedEntry, FetchedPage, Rejection
from extractors.sitemaps import instant_of
from extractors.urls import article_key, canonical_url, has_credentials, host_of, site_of

MAX_ENTRIES = 100
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATED = re.compile(r"/(?:19|20)\d\d(?:/|-)?(?:0[1-9]|1[0-2])(?:[/-]|\d\d)")
_NUMBERED = re.compile(r"(?:^|[-_/.,])\d{5,}(?:[-_/.,]|\.html?$|$)")
_SLUG = re.compile(r"[^/]*[^/-]+(?:-[^/-]+){3,}[^/]*$")
_FILE = re.compile(r"(?i)\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|zip|xml|rss|json|ics|docx?|xlsx?|css|js)$")
_LISTING = re.compile(
    r"(?i)/(?:tags?|category|categories|kategorie|rubrik|themen?|topics?|author|autor|authors|search|suche|login"
    r"|register|page|seite|archive?s?|abo|subscribe|newsletter|impressum|imprint|contact|kontakt|about|jobs)(?:/|$)"
)


@dataclass(frozen=True, slots=True)
class SectionReading:
    """What a section page offers; one rejection when it offers nothing."""

    entries: tuple[FeedEntry, ...]
    rejections: tuple[Rejection, ...]


def parse_section(page: FetchedPage, *, max_entries: int = MAX_ENTRIES) -> SectionReading:
    """Links of ``page`` that look like articles of the same site; pages behind the first are not followed."""
    document = document_of(page)
    if document is None:
        return SectionReading((), (Rejection("not_an_article", "no markup to look through", page.final_url),))
    here = article_key(page.final_url)
    site = site_of(host_of(page.final_url))
    best: dict[str, tuple[PageLink, int]] = {}
    for link in links_of(page, document):
        if site_of(host_of(link.url)) != site or has_credentials(link.url):
            continue
        key = article_key(link.url)
        score = _score(link)
        if key == here or score < 3:
            continue
        known = best.get(key)
        if known is None or (score, len(link.text)) > (known[1], len(known[0].text)):
            best[key] = (link, score)
    entries = tuple(_entry(page, key, link) for key, (link, _) in list(best.items())[:max_entries])
    if entries:
        return SectionReading(entries, ())
    return SectionReading(
        (), (Rejection("not_an_article", "no links that look like articles", page.final_url),)
    )


def _score(link: PageLink) -> int:
    path = canonical_url(link.url).split("/", 3)[-1].partition("?")[0]
    if not path or _FILE.search(path) or _LISTING.search("/" + path):
        return 0
    words = len(link.text.split()) + len(_WIDE.findall(link.text)) // 3
    score = 2 if words >= 5 else 1 if words >= 3 else 0
    score += 2 if _DATED.search("/" + path) else 0
    score += 1 if _NUMBERED.search(path) else 0
    score += 1 if _SLUG.search(path) else 0
    score += 1 if link.in_heading else 0
    score += 1 if link.datetime_near else 0
    score -= 3 if link.in_frame else 0
    return score


def _entry(page: FetchedPage, key: str, link: PageLink) -> FeedEntry:
    return FeedEntry(
        source_id=page.request.source_id,
        url=link.url,
        entry_key=key,
        title=link.text or None,
        published_at=instant_of(link.datetime_near),
        published_raw=link.datetime_near,
    )
