"""robots.txt by RFC 9309, and the publishers' signals about mining and archiving."""

from __future__ import annotations

import re
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.reasons import REASONS, grade_of, remedy
from extractors.records import Grade
from extractors.rights import (
    may_keep_copy,
    rights_of_headers,
    rights_of_host,
    rights_of_markup,
    rights_of_page,
)
from extractors.robots import MAX_BODY_BYTES, HostRules, RobotsRules, verdict_of_status

ORIGIN = "https://outlet.example"
NOW = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: PODIUM\nDisallow: /x", "/a", True),
        ("User-agent: podium\nUser-agent: other\nDisallow: /x", "/x/1", False),
        (
            "User-agent: *\nDisallow: /x\n\nUser-agent: Podium\nAllow: /\n\nUser-agent: Podium\nDisallow: /y",
            "/y",
            False,
        ),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café/x", False),
        ("User-agent: *\nDisallow: /x # comment\nCrawl-delay: 5", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("Disallow: /x", "/x", True),
        ("User-agent: Pod\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: Podium/2.0 (beta)\nDisallow: /x", "/x", False),
        ("Useragent : podium # ours\nDisallow: /x", "/x", False),
        ("User-agent: PodiumNews\nDisallow: /x", "/x", True),
        ("User-agent: *\rDisallow: /x\r", "/x", False),
        ("User-agent: *\nSitemap: /map.xml\nDisallow: /x", "/x", False),
    ],
)
def test_rules(body: str, path: str, allowed: bool) -> None:
    assert RobotsRules(body.encode()).allows(ORIGIN + path) is allowed


def test_what_stands_behind_500_kib_is_not_read() -> None:
    filler = b"# filler\n" * (MAX_BODY_BYTES // 9 + 1)
    assert RobotsRules(b"User-agent: *\nDisallow: /x\n" + filler + b"Disallow: /\n").allows(ORIGIN + "/a")


@pytest.mark.parametrize(
    ("value", "seconds"), [("5", 5.0), ("0.5", 0.5), ("0", None), ("-3", None), ("inf", None), ("x", None)]
)
def test_crawl_delay(value: str, seconds: float | None) -> None:
    assert RobotsRules(f"User-agent: *\nCrawl-delay: {value}\n".encode()).crawl_delay_seconds == seconds


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, "rules"),
        (204, "rules"),
        (302, "allow_all"),
        (401, "allow_all"),
        (403, "allow_all"),
        (404, "allow_all"),
        (410, "allow_all"),
        (429, "unreachable"),
        (500, "unreachable"),
        (503, "unreachable"),
    ],
)
def test_status_of_robots(status: int, verdict: str) -> None:
    assert verdict_of_status(status) == verdict


def test_rules_are_kept_for_a_day() -> None:
    record = HostRules(ORIGIN, "rules", 200, b"", NOW)
    assert record.fresh(NOW + timedelta(hours=23))
    assert not record.fresh(NOW + timedelta(hours=25))
    assert record.usable_while_unreachable(NOW + timedelta(days=20))
    assert not HostRules(ORIGIN, "unreachable", 503, b"", NOW).fresh(NOW)


@given(st.binary(max_size=400))
def test_robots_never_raise(body: bytes) -> None:
    rules = RobotsRules(b"User-agent: *\nDisallow: " + body)
    assert rules.allows(ORIGIN + "/x?y=z") in (True, False)
    assert isinstance(rules.sitemaps, tuple)


def test_shared_robots_files_end_in_an_outcome(shared_folder: Path) -> None:
    count = 0
    with tarfile.open(shared_folder / "bench" / "robots.tar.gz") as archive:
        for member in archive:
            if member.isfile() and (found := archive.extractfile(member)) is not None:
                rules = RobotsRules(found.read())
                assert rules.allows(ORIGIN + "/2026/06/some-article?id=1") in (True, False)
                assert rules.crawl_delay_seconds is None or rules.crawl_delay_seconds > 0
                count += 1
    assert count > 4000


TDM = b'[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://x.example/"}]'


@pytest.mark.parametrize(("path", "reserved"), [("/a", True), ("/free/a", False), ("/", True)])
def test_longest_location_of_the_tdm_file_decides(path: str, reserved: bool) -> None:
    assert rights_of_host(ORIGIN + path, TDM).reserved is reserved


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1, null, {}]", b'{"location": 3}', b"[" * 50_000, b"\xff\xfe", None]
)
def test_tdm_files_that_say_nothing(body: bytes | None) -> None:
    assert not rights_of_host(ORIGIN + "/a", body).reserved


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("TDM-Reservation", "1", "reserved:tdm-reservation header"),
        ("tdm-reservation", "0", "allowed"),
        ("X-Robots-Tag", "noindex, NoAI", "reserved:noai X-Robots-Tag"),
        ("X-Robots-Tag", "podium: noai", "reserved:noai X-Robots-Tag"),
        ("X-Robots-Tag", "otherbot: noai", "allowed"),
        ("X-Robots-Tag", "noarchive", "reserved:noarchive X-Robots-Tag"),
        ("X-Robots-Tag", "noimageai", "allowed"),
        ("X-Robots-Tag", "max-snippet: 10, noai", "reserved:noai X-Robots-Tag"),
        ("X-Robots-Tag", "max-image-preview:large,noarchive", "reserved:noarchive X-Robots-Tag"),
        ("X-Robots-Tag", "otherbot: nofollow, Podium: noai", "reserved:noai X-Robots-Tag"),
        ("X-Robots-Tag", "noindex, otherbot: noindex, noai", "allowed"),
        ("X-Robots-Tag", "*: noai", "reserved:noai X-Robots-Tag"),
        (
            "X-Robots-Tag",
            "unavailable_after: 25 Jun 2027 15:00:00 GMT, noarchive",
            "reserved:noarchive X-Robots-Tag",
        ),
    ],
)
def test_headers(name: str, value: str, verdict: str) -> None:
    assert rights_of_headers([(name, value)], "Podium").verdict == verdict


@pytest.mark.parametrize(
    ("markup", "verdict"),
    [
        ('<meta name="tdm-reservation" content="1">', "reserved:tdm-reservation meta"),
        ("<META CONTENT='1' NAME=tdm-reservation>", "reserved:tdm-reservation meta"),
        ('<meta name="robots" content="index,noai">', "reserved:noai robots meta"),
        ('<meta name="podium" content="noai">', "reserved:noai robots meta"),
        ('<meta name="otherbot" content="noai">', "allowed"),
        ('<meta name="robots" content="max-snippet:-1, noarchive">', "reserved:noarchive robots meta"),
        ('<!-- <meta name="robots" content="noai"> -->', "allowed"),
        ("<p>noai tdm-reservation</p>", "allowed"),
    ],
)
def test_markup(markup: str, verdict: str) -> None:
    assert rights_of_markup(f"<html><head>{markup}</head>".encode(), "Podium").verdict == verdict


def test_strictest_signal_wins_and_noarchive_keeps_no_copy() -> None:
    rights = rights_of_page(
        ORIGIN + "/a",
        [("X-Robots-Tag", "noarchive")],
        b'<meta name="tdm-reservation" content="1">',
        None,
        "Podium",
    )
    assert rights.reserved
    assert not may_keep_copy("reserved:noarchive robots meta")
    assert may_keep_copy("allowed")


@given(st.binary(max_size=300))
def test_markup_never_raises(body: bytes) -> None:
    rights_of_markup(b"<meta name=robots content=noai " + body, "Podium")


def test_every_reason_has_a_remedy_and_a_grade() -> None:
    for reason in REASONS:
        assert remedy(reason).endswith((".", "?")), reason
        assert grade_of(reason) in set(Grade)


def test_every_reason_in_the_code_is_in_the_vocabulary() -> None:
    root = Path(__file__).parents[2]
    call = re.compile(
        r'(?:Rejection|ExchangeFault|_refused)\(\s*(?:page,\s*)?"([a-z0-9_]+)"'
        r'|Disposition\.(?:REJECTED|FAILED|DUPLICATE),\s*"([a-z_]+)"'
    )
    used = {
        one or other
        for file in (*root.glob("extractors/**/*.py"), *root.glob("flows/**/*.py"))
        for one, other in call.findall(file.read_text("utf-8"))
    }
    assert len(used) > 40
    assert used <= set(REASONS)
