"""Pages that hold no article are told apart from articles about the same words; bodies are known by their bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.page_signs import PageSignsProblem, load_page_signs, read_page_signs
from extractors.pagekind import judge_page
from extractors.reasons import REASONS
from extractors.records import FetchedPage, FetchRequest, Purpose
from extractors.sniff import Content, charset_of, sniff

URL = "https://outlet.example/2026/sponsor-campaign-1"
STORY = (
    "The sponsor presented a campaign that runs in four countries until the closing ceremony. Posters, films and a "
    "travelling exhibition tell of volunteers who carry water and timing gear, and of the days before the first race. "
)
LOCKED = '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "isAccessibleForFree": "False"}]}</script>'


def page(body: str, url: str = URL) -> FetchedPage:
    request = FetchRequest(url, "outlet", Purpose.ARTICLE)
    return FetchedPage(
        request,
        url,
        200,
        (("Content-Type", "text/html"),),
        body.encode(),
        datetime(2026, 6, 1, tzinfo=UTC),
        0.1,
    )


def html(title: str, text: str, *, head: str = "", rest: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{text}</p>{rest}</body></html>"


def verdict(body: str, text: str, url: str = URL) -> str | None:
    found = judge_page(page(body, url), text, load_page_signs())
    assert found is None or found.reason in REASONS
    return found.reason if found else None


NO_ARTICLES = [
    ("soft_404", "Seite nicht gefunden | Anzeiger", "Leider gibt es hier nichts."),
    ("soft_404", "404", "Oops"),
    ("soft_404", "Page introuvable", "La page demandée a disparu."),
    ("soft_404", "ページが見つかりません", "お探しのページはありません。"),
    ("error_page", "503 Service Unavailable", "Try again."),
    ("error_page", "Wartungsarbeiten", "Wir sind gleich zurück."),
    ("challenge_page", "Just a moment...", "Enable JavaScript and cookies to continue"),
    (
        "consent_wall",
        "Bevor Sie fortfahren",
        "Wir verwenden Cookies. Ihre Einwilligung: Cookies und Tracking. Datenschutz. Alle akzeptieren.",
    ),
    (
        "consent_wall",
        "Outlet",
        "Cookies, consent, personal data. Our partners store cookies. Accept all cookies or read our privacy policy about consent and tracking.",
    ),
]


@pytest.mark.parametrize(("kind", "title", "text"), NO_ARTICLES)
def test_pages_without_an_article(kind: str, title: str, text: str) -> None:
    assert verdict(html(title, text), text) == kind


def test_login_and_front_page() -> None:
    form = "<form><input name=user><input type=password></form>"
    assert verdict(html("Anmelden", "Bitte anmelden.", rest=form), "Bitte anmelden.") == "login_page"
    links = "".join(f"<a href='/{n}'>Story number {n} of today</a>" for n in range(30))
    assert (
        verdict(html("Outlet", "Today", rest=links), "Today", "https://www.outlet.example/")
        == "not_an_article"
    )


@pytest.mark.parametrize(
    "barrier",
    [
        "<div class='paywall-box'>Jetzt weiterlesen mit dem Abo</div>",
        "<section id=regwall>Subscribe to continue reading</section>",
        "<p>La suite est réservée aux abonnés. Déjà abonné ?</p>",
        "<p>この記事は有料会員限定です</p>",
    ],
)
def test_teaser_before_a_barrier_is_a_paywall(barrier: str) -> None:
    assert verdict(html("Inside the campaign", STORY, rest=barrier), STORY) == "paywall"
    assert verdict(html("Inside the campaign", STORY, head=LOCKED, rest=barrier), STORY) == "paywall"


def test_articles_about_the_same_words_stay_articles() -> None:
    long = STORY * 14
    box = "<div class='newsletter'>Subscribe to read more. Cookies help us.</div>"
    assert verdict(html("Why 404 errors cost sponsors money at the games", long, rest=box), long) is None
    assert (
        verdict(
            html("Page not found: how a sponsor lost its campaign website overnight", STORY * 2), STORY * 2
        )
        is None
    )
    assert (
        verdict(
            html("Sponsor asks for consent: what the new cookie law means for campaigns in Europe", long),
            long,
        )
        is None
    )
    assert (
        verdict(html("Outlets deliver whole pages marked as not free", long, head=LOCKED, rest=box), long)
        is None
    )
    assert verdict(html("Short notice", STORY, rest="<footer>Login · Abo · Cookies</footer>"), STORY) is None


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60))
def test_judging_never_raises(body: str, text: str) -> None:
    judge_page(page(f"<html><title>{body}</title>{body}"), text, load_page_signs())


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[nonsense]", "unknown kind"),
        ("[paywall]\nbody = []", "unknown key"),
        ("[paywall]\ntext = ['']", "every phrase"),
        ("x =", "Correct the TOML"),
    ],
)
def test_broken_signs_are_refused_with_a_remedy(toml: str, words: str) -> None:
    with pytest.raises(PageSignsProblem, match=words):
        read_page_signs(toml)


@pytest.mark.parametrize(
    ("body", "declared", "kind"),
    [
        (b"", "text/html", Content.EMPTY),
        (b"%PDF-1.7 x", "text/html", Content.PDF),
        (b"\n\n%PDF-1.4", "text/html", Content.PDF),
        (b"\x89PNG\r\n\x1a\n1234", "text/html", Content.IMAGE),
        (b"RIFF1234WEBPVP8 ", None, Content.IMAGE),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4", Content.VIDEO),
        (b"\x00\x00\x00\x20ftypavif", "text/html", Content.IMAGE),
        (b"ID3\x04\x00", "text/html", Content.AUDIO),
        (b"PK\x03\x04x", "application/octet-stream", Content.ARCHIVE),
        (b"\x1f\x8b\x08x", "application/xml", Content.GZIP),
        (b"BMW presents its campaign", "text/plain", Content.TEXT),
        (b"<html><p>x", "application/octet-stream", Content.HTML),
        (b"<?xml version='1.0'?><rss>", "text/html", Content.XML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "text/html", Content.HTML),
        (b"<!-- c -->\n<feed xmlns='x'>", None, Content.XML),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), None, Content.XML),
        (b'{"version": "https://jsonfeed.org/version/1"}', None, Content.JSON),
        (b"\x00\x01\x02\x03" * 50, "text/html", Content.BINARY),
        (b"plain words", None, Content.TEXT),
        (b"words", "image/svg+xml", Content.IMAGE),
    ],
)
def test_bodies_are_known_by_their_bytes(body: bytes, declared: str | None, kind: Content) -> None:
    assert sniff(body, declared) is kind


@given(st.binary(max_size=100), st.one_of(st.none(), st.text(max_size=30)))
def test_sniffing_never_raises(body: bytes, declared: str | None) -> None:
    assert sniff(body, declared) in set(Content)
    charset_of(declared)
