"""Kill -9 at random instants of whole runs; the next run must make everything good again.

``python -m tests.stress.kills [--kills 50] [--seed 1]``
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from storage import open_store
from storage.checks import failing_checks
from tests.stress.contents import contents, difference, published_problems

ROOT = Path(__file__).resolve().parents[2]
EARLIER_SOURCES = ("spielfeld_rss", "touchline_atom")
"""Sources of the run before, in the trials that begin with a filled store."""


@dataclass
class Tally:
    """How the trials went."""

    n_killed: int = 0
    n_done_before: int = 0
    """Runs that had ended before their instant came."""
    problems: list[str] = field(default_factory=list)


def start(data_dir: Path, *only: str) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that all its processes can be killed together."""
    command = [
        sys.executable,
        "-m",
        "tests.stress.one_run",
        str(data_dir),
        *(["--only", *only] if only else []),
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PODIUM_")}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def whole_run(data_dir: Path, *only: str) -> float:
    """Seconds of an uninterrupted run."""
    begun = time.monotonic()
    process = start(data_dir, *only)
    _, errors = process.communicate(timeout=300)
    if process.returncode:
        raise RuntimeError(errors.decode()[-2000:])
    return time.monotonic() - begun


def killed_run(data_dir: Path, after_seconds: float, *only: str) -> bool:
    """Kill a run at an instant; False when it was done before."""
    process = start(data_dir, *only)
    try:
        process.wait(timeout=after_seconds)
        done = True
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        done = False
    process.communicate()
    return not done


def kills(n_kills: int, seed: int, folder: Path, *, say: bool = True) -> Tally:
    """Run the trials; every problem is told with the instant it happened at."""
    rng = random.Random(seed)
    tally = Tally()
    seconds = whole_run(folder / "whole")
    whole = contents(folder / "whole")
    if say:
        print(
            f"an uninterrupted run takes {seconds:.1f} s and stores {len(whole['articles'])} articles",
            flush=True,
        )
    while tally.n_killed < n_kills:
        data_dir = folder / f"trial-{tally.n_killed + tally.n_done_before}"
        if rng.random() < 0.5:
            whole_run(data_dir, *EARLIER_SOURCES)
        instants = [rng.uniform(0.2, seconds * 1.05) for _ in range(rng.choice((1, 1, 2)))]
        for instant in instants:
            if killed_run(data_dir, instant):
                tally.n_killed += 1
            else:
                tally.n_done_before += 1
            tally.problems += [f"after {instant:.3f} s, published: {p}" for p in published_problems(data_dir)]
        whole_run(data_dir)
        tally.problems += [f"killed at {instants}: {p}" for p in difference(whole, contents(data_dir))]
        tally.problems += [f"killed at {instants}: {p}" for p in published_problems(data_dir)]
        with open_store(data_dir) as store:
            tally.problems += [
                f"killed at {instants}: {name} {rows[:3]}" for name, rows in failing_checks(store.connection)
            ]
        if say:
            print(
                f"{tally.n_killed} kills, {len(tally.problems)} problems",
                *tally.problems[-2:],
                sep="\n",
                flush=True,
            )
    return tally


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = kills(options.kills, options.seed, Path(folder))
    for problem in tally.problems:
        print(problem)
    print(
        f"{tally.n_killed} runs killed, {tally.n_done_before} had ended before, {len(tally.problems)} problems"
    )
    sys.exit(1 if tally.problems else 0)


if __name__ == "__main__":
    main()
