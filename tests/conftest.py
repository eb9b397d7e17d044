"""What every test shares: no socket leaves this machine, no test sees the user's settings or another test's data."""

from __future__ import annotations

import ipaddress
import os
import pickle
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# A busy machine is no reason to fail: properties have no deadline.
settings.register_profile("podium", deadline=None)
settings.load_profile("podium")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


# Files of minutes begin first, so that no worker is left with one when the others are done.
LONG_FIRST = ("stress", "flows", "cli", "web", "faults", "storage")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files by how long their folder takes; inside a file nothing moves."""
    ranks = {folder: rank for rank, folder in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(ranks)))


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that would leave the loopback range."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host = str(address[0])
            try:
                loopback = ipaddress.ip_address(host).is_loopback
            except ValueError:
                loopback = host == "localhost"
            if not loopback:
                raise OSError(f"a test tried to connect to {host}; only loopback is allowed")
        return real_connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = real_connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every test has its own data folder and none of the user's PODIUM_ variables."""
    for name in list(os.environ):
        if name.startswith("PODIUM_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PODIUM_DATA_DIR", str(tmp_path / "var"))


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of shared material; without it the test is skipped, in CI it fails."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is missing, and CI skips nothing")
        pytest.skip(f"{SHARED} is not there")
    return SHARED


PODIUM = Path(sys.executable).with_name("podium")


def run_podium(
    *arguments: str, data_dir: Path, env: dict[str, str] | None = None, timeout: float = 240
) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a person would, in a process of its own."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PODIUM_", "PREFECT_"))
    }
    environment |= {"PODIUM_DATA_DIR": str(data_dir), "COLUMNS": "160", **(env or {})}
    return subprocess.run(
        [str(PODIUM), *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )


@dataclass(frozen=True)
class SampleRun:
    """Two runs over the sample press, one after the other, in one data folder."""

    data_dir: Path
    first: subprocess.CompletedProcess[str]
    second: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> SampleRun:
    """`podium run --sample` twice: costs two starts of Prefect, so the workers of a session share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done = shared / "sample-runs.pickle"
    with FileLock(shared / "sample-runs.lock"):
        if not done.exists():
            done.write_bytes(pickle.dumps(_run_sample(shared / "sample" / "var")))
    run = pickle.loads(done.read_bytes())
    assert isinstance(run, SampleRun)
    for process in (run.first, run.second):
        assert process.returncode == 0, process.stderr
    return run


def _run_sample(data_dir: Path) -> SampleRun:
    data_dir.parent.mkdir()
    first = run_podium("run", "--sample", "--json", data_dir=data_dir)
    return SampleRun(data_dir, first, run_podium("run", "--sample", data_dir=data_dir))


@pytest.fixture
def sample_copy(sample_run: SampleRun, tmp_path: Path) -> Path:
    """A copy of the sample's data folder for a test that writes to it, or holds it as if it did."""
    target = tmp_path / "copy"
    for name in ("work", "published", "captures"):
        shutil.copytree(sample_run.data_dir / name, target / name)
    return target


@pytest.fixture(scope="session")
def sample_data_dir(sample_run: SampleRun) -> Path:
    """A data folder with a published sample; tests read it and change nothing."""
    return sample_run.data_dir
