"""A Prefect server of our own on loopback, for schedules: an ephemeral server never fires one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 180.0
STOP_SECONDS = 15.0


class ServerProblem(Exception):
    """The Prefect server did not come up; the message names its log."""


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_healthy(api_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{api_url}/health", timeout=2) as answer:  # noqa: S310 - always loopback
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def local_server(environment: dict[str, str], log_path: Path, port: int | None = None) -> Iterator[str]:
    """Run ``prefect server start`` on 127.0.0.1 while the context is open; yields its API address."""
    port = port or free_port()
    api_url = f"http://127.0.0.1:{port}/api"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("ab") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "prefect",
                "server",
                "start",
                "--host",
                "127.0.0.1",
                "--port",
                str(port),
                "--no-ui",
            ],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            env=environment,
            # Ctrl-C reaches the whole group; the server must outlive the flow that is being wound up.
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_healthy(api_url):
            if server.poll() is not None:
                raise ServerProblem(
                    f"the Prefect server ended with code {server.returncode}; its log is {log_path}"
                )
            if time.monotonic() > deadline:
                raise ServerProblem(
                    f"the Prefect server did not answer within {START_SECONDS:.0f} s; its log is {log_path}"
                )
            time.sleep(0.3)
        yield api_url
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
