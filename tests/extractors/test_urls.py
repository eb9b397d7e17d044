"""One article at many addresses has one id; different articles never share one."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.urls import (
    absolute_url,
    address_of_page,
    article_id_for,
    article_key,
    canonical_url,
    has_credentials,
    host_of,
    origin_of,
    site_of,
    trusted_canonical,
    without_credentials,
)

PARTS = st.text(max_size=12)
WEB_URLS = st.builds(
    "{0}://{1}{2}{3}/{4}?{5}#{6}".format,
    st.sampled_from(["http", "https", "HTTP", "Https"]),
    st.sampled_from(["", "user@", "u:p@", "www.", "m.", "amp."]),
    st.sampled_from(
        ["outlet.example", "Bücher.example", "OUTLET.example.", "[2001:db8::1]", "127.0.0.1", "m.co.uk"]
    ),
    st.sampled_from(["", ":80", ":443", ":8080", ":"]),
    st.one_of(
        PARTS,
        st.builds(quote, PARTS),
        st.sampled_from(["a/../b", "%2e%2E/x", "a/amp/", "./", "2024/x-1/print/amp"]),
    ),
    st.one_of(
        PARTS, st.sampled_from(["utm_source=x&id=3", "amp=1&amp", "b=2&a=1", "%75tm_medium=x", "ref=rss"])
    ),
    PARTS,
)


@given(st.one_of(st.text(max_size=60), WEB_URLS))
def test_canonical_form_is_idempotent(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(WEB_URLS)
def test_key_does_not_depend_on_tidying(url: str) -> None:
    assert article_key(canonical_url(url)) == article_key(url)
    assert article_id_for(canonical_url(url)) == article_id_for(url)


SAME = [
    "https://www.outlet.example/sport/ring-campaign-2024",
    "http://outlet.example/sport/ring-campaign-2024/",
    "https://m.outlet.example/sport/ring-campaign-2024?utm_source=rss&utm_medium=feed",
    "https://amp.outlet.example/sport/ring-campaign-2024",
    "https://www.outlet.example/sport/ring-campaign-2024/amp/",
    "https://www.outlet.example/amp/sport/ring-campaign-2024",
    "https://www.outlet.example/sport/ring-campaign-2024?outputType=amp&fbclid=abc",
    "https://www.outlet.example/sport/ring-campaign-2024?print=true#comments",
    "https://www.outlet.example:443/sport/./x/../ring%2Dcampaign-2024/print",
    "HTTPS://WWW.OUTLET.EXAMPLE./sport/ring-campaign-2024?ref=rss",
    "https://www-outlet-example.cdn.ampproject.org/c/s/www.outlet.example/sport/ring-campaign-2024",
    "https://www.google.com/amp/s/www.outlet.example/sport/ring-campaign-2024",
    "https://www.outlet.example/sport/ring-campaign-2024?CMP=share_btn_tw",
    "https://www.outlet.example/sport/ring-campaign-2024;jsessionid=0A1B?partner=rss&rss=1",
    "https://touch.outlet.example/sport/ring-campaign-2024?gad_source=1&srsltid=x&PHPSESSID=abc",
    "https://www.bing.com/amp/s/www.outlet.example/sport/ring-campaign-2024",
]


def test_ways_to_one_article() -> None:
    assert len({article_id_for(url) for url in SAME}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://o.example/article?id=1", "https://o.example/article?id=2"),
        ("https://o.example/a-1", "https://o.example/A-1"),
        ("https://o.example/a-1/2", "https://o.example/a-1"),
        ("https://o.example/guitar/amp", "https://o.example/guitar"),
        ("https://sport.o.example/a-1", "https://news.o.example/a-1"),
        ("http://o.example:8080/a-1", "http://o.example:8081/a-1"),
        ("https://o.example/a-1?page=2", "https://o.example/a-1"),
        ("https://o.example/a%2Fb", "https://o.example/a/b"),
        ("https://o.example/#!/news/1", "https://o.example/#!/news/2"),
        ("https://o.example/app#/news/1", "https://o.example/app"),
        ("https://o.example/a-1?partner=17", "https://o.example/a-1?partner=18"),
        ("https://o.example/?ref=1234", "https://o.example/?ref=1235"),
        ("https://m.co.uk/a-1", "https://co.uk/a-1"),
    ],
)
def test_different_articles_stay_apart(one: str, other: str) -> None:
    assert article_id_for(one) != article_id_for(other)


def test_a_route_is_not_believed_to_be_the_page_it_runs_in() -> None:
    assert trusted_canonical("https://o.example/app#!/news/1", "https://o.example/app") is None
    assert trusted_canonical("https://o.example/app#!/news/1", "/news/1") == "https://o.example/news/1"


@pytest.mark.parametrize(
    ("offered", "final", "address"),
    [
        ("https://t.example/abc", "https://o.example/news/a-1?utm_source=t", "https://o.example/news/a-1"),
        ("https://o.example/old-1", "https://o.example/new-1", "https://o.example/new-1"),
        ("https://o.example/a-1", "https://o.example/a-1?consent=given", "https://o.example/a-1"),
        ("https://o.example/a-1", "https://o.example/", "https://o.example/a-1"),
        ("https://o.example/#!/news/1", "https://o.example/", "https://o.example/#!/news/1"),
    ],
)
def test_address_where_redirects_end(offered: str, final: str, address: str) -> None:
    assert address_of_page(offered, final) == address


def test_id_has_the_agreed_shape() -> None:
    identifier = article_id_for("https://outlet.example/a")
    assert identifier[0] == "a"
    assert len(identifier) == 17
    int(identifier[1:], 16)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Outlet.Example:80/A?b=1&utm_campaign=x&a=2#top", "http://outlet.example/A?b=1&a=2"),
        ("https://user:secret@outlet.example/x", "https://outlet.example/x"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://127.0.0.1:8080/a b", "http://127.0.0.1:8080/a%20b"),
        ("https://outlet.example", "https://outlet.example/"),
        ("https://outlet.example/#!/news/1 2", "https://outlet.example/#!/news/1%202"),
        ("https://outlet.example/#!", "https://outlet.example/"),
        ("https://outlet.example/#/", "https://outlet.example/"),
        ("https://outlet.example/%zz", "https://outlet.example/%25zz"),
        ("mailto:x@outlet.example", "mailto:x@outlet.example"),
    ],
)
def test_canonical_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("page", "href", "expected"),
    [
        ("https://m.o.example/a-1?utm_source=x", "https://www.o.example/a-1", "https://www.o.example/a-1"),
        ("https://o.example/a-1", "/a-1", "https://o.example/a-1"),
        ("https://o.example/a-1", "https://o.example/", None),
        ("https://o.example/sport/a-1", "https://o.example/sport/", None),
        ("https://o.example/a-1", "https://other.example/a-1", None),
        ("https://o.example/show?id=7", "https://o.example/show", None),
        ("https://o.example/a-1", "javascript:void(0)", None),
        ("https://o.example/a-1", None, None),
    ],
)
def test_canonical_link_is_believed_only_where_safe(
    page: str, href: str | None, expected: str | None
) -> None:
    assert trusted_canonical(page, href) == expected


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "ftp://x.example/",
        "http://[",
        "file:///etc/passwd",
    ],
)
def test_hrefs_that_are_no_web_address(href: str) -> None:
    assert absolute_url("https://o.example/a", href) is None


def test_credentials_never_survive() -> None:
    url = "https://user:secret@o.example/x?mail=a@b"
    assert has_credentials(url)
    assert without_credentials(url) == "https://o.example/x?mail=a@b"
    assert not has_credentials("https://o.example/@name?x=a@b")


@given(st.text(max_size=20), st.sampled_from(["/x", "?a@b", "", "#@"]))
def test_password_is_cut_whatever_it_holds(secret: str, tail: str) -> None:
    guarded = "".join(character for character in secret if character not in "/?#\\")
    assert without_credentials(f"https://user:{guarded}@o.example{tail}") == f"https://o.example{tail}"


def test_hosts_and_sites() -> None:
    assert host_of("https://WWW.Outlet.example:8080/x") == "www.outlet.example"
    assert origin_of("http://[2001:db8::1]:80/x") == "http://[2001:db8::1]"
    assert site_of("a.b.co.uk") == "b.co.uk"
    assert site_of("www.outlet.example") == "outlet.example"
    assert site_of("127.0.0.1") == "127.0.0.1"
