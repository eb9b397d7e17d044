"""Sitemaps, section pages, lists of addresses and what a site offers, all as entries or reasons."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.autodiscovery import offered_by, site_facts, worth_trying
from extractors.records import FetchedPage, FetchRequest, Purpose
from extractors.sections import parse_section
from extractors.sitemaps import instant_of, parse_sitemap
from extractors.url_list import parse_url_list

NOW = datetime(2026, 6, 10, tzinfo=UTC)
URL = "https://www.outlet.example/news/"


def page(body: str | bytes, url: str = URL, content_type: str = "text/html") -> FetchedPage:
    data = body.encode() if isinstance(body, str) else body
    request = FetchRequest(url, "outlet", Purpose.SECTION)
    return FetchedPage(request, url, 200, (("Content-Type", content_type),), data, NOW, 0.1)


NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc>https://outlet.example/old-1</loc><lastmod>2026-01-01</lastmod></url>
 <url><loc>/new-1</loc><image:image><image:loc>https://cdn.example/x.jpg</image:loc></image:image><news:news>
  <news:publication><news:name>O</news:name><news:language>de-DE</news:language></news:publication>
  <news:publication_date>2026-06-09T10:00:00+02:00</news:publication_date><news:title>Neu &amp; gut</news:title>
  <news:keywords>a, b</news:keywords></news:news></url>
 <url><loc>https://outlet.example/old-1#x</loc></url><url><loc>ftp://x/</loc></url><url/></urlset>"""


def test_news_sitemap_newest_first() -> None:
    reading = parse_sitemap(page(NEWS))
    assert [entry.url for entry in reading.entries] == [
        "https://www.outlet.example/new-1",
        "https://outlet.example/old-1",
    ]
    first = reading.entries[0]
    assert (first.title, first.language, first.tags) == ("Neu & gut", "de", ("a", "b"))
    assert first.published_at == datetime(2026, 6, 9, 8, tzinfo=UTC)
    assert sorted(rejection.reason for rejection in reading.rejections) == [
        "duplicate_entry",
        "entry_link_not_web",
        "entry_without_link",
    ]


def test_old_addresses_can_be_left_out() -> None:
    reading = parse_sitemap(page(NEWS), newer_than=datetime(2026, 6, 1, tzinfo=UTC))
    assert (len(reading.entries), reading.n_older) == (1, 1)
    assert [rejection.reason for rejection in parse_sitemap(page(NEWS), max_entries=1).rejections][
        -1
    ] == "sitemap_too_large"


def test_gzip_index_and_text() -> None:
    index = "<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2026-06</lastmod></sitemap><sitemap><loc>data:x</loc></sitemap></sitemapindex>"
    reading = parse_sitemap(page(gzip.compress(index.encode())))
    assert reading.kind == "index"
    assert [(child.url, child.modified_at) for child in reading.children] == [
        ("https://www.outlet.example/a.xml", datetime(2026, 6, 1, tzinfo=UTC))
    ]
    listed = parse_sitemap(
        page("https://outlet.example/a-1\nhttps://outlet.example/b-1\n", content_type="text/plain")
    )
    assert (listed.kind, len(listed.entries)) == ("text", 2)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b"<html><body>x</body></html>", "not_a_sitemap"),
        (b"\x1f\x8bbroken", "bad_encoding"),
        (gzip.compress(bytes(60_000_000)), "decompression_bomb"),
        (b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "aaaa">]><u>&a;</u>', "not_a_sitemap"),
    ],
)
def test_bodies_that_are_no_sitemap(body: bytes, reason: str) -> None:
    reading = parse_sitemap(page(body))
    assert (reading.kind, reading.rejections[0].reason) == ("", reason)


def test_usual_faults_are_mended_and_others_told() -> None:
    faulty = "<urlset><url><loc>/a-1?x=1&y=2</loc></url><url><loc>/b-1</loc>\x02</url><url><loc>/c-1</wrong></url></urlset>"
    reading = parse_sitemap(page(faulty))
    assert {entry.url for entry in reading.entries} == {
        "https://www.outlet.example/a-1?x=1&y=2",
        "https://www.outlet.example/b-1",
    }
    assert [rejection.reason for rejection in reading.rejections] == ["feed_unreadable"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_sitemaps_never_raise(body: bytes) -> None:
    parse_sitemap(page(body))
    parse_sitemap(page(b"<urlset><url><loc>" + body + b"</loc></url>"))


@given(st.text(max_size=30))
def test_dates_never_raise(raw: str) -> None:
    assert instant_of(raw) is None or instant_of(raw).tzinfo is not None  # type: ignore[union-attr]


SECTION = """<html><head><base href="https://www.outlet.example/"></head><body>
<nav><a href="/2026/05/01/navigation-story-from-may">A story that is named in the navigation</a></nav>
<main><h2><a href="2026/06/09/sponsor-shows-its-new-film">Sponsor shows its new film</a></h2>
<article><a href="/sport/agency-wins-the-games-account-987654.html?utm_source=home"><img></a>
<a href="/sport/agency-wins-the-games-account-987654.html">Agency wins the account of the Games</a><time datetime="2026-06-08">x</time></article>
<p><a href="/tag/rings">Everything about the five rings here</a><a href="/sport/">Sport</a>
<a href="https://elsewhere.example/2026/06/09/another-outlet-story-of-today">A story of another outlet today</a>
<a href="/report-2026-annual-figures-of-sponsors.pdf">The annual figures of all sponsors</a><a href="javascript:void(0)">More</a></p></main>
<footer><a href="/impressum">Impressum und rechtliche Hinweise hier</a></footer></body></html>"""


def test_section_gives_the_articles_of_its_site() -> None:
    entries = parse_section(page(SECTION)).entries
    assert [(entry.url, entry.title) for entry in entries] == [
        ("https://www.outlet.example/2026/06/09/sponsor-shows-its-new-film", "Sponsor shows its new film"),
        (
            "https://www.outlet.example/sport/agency-wins-the-games-account-987654.html",
            "Agency wins the account of the Games",
        ),
    ]
    assert entries[1].published_at == datetime(2026, 6, 8, tzinfo=UTC)


def test_section_without_articles_says_so() -> None:
    for body in ("", "<html><body><p>Nothing</p></body></html>", b"\x00\x01"):
        reading = parse_section(page(body))
        assert (reading.entries, reading.rejections[0].reason) == ((), "not_an_article")


def test_list_of_addresses() -> None:
    body = "\ufeff# mine\nhttps://o.example/a-1 trailing words\n\nnot an address\nhttps://u:secret@o.example/\nhttps://o.example/a-1/\n"
    reading = parse_url_list(body.encode(), "s", "list.txt")
    assert [entry.url for entry in reading.entries] == ["https://o.example/a-1"]
    assert [(rejection.reason, rejection.subject) for rejection in reading.rejections] == [
        ("url_line_unreadable", "list.txt line 4"),
        ("credentials_in_url", "list.txt line 5"),
        ("duplicate_entry", "list.txt line 6"),
    ]
    assert "secret" not in repr(reading.rejections)


SITE = """<html lang="de-CH"><head><title>Startseite | Der Anzeiger</title><meta property="og:site_name" content="Der Anzeiger">
<link rel="alternate" type="application/rss+xml" title="Alles" href="/rss"><link rel="alternate" type="application/rss+xml" title="Kommentare" href="/comments/feed/">
<link rel="alternate" type="application/feed+json" href="https://cdn.example/feed.json"><link rel="alternate" hreflang="en" href="/en/" type="text/html">
<link rel="sitemap" type="application/xml" href="/map.xml"></head><body><a href="/sport/feed/">Sport per RSS</a><a href="/rss">RSS</a></body></html>"""


def test_site_offers_its_feeds_and_sitemaps() -> None:
    assert [(offered.kind, offered.url) for offered in offered_by(page(SITE))] == [
        ("feed", "https://www.outlet.example/rss"),
        ("feed", "https://cdn.example/feed.json"),
        ("sitemap", "https://www.outlet.example/map.xml"),
        ("feed", "https://www.outlet.example/sport/feed/"),
    ]
    facts = site_facts(page(SITE))
    assert (facts.name, facts.language, facts.country) == ("Der Anzeiger", "de", "CH")


@pytest.mark.parametrize(
    ("url", "country"),
    [("https://x.co.uk/", "GB"), ("https://x.de/", "DE"), ("https://x.com/", None), ("https://x.tv/", None)],
)
def test_country_from_the_address(url: str, country: str | None) -> None:
    assert site_facts(page("<html><title>X</title></html>", url)).country == country


def test_usual_addresses_stay_on_the_site() -> None:
    assert all(offered.url.startswith("https://www.outlet.example/") for offered in worth_trying(URL))
    assert offered_by(page(b"")) == ()
