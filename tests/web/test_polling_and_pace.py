"""When a source is asked again, how a host is paced, and when it is left alone: all decided without a clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Grade
from flows.web.answers import retry_after_seconds
from flows.web.exchange import Answer
from flows.web.pace import Breaker, HostState, Lane, Places
from flows.web.policy import FetchPolicy, needs_contact
from flows.web.polling import (
    Answered,
    is_due,
    is_quiet,
    next_check_at,
    next_poll_after_answer,
    next_poll_after_failure,
    rhythm_of,
)

NOW = datetime(2026, 6, 10, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, newest: datetime = NOW, n: int = 12) -> list[datetime]:
    return [newest - gap * number for number in range(n)]


@pytest.mark.parametrize(
    ("gap", "pause"), [(timedelta(minutes=5), timedelta(minutes=15)), (4 * HOUR, 2 * HOUR), (5 * DAY, DAY)]
)
def test_half_the_rhythm_within_bounds(gap: timedelta, pause: timedelta) -> None:
    assert next_poll_after_answer(Answered(every(gap)), None, is_changed=True, now=NOW) == NOW + pause


def test_silent_feeds_are_asked_more_rarely() -> None:
    old = Answered(every(DAY, NOW - timedelta(days=50)))
    assert next_poll_after_answer(old, None, is_changed=False, now=NOW) == NOW + timedelta(days=5)
    assert is_quiet(NOW - timedelta(days=50), DAY, NOW)
    assert not is_quiet(NOW - timedelta(days=13), HOUR, NOW)
    assert not is_quiet(NOW - timedelta(days=50), timedelta(days=30), NOW)
    assert not is_quiet(None, None, NOW)


def test_ttl_cache_control_and_skip_hours_are_respected() -> None:
    quick = every(timedelta(minutes=20))
    later = next_poll_after_answer(Answered(quick, ttl_seconds=7200), None, is_changed=True, now=NOW)
    assert later == NOW + 2 * HOUR
    cached = Answered(quick, cache_control="public, max-age=3600")
    assert next_poll_after_answer(cached, None, is_changed=True, now=NOW) == NOW + HOUR
    skipping = Answered(quick, skip_hours=(6, 7))
    assert next_poll_after_answer(skipping, None, is_changed=True, now=NOW) == NOW + 2 * HOUR
    endless = Answered(quick, skip_hours=tuple(range(24)), ttl_seconds=10**9)
    assert next_poll_after_answer(endless, None, is_changed=True, now=NOW) == NOW + DAY


def test_unchanged_answers_stretch_the_pause_up_to_a_day() -> None:
    assert next_poll_after_answer(Answered(), 4 * HOUR, is_changed=False, now=NOW) == NOW + 5 * HOUR
    assert next_poll_after_answer(Answered(), DAY, is_changed=False, now=NOW) == NOW + DAY


@pytest.mark.parametrize(
    ("grade", "failures", "pause"),
    [
        (Grade.TEMPORARY, 0, timedelta(minutes=15)),
        (Grade.TEMPORARY, 2, HOUR),
        (Grade.TEMPORARY, 60, DAY),
        (Grade.SOFT, 0, HOUR),
        (Grade.SOFT, 60, 3 * DAY),
        (Grade.HARD, 0, DAY),
        (Grade.HARD, 60, 14 * DAY),
    ],
)
def test_failures_double_the_pause_by_their_grade(grade: Grade, failures: int, pause: timedelta) -> None:
    assert next_poll_after_failure(grade, failures, None, NOW) == NOW + pause


def test_retry_after_outranks_the_pause_but_not_for_ever() -> None:
    assert next_poll_after_failure(Grade.TEMPORARY, 0, 7200, NOW) == NOW + 2 * HOUR
    assert next_poll_after_failure(Grade.TEMPORARY, 0, 1e12, NOW) == NOW + timedelta(days=30)


def test_daily_run_never_slips_a_day() -> None:
    asked = NOW - DAY + timedelta(seconds=40)
    assert is_due(asked + DAY, asked, NOW)
    assert not is_due(asked + 3 * DAY, asked, NOW)
    assert is_due(None, None, NOW)


def test_articles_are_looked_at_again_three_times() -> None:
    assert [next_check_at(NOW, done) for done in range(4)] == [NOW + HOUR, NOW + DAY, NOW + 7 * DAY, None]


@given(
    st.lists(
        st.integers(-15_000, 1_500).map(lambda days: NOW + DAY * days),
        max_size=30,
    ),
    st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=400))),
    st.booleans(),
)
def test_next_poll_is_always_ahead_and_within_a_week(
    published: list[datetime], previous: timedelta | None, is_changed: bool
) -> None:
    due = next_poll_after_answer(Answered(published), previous, is_changed=is_changed, now=NOW)
    assert NOW + timedelta(minutes=15) <= due <= NOW + timedelta(days=7)
    rhythm = rhythm_of(published)
    assert rhythm is None or rhythm > timedelta(0)


def test_breaker_opens_lets_one_through_and_closes() -> None:
    breaker = Breaker(limit=2, open_seconds=100)
    breaker.count_failure("read_timeout", 0)
    assert not breaker.refuses(0)
    breaker.count_failure("connect_failed", 1)
    assert breaker.refuses(50)
    assert breaker.last_reason == "connect_failed"
    assert not breaker.refuses(102)
    assert breaker.refuses(103)
    breaker.count_success()
    assert not breaker.refuses(104)
    breaker.open_until(500, "Retry-After")
    assert breaker.is_open(499)
    assert not breaker.is_open(501)


def test_lane_holds_its_pace_and_its_places() -> None:
    async def run() -> tuple[list[float], int]:
        lane = Lane(2, HostState(Breaker(9, 9), delay_seconds=0.02))
        starts: list[float] = []
        inside = most = 0

        async def visit() -> None:
            nonlocal inside, most
            if not lane.enter_now(monotonic()):
                await lane.enter()
            starts.append(monotonic())
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.05)
            inside -= 1
            lane.leave()

        await asyncio.gather(*(visit() for _ in range(5)))
        return starts, most

    starts, most = asyncio.run(run())
    assert most == 2
    assert all(later - earlier >= 0.0199 for earlier, later in pairwise(starts))


def test_a_place_goes_to_who_waits_longest_and_is_not_lost_with_who_gave_up() -> None:
    async def run() -> list[str]:
        places, order = Places(1), []

        async def visit(name: str) -> None:
            await places.take()
            order.append(name)
            await asyncio.sleep(0)
            places.give_back()

        await places.take()
        waiting = [asyncio.ensure_future(visit(name)) for name in "abcd"]
        await asyncio.sleep(0)
        waiting[1].cancel()
        await asyncio.sleep(0)
        places.give_back()
        # The place is a's already when a gives up before it could use it.
        waiting[0].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert places.take_now()
        assert not places.take_now()
        return order

    assert asyncio.run(run()) == ["c", "d"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 10 Jun 2026 06:01:00 GMT", 60.0),
        ("Wed, 10 Jun 2020 06:01:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(Answer(429, (("Retry-After", value),), b"", 0), NOW) == seconds


def test_contact_is_needed_for_the_web_only() -> None:
    own = FetchPolicy(
        allow_hosts=("intranet:8080", "127.0.0.1"), host_map={"press.example": ("127.0.0.1", 1)}
    )
    assert not needs_contact(
        ["http://intranet:8080/x", "http://127.0.0.1:99/", "https://press.example/"], own
    )
    assert needs_contact(["http://intranet/x"], own)
    assert needs_contact(["https://outlet.example/"], own)
    assert not needs_contact(
        ["https://outlet.example/"], FetchPolicy(user_agent_contact="press@desk.example")
    )
    assert "press@desk.example" in FetchPolicy(user_agent_contact="press@desk.example").user_agent
