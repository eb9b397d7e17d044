"""Keep the pages of a batch: append them to the run's WARC file and index them in the database."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from extractors.records import FetchedPage
from storage.arrow import bulk_insert
from storage.captures.warc import CaptureDamaged, Original, payload_sha1, read_record, write_info, write_page
from storage.layout import Layout

REVISIT_DAYS = 30
"""A revisit never refers to an older response, so that retention can remove whole files."""

SOFTWARE = "Podium"


def keep_pages(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    run_id: str,
    captures: Sequence[tuple[str | None, FetchedPage]],
) -> None:
    """Append pages and index them inside the caller's transaction; a page whose rights are reserved is not kept."""
    pages = [(article_id, page) for article_id, page in captures if not page.rights.startswith("reserved")]
    if not pages:
        return
    originals = _originals(connection, [page for _, page in pages])
    path = layout.captures_dir / _file_name(run_id, min(page.fetched_at for _, page in pages))
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = []
    with path.open("ab") as file:
        begin = file.seek(0, os.SEEK_END)
        try:
            if begin == 0:
                write_info(file, path.name, SOFTWARE)
            for article_id, page in pages:
                digest = payload_sha1(page.body)
                original = _original_of(page, digest, originals)
                if page.not_modified and original is None:
                    continue
                written = write_page(file, page, original)
                if original is None:
                    originals[page.final_url] = _Kept(
                        Original(written.record_id, page.final_url, page.fetched_at), digest
                    )
                rows.append(
                    (
                        written.record_id,
                        run_id,
                        article_id,
                        page.request.source_id,
                        page.request.url,
                        page.final_url,
                        page.fetched_at,
                        written.record_type,
                        page.status,
                        digest,
                        original.record_id if original else None,
                        str(path.relative_to(layout.captures_dir)),
                        written.offset,
                        written.n_bytes,
                        None,
                        None,
                    )
                )
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            # A half-written record would hide every later one from readers that take the file from its start.
            file.truncate(begin)
            raise
    bulk_insert(connection, "core_captures", rows)


@dataclass(frozen=True, slots=True)
class _Kept:
    original: Original
    payload_sha1: str


def _original_of(page: FetchedPage, digest: str, originals: dict[str, _Kept]) -> Original | None:
    kept = originals.get(page.final_url)
    if kept is None or (not page.not_modified and kept.payload_sha1 != digest):
        return None
    if page.fetched_at - kept.original.captured_at > timedelta(days=REVISIT_DAYS) and not page.not_modified:
        return None
    return kept.original


def _originals(connection: duckdb.DuckDBPyConnection, pages: Sequence[FetchedPage]) -> dict[str, _Kept]:
    found = connection.execute(
        """
        SELECT final_url, max_by(capture_id, captured_at), max(captured_at), max_by(payload_sha1, captured_at)
        FROM core_captures
        WHERE record_type = 'response' AND removed_at IS NULL AND final_url IN (SELECT unnest(?::VARCHAR[]))
        GROUP BY final_url
        """,
        [sorted({page.final_url for page in pages})],
    ).fetchall()
    return {url: _Kept(Original(capture_id, url, at), digest) for url, capture_id, at, digest in found}


def _file_name(run_id: str, at: datetime) -> str:
    return f"{at:%Y}/podium-{at:%Y%m%d}-{re.sub(r'[^A-Za-z0-9_-]+', '-', run_id)}.warc.gz"


@dataclass(frozen=True, slots=True)
class Capture:
    """A line of the index."""

    capture_id: str
    article_id: str | None
    source_id: str | None
    url: str
    captured_at: datetime
    record_type: str
    refers_to: str | None
    file: str
    file_offset: int


_CAPTURE = "capture_id, article_id, source_id, url, captured_at, record_type, refers_to, file, file_offset"


def newest_captures(connection: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, Capture]:
    """By article, the newest kept page that has a body."""
    found = connection.execute(
        f"""
        SELECT {_CAPTURE} FROM core_captures
        WHERE record_type = 'response' AND removed_at IS NULL AND status BETWEEN 200 AND 299
            AND article_id IN (SELECT unnest(?::VARCHAR[]))
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY captured_at DESC, capture_id) = 1
        """,
        [list(article_ids)],
    ).fetchall()
    return {row[1]: Capture(*row) for row in found}


def read_capture(connection: duckdb.DuckDBPyConnection, layout: Layout, capture: Capture) -> FetchedPage:
    """The page of a capture, a revisit with the body of its original; CaptureDamaged when it cannot be read."""
    if capture.record_type == "revisit":
        row = connection.execute(
            f"SELECT {_CAPTURE} FROM core_captures WHERE capture_id = ? AND removed_at IS NULL",
            [capture.refers_to],
        ).fetchone()
        if row is None:
            raise CaptureDamaged(f"{capture.url}: the page that {capture.capture_id} refers to is gone")
        capture = Capture(*row)
    return read_record(layout.captures_dir / capture.file, capture.file_offset)
