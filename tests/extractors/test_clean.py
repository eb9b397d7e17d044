"""Golden pages (tests/golden: a page of our own and what must be read from it), and what holds for every page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.settings import load_settings
from extractors.clean import clean_html
from extractors.dates import judge, parse_instant
from extractors.identity import normalise, one_line, text_hash
from extractors.language import detector_for
from extractors.offer import Offer
from extractors.paragraphs import Block, lay_out, paragraphs_of_text
from extractors.records import Article, Rejection, Span

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


def _clean(name: str) -> Article:
    url = f"https://golden.example/{name}"
    if name == "json_ld_magazine":
        url = "https://www.fachblatt-probe.example/2026/omega-zaehlt"
    html = (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    article = clean_html(
        html, Offer("golden", url, url), detector_for(load_settings({}).settings.languages), now=NOW
    )
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_a_golden_page_gives_what_stands_beside_it(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    article = _clean(name)
    got = {
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "site_name": article.site_name,
        "language": article.language,
        "description": article.description,
        "image_url": article.image_url,
        "set_aside": [dating.set_aside for dating in article.datings if dating.set_aside],
        "kinds": [paragraph.kind for paragraph in article.paragraphs],
    }
    assert {key: got[key] for key in got.keys() & expected.keys()} == {
        key: expected[key] for key in got.keys() & expected.keys()
    }
    assert [word for word in expected["absent"] if word in article.text] == []
    if "last" in expected:
        assert article.text.endswith(expected["last"])


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_paragraphs_fit_the_text(name: str) -> None:
    article = _clean(name)
    assert "\n\n".join(article.text[p.start : p.stop] for p in article.paragraphs) == article.text
    assert [p.index for p in article.paragraphs] == list(range(len(article.paragraphs)))


@pytest.mark.parametrize(
    "html", ["", "   ", "<html></html>", "<html><body><img src='x.png'></body></html>", "\x00\x01"]
)
def test_a_page_without_text_is_rejected_with_its_address(html: str) -> None:
    url = "https://golden.example/empty"
    result = clean_html(
        html, Offer("golden", url, url), detector_for(load_settings({}).settings.languages), now=NOW
    )
    assert isinstance(result, Rejection)
    assert result.subject == url
    assert result.reason in ("no_text", "not_html")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600))
def test_any_markup_ends_as_article_or_rejection(html: str) -> None:
    url = "https://golden.example/any"
    result = clean_html(
        html, Offer("golden", url, url), detector_for(load_settings({}).settings.languages), now=NOW
    )
    assert isinstance(result, Article | Rejection)


@given(
    st.lists(st.tuples(st.sampled_from(["body", "heading"]), st.text(min_size=1, max_size=40)), max_size=8)
)
def test_laid_out_blocks_can_be_cut_out_again(blocks: list[tuple[str, str]]) -> None:
    text, paragraphs = lay_out([Block(kind, content) for kind, content in blocks])
    assert [text[p.start : p.stop] for p in paragraphs] == [content for _, content in blocks]


@given(st.text(max_size=300))
def test_paragraphs_of_plain_text_lose_no_word(text: str) -> None:
    paragraphs = paragraphs_of_text(text)
    assert one_line(" ".join(text[p.start : p.stop] for p in paragraphs)) == one_line(text)
    assert all(a.stop <= b.start for a, b in pairwise(paragraphs))


@given(st.text(max_size=200))
def test_normalising_is_idempotent_and_hashes_ignore_white_space(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert text_hash(once) == text_hash("  ".join(once.split(" ")) + "\n")


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_span_quotes_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(text, start, stop)
    assert text[span.start : span.stop] == span.quote
    with pytest.raises(ValueError, match="does not fit"):
        Span(start, stop + 1, span.quote)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("2026-11-20T10:00:00Z", None),
        ("2099-01-01", "future"),
        ("1700-01-01", "too_old"),
        ("gestern", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_dates_are_believed_or_set_aside(raw: str, reason: str | None) -> None:
    assert judge(parse_instant(raw), "page", raw, now=NOW).set_aside == reason


@given(st.datetimes(timezones=st.just(UTC)))
def test_instants_survive_their_iso_form(at: datetime) -> None:
    assert parse_instant(at.isoformat()) == at


@given(st.text(max_size=40))
def test_any_date_text_is_survived(raw: str) -> None:
    found = parse_instant(raw)
    assert found is None or found.tzinfo is not None


def test_half_characters_out_of_a_page_s_own_json_reach_no_field() -> None:
    statement = {
        "@type": "NewsArticle",
        "headline": "Runners \ud800 carry on",
        "author": {"name": "\udead Doe"},
        "publisher": {"name": "Courier \udfff"},
        "datePublished": "\ud800",
        "description": "One \udc00 line",
    }
    words = "The sponsor presented a campaign that runs in four countries until the ceremony. " * 6
    html = (
        f'<html><head><script type="application/ld+json">{json.dumps(statement)}</script></head>'
        f"<body><article><h1>Runners carry on</h1><p>{words}</p></article></body></html>"
    )
    url = "https://courier.example/runners-1"
    article = clean_html(
        html, Offer("s", url, url), detector_for(load_settings({}).settings.languages), now=NOW
    )
    assert isinstance(article, Article), article
    repr(article).encode("utf-8")
    for value in (article.title, article.site_name, article.description, *article.authors):
        (value or "").encode("utf-8")
    for dating in article.datings:
        (dating.raw or "").encode("utf-8")


def test_a_page_of_more_tags_than_any_article_is_refused_at_once() -> None:
    url = "https://courier.example/tags-1"
    html = "<html><body><article>" + "<p>x</p>" * 40_000 + "</article></body></html>"
    found = clean_html(
        html, Offer("s", url, url), detector_for(load_settings({}).settings.languages), now=NOW
    )
    assert isinstance(found, Rejection)
    assert found.reason == "unreadable_page"
