"""Every item of a feed ends as an entry or as a rejection, and nothing a server sends raises."""

from __future__ import annotations

import gzip
import io
import tarfile
import warnings
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.feed_xml import MAX_DEPTH
from extractors.feeds import FeedReading, parse_feed
from extractors.markup_text import plain_text
from extractors.reasons import REASONS
from extractors.records import FetchedPage, FetchRequest, Purpose

URL = "https://outlet.example/news/feed.xml"


def page(body: str | bytes, content_type: str = "application/xml", url: str = URL) -> FetchedPage:
    data = body.encode() if isinstance(body, str) else body
    request = FetchRequest(url, "outlet", Purpose.FEED)
    return FetchedPage(
        request, url, 200, (("Content-Type", content_type),), data, datetime(2026, 6, 1, tzinfo=UTC), 0.1
    )


def rss(items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{head}{items}</channel></rss>'


def read(body: str | bytes, content_type: str = "application/xml") -> FeedReading:
    reading = parse_feed(page(body, content_type))
    assert reading.n_items == len(reading.entries) + (len(reading.rejections) if reading.format else 0)
    assert {rejection.reason for rejection in reading.rejections} <= set(REASONS)
    return reading


def test_rss_entry_is_read_whole() -> None:
    reading = read(
        rss(
            "<item><title>A &amp; B</title><link>/a-1?utm_source=rss</link><guid isPermaLink='false'>g1</guid>"
            "<description>&lt;p&gt;First&lt;/p&gt;&lt;p&gt;second&lt;/p&gt;</description><category>Sport</category>"
            "<pubDate>Tue, 02 Jun 2026 10:00:00 +0200</pubDate><author>Ada Example</author></item>",
            head="<language>de-AT</language><ttl>30</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>",
        )
    )
    (entry,) = reading.entries
    assert entry.url == "https://outlet.example/a-1?utm_source=rss"
    assert (entry.title, entry.summary, entry.entry_key) == ("A & B", "First second", "g1")
    assert entry.published_at == datetime(2026, 6, 2, 8, tzinfo=UTC)
    assert (entry.language, entry.tags, entry.authors) == ("de", ("Sport",), ("Ada Example",))
    assert (reading.format, reading.ttl_seconds, reading.skip_hours) == ("rss20", 1800, (1, 2))


def test_atom_rdf_and_json_feed() -> None:
    atom = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.example/x/"><title>T</title><entry>'
        '<title type="html">&lt;b&gt;Bold&lt;/b&gt; &amp;amp; more</title><id>urn:1</id><link href="a-1"/>'
        "<updated>2026-06-02T10:00:00Z</updated></entry></feed>"
    )
    assert [(entry.url, entry.title) for entry in atom.entries] == [
        ("https://cdn.example/x/a-1", "Bold & more")
    ]
    rdf = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"><title>T</title></channel><item rdf:about="https://o.example/1"><title>X</title>'
        "<link>https://o.example/1</link></item></rdf:RDF>"
    )
    assert (rdf.format, len(rdf.entries)) == ("rss10", 1)
    body = (
        '{"version":"https://jsonfeed.org/version/1.1","title":"T","language":"fr","authors":[{"name":"A"}],"items":'
        '[{"id":"1","url":"/a","content_html":"<p>x</p>","date_published":"2026-06-02T10:00:00+02:00"},{"id":2}]}'
    )
    (entry,) = (json_feed := read(body, "application/json")).entries
    assert (entry.summary, entry.language, entry.authors) == ("x", "fr", ("A",))
    assert entry.published_at == datetime(2026, 6, 2, 8, tzinfo=UTC)
    assert [rejection.reason for rejection in json_feed.rejections] == ["entry_without_link"]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("", "entry_without_link"),
        ("javascript:alert(1)", "entry_link_not_web"),
        ("data:text/html,x", "entry_link_not_web"),
        ("http://[", "entry_link_not_web"),
        ("https://user:secret@o.example/x", "credentials_in_url"),
    ],
)
def test_items_that_are_no_entry(link: str, reason: str) -> None:
    reading = read(rss(f"<item><title>T</title><link>{link}</link></item>"))
    assert [rejection.reason for rejection in reading.rejections] == [reason]
    assert "secret" not in repr(reading.rejections)


def test_keys_stay_unique_when_guids_are_not() -> None:
    items = "".join(
        f"<item><link>/a-{n}</link><guid isPermaLink='false'>same</guid></item>" for n in (1, 2, 2)
    )
    reading = read(rss(items))
    assert len({entry.entry_key for entry in reading.entries}) == 2
    assert [rejection.reason for rejection in reading.rejections] == ["duplicate_entry"]


def test_permalink_guid_stands_in_for_an_empty_link() -> None:
    (entry,) = read(rss("<item><link></link><guid>https://o.example/a-1</guid></item>")).entries
    assert entry.url == "https://o.example/a-1"


def test_newest_entries_stay_when_there_are_too_many() -> None:
    items = "".join(
        f"<item><link>/a-{day}</link><pubDate>{day:02d} Jun 2026 00:00:00 GMT</pubDate></item>"
        for day in range(1, 11)
    )
    reading = parse_feed(page(rss(items)), max_entries=3)
    assert [entry.url[-2:] for entry in reading.entries] == ["-8", "-9", "10"]
    assert len(reading.rejections) == 7


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty_body"),
        (" \n\x00", "empty_body"),
        (
            "<!doctype html><html><head><title>x</title></head><body><p>y</body></html>",
            "html_instead_of_feed",
        ),
        ("<?xml version='1.0'?>\n<rss version='2.0'><channel><title>T</title>", "feed_unreadable"),
        ("{}", "not_a_feed"),
        ("{broken", "feed_unreadable"),
        ("just words", "feed_unreadable"),
        ("<?xml version='1.0'?><opml version='2.0'><body/></opml>", "not_a_feed"),
    ],
)
def test_bodies_that_are_no_feed(body: str, reason: str) -> None:
    reading = read(body, "application/xml" if not body.startswith("{") else "application/json")
    assert (reading.format, [rejection.reason for rejection in reading.rejections]) == ("", [reason])


def test_broken_feed_names_its_line() -> None:
    reading = read("<?xml version='1.0'?>\n<rss version='2.0'>\n<channel>\n<title>T</wrong>")
    assert "line 4" in reading.rejections[0].detail


@pytest.mark.parametrize(
    ("charset", "label"),
    [("cp1252", "utf-8"), ("utf-8", "iso-8859-1"), ("shift_jis", "shift_jis"), ("shift_jis", "iso-8859-1")],
)
def test_feed_text_survives_its_label(charset: str, label: str) -> None:
    title = "スポンサーの新しいキャンペーンがはじまりました" if charset == "shift_jis" else "Größe für Zürich"
    body = f'<?xml version="1.0" encoding="{label}"?><rss version="2.0"><channel><item><title>{title}</title><link>/a</link></item></channel></rss>'
    assert read(body.encode(charset)).entries[0].title == title


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: rss(text).encode("utf-8", "replace"))
    )
)
def test_nothing_raises(body: bytes) -> None:
    read(body)


def _shared_bodies(folder: Path) -> list[tuple[str, bytes]]:
    bodies = [
        (file.name, gzip.decompress(file.read_bytes())) for file in sorted((folder / "real").glob("*.gz"))
    ]
    with tarfile.open(folder / "feedparser-cases.tar.gz") as archive:
        bodies += [
            (member.name, found.read())
            for member in archive
            if member.isfile() and (found := archive.extractfile(member)) is not None
        ]
    return bodies


def test_shared_feeds_end_in_an_outcome_and_lose_no_entry(shared_folder: Path) -> None:
    bodies = _shared_bodies(shared_folder / "bench" / "feeds")
    assert len(bodies) > 2000
    lost = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, body in bodies:
            reading = read(body)
            plain = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
            if reading.n_items < len(plain.entries):
                lost.append(name)
    assert lost == []


@given(st.text(max_size=200))
def test_plain_text_has_no_tags_left_of_simple_markup(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert isinstance(plain_text(f"<p>{escaped}</p><script>x()</script>"), str)
    assert "x()" not in plain_text(f"<p>a</p><script>x()</script>{escaped}") or "x()" in text


@pytest.mark.parametrize(
    "piece",
    [
        "<item>",
        "<b>",
        "<item><title>",
        "<a ",
        "<",
        "<![CDATA[",
        "&",
        "<item><title><p>",
        "<item><guid>",
        "<!--",
    ],
)
def test_feeds_without_end_come_to_an_end(piece: str) -> None:
    reading = read("<rss version='2.0'><channel>" + piece * (600_000 // len(piece)))
    assert reading.n_items <= MAX_DEPTH + 1
