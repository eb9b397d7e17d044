"""The collector against real sockets: addresses, politeness, conditions, ledger, budget and memory of hosts."""

from __future__ import annotations

import asyncio
import ipaddress
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from faults.play import article, feed, page, xml
from faults.site import FaultServer, Site, Visit, closed_port

from extractors.records import FetchedPage, FetchFailure, FetchRequest, Grade, Purpose
from extractors.robots import HostRules
from flows.web import FetchPolicy, HostMemory, fetch_batch
from flows.web.addresses import is_public, literal_address
from flows.web.collector import Collector
from flows.web.discovery import ask_sources
from flows.web.site_survey import survey_site

NOW = datetime(2026, 6, 10, 6, tzinfo=UTC)
QUICK = FetchPolicy(
    connect_timeout_seconds=1, read_timeout_seconds=1, total_timeout_seconds=2, retry_delay_seconds=0.01
)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def own(port: int, **changes: object) -> FetchPolicy:
    return replace(QUICK, allow_hosts=(f"127.0.0.1:{port}",), **changes)  # type: ignore[arg-type]


def request(port: int, path: str, **more: str) -> FetchRequest:
    return FetchRequest(f"http://127.0.0.1:{port}{path}", "s", Purpose.ARTICLE, **more)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:7f00:1::1",
        "ff02::1",
        "::127.0.0.1",
        "fe80::1%eth0",
    ],
)
def test_addresses_that_are_nobodys_business(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "2606:4700:4700::1111", "[2606:4700:4700::1111]", "93.184.216.34"]
)
def test_public_addresses(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_every_form_of_an_address_is_judged_alike(number: int) -> None:
    plain = ipaddress.IPv4Address(number)
    forms = [str(plain), str(number), hex(number), f"::ffff:{plain}"]
    assert len({is_public(address) for form in forms if (address := literal_address(form))}) == 1


@pytest.mark.parametrize("host", ["outlet.example", "1and1.example", "", "cafe", "g", "face.example"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal_address(host) is None


def test_private_hosts_only_by_name_and_port(server: FaultServer) -> None:
    port = server.add(Site({}, fallback=page(article())))
    urls = [f"http://{host}:{port}/a" for host in ("127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]")]
    requests = [FetchRequest(url, "s", Purpose.ARTICLE) for url in urls]
    stranger = replace(QUICK, user_agent_contact="press@desk.example")
    outcomes, _ = fetch_batch(requests, stranger)
    assert [getattr(outcome, "reason", "page") for outcome in outcomes] == ["address_not_public"] * 4
    outcomes, _ = fetch_batch(requests, replace(stranger, allow_hosts=(f"127.0.0.1:{port}",)))
    assert [getattr(outcome, "reason", "page") for outcome in outcomes] == ["page"] + [
        "address_not_public"
    ] * 3
    outcomes, _ = fetch_batch(requests[:1], replace(stranger, allow_hosts=("127.0.0.1:1",)))
    assert getattr(outcomes[0], "reason", "page") == "address_not_public"


def test_name_that_leads_inside_is_refused_even_beside_a_public_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(self: object, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", port)), (2, 1, 6, "", ("10.0.0.7", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    asked = FetchRequest("http://rebinding.example/a", "s", Purpose.ARTICLE)
    (outcome,), _ = fetch_batch([asked], replace(QUICK, user_agent_contact="press@desk.example"))
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == "address_not_public"


def test_host_map_dials_elsewhere_and_sends_the_name(server: FaultServer) -> None:
    seen: list[str] = []

    async def answer(visit: Visit) -> None:
        seen.append(visit.headers["host"])
        await visit.send(article())

    port = server.add(Site({}, fallback=answer))
    asked = FetchRequest("http://press.example/a-1", "s", Purpose.ARTICLE)
    (outcome,), _ = fetch_batch([asked], QUICK, host_map={"press.example": ("127.0.0.1", port)})
    assert isinstance(outcome, FetchedPage)
    assert set(seen) == {"press.example"}


def test_who_asks_and_what_is_never_sent(server: FaultServer) -> None:
    seen: list[dict[str, str]] = []

    async def answer(visit: Visit) -> None:
        seen.append(dict(visit.headers))
        await visit.send(article(), headers=[("Set-Cookie", "id=1; Path=/")])

    port = server.add(Site({}, fallback=answer))
    policy = own(port, user_agent_contact="https://desk.example/bot")
    fetch_batch([request(port, "/a"), request(port, "/b")], policy)
    assert all(headers["user-agent"].startswith("Podium/") for headers in seen)
    assert all("https://desk.example/bot" in headers["user-agent"] for headers in seen)
    assert not any({"cookie", "authorization", "referer"} & set(headers) for headers in seen)


def test_conditions_are_sent_and_304_is_a_page(server: FaultServer) -> None:
    async def answer(visit: Visit) -> None:
        known = visit.headers.get("if-none-match") == '"v1"' or "if-modified-since" in visit.headers
        await visit.send("" if known else article(), status=304 if known else 200)

    port = server.add(Site({}, fallback=answer))
    asked = [
        request(port, "/a", etag='"v1"'),
        request(port, "/b", last_modified="Mon, 01 Jun 2026 00:00:00 GMT"),
    ]
    outcomes, records = fetch_batch(asked, own(port))
    assert all(isinstance(outcome, FetchedPage) and outcome.not_modified for outcome in outcomes)
    assert [record.from_cache for record in records if record.purpose is Purpose.ARTICLE] == [True, True]


def test_robots_are_asked_once_and_remembered_between_batches(server: FaultServer) -> None:
    site = Site(
        {"/robots.txt": page("User-agent: *\nDisallow: /no", type="text/plain")}, fallback=page(article())
    )
    port = server.add(site)
    memory = HostMemory()
    for _ in range(2):
        outcomes, records = fetch_batch([request(port, "/a"), request(port, "/no")], own(port), memory=memory)
    assert site.hits["/robots.txt"] == 1
    assert [getattr(outcome, "reason", "page") for outcome in outcomes] == ["page", "robots_disallowed"]
    assert [record.robots for record in records] == ["allowed", "disallowed"] or {
        "allowed",
        "disallowed",
    } == {record.robots for record in records}
    (kept,) = memory.worth_keeping
    again = HostMemory.of([kept])
    fetch_batch([request(port, "/a")], own(port), memory=again)
    assert site.hits["/robots.txt"] == 1
    old = HostMemory.of([replace(kept, fetched_at=kept.fetched_at - timedelta(days=2))])
    fetch_batch([request(port, "/a")], own(port), memory=old)
    assert site.hits["/robots.txt"] == 2


def test_older_rules_stand_in_while_robots_are_unreachable(server: FaultServer) -> None:
    site = Site({"/robots.txt": page("", status=500)}, fallback=page(article()))
    port = server.add(site)
    yesterday = datetime.now(UTC) - timedelta(days=2)
    record = HostRules(f"http://127.0.0.1:{port}", "rules", 200, b"User-agent: *\nDisallow: /no", yesterday)
    outcomes, _ = fetch_batch(
        [request(port, "/a"), request(port, "/no")], own(port), memory=HostMemory.of([record])
    )
    assert [getattr(outcome, "reason", "page") for outcome in outcomes] == ["page", "robots_disallowed"]


def test_a_host_is_asked_by_few_at_once_and_crawl_delay_is_kept(server: FaultServer) -> None:
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.02)
        await visit.send(article())

    busy = Site({}, fallback=slow)
    port = server.add(busy)
    fetch_batch([request(port, f"/a-{number}") for number in range(12)], own(port, per_host_concurrency=3))
    assert busy.most_open == 3
    paced = Site(
        {"/robots.txt": page("User-agent: *\nCrawl-delay: 0.1", type="text/plain")}, fallback=page(article())
    )
    other = server.add(paced)
    fetch_batch([request(other, f"/a-{number}") for number in range(4)], own(other))
    starts = paced.started[-4:]
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.08


def test_retry_after_is_waited_for(server: FaultServer) -> None:
    async def once_busy(visit: Visit) -> None:
        headers = [("Retry-After", "1")] if visit.count == 1 else []
        await visit.send(article(), status=429 if visit.count == 1 else 200, headers=headers)

    site = Site({"/a": once_busy})
    port = server.add(site)
    (outcome,), records = fetch_batch([request(port, "/a")], own(port))
    assert isinstance(outcome, FetchedPage)
    assert site.started[-1] - site.started[-2] >= 0.95
    assert [record.error for record in records if record.purpose is Purpose.ARTICLE] == [
        "http_too_many_requests",
        None,
    ]


def test_failing_host_is_left_alone_and_others_are_not(server: FaultServer) -> None:
    broken = Site({"/robots.txt": page("", type="text/plain")}, fallback=page("", status=500))
    sound = Site({}, fallback=page(article()))
    bad, good = server.add(broken), server.add(sound)
    policy = replace(QUICK, allow_hosts=(f"127.0.0.1:{bad}", f"127.0.0.1:{good}"), per_host_concurrency=1)
    requests = [request(bad, f"/a-{number}") for number in range(10)] + [request(good, "/a")]
    outcomes, _ = fetch_batch(requests, policy)
    reasons = [getattr(outcome, "reason", "page") for outcome in outcomes]
    assert reasons[-1] == "page"
    assert reasons[0] == "http_server_error"
    assert reasons[-2] == "host_circuit_open"
    assert (
        sum(count for path, count in broken.hits.items() if path.startswith("/a"))
        <= policy.circuit_failures + 1
    )


def test_dead_host_fails_with_its_own_reason(server: FaultServer) -> None:
    port = closed_port()
    (outcome,), records = fetch_batch([request(port, "/a")], own(port))
    assert isinstance(outcome, FetchFailure)
    assert (outcome.reason, outcome.grade) == ("connect_failed", Grade.TEMPORARY)
    assert {record.purpose for record in records} == {Purpose.ROBOTS, Purpose.ARTICLE}


def test_budget_ends_the_batch_in_order(server: FaultServer) -> None:
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.3)
        await visit.send(article())

    port = server.add(
        Site(
            {"/robots.txt": page("", type="text/plain"), "/.well-known/tdmrep.json": page("", status=404)},
            fallback=slow,
        )
    )
    requests = [request(port, f"/a-{number}") for number in range(20)]
    outcomes, _ = fetch_batch(requests, own(port, per_host_concurrency=1), budget_seconds=1.0)
    reasons = [getattr(outcome, "reason", "page") for outcome in outcomes]
    assert len(outcomes) == 20
    assert reasons[0] == "page"
    assert reasons[-1] == "run_budget_exhausted"
    assert set(reasons) == {"page", "run_budget_exhausted"}


def test_secrets_in_addresses_reach_neither_ledger_nor_network() -> None:
    asked = FetchRequest("https://user:secret@outlet.example/a", "s", Purpose.FEED)
    (outcome,), records = fetch_batch([asked], QUICK)
    assert isinstance(outcome, FetchFailure)
    assert outcome.reason == "credentials_in_url"
    assert "secret" not in repr(records) + outcome.detail + str(outcome.final_url)


def test_outcomes_stream_with_bounded_memory(server: FaultServer) -> None:
    port = server.add(Site({}, fallback=page(article())))

    async def run() -> int:
        count = 0
        async with Collector(own(port, total_concurrency=4)) as collector:
            async for outcome in collector.fetch_many(request(port, f"/a-{number}") for number in range(60)):
                assert isinstance(outcome, FetchedPage)
                count += 1
        return count

    assert asyncio.run(run()) == 60


def test_stream_may_be_left_early(server: FaultServer) -> None:
    port = server.add(Site({}, fallback=page(article())))

    async def run() -> int:
        async with Collector(own(port, total_concurrency=2)) as collector:
            before = len(asyncio.all_tasks())
            stream = collector.fetch_many([request(port, f"/a-{number}") for number in range(40)])
            async for _ in stream:
                break
            await stream.aclose()  # type: ignore[attr-defined]
            return len(asyncio.all_tasks()) - before

    assert asyncio.run(run()) == 0


class _Source:
    def __init__(self, source_id: str, url: str, kind: str = "feed") -> None:
        self.source_id, self.url, self.kind = source_id, url, kind


class _State:
    etag = last_modified = last_new_at = poll_interval_seconds = None
    consecutive_failures = 0
    last_asked_at = NOW - timedelta(hours=1)
    next_try_at = NOW + timedelta(hours=5)


def test_only_due_sources_are_asked_in_a_scheduled_run(server: FaultServer) -> None:
    site = Site({"/feed.xml": xml(feed("/a-1"))})
    port = server.add(site)
    source = _Source("s", f"http://127.0.0.1:{port}/feed.xml")
    (answer,), records = ask_sources([source], {"s": _State()}, own(port), now=NOW, only_due=True)
    assert (answer.outcome.outcome, answer.outcome.reason, records) == ("skipped", "not_due", ())
    (answer,), _ = ask_sources([source], {"s": _State()}, own(port), now=NOW)
    assert (answer.outcome.outcome, len(answer.entries)) == ("ok", 1)
    assert [fetched.final_url for fetched in answer.pages] == [source.url]


def test_feed_that_died_quietly_is_told(server: FaultServer) -> None:
    items = "".join(
        f"<item><link>/a-{day}</link><pubDate>{day:02d} Jan 2020 08:00:00 GMT</pubDate></item>"
        for day in range(1, 9)
    )
    port = server.add(Site({"/feed.xml": xml(feed(items=items))}))
    (answer,), _ = ask_sources([_Source("s", f"http://127.0.0.1:{port}/feed.xml")], {}, own(port), now=NOW)
    assert (answer.outcome.outcome, answer.outcome.reason) == ("ok", "gone_quiet")
    assert answer.outcome.next_try_at == NOW + timedelta(days=7)


def test_survey_offers_two_feeds_and_a_sitemap_with_previews(server: FaultServer) -> None:
    home = (
        '<html lang=fr><head><title>Le Journal | Accueil</title><link rel=alternate type="application/rss+xml" href=/une.xml>'
        '<link rel=alternate type="application/atom+xml" href=/sport.xml></head><body></body></html>'
    )
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Sport</title><entry><title>A</title><id>1</id><link href="/a-3"/></entry></feed>'
    routes = {
        "/": page(home),
        "/robots.txt": page("Sitemap: http://127.0.0.1:{port}/news.xml", type="text/plain"),
        "/une.xml": xml(feed("/a-1", "/a-2")),
        "/sport.xml": xml(atom),
        "/news.xml": xml("<urlset><url><loc>/a-5</loc><lastmod>2026-06-09</lastmod></url></urlset>"),
    }
    port = server.add(Site(routes))
    survey = survey_site(f"http://127.0.0.1:{port}/", own(port))
    assert [(offer.kind, len(offer.entries)) for offer in survey.offers] == [
        ("feed", 2),
        ("feed", 1),
        ("sitemap", 1),
    ]
    assert survey.offers[2].newest_at == datetime(2026, 6, 9, tzinfo=UTC)
    assert (survey.facts.name, survey.facts.language) == ("Le Journal", "fr")
    direct = survey_site(f"http://127.0.0.1:{port}/une.xml", own(port))
    assert [offer.kind for offer in direct.offers] == ["feed"]


def test_survey_tries_usual_addresses_then_the_page_itself(server: FaultServer) -> None:
    links = "".join(
        f"<h2><a href=/2026/06/09/story-of-the-games-{n}>The story of the games number {n}</a></h2>"
        for n in range(3)
    )
    home = page(f"<html><title>X</title><main>{links}</main></html>")
    usual = server.add(Site({"/": home, "/feed": xml(feed("/a-1"))}))
    bare = server.add(Site({"/": home}))
    assert [offer.kind for offer in survey_site(f"http://127.0.0.1:{usual}/", own(usual)).offers] == ["feed"]
    (offer,) = survey_site(f"http://127.0.0.1:{bare}/", own(bare)).offers
    assert (offer.kind, len(offer.entries)) == ("section", 3)
