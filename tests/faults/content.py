"""Bodies that are not what they are called, and feeds that are hardly feeds."""

from __future__ import annotations

from .play import (
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
    xml,
)
from .site import Visit

GERMAN = (
    "Der Sponsor erzählt in vier Ländern von Freiwilligen, die während der Spiele Fahnen, Wasser und Zeitmesser trügen. "
    * 6
)
JAPANESE = (
    "大会の公式スポンサーは、四つの国で新しいキャンペーンをはじめました。ボランティアの一日を描くものです。"
    * 10
)
CHINESE = (
    "这个公司在今年的夏天开始了他们的新广告，我们可以看到它在中国和法国都有。这是一个大的活动，不是小的。"
    * 10
)

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 13))
    + ']><rss version="2.0"><channel><title>&a12;</title><item><title>&a12;</title><link>/good-1</link></item></channel></rss>'
)
QUADRATIC = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "'
    + "a" * 60_000
    + '">]><rss version="2.0"><channel><item><title>'
    + "&a;" * 20_000
    + "</title><link>/good-1</link></item></channel></rss>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    '<rss version="2.0"><channel><item><title>&secret;</title><link>/good-1</link></item></channel></rss>'
)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"1 0 obj <<>> endobj\n" * 200
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 4000
MP4 = b"\x00\x00\x00\x20ftypisom" + b"\x00" * 4000
ZIP = b"PK\x03\x04" + b"\x00" * 4000


async def changing_guids(visit: Visit) -> None:
    items = "".join(
        f"<item><title>Item {n}</title><link>/good-{n}</link><guid isPermaLink='false'>{visit.count}-{n}</guid></item>"
        for n in (1, 2)
    )
    await visit.send(feed(items=items), type="application/rss+xml")


async def with_etag(visit: Visit) -> None:
    if visit.headers.get("if-none-match") == '"v1"':
        await visit.send(status=304, headers=[("ETag", '"v1"')])
    else:
        await visit.send(feed("/good-1"), type="application/rss+xml", headers=[("ETag", '"v1"')])


def mislabelled(text: str, real: str, label: str) -> Behaviour:
    body = article("Kampagne", text).replace("<meta charset=utf-8>", f"<meta charset={label}>")
    return Behaviour(
        f"{real}_called_{label}",
        one_article(page(body.encode(real, "replace"), type=f"text/html; charset={label}")),
        Expected(entries={"/bad-1": STORED, "/good-2": STORED}, says={"/bad-1": text[:40]}),
    )


def body_of(name: str, body: bytes, type: str, reason: str) -> Behaviour:
    return Behaviour(name, one_article(page(body, type=type)), bad_article("failed", reason))


GOOD = {"/good-1": STORED}

BEHAVIOURS = (
    body_of("pdf", PDF, "application/pdf", "content_pdf"),
    body_of("pdf_called_html", PDF, "text/html", "content_pdf"),
    body_of("image", PNG, "image/png", "content_image"),
    body_of("video", MP4, "text/html", "content_video"),
    body_of("archive", ZIP, "application/octet-stream", "content_archive"),
    body_of("empty_page", b"", "text/html", "empty_body"),
    body_of("page_of_nuls", b"\x00" * 3000, "text/html", "content_binary"),
    Behaviour(
        "nul_bytes_in_page",
        one_article(page(article().replace("campaign", "cam\x00paign"))),
        bad_article("stored", None),
    ),
    mislabelled(GERMAN, "cp1252", "utf-8"),
    mislabelled(GERMAN, "cp1252", "iso-8859-1"),
    mislabelled(GERMAN, "utf-8", "iso-8859-1"),
    mislabelled(JAPANESE, "shift_jis", "utf-8"),
    mislabelled(JAPANESE, "shift_jis", "iso-8859-1"),
    mislabelled(CHINESE, "gb18030", "utf-8"),
    mislabelled(CHINESE, "gb18030", "windows-1252"),
    Behaviour("html_as_rss", only_feed(xml(article())), failing_feed("html_instead_of_feed")),
    Behaviour("rss_as_html", only_feed(page(feed("/good-1"))), Expected(entries=GOOD)),
    Behaviour(
        "rss_as_plain_text", only_feed(page(feed("/good-1"), type="text/plain")), Expected(entries=GOOD)
    ),
    Behaviour("rss_without_type", only_feed(page(feed("/good-1"), type=None)), Expected(entries=GOOD)),
    Behaviour("empty_feed_body", only_feed(xml("")), failing_feed("empty_body")),
    Behaviour("feed_is_a_pdf", only_feed(xml(PDF)), failing_feed("content_pdf")),
    Behaviour(
        "broken_feed",
        only_feed(xml("<?xml version='1.0'?><rss version='2.0'><channel><title>x")),
        failing_feed("feed_unreadable"),
    ),
    Behaviour(
        "json_but_no_feed",
        only_feed(page('{"items": 3}', type="application/json")),
        failing_feed("not_a_feed"),
    ),
    Behaviour(
        "json_nested_deep",
        only_feed(page("[" * 200_000, type="application/json")),
        failing_feed("feed_unreadable"),
    ),
    Behaviour(
        "json_feed",
        only_feed(
            page(
                '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "/good-1", "title": 5}, {"id": 7}, "x"]}',
                type="application/feed+json",
            )
        ),
        Expected(entries=GOOD, rejected={"entry_without_link": 2}),
    ),
    Behaviour(
        "nul_bytes_in_feed",
        only_feed(xml(feed("/good-1").replace("Item 1", "It\x00em"))),
        Expected(entries=GOOD),
    ),
    Behaviour(
        "cut_off_feed",
        only_feed(xml(feed("/good-1", "/good-2")[:-40])),
        Expected(entries={**GOOD, "/good-2": STORED}),
    ),
    Behaviour("no_items", only_feed(xml(feed())), Expected("empty")),
    Behaviour("entity_bomb", only_feed(xml(LAUGHS)), Expected(entries=GOOD)),
    Behaviour("quadratic_entities", only_feed(xml(QUADRATIC)), Expected(entries=GOOD)),
    Behaviour("entity_from_outside", only_feed(xml(OUTSIDE)), Expected(entries=GOOD)),
    Behaviour(
        "entries_without_link_or_date",
        only_feed(
            xml(feed(items="<item><title>No link</title></item><item/><item><link>/good-1</link></item>"))
        ),
        Expected(entries=GOOD, rejected={"entry_without_link": 2}),
    ),
    Behaviour(
        "javascript_and_data_links",
        only_feed(
            xml(
                feed(
                    "javascript:alert(1)",
                    "data:text/html,x",
                    "mailto:a@b.example",
                    "file:///etc/passwd",
                    "/good-1",
                )
            )
        ),
        Expected(entries=GOOD, rejected={"entry_link_not_web": 4}),
    ),
    Behaviour(
        "credentials_in_link",
        only_feed(xml(feed("http://user:secret@127.0.0.1/x", "/good-1"))),
        Expected(entries=GOOD, rejected={"credentials_in_url": 1}),
    ),
    Behaviour(
        "relative_links",
        only_feed(xml(feed("good-1", "./good-2", "../good-3", "//127.0.0.1:1/x"))),
        Expected(
            entries={**GOOD, "/good-2": STORED, "/good-3": STORED, "/x": ("failed", "address_not_public")}
        ),
    ),
    Behaviour(
        "links_inside",
        only_feed(xml(feed("http://169.254.169.254/latest/", "http://10.0.0.1/x-1", "/good-1"))),
        Expected(
            entries={
                "/latest/": ("failed", "address_not_public"),
                "/x-1": ("failed", "address_not_public"),
                **GOOD,
            }
        ),
    ),
    Behaviour(
        "duplicated_guids",
        only_feed(
            xml(
                feed(
                    items="".join(
                        f"<item><link>/good-{n}</link><guid isPermaLink='false'>same</guid></item>"
                        for n in (1, 2, 2)
                    )
                )
            )
        ),
        Expected(entries={**GOOD, "/good-2": STORED}, rejected={"duplicate_entry": 1}),
    ),
    Behaviour(
        "one_article_at_five_addresses",
        only_feed(xml(feed("/a-1", "/a-1/", "/a-1?utm_source=rss", "/a-1/amp", "/a-1?print=1#top"))),
        Expected(entries={"/a-1": STORED}, rejected={"duplicate_entry": 4}),
    ),
    Behaviour(
        "guids_change",
        only_feed(changing_guids),
        Expected(entries={**GOOD, "/good-2": STORED}),
        second=Expected(entries={"/good-1": ("unchanged", None), "/good-2": ("unchanged", None)}),
    ),
    Behaviour("etag_honoured", only_feed(with_etag), Expected(entries=GOOD), second=Expected("unchanged")),
    Behaviour(
        "fifty_thousand_entries",
        only_feed(xml(feed(*(f"/many-{n}" for n in range(50_000)))), unused=page("")),
        Expected(rejected={"too_many_entries": 45_000}),
        is_slow=True,
    ),
    Behaviour("feed_gone", only_feed(page("", status=410)), failing_feed("http_gone")),
    Behaviour("feed_missing", only_feed(page("", status=404)), failing_feed("http_not_found")),
    Behaviour("feed_behind_login", only_feed(page("", status=401)), failing_feed("http_unauthorised")),
    Behaviour("article_gone", one_article(page("", status=410)), bad_article("failed", "http_gone")),
)
