"""From the HTML of a page to an Article: trafilatura for the body, the page's own statements for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import use_config
from trafilatura.utils import load_html

from extractors.bylines import names_of_byline
from extractors.charset import decode
from extractors.dates import choose, date_from_text
from extractors.identity import normalise, one_line, text_hash
from extractors.language import LanguageDetector
from extractors.markup_text import sound_text
from extractors.offer import Offer
from extractors.pagemeta import PageMeta, read_page_meta, strip_site_suffix
from extractors.paragraphs import Block, blocks_of_tree, lay_out
from extractors.records import Article, Dating, FetchedPage, Rejection
from extractors.urls import address_of_page, article_id_for, canonical_url, trusted_canonical

MAX_TAGS = 60_000
"""Opening and closing ones; trafilatura takes two seconds for as many, and quadratically longer for more."""
MIN_TEXT_CHARS = 80
"""A body shorter than this is a picture, a player or a notice, not an article."""

_CONFIG = use_config()
# trafilatura's own timeout raises a signal, which only works in the main thread.
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")


def _datings(offer: Offer, meta: PageMeta, document: Any, now: datetime) -> tuple[Dating, ...]:
    found: list[Dating] = []
    if offer.published is not None:
        found.append(offer.published)
    if meta.published:
        found.append(date_from_text(meta.published, "page", now=now))
    if document is not None and document.date:
        found.append(date_from_text(document.date, "page_text", now=now))
    return tuple(found)


def _extract(tree: HtmlElement, now: datetime) -> Any:
    return trafilatura.bare_extraction(
        tree,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        config=_CONFIG,
        # htmldate asks the clock for today; the day of the run is given instead.
        date_extraction_params={"original_date": True, "max_date": now.date().isoformat()},
    )


def clean_html(
    html: str, offer: Offer, detector: LanguageDetector, *, now: datetime, id_base: str | None = None
) -> Article | Rejection:
    """An Article with its paragraphs, or the reason why the page holds none. ``now`` judges its dates."""
    subject = offer.url or offer.fetched_url
    if html.count("<") > MAX_TAGS:
        return Rejection("unreadable_page", f"more than {MAX_TAGS} tags", subject)
    tree = load_html(html) if html.strip() else None
    if tree is None:
        return Rejection("not_html", "the body could not be read as HTML", subject)
    meta = read_page_meta(tree, offer.fetched_url)
    try:
        document = _extract(tree, now)
    except (ValueError, RecursionError, AssertionError) as error:
        return Rejection("unreadable_page", f"trafilatura: {type(error).__name__}: {error}", subject)
    blocks = blocks_of_tree(document.body) if document is not None and document.body is not None else []
    if sum(len(block.text) for block in blocks) < MIN_TEXT_CHARS:
        return Rejection("no_text", f"no body of at least {MIN_TEXT_CHARS} characters was found", subject)
    # Out of a page's own JSON half characters may come, which no table can hold.
    site = sound_text(meta.site_name or (document.sitename if document else None) or "") or None
    title = meta.title or (document.title if document else None) or offer.title
    title = strip_site_suffix(one_line(normalise(title)), (site, offer.outlet)) if title else None
    if title and blocks and one_line(blocks[0].text).casefold() == title.casefold():
        blocks = blocks[1:]
    if title:
        blocks = [Block("headline", title), *blocks]
    text, paragraphs = lay_out(blocks)
    language = detector.detect(
        text,
        page=meta.language,
        feed=offer.feed_language,
        source=offer.source_language,
        stated=offer.stated_language,
    )
    datings = _datings(offer, meta, document, now)
    chosen = choose(datings)
    is_web = offer.fetched_url.startswith(("http://", "https://"))
    canonical = trusted_canonical(offer.fetched_url, meta.canonical) if is_web else None
    given = (
        (address_of_page(offer.url, offer.fetched_url) if is_web else canonical_url(offer.url))
        if offer.url
        else ""
    )
    url = canonical or given or f"podium:{offer.source_id}"
    authors = (
        names_of_byline(*meta.authors)
        or names_of_byline(*offer.authors)
        or names_of_byline(document.author or "")
    )
    return Article(
        article_id=article_id_for(id_base or url),
        source_id=offer.source_id,
        url=url,
        fetched_url=offer.fetched_url,
        outlet=offer.outlet or site,
        site_name=site,
        title=title,
        authors=tuple(sound_text(name) for name in authors if name != (site or "")),
        description=sound_text(meta.description or (document.description if document else None) or "")
        or None,
        image_url=sound_text(meta.image_url or (document.image if document else None) or "") or None,
        language=language.code,
        language_origin=language.origin,
        published_at=chosen.at if chosen else None,
        published_origin=chosen.origin if chosen else None,
        datings=datings,
        text=text,
        paragraphs=paragraphs,
        text_sha256=text_hash(text),
        country=offer.country,
        tags=offer.tags,
    )


def clean_page(
    page: FetchedPage, offer: Offer, detector: LanguageDetector, *, now: datetime
) -> Article | Rejection:
    """An Article from a fetched page; its bytes are decoded by header, BOM, meta and content, in that order."""
    html = decode(page.body, page.header("content-type")).text
    return clean_html(html, replace(offer, fetched_url=page.final_url), detector, now=now)
