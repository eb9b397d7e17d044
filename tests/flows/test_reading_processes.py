"""Processes that read: order kept, faults told, none left behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.knowledge_base import KnowledgeError
from config.knowledge_schema import Problem
from config.settings import Settings, load_settings
from flows.reading_processes import ReadingProcesses, processes_for, started_ahead
from flows.reading_processes import reading_processes as opened


def work(number: int) -> tuple[int, int]:
    """A page that reads well, one that raises, one that takes its process with it."""
    if number == 3:
        os._exit(9)
    if number == 4:
        raise ValueError("four")
    return number, os.getpid()


def who(_: int) -> int:
    """The process this runs in."""
    return os.getpid()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings().settings.model_copy(update={"data_dir": tmp_path_factory.mktemp("data")})


@pytest.fixture(scope="module")
def processes(settings: Settings) -> Iterator[ReadingProcesses]:
    made = ReadingProcesses(settings)
    yield made
    made.close()


def test_results_keep_their_order_and_come_from_elsewhere(processes: ReadingProcesses) -> None:
    found = processes.map(work, [(0,), (1,), (2,), (5,)], lost=lambda number: (-1, number))
    assert [number for number, _ in found] == [0, 1, 2, 5]
    assert os.getpid() not in {pid for _, pid in found}


def test_a_page_that_takes_its_process_with_it_is_told_and_costs_no_other(
    processes: ReadingProcesses,
) -> None:
    found = processes.map(work, [(3,), (0,)], lost=lambda number: (-1, number))
    assert found[0] == (-1, 0)
    assert found[1][0] == 0
    assert processes.result(processes.submit(work, 7))[0] == 7


def test_what_a_job_raises_is_raised_here(processes: ReadingProcesses) -> None:
    with pytest.raises(ValueError, match="four"):
        processes.result(processes.submit(work, 4))


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_service_manager_that_tells_the_whole_group_leaves_the_reader_to_the_run(
    processes: ReadingProcesses,
) -> None:
    pid = processes.result(processes.submit(who, 0))
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert processes.result(processes.submit(who, 0)) == pid


def test_those_started_ahead_are_taken_by_the_run(settings: Settings) -> None:
    with started_ahead(settings) as ahead:
        ahead.ready()
        with opened(settings) as taken:
            assert taken is ahead
        assert ahead.result(ahead.submit(who, 0)) != os.getpid()


def test_a_mistake_in_own_knowledge_comes_back_with_file_and_line(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('[[entity]]\nid = "x"\nname = "X"\ncolour = "red"\n', "utf-8")
    with (
        started_ahead(settings.model_copy(update={"knowledge_dir": tmp_path})) as ahead,
        pytest.raises(KnowledgeError, match=r"mine\.toml"),
    ):
        ahead.ready()
    problem = KnowledgeError([Problem("mine.toml", 4, "x", "colour", "unknown key", "take it out")])
    assert pickle.loads(pickle.dumps(problem)).problems == problem.problems


def test_a_second_process_starts_only_when_it_pays(settings: Settings) -> None:
    assert processes_for(settings, 40) == 1
    assert processes_for(settings.model_copy(update={"read_processes": 3}), 4_000) == 3


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_no_process_outlives_a_killed_run() -> None:
    program = (
        "import time\n"
        "from config.settings import load_settings\n"
        "from flows.reading_processes import ReadingProcesses\n"
        "from tests.flows.test_reading_processes import who\n"
        "if __name__ == '__main__':\n"
        "    processes = ReadingProcesses(load_settings().settings)\n"
        "    print(processes.result(processes.submit(who, 0)), flush=True)\n"
        "    time.sleep(600)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert psutil.pid_exists(pid)
        run.kill()
        deadline = time.monotonic() + 60
        while _lives(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
