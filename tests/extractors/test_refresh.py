"""Pages that send their reader on are told from pages that only load themselves again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.refresh import refresh_target

PAGE = "https://outlet.example/news/1"
TYPE = (("Content-Type", "text/html"),)


def markup(content: str, *, around: str = "{}", more: str = "") -> bytes:
    tag = around.format(f'<meta http-equiv="refresh" content="{content}">')
    return f"<!doctype html><html><head>{more}{tag}</head><body>Moved.</body></html>".encode()


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/news/2", "https://outlet.example/news/2"),
        ("0;URL='https://other.example/a?b=1&amp;c=2'", "https://other.example/a?b=1&c=2"),
        ("5; url=&quot;2&quot;", "https://outlet.example/news/2"),
        ("0.5; url=/x", "https://outlet.example/x"),
        ("1, /x", "https://outlet.example/x"),
        ("0 url = /x ", "https://outlet.example/x"),
        ("0; url=/caf\u00e9", "https://outlet.example/caf\u00e9"),
        ("0", None),
        ("0;", None),
        ("; url=/x", None),
        ("300; url=/x", None),
        ("soon; url=/x", None),
        ("0; url=/news/1", None),
        ("0; url=#top", None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=data:text/html,x", None),
        ("0; url=file:///etc/passwd", None),
    ],
)
def test_what_a_refresh_says(content: str, target: str | None) -> None:
    assert refresh_target(PAGE, TYPE, markup(content)) == target


def test_header_counts_too_and_names_without_case() -> None:
    assert refresh_target(PAGE, (("REFRESH", "0; url=/x"),), b"<p>wait</p>") == "https://outlet.example/x"
    body = b"<HTML><HEAD><META CONTENT='0;url=/x' HTTP-EQUIV=Refresh></HEAD>"
    assert refresh_target(PAGE, TYPE, body) == "https://outlet.example/x"


def test_base_of_the_page_counts() -> None:
    body = markup("0; url=x", more='<base href="https://static.example/a/">')
    assert refresh_target(PAGE, TYPE, body) == "https://static.example/a/x"


@pytest.mark.parametrize(
    "around", ["<!-- {} -->", "<script>'{}'</script>", "<template>{}</template>", "<!-- {}"]
)
def test_what_no_browser_sees_sends_nobody(around: str) -> None:
    assert refresh_target(PAGE, TYPE, markup("0; url=/x", around=around)) is None


def test_plea_for_scripts_leads_away_from_stubs_only() -> None:
    stub = markup("0; url=/x", around="<noscript>{}</noscript>")
    assert refresh_target(PAGE, TYPE, stub) == "https://outlet.example/x"
    assert refresh_target(PAGE, TYPE, stub + b"<p>A whole article.</p>" * 400) is None


def test_a_feed_that_speaks_of_it_stays() -> None:
    body = b'<?xml version="1.0"?><rss version="2.0"><channel><description><![CDATA[<meta http-equiv="refresh" content="0; url=/x">]]>'
    assert refresh_target(PAGE, (("Content-Type", "application/rss+xml"),), body) is None


@given(st.binary(max_size=300), st.text(max_size=40))
def test_nothing_breaks_it(body: bytes, header: str) -> None:
    refresh_target(PAGE, (("Refresh", header),), body)
    refresh_target(PAGE, TYPE, b"<html><meta http-equiv=refresh content='" + body)
