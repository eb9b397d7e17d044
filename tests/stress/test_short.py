"""Short versions of the stress tests; `python -m tests.stress.three_users` and `... .kills` are the long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stress.kills import kills
from tests.stress.three_users import judged, three_users

pytestmark = pytest.mark.timeout(900)  # real runs in real processes, however busy the machine is


def test_three_users_at_once(tmp_path: Path) -> None:
    tally = three_users(tmp_path, n_runs=4, size=20)
    assert judged(tmp_path, tally, n_runs=4) == []
    assert tally["writer"]["looks"] == 4
    assert tally["foreign, read-only"]["looks"] > 0


def test_a_killed_run_is_mended_by_the_next(tmp_path: Path) -> None:
    tally = kills(2, seed=4, folder=tmp_path, say=False)
    assert tally.problems == []
    assert tally.n_killed >= 2
