"""The bundled sample press: what it serves is what it lists, readable, labelled as fictional and repeatable."""

import http.client
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
import trafilatura
from hypothesis import given, settings
from hypothesis import strategies as st
from protego import Protego

from config.sample.landscape import Outlet, Phrases, SampleArticle, SampleError, load_articles, load_phrases
from flows.web.sample_press import Entry, SamplePress, feed_entries

FOLDER = files("config").joinpath("sample")
PHRASES = load_phrases(FOLDER)
BUILT = SamplePress()
GOOD = [outlet for outlet in BUILT.outlets if outlet.behaviour == "up"]
ENTRIES = [
    (outlet, entry) for outlet in GOOD for entry in feed_entries(outlet, load_articles(FOLDER, outlet))
]
READABLE = [
    (outlet, entry.article)
    for outlet, entry in ENTRIES
    if entry.article.status == 200 and entry.article.access == "free"
]
# The Japanese articles have no spaces between words; about two characters make one word.
CHARACTERS_PER_WORD = {"ja": 2}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Reader:
    """Asks the running press as the collector does: loopback address, the outlet's name in the Host header."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._connection = http.client.HTTPConnection(*address, timeout=10)

    def get(self, url: str, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {"Host": parts.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
        self._connection.request(method, target, headers=named)
        answer = self._connection.getresponse()
        return Answer(answer.status, dict(answer.headers), answer.read())

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with SamplePress() as press:
        asking = Reader(press.address)
        yield asking
        asking.close()


def feed_url(outlet: Outlet) -> str:
    return f"http://{outlet.host}{outlet.feed_path}"


def by_id(outlet_id: str) -> Outlet:
    return next(outlet for outlet in BUILT.outlets if outlet.id == outlet_id)


def phrases_of(outlet: Outlet) -> Phrases:
    return PHRASES[outlet.language]


def plain(paragraph: str) -> str:
    return paragraph.replace("*", "")


def sitemap_links(body: bytes) -> list[str]:
    place = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    return [loc.text or "" for loc in ElementTree.fromstring(body).iter(place)]


@pytest.mark.parametrize("outlet", GOOD, ids=lambda outlet: outlet.id)
def test_a_good_feed_lists_every_article_once_and_says_it_is_fictional(
    reader: Reader, outlet: Outlet
) -> None:
    answer = reader.get(feed_url(outlet))
    expected = [entry.link for of, entry in ENTRIES if of == outlet]
    assert answer.status == 200
    assert answer.headers["Content-Type"].endswith(f"charset={outlet.feed_encoding}")
    assert phrases_of(outlet).notice in answer.body.decode(outlet.feed_encoding)
    if outlet.discovery == "sitemap":
        assert sitemap_links(answer.body) == expected
        return
    feed = feedparser.parse(answer.body)
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == expected
    assert len({entry.id for entry in feed.entries}) == len(expected)
    titles = {entry.title for entry in feed.entries}
    assert titles == {entry.article.title for of, entry in ENTRIES if of == outlet}
    assert all(entry.published_parsed and entry.summary for entry in feed.entries)


@pytest.mark.parametrize(("outlet", "entry"), ENTRIES, ids=lambda value: getattr(value, "id", ""))
def test_every_listed_page_answers_as_intended(reader: Reader, outlet: Outlet, entry: Entry) -> None:
    answer = reader.get(entry.link)
    assert answer.status == entry.article.status
    assert answer.headers["Content-Type"] == f"text/html; charset={outlet.encoding}"
    page = answer.body.decode(outlet.encoding)
    assert phrases_of(outlet).notice in page
    assert f"charset={outlet.encoding}" in page or f'charset="{outlet.encoding}"' in page


@pytest.mark.parametrize(("outlet", "article"), READABLE, ids=lambda value: getattr(value, "slug", ""))
def test_trafilatura_finds_the_article_and_not_the_furniture(
    reader: Reader, outlet: Outlet, article: SampleArticle
) -> None:
    text = trafilatura.extract(reader.get(f"http://{outlet.host}{article.path}").body, include_comments=False)
    assert text is not None
    for paragraph in article.paragraphs:
        assert plain(paragraph)[:40] in text
        assert plain(paragraph)[-30:] in text
    around = phrases_of(outlet)
    for furniture in (around.notice, around.consent, around.newsletter):
        assert furniture[:40] not in text
    assert len(text) < 1.3 * sum(len(plain(paragraph)) for paragraph in article.paragraphs)


@pytest.mark.parametrize("outlet", GOOD, ids=lambda outlet: outlet.id)
def test_a_second_request_costs_no_body(reader: Reader, outlet: Outlet) -> None:
    page = next(entry.link for of, entry in ENTRIES if of == outlet and entry.article.status == 200)
    for url in (feed_url(outlet), page):
        first = reader.get(url)
        tag, since = first.headers["ETag"], first.headers["Last-Modified"]
        for again in (
            reader.get(url, If_None_Match=tag),
            reader.get(url, If_None_Match=f'"other", W/{tag}'),
            reader.get(url, If_Modified_Since=since),
        ):
            assert (again.status, again.body) == (304, b"")
        for changed in (
            reader.get(url, If_None_Match='"other"', If_Modified_Since=since),
            reader.get(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT"),
            reader.get(url, If_Modified_Since="some day"),
        ):
            assert (changed.status, changed.body) == (200, first.body)


def test_two_presses_serve_the_same_bytes() -> None:
    other = SamplePress()
    for outlet in BUILT.outlets:
        for path in (outlet.feed_path, "/", "/robots.txt"):
            assert BUILT.answer(outlet.host, path) == other.answer(outlet.host, path)


def test_head_sends_the_head_alone(reader: Reader) -> None:
    url = feed_url(GOOD[0])
    full, head = reader.get(url), reader.get(url, method="HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(full.body))


def test_what_does_not_exist_is_404(reader: Reader) -> None:
    assert reader.get(f"http://{GOOD[0].host}/nothing-here").status == 404
    assert reader.get("http://unknown.example/feed.xml").status == 404


@given(host=st.sampled_from([*sorted(BUILT.hosts), "", "unknown.example"]), path=st.text(max_size=30))
@settings(max_examples=200)
def test_every_host_and_path_gets_an_answer(host: str, path: str) -> None:
    assert BUILT.answer(host, path).status in (200, 404, 410, 503)


def test_the_down_outlet_answers_503_and_the_broken_feed_yields_nothing(reader: Reader) -> None:
    down, broken = by_id("stadionanzeiger"), by_id("kampagnenkurier")
    for url in (feed_url(down), f"http://{down.host}/", f"http://{down.host}/any"):
        answer = reader.get(url)
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "3600"
    assert reader.get(f"http://{down.host}/robots.txt").status == 200
    answer = reader.get(feed_url(broken))
    parsed = feedparser.parse(answer.body)
    assert answer.status == 200
    assert parsed.bozo
    assert parsed.entries == []
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(answer.body)


def test_robots_forbids_exactly_the_internal_entry(reader: Reader) -> None:
    forbidden = []
    for outlet, entry in ENTRIES:
        rules = Protego.parse(reader.get(f"http://{outlet.host}/robots.txt").body.decode())
        assert rules.can_fetch(feed_url(outlet), "Podium/1.0")
        if not rules.can_fetch(entry.link, "Podium/1.0"):
            forbidden.append(entry.link)
    assert len(forbidden) == 1
    assert "/intern/" in forbidden[0]


def test_the_landscape_is_as_wide_as_promised() -> None:
    on_topic = {article.path: (outlet, article) for outlet, article in READABLE if article.campaign}
    languages = Counter(outlet.language for outlet, _ in on_topic.values())
    campaigns = Counter(article.campaign for _, article in on_topic.values())
    assert len(GOOD) >= 6
    assert len({outlet.template for outlet in GOOD}) >= 4
    assert len(on_topic) >= 24
    assert set(languages) == {"de", "en", "fr", "es", "it", "ja"}
    assert min(languages.values()) >= 3
    assert len(campaigns) >= 6
    assert campaigns["alibaba_greatness_of_small"] >= 3
    off_topic = [a for _, a in READABLE if not a.campaign and not a.path.startswith("/intern/")]
    assert len(off_topic) >= 5


@pytest.mark.parametrize(
    ("outlet", "article"),
    [(outlet, article) for outlet, article in READABLE if not article.path.startswith("/intern/")],
    ids=lambda value: getattr(value, "slug", ""),
)
def test_an_article_is_as_long_as_a_real_one(outlet: Outlet, article: SampleArticle) -> None:
    body = plain(" ".join(article.paragraphs))
    per_word = CHARACTERS_PER_WORD.get(outlet.language)
    words = len(body) / per_word if per_word else len(body.split())
    assert 180 <= words <= 450
    assert len(article.paragraphs) >= 4


def test_the_source_list_leads_to_exactly_these_feeds() -> None:
    text = files("config").joinpath("sources_sample", "sample.toml").read_text("utf-8")
    listed = {
        (table["outlet"], table["url"], table["language"], table["country"], table["kind"])
        for table in tomllib.loads(text).values()
    }
    kinds = {"rss": "feed", "atom": "feed", "sitemap": "sitemap"}
    assert listed == {
        (outlet.name, feed_url(outlet), outlet.language, outlet.country, kinds[outlet.discovery])
        for outlet in BUILT.outlets
    }


def test_the_press_has_an_address_only_while_it_runs() -> None:
    press = SamplePress()
    with pytest.raises(RuntimeError, match="not running"):
        _ = press.address
    with press:
        host, port = press.address
        assert host == "127.0.0.1"
        reader = Reader((host, port))
        assert reader.get(f"http://{GOOD[0].host}:{port}/robots.txt").status == 200
        reader.close()
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(host, port, timeout=5).connect()
    with pytest.raises(RuntimeError, match="not running"):
        _ = press.address


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("outlets.toml", 'country = "GB"', 'county = "GB"', r"outlets\.toml: count"),
        ("outlets.toml", 'behaviour = "down"', 'behaviour = "asleep"', r"outlets\.toml: behaviour"),
        ("phrases.toml", "[fr]", "[fr", r"phrases\.toml: .*line"),
        (
            "articles/rings_rights/point-guard-trade.md",
            'section = "Events"',
            'sektion = "Events"',
            r"point-guard-trade\.md: se[ck]tion",
        ),
        (
            "articles/kyosan_tsushin/toushu-iseki.md",
            "野球の",
            "\U0001f600野球の",
            "does not exist in shift_jis",
        ),
        ("articles/encart_hebdo/recette-gratin-panais.md", "+++\n", "---\n", "no front matter"),
    ],
)
def test_a_mistake_in_the_files_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    with as_file(FOLDER) as here:
        folder = shutil.copytree(here, tmp_path / "sample")
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(SampleError, match=message):
        SamplePress(folder)


def test_the_press_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with SamplePress() as press:
        reader = Reader(press.address)
        reader.get(feed_url(GOOD[0]))
        reader.get("http://unknown.example/")
        reader.close()
    assert capfd.readouterr() == ("", "")
