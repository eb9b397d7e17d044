"""Backfill of a generated web archive: pages per second with one and with all processes, memory, and resuming.

    python -m bench.collect_backfill [--pages N] [--processes N]

Writes an archive of N pages (20,000), backfills it with one process and with all of them into fresh data folders, and
samples the memory of the whole process tree. Then a third backfill is killed (SIGKILL) in the middle and started again.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PODIUM = Path(sys.executable).with_name("podium")
ROOT = Path(__file__).resolve().parents[1]
MIN_SPEEDUP = 1.7
_WORDS = [
    "campaign",
    "sponsor",
    "agency",
    "film",
    "poster",
    "athlete",
    "village",
    "torch",
    "volunteer",
    "market",
    "channel",
    "broadcaster",
    "budget",
    "season",
    "claim",
    "partner",
    "ceremony",
    "visitor",
    "market",
    "launch",
    "Germany",
    "France",
    "Japan",
    "Brazil",
    "summer",
    "winter",
    "quarter",
    "brand",
    "retail",
    "digital",
    "outdoor",
    "television",
    "radio",
    "social",
    "experience",
    "tour",
    "museum",
    "school",
    "harbour",
    "bridge",
    "station",
    "team",
    "coach",
    "city",
    "region",
]


def write_archive(path: Path, n_pages: int) -> None:
    """An archive of different pages of about 600 words with navigation and teasers around them."""
    chance = random.Random(7)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number in range(n_pages):
            paragraphs = "".join(
                "<p>" + " ".join(chance.choices(_WORDS, k=60)).capitalize() + f" in report {number}.</p>"
                for _ in range(10)
            )
            links = "".join(f"<li><a href='/topic-{n}'>Topic {n}</a></li>" for n in range(25))
            body = (
                f"<!doctype html><html lang=en><head><title>Report {number} | Outlet</title></head><body><nav><ul>{links}</ul>"
                f"</nav><article><h1>Report {number}</h1>{paragraphs}</article><footer>{links}</footer></body></html>"
            ).encode()
            http = StatusAndHeaders(
                "200 OK",
                [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
                protocol="HTTP/1.1",
            )
            writer.write_record(
                writer.create_warc_record(
                    f"https://outlet.example/2026/report-{number}",
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": "2026-06-01T08:00:00Z"},
                )
            )


class Watch:
    """Samples the memory of a process and all its children; ``peaks`` by third of the time."""

    def __init__(self, pid: int) -> None:
        self.samples: list[float] = []
        self._process = psutil.Process(pid)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(0.5):
            try:
                tree = [self._process, *self._process.children(recursive=True)]
                self.samples.append(sum(process.memory_info().rss for process in tree) / 1e6)
            except psutil.Error:
                return

    def stop(self) -> list[float]:
        """Peak in MB of each third."""
        self._done.set()
        self._thread.join()
        third = max(len(self.samples) // 3, 1)
        parts = [self.samples[n * third : (n + 1) * third] for n in range(3)]
        return [round(max(part, default=0.0)) for part in parts]


def backfill(archive: Path, data_dir: Path, processes: int, kill_after: int | None = None) -> dict[str, Any]:
    """One run of the command; with ``kill_after`` it is killed once so many records are done."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PODIUM_")}
    environment |= {"PODIUM_DATA_DIR": str(data_dir), "PODIUM_READ_PROCESSES": str(processes)}
    with tempfile.TemporaryFile("w+") as answer:
        running = subprocess.Popen(
            [str(PODIUM), "backfill", str(archive), "--json"],
            env=environment,
            cwd=ROOT,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        watch = Watch(running.pid)
        progress = data_dir / "work" / "backfill.json"
        while kill_after is not None and running.poll() is None:
            time.sleep(0.05)
            if (
                progress.exists()
                and next(iter(json.loads(progress.read_text()).values()), [0, 0])[1] >= kill_after
            ):
                os.killpg(running.pid, signal.SIGKILL)
                break
        running.wait()
        thirds = watch.stop()
        answer.seek(0)
        text = answer.read()
    return {**(json.loads(text) if text.strip() else {}), "thirds_mb": thirds}


def main() -> int:
    """Measure; 1 when all processes are not 1.7 times as fast as one, memory grows, or pages are read twice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = folder / "generated.warc.gz"
        write_archive(archive, options.pages)
        print(f"{options.pages} pages, {archive.stat().st_size / 1e6:.0f} MB packed", flush=True)
        speeds = []
        for processes in (1, options.processes):
            done = backfill(archive, folder / f"p{processes}", processes)
            assert done["stored"] == options.pages, done
            speeds.append(options.pages / done["elapsed_seconds"])
            print(
                f"{processes} process(es): {speeds[-1]:.0f} pages/s, {done['elapsed_seconds']:.0f} s, "
                f"peak of each third of the time {done['thirds_mb']} MB",
                flush=True,
            )
        speedup = speeds[1] / speeds[0]
        print(f"speed-up {speedup:.2f} x", flush=True)
        backfill(archive, folder / "killed", options.processes, kill_after=options.pages // 3)
        again = backfill(archive, folder / "killed", options.processes)
        total = again["records"] + again["records_before"]
        print(
            f"killed and started again: {again['records_before']} records kept, {again['records']} read, "
            f"{again['stored']} stored, {again['unchanged']} unchanged"
        )
    grows = done["thirds_mb"][2] > done["thirds_mb"][1] * 1.2
    return 1 if speedup < MIN_SPEEDUP or grows or total != options.pages else 0


if __name__ == "__main__":
    sys.exit(main())
