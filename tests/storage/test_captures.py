"""Captured pages: written, read back, revisited, damaged, removed by retention."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from extractors.records import FetchedPage
from storage import Batch, Store
from storage.captures.keep import newest_captures, read_capture
from storage.captures.retention import remove_captures
from storage.captures.warc import CaptureDamaged, pages_in, read_record, write_page
from storage.checks import failing_checks
from tests.storage.made import Clock, Runs, article, batch, page

BODY = "<html><body>Nordbrause – Größe 🎿</body></html>".encode()


def _keep(runs: Runs, *pages: FetchedPage) -> None:
    made = article(1)
    runs.save(batch(made, captures=tuple((made.article_id, one) for one in pages)))


def _files(store: Store) -> list[Path]:
    return sorted(store.layout.captures_dir.rglob("*.warc.gz"))


def test_a_page_comes_back_byte_for_byte(store: Store, runs: Runs, clock: Clock) -> None:
    given_page = page(article(1), BODY, clock(), etag='"e1"')
    _keep(runs, given_page)
    capture = newest_captures(store.connection, [article(1).article_id])[article(1).article_id]
    back = read_capture(store.connection, store.layout, capture)
    assert replace(back, elapsed_seconds=given_page.elapsed_seconds) == given_page
    assert store.sql("SELECT etag FROM core_articles") == [('"e1"',)]
    assert failing_checks(store.connection) == []


def test_the_file_is_a_warc_that_others_read(store: Store, runs: Runs, clock: Clock) -> None:
    _keep(runs, page(article(1), BODY, clock()))
    with _files(store)[0].open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"))
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert records == [("warcinfo", None), ("response", article(1).url)]


def test_an_unchanged_page_is_a_revisit(store: Store, runs: Runs, clock: Clock) -> None:
    _keep(runs, page(article(1), BODY, clock()))
    _keep(runs, page(article(1), BODY, clock()))
    _keep(runs, page(article(1), b"", clock(), status=304))
    _keep(runs, page(article(1), b"<html>other</html>", clock()))
    kinds = store.sql("SELECT record_type, refers_to IS NULL FROM core_captures ORDER BY captured_at")
    assert kinds == [("response", True), ("revisit", False), ("revisit", False), ("response", True)]
    first = store.sql(
        "SELECT capture_id, article_id, source_id, url, captured_at, record_type, refers_to, file, file_offset "
        "FROM core_captures WHERE record_type = 'revisit' ORDER BY captured_at LIMIT 1"
    )[0]
    from storage.captures.keep import Capture

    assert read_capture(store.connection, store.layout, Capture(*first)).body == BODY
    assert newest_captures(store.connection, [article(1).article_id])


def test_reserved_pages_are_not_kept(store: Store, runs: Runs, clock: Clock) -> None:
    _keep(runs, replace(page(article(1), BODY, clock()), rights="reserved:noarchive"))
    assert store.sql("SELECT count(*) FROM core_captures") == [(0,)]
    assert _files(store) == []


def test_a_failed_batch_leaves_no_half_record(store: Store, runs: Runs, clock: Clock) -> None:
    _keep(runs, page(article(1), BODY, clock()))
    n_bytes = _files(store)[0].stat().st_size
    broken = replace(page(article(2), BODY, clock()), headers=((None, "x"),))  # type: ignore[arg-type]
    store.begin_run("run-1b", clock(), "manual", "made")
    with pytest.raises(AttributeError):
        store.save_batch("run-1b", Batch(captures=((None, page(article(3), b"ok", clock())), (None, broken))))
    sizes = [file.stat().st_size for file in _files(store)]
    assert sorted(sizes) == [0, n_bytes]
    assert store.sql("SELECT count(*) FROM core_captures") == [(1,)]


@pytest.mark.parametrize("place", [0.3, 0.6, 0.95])
def test_a_damaged_member_is_told_with_file_and_byte_and_the_rest_goes_on(
    store: Store, runs: Runs, clock: Clock, place: float
) -> None:
    pages = [page(article(n), f"<html>{n} {'x' * 500}</html>".encode(), clock()) for n in (1, 2, 3)]
    runs.save(
        batch(
            *(article(n) for n in (1, 2, 3)),
            captures=tuple((article(n).article_id, pages[n - 1]) for n in (1, 2, 3)),
        )
    )
    path = _files(store)[0]
    (_, offset, n_bytes) = store.sql(
        "SELECT file, file_offset, record_bytes FROM core_captures ORDER BY file_offset"
    )[1]
    data = bytearray(path.read_bytes())
    for k in range(6):
        data[offset + int(n_bytes * place) + k if place < 0.9 else offset + n_bytes - 8 + k] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(CaptureDamaged, match=rf"{path.name}: record at byte {offset} is damaged"):
        read_record(path, offset)
    found = list(pages_in(path))
    assert [p.final_url for p in found if isinstance(p, FetchedPage)] == [article(1).url, article(3).url]
    assert any(isinstance(p, CaptureDamaged) and str(offset) in str(p) for p in found)


def test_one_flipped_byte_anywhere_is_told_or_harmless(store: Store, runs: Runs, clock: Clock) -> None:
    kept = [page(article(n), f"<html>{n} {'x' * 50}</html>".encode(), clock()) for n in (1, 2)]
    runs.save(
        batch(
            article(1),
            article(2),
            captures=tuple((article(n).article_id, kept[n - 1]) for n in (1, 2)),
        )
    )
    path = _files(store)[0]
    (_, offset, n_bytes), (_, other, _) = store.sql(
        "SELECT file, file_offset, record_bytes FROM core_captures ORDER BY file_offset"
    )
    whole = path.read_bytes()
    before = read_record(path, offset)
    told = 0
    for place in range(offset, offset + n_bytes):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert read_record(path, offset) == before, place
        except CaptureDamaged as problem:
            told += f"{path.name}: record at byte {offset} is damaged" in str(problem)
        assert read_record(path, other).final_url == article(2).url
        assert article(2).url in {p.final_url for p in pages_in(path) if isinstance(p, FetchedPage)}, place
    # The time, the system and the flags in the head of a gzip member say nothing about what is in it.
    assert n_bytes - told <= 10


def test_a_truncated_file_is_told(store: Store, runs: Runs, clock: Clock) -> None:
    _keep(runs, page(article(1), bytes(range(256)) * 20, clock()))
    path = _files(store)[0]
    (offset,) = store.sql("SELECT file_offset FROM core_captures")[0]
    path.write_bytes(path.read_bytes()[: offset + 150])
    with pytest.raises(CaptureDamaged, match=path.name):
        read_record(path, offset)
    path.unlink()
    with pytest.raises(CaptureDamaged, match=path.name):
        read_record(path, offset)


def test_retention_removes_whole_files_and_keeps_what_is_referred_to(
    store: Store, runs: Runs, clock: Clock
) -> None:
    _keep(runs, page(article(1), BODY, clock()))
    clock.move(days=20)
    _keep(runs, page(article(1), BODY, clock()))
    clock.move(days=20)
    _keep(runs, page(article(1), BODY, clock()))  # too long after the first: a response of its own
    kinds = store.sql("SELECT record_type FROM core_captures ORDER BY captured_at")
    assert kinds == [("response",), ("revisit",), ("response",)]
    with store.transaction() as c:
        assert remove_captures(c, store.layout, clock() - timedelta(days=25), clock()) == (0, 0)
    with store.transaction() as c:
        n, n_bytes = remove_captures(c, store.layout, clock() - timedelta(days=10), clock())
    assert n == 2
    assert n_bytes > 0
    assert len(_files(store)) == 1
    assert store.sql("SELECT count(*) FROM core_captures WHERE removed_at IS NULL") == [(1,)]
    assert failing_checks(store.connection) == []


@given(
    st.binary(max_size=400),
    st.lists(st.tuples(st.sampled_from(["X-A", "Vary", "ETag"]), st.text("abc; =", max_size=8)), max_size=3),
)
def test_any_body_survives(body: bytes, headers: list[tuple[str, str]]) -> None:
    import tempfile

    made = page(article(1), body, Clock()())
    made = replace(made, headers=tuple((name, value.strip()) for name, value in headers if value.strip()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.warc.gz"
        with path.open("wb") as file:
            write_page(file, made, None)
        (back,) = list(pages_in(path))
        assert isinstance(back, FetchedPage)
        assert (back.body, back.headers, back.final_url) == (made.body, made.headers, made.final_url)


def test_warc_of_other_tools_is_read(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
        b"<p>hi</p>"
    )
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
        b"WARC-Target-URI: https://other.example/a\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + str(len(http)).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    )
    path = tmp_path / "foreign.warc"
    path.write_bytes(record)
    (found,) = list(pages_in(path))
    assert isinstance(found, FetchedPage)
    assert (found.final_url, found.status, found.body, found.request.source_id) == (
        "https://other.example/a",
        200,
        b"<p>hi</p>",
        "",
    )
