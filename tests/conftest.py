"""What every test shares: no socket leaves this machine, no test sees the user's settings or another test's data."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


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
    """The folder of shared material; without it the test is skipped, which fails a run that expects it."""
    if not SHARED.is_dir():
        if os.environ.get("EXPECT_SHARED") == "1":
            pytest.fail(f"{SHARED} is missing and EXPECT_SHARED=1")
        pytest.skip(f"{SHARED} is not there")
    return SHARED
