"""Web archives of any tool into the store: streamed, told when damaged, resumed after a kill."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import PODIUM, ROOT, SampleRun, run_podium
from faults.play import article, page
from faults.site import FaultServer, Site

from config.settings import Settings
from extractors.records import FetchedPage, Rejection
from flows.backfill import Progress, backfill
from flows.warc_pages import START, Place, read_warc, warc_files

MAX_BYTES = 1_000_000


def story(number: int) -> str:
    """A page whose words are its own: equal texts of one outlet would count as duplicates."""
    words = (
        f"Report {number} of the sponsor names {number * 7} posters, {number * 3} films and {number} towns. "
    )
    return article(f"Campaign report {number}", words * 6)


def write_warc(path: Path, numbers: range, *, packed: bool = True) -> Path:
    """A crawl as warcio writes it, with the records that are no pages."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for number in numbers:
            _response(writer, f"https://outlet.example/2026/report-{number}", story(number).encode())
        _response(writer, "https://outlet.example/logo.png", b"\x89PNG\r\n\x1a\n123", kind="image/png")
        _response(writer, "https://outlet.example/gone", b"gone", status="404 Not Found")
        _response(writer, "https://outlet.example/robots.txt", b"User-agent: *", kind="text/plain")
        reserved = article(head='<meta name="tdm-reservation" content="1">').encode()
        _response(writer, "https://outlet.example/2026/reserved-1", reserved)
        packed_body = gzip.compress(
            article("Packed page on the wire", "A page that was sent packed. " * 12).encode()
        )
        _response(
            writer, "https://outlet.example/2026/packed-1", packed_body, extra=[("Content-Encoding", "gzip")]
        )
    return path


def _response(
    writer: WARCWriter,
    url: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    extra: list[tuple[str, str]] | None = None,
) -> None:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *(extra or [])]
    http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
    dated = {"WARC-Date": "2026-06-01T08:00:00Z"}
    writer.write_record(
        writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=dated
        )
    )


def read(path: Path, start: Place = START) -> tuple[list[FetchedPage], list[Rejection]]:
    found = [step.found for step in read_warc(path, "s", start=start, max_body_bytes=MAX_BYTES)]
    return [one for one in found if isinstance(one, FetchedPage)], [
        one for one in found if isinstance(one, Rejection)
    ]


@pytest.mark.parametrize("form", ["packed", "plain", "packed_whole"])
def test_pages_of_every_form_of_file(tmp_path: Path, form: str) -> None:
    path = write_warc(tmp_path / "crawl.warc", range(5), packed=form == "packed")
    if form == "packed_whole":
        path = path.with_suffix(".warc.gz")
        path.write_bytes(gzip.compress((tmp_path / "crawl.warc").read_bytes()))
    pages, rejections = read(path)
    assert [fetched.final_url[-8:] for fetched in pages[:5]] == [f"report-{number}" for number in range(5)]
    assert pages[-1].final_url.endswith("packed-1")
    assert b"Packed page on the wire" in pages[-1].body
    assert pages[0].fetched_at == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert [rejection.reason for rejection in rejections] == ["rights_reserved"]


@pytest.mark.parametrize("packed", [True, False])
def test_reading_goes_on_from_every_place(tmp_path: Path, packed: bool) -> None:
    path = write_warc(tmp_path / "crawl.warc.gz", range(6), packed=packed)
    steps = list(read_warc(path, "s", max_body_bytes=MAX_BYTES))
    whole = [step.found.final_url for step in steps if isinstance(step.found, FetchedPage)]
    for number, step in enumerate(steps):
        behind = [s.found.final_url for s in steps[: number + 1] if isinstance(s.found, FetchedPage)]
        rest = [fetched.final_url for fetched in read(path, step.after)[0]]
        assert behind + rest == whole


def test_damage_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "crawl.warc.gz", range(40))
    data = path.read_bytes()
    middle = len(data) // 2
    (tmp_path / "hole.warc.gz").write_bytes(data[:middle] + bytes(100) + data[middle + 100 :])
    pages, rejections = read(tmp_path / "hole.warc.gz")
    assert 37 <= len(pages) < 41
    assert "warc_unreadable" in {rejection.reason for rejection in rejections}
    (tmp_path / "cut.warc.gz").write_bytes(data[:middle])
    pages, rejections = read(tmp_path / "cut.warc.gz")
    assert pages
    assert "ends within the record" in rejections[-1].detail
    (tmp_path / "none.warc").write_bytes(b"no archive at all")
    assert [rejection.reason for rejection in read(tmp_path / "none.warc")[1]] == ["warc_unreadable"]
    (tmp_path / "empty.warc").write_bytes(b"")
    assert read(tmp_path / "empty.warc") == ([], [])


def test_bomb_in_an_archive_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "bomb.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        bomb = gzip.compress(b"<html>" + bytes(50_000_000))
        _response(writer, "https://outlet.example/bomb", bomb, extra=[("Content-Encoding", "gzip")])
    assert [rejection.reason for rejection in read(tmp_path / "bomb.warc.gz")[1]] == ["body_too_large"]


def test_folders_are_searched_in_name_order(tmp_path: Path) -> None:
    for name in ("b/2.warc.gz", "a/1.WARC", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in warc_files([tmp_path])] == ["1.WARC", "2.warc.gz"]


def test_bodies_in_codings_nobody_asked_for_are_told_unless_they_are_plain(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        coding = [("Content-Encoding", "br")]
        _response(writer, "https://outlet.example/plain-1", story(1).encode(), extra=coding)
        _response(writer, "https://outlet.example/packed-2", b"\x1b\x03\xf8\x00\x80" * 200, extra=coding)
        _response(writer, "https://outlet.example/next-3", story(3).encode())
    found = [step.found for step in read_warc(path, "archive", max_body_bytes=MAX_BYTES) if step.found]
    pages = [page.final_url for page in found if isinstance(page, FetchedPage)]
    assert pages == ["https://outlet.example/plain-1", "https://outlet.example/next-3"]
    (refused,) = [each for each in found if isinstance(each, Rejection)]
    assert (refused.reason, refused.subject) == ("bad_encoding", "https://outlet.example/packed-2")


def test_archive_of_wget_is_read(tmp_path: Path) -> None:
    wget = shutil.which("wget")
    if wget is None:
        pytest.skip("wget is not installed")
    with FaultServer() as server:
        port = server.add(
            Site({"/": page(article("Front", "<a href='/story-1'>x</a>"))}, fallback=page(story(1)))
        )
        command = [
            wget,
            "-q",
            "--tries=1",
            "--warc-file=crawl",
            "--no-warc-keep-log",
            "-r",
            "-l1",
            f"http://127.0.0.1:{port}/",
        ]
        subprocess.run(command, cwd=tmp_path, timeout=60, check=False)
    pages, rejections = read(tmp_path / "crawl.warc.gz")
    assert f"http://127.0.0.1:{port}/story-1" in {fetched.final_url for fetched in pages}
    assert rejections == []


def test_own_captures_are_read_by_warcio_and_backfilled(sample_run: SampleRun, tmp_path: Path) -> None:
    captures = list(warc_files([sample_run.data_dir / "captures"]))
    assert captures
    urls = []
    for path in captures:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type == "response":
                    assert record.content_stream().read()
                    urls.append(record.rec_headers.get_header("WARC-Target-URI"))
    assert len(urls) > 20
    done = run_podium("backfill", str(sample_run.data_dir / "captures"), "--json", data_dir=tmp_path / "var")
    assert done.returncode == 0, done.stderr
    first = json.loads(sample_run.first.stdout)
    assert json.loads(done.stdout)["stored"] >= first["stored"] - 2


def test_second_backfill_reads_nothing_twice(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "crawl.warc.gz", range(30))
    settings = Settings(data_dir=tmp_path / "var", read_processes=1)
    first = backfill([path], settings, ())
    assert (first.tally.dispositions["stored"], first.tally.dispositions["rejected"]) == (31, 1)
    second = backfill([path], settings, ())
    assert (second.n_records, second.n_pages) == (0, 0)
    assert second.n_records_before == first.n_records
    copy = tmp_path / "copy.warc.gz"
    shutil.copyfile(path, copy)
    third = backfill([copy], settings, ())
    assert third.tally.dispositions["unchanged"] == 31


def test_progress_forgets_a_file_that_was_changed(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "crawl.warc.gz", range(2))
    progress = Progress(tmp_path / "work" / "backfill.json")
    progress.note(path, Place(100, 2))
    assert Progress(tmp_path / "work" / "backfill.json").place(path) == Place(100, 2)
    path.write_bytes(path.read_bytes() + b"\n")
    assert progress.place(path) == START


def test_killed_backfill_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "crawl.warc.gz", range(700))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PODIUM_")}
    environment |= {"PODIUM_DATA_DIR": str(tmp_path / "var"), "PODIUM_READ_PROCESSES": "1"}
    progress = tmp_path / "var" / "work" / "backfill.json"
    running = subprocess.Popen(
        [str(PODIUM), "backfill", str(path)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 300
    while not progress.exists() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait(30)
    done_before = Progress(progress).place(path).n_records
    assert 0 < done_before < 700
    again = run_podium(
        "backfill", str(path), "--json", data_dir=tmp_path / "var", env={"PODIUM_READ_PROCESSES": "1"}
    )
    assert again.returncode == 0, again.stderr
    result = json.loads(again.stdout)
    assert result["records_before"] == done_before
    assert result["records"] + done_before == 706
    count = run_podium(
        "sql",
        "--json",
        "SELECT count(*) AS n FROM articles WHERE NOT is_reference",
        data_dir=tmp_path / "var",
    )
    assert json.loads(count.stdout) == [{"n": 701}]
