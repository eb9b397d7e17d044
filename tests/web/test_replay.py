"""A run replayed from its captures writes the same rows; a run that cannot be replayed says why."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import run_podium

from config.settings import Settings
from flows.replay import NotReplayableError, replay


def test_both_runs_over_the_sample_replay_row_for_row(sample_copy: Path) -> None:
    listed = run_podium(
        "sql",
        "--json",
        "SELECT run_id FROM out_runs WHERE kind = 'sample' ORDER BY started_at",
        data_dir=sample_copy,
    )
    runs = [row["run_id"] for row in json.loads(listed.stdout)]
    assert len(runs) == 2
    for run_id in runs:
        done = run_podium("replay", run_id, "--json", data_dir=sample_copy)
        result = json.loads(done.stdout)
        assert result["missing"] == []
        differing = {table["table"] for table in result["tables"] if table["different"]}
        if result["recorded_versions"] == result["replayed_versions"]:
            assert differing == set()
            assert done.returncode == 0, done.stderr
        else:
            # Somebody has edited the knowledge since the sample run of this session; collecting is as it was.
            assert not differing & {"core_source_polls", "core_requests", "core_versions", "core_articles"}
    counts = {table["table"]: table["replayed"] for table in result["tables"]}
    assert counts["core_dispositions"] > 0
    assert counts["core_requests"] > 0


def test_unknown_run_and_full_folder_are_refused(sample_copy: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=sample_copy)
    with pytest.raises(NotReplayableError, match="there is no run nonsense"):
        replay("nonsense", settings, ())
    done = run_podium("replay", "nonsense", data_dir=sample_copy)
    assert done.returncode == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("x")
    done = run_podium("replay", "last", "--into", str(tmp_path / "full"), data_dir=sample_copy)
    assert done.returncode == 2
    assert "not empty" in done.stderr
