"""Bodies made to exhaust, mislead or crash whoever reads them: feeds, sitemaps, robots files and pages."""

from __future__ import annotations

import gzip
import json

from .content import GERMAN
from .play import (
    PARAGRAPH,
    STORED,
    Behaviour,
    Expected,
    article,
    bad_article,
    failing_feed,
    feed,
    one_article,
    only_feed,
    page,
    redirect,
    xml,
)
from .walls import index, robots, sitemap, text

GOOD = {"/good-1": STORED}
BOTH = {"/bad-1": STORED, "/good-2": STORED}
TITLED = feed(items="<item><title>Königliche Läufer</title><link>/good-1</link></item>")


def declared(encoding: str) -> str:
    return TITLED.replace('encoding="utf-8"', f'encoding="{encoding}"')


def feed_bytes(name: str, body: bytes, type: str = "application/xml") -> Behaviour:
    return Behaviour(name, only_feed(page(body, type=type)), Expected(entries=GOOD))


def json_feed(items: str) -> str:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{items}]}}'


def json_page(body: str | bytes):
    return only_feed(page(body, type="application/feed+json"))


def sitemap_of(body: str | bytes, **routes):
    return only_feed(xml(body), **routes)


def dripping_comments(head: str) -> str:
    return article(head=head, text="<!--" * 50_000)


MANY_STARS = "User-agent: *\nDisallow: /" + "*a" * 60 + "$\nDisallow: /bad-1\n"
LONG = "a" * 3_000

BEHAVIOURS = (
    # feeds in other encodings than they say
    feed_bytes("feed_utf16_le_with_mark", b"\xff\xfe" + declared("utf-16").encode("utf-16-le")),
    feed_bytes("feed_utf16_be_with_mark", b"\xfe\xff" + declared("utf-16").encode("utf-16-be")),
    feed_bytes("feed_utf16_without_mark", declared("utf-16").encode("utf-16-le")),
    feed_bytes("feed_utf16_called_utf8", b"\xff\xfe" + declared("utf-8").encode("utf-16-le")),
    feed_bytes("feed_utf8_mark_called_latin1", b"\xef\xbb\xbf" + declared("iso-8859-1").encode()),
    feed_bytes("feed_utf8_called_utf16", declared("utf-16").encode()),
    feed_bytes("feed_latin1_called_utf8", declared("utf-8").encode("latin-1")),
    feed_bytes("feed_of_unknown_encoding", declared("x-klingon").encode()),
    feed_bytes("feed_header_lies", TITLED.encode(), "application/xml; charset=iso-8859-1"),
    # feeds that are built to break their reader
    Behaviour(
        "json_with_half_characters",
        json_page(
            json_feed(
                '{"id": "1", "url": "/good-1", "title": "a \\ud800 b \\u0000 c", "authors": [{"name": "\\udfff"}]}'
            )
        ),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "json_key_of_half_characters",
        json_page(json_feed('{"id": "\\udead", "url": "/good-1?x=\\ud800", "tags": ["\\ud800"]}')),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "json_of_three_million_objects",
        json_page(json_feed("{}," * 3_000_000 + "{}")),
        failing_feed("feed_unreadable"),
        is_slow=True,
    ),
    Behaviour(
        "json_of_nan",
        json_page(json_feed('{"id": NaN, "url": "/good-1", "date_published": Infinity}')),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_bare_brackets",
        only_feed(xml("<rss version='2.0'><channel><item><link>/good-1</link></item>" + "<" * 400_000)),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_open_comments",
        only_feed(xml("<rss version='2.0'><channel><item><link>/good-1</link></item>" + "<!--" * 300_000)),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_open_sections",
        only_feed(
            xml("<rss version='2.0'><channel><item><link>/good-1</link></item>" + "<![CDATA[" * 200_000)
        ),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_open_references",
        only_feed(xml("<rss version='2.0'><channel><item><link>/good-1</link><title>" + "&#" * 300_000)),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_declarations",
        only_feed(
            xml(
                "<?xml version='1.0'?>"
                + "<!ENTITY a 'b'" * 100_000
                + "<rss version='2.0'><channel><item><link>/good-1</link></item></channel></rss>"
            )
        ),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "feed_of_attributes",
        only_feed(xml("<rss version='2.0'><channel><item><link>/good-1</link><title " + "a=' " * 300_000)),
        failing_feed("feed_unreadable"),
    ),
    Behaviour(
        "summary_of_a_megabyte",
        only_feed(
            xml(
                feed(items=f"<item><link>/good-1</link><description>{'&lt;b' * 300_000}</description></item>")
            )
        ),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "dates_beyond_the_calendar",
        only_feed(
            xml(
                feed(
                    items="".join(
                        f"<item><link>/good-{n}</link><pubDate>{date}</pubDate></item>"
                        for n, date in enumerate(
                            (
                                "0000-00-00",
                                "99999-01-01T00:00:00Z",
                                "0001-01-01T00:00:00+14:00",
                                "9999-12-31T23:59:59-12:00",
                                "1" * 5_000,
                            ),
                            1,
                        )
                    )
                )
            )
        ),
        Expected(entries={f"/good-{n}": STORED for n in range(1, 6)}),
    ),
    Behaviour(
        "link_of_100_kb",
        only_feed(xml(feed("/" + "x" * 100_000, "/good-1"))),
        Expected(entries=GOOD, rejected={"entry_link_not_web": 1}),
    ),
    Behaviour(
        "credentials_in_a_foreign_link",
        only_feed(xml(feed("ftp://user:secret@127.0.0.1/x", "//user:secret@127.0.0.1/x", "/good-1"))),
        Expected(entries=GOOD, rejected={"entry_link_not_web": 1, "credentials_in_url": 1}),
    ),
    # sitemaps
    Behaviour(
        "sitemap_of_itself",
        sitemap_of(
            index("/feed.xml", "/feed.xml?again=1", "/two.xml"), **{"two.xml": xml(sitemap("/good-1"))}
        ),
        Expected(entries=GOOD, rejected={"sitemap_loop": 4}),
        kind="sitemap",
    ),
    Behaviour(
        "sitemap_packed",
        sitemap_of(gzip.compress(sitemap("/good-1").encode())),
        Expected(entries=GOOD),
        kind="sitemap",
    ),
    Behaviour(
        "sitemap_packed_twice",
        only_feed(
            xml(
                gzip.compress(gzip.compress(sitemap("/good-1").encode())),
                headers=[("Content-Encoding", "gzip")],
            )
        ),
        Expected(entries=GOOD),
        kind="sitemap",
    ),
    Behaviour(
        "sitemap_of_300000_rows",
        sitemap_of("<urlset><url><loc>/good-1</loc></url>" + "<url/>" * 300_000 + "</urlset>"),
        Expected(entries=GOOD, rejected={"sitemap_too_large": 1, "entry_without_link": 999}),
        kind="sitemap",
    ),
    Behaviour(
        "sitemap_of_a_packed_million_rows",
        sitemap_of(
            gzip.compress(
                ("<urlset><url><loc>/good-1</loc></url>" + "<url/>" * 7_000_000 + "</urlset>").encode()
            )
        ),
        Expected(entries=GOOD, rejected={"sitemap_too_large": 1, "entry_without_link": 999}),
        kind="sitemap",
        is_slow=True,
    ),
    Behaviour(
        "url_list_of_nonsense",
        only_feed(text("nonsense\n" * 200_000 + "http://127.0.0.1:{port}/good-1\n")),
        failing_feed("url_line_unreadable"),
        kind="urls",
    ),
    # robots files and rights
    Behaviour("robots_is_html", robots(page(article())), bad_article("stored", None)),
    Behaviour(
        "robots_600_kb",
        robots(text("# filler\n" * 68_000 + "User-agent: *\nDisallow: /\n")),
        bad_article("stored", None),
    ),
    Behaviour(
        "robots_of_stars",
        robots(text(MANY_STARS)),
        Expected(entries={"/bad-1": ("failed", "robots_disallowed"), "/good-2": STORED}),
    ),
    Behaviour(
        "robots_of_stars_and_long_address",
        only_feed(xml(feed(f"/good-1?{LONG}")), **{"robots.txt": text(MANY_STARS)}),
        Expected(entries={"/good-1": ("failed", "robots_disallowed")}),
    ),
    Behaviour(
        "robots_goes_inside",
        robots(redirect("http://127.0.0.1:9/robots.txt")),
        failing_feed("address_not_public"),
    ),
    Behaviour(
        "robots_goes_to_metadata",
        robots(redirect("http://169.254.169.254/")),
        failing_feed("address_not_public"),
    ),
    Behaviour("robots_429", robots(page("", status=429)), failing_feed("robots_unreachable")),
    Behaviour(
        "robots_endless",
        robots(page("User-agent: *\nDisallow: /bad-1\n" + "#" * 3_000_000)),
        Expected(entries={"/bad-1": ("failed", "robots_disallowed"), "/good-2": STORED}),
    ),
    Behaviour(
        "robots_empty_group_names",
        robots(text("User-agent:\nDisallow: /\nUser-agent: *\nDisallow: /bad\n")),
        Expected(entries={"/bad-1": ("failed", "robots_disallowed"), "/good-2": STORED}),
    ),
    Behaviour(
        "tdmrep_wildcards",
        one_article(
            page(article()),
            **{
                ".well-known/tdmrep.json": page(
                    '\ufeff[{"location": "*-1$", "tdm-reservation": "1"}, {"location": 7}, 3]'
                )
            },
        ),
        Expected(entries={"/bad-1": ("failed", "rights_reserved"), "/good-2": STORED}),
    ),
    Behaviour(
        "meta_noai_for_podium",
        one_article(page(article(head="<META NAME='Podium' CONTENT='NoAI'>"))),
        Expected(entries={"/bad-1": ("failed", "rights_reserved"), "/good-2": STORED}),
    ),
    Behaviour(
        "noarchive_header",
        one_article(page(article(), headers=[("x-robots-tag", "NOARCHIVE")])),
        Expected(entries=BOTH, kept_out_of_captures=("/bad-1",)),
    ),
    # pages built to break their reader
    Behaviour(
        "page_of_open_comments",
        one_article(page(dripping_comments("<!-- noai -->"))),
        bad_article("rejected", "no_text"),
    ),
    Behaviour(
        "page_of_open_tags",
        one_article(page(article(text=PARAGRAPH * 4 + "<b>" * 40_000))),
        bad_article("stored", None),
    ),
    Behaviour(
        "page_of_depth",
        one_article(page(article(text=PARAGRAPH * 4 + "<div>" * 40_000))),
        bad_article("stored", None),
    ),
    Behaviour(
        "page_of_eight_megabytes",
        one_article(page(article(text=PARAGRAPH * 4 + "<p>x</p>" * 1_000_000))),
        bad_article("rejected", "unreadable_page"),
        is_slow=True,
    ),
    Behaviour(
        "page_of_ten_thousand_paragraphs",
        one_article(page(article(text=PARAGRAPH * 4 + "<p>x</p>" * 10_000))),
        bad_article("stored", None),
    ),
    Behaviour(
        "page_of_brackets",
        one_article(page(article(text=PARAGRAPH * 4 + "<" * 1_000_000))),
        bad_article("rejected", "unreadable_page"),
    ),
    Behaviour(
        "page_with_half_characters",
        one_article(
            page(
                article(
                    head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "a \\ud800 b", "author": {"name": "\\udead"}}</script>'
                )
            )
        ),
        bad_article("stored", None),
    ),
    Behaviour(
        "page_utf16",
        one_article(page(article("Läufer", GERMAN).encode("utf-16"), type="text/html")),
        Expected(entries=BOTH, says={"/bad-1": GERMAN[:40]}),
    ),
    Behaviour(
        "page_utf16_called_utf8",
        one_article(page(article("Läufer", GERMAN).encode("utf-16"), type="text/html; charset=utf-8")),
        Expected(entries=BOTH, says={"/bad-1": GERMAN[:40]}),
    ),
    Behaviour(
        "page_of_unknown_encoding",
        one_article(page(article("Läufer", GERMAN), type="text/html; charset=x-klingon")),
        Expected(entries=BOTH, says={"/bad-1": GERMAN[:40]}),
    ),
    Behaviour(
        "page_is_json",
        one_article(page(json.dumps({"text": PARAGRAPH * 4}), type="application/json")),
        bad_article("rejected", "not_an_article"),
    ),
    Behaviour("page_is_a_feed", one_article(xml(feed("/good-1"))), bad_article("rejected", "not_an_article")),
)
