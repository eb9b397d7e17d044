"""The short version of `make faults`: every behaviour but the slow ones, played at once."""

from __future__ import annotations

import pytest

from .__main__ import MAX_PEAK_BYTES
from .behaviours import BEHAVIOURS
from .run import SHORT, Report, play

QUICK = [behaviour for behaviour in BEHAVIOURS if not behaviour.is_slow]


@pytest.fixture(scope="module")
def report() -> Report:
    return play(QUICK)


def test_there_are_enough_behaviours() -> None:
    assert len(BEHAVIOURS) >= 40
    assert len({behaviour.name for behaviour in BEHAVIOURS}) == len(BEHAVIOURS)


@pytest.mark.parametrize("name", [behaviour.name for behaviour in QUICK])
def test_ends_with_the_right_disposition_and_reason(report: Report, name: str) -> None:
    item = next(item for item in report.played if item.behaviour.name == name)
    assert item.complaints == []


def test_run_ends_within_its_budget(report: Report) -> None:
    assert SHORT.budget_seconds is not None
    assert report.elapsed_seconds < 2 * SHORT.budget_seconds


def test_memory_stays_bounded(report: Report) -> None:
    # The server and its bodies share the process; `make faults` bounds the process of a real run.
    assert report.base_bytes < report.peak_bytes
    assert report.peak_bytes - report.base_bytes < MAX_PEAK_BYTES


def test_ledger_has_a_line_for_every_request_and_no_secret(report: Report) -> None:
    asked = {record.url for record in report.records}
    for item in report.played:
        assert item.source.url in asked
        for page in item.pages.values():
            assert page.request.url in asked
    assert not any(
        "secret" in f"{record.url} {record.final_url} {record.detail}" for record in report.records
    )
