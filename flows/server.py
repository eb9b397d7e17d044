"""A Prefect server of our own on loopback, for as long as a run or a schedule lasts.

Prefect's own ephemeral mode starts the same process, but only when the flow begins (20 s of waiting), never fires a
schedule, and takes 80 MB in the process of the run, which imports the server's code for it.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A Prefect server on its way up, or up."""

    api_url: str
    log_path: Path
    process: subprocess.Popen[bytes]

    def wait_until_up(self) -> None:
        """Return when it answers; raises ServerProblem when it ended or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while not _is_healthy(self.api_url):
            if self.process.poll() is not None:
                raise ServerProblem(
                    f"the Prefect server ended with code {self.process.returncode}; its log is {self.log_path}"
                )
            if time.monotonic() > deadline:
                raise ServerProblem(
                    f"the Prefect server did not answer within {START_SECONDS:.0f} s; its log is {self.log_path}"
                )
            time.sleep(0.1)


@contextmanager
def local_server(
    environment: dict[str, str], log_path: Path, port: int | None = None, *, services: bool = True
) -> Iterator[LocalServer]:
    """Run ``prefect server start`` on 127.0.0.1 while the context is open.

    It is yielded on its way up, so that the caller can do its own imports meanwhile. ``services`` are what fires
    schedules and notices late runs; a single run needs none.
    """
    port = port or free_port()
    log_path.parent.mkdir(parents=True, exist_ok=True)
    command = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    if not services:
        command.append("--no-services")
    with log_path.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.with_parent", *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=environment,
            # Ctrl-C reaches the whole group; the server must outlive the flow that is being wound up.
            start_new_session=True,
        )
    try:
        yield LocalServer(f"http://127.0.0.1:{port}/api", log_path, process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdin is not None
        process.stdin.close()
