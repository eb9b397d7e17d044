"""Remove captured pages by the retention rule: whole files, once nothing in them is to be kept."""

from __future__ import annotations

from datetime import datetime

import duckdb

from storage.layout import Layout


def remove_captures(
    connection: duckdb.DuckDBPyConnection, layout: Layout, older_than: datetime, now: datetime
) -> tuple[int, int]:
    """Number of captures and bytes removed; files whose newest page, or a revisit of one, is younger stay.

    Runs inside the caller's transaction; files go first, because an index line without its file is told by
    ``podium check`` while a file without a line would stay for ever.
    """
    files = connection.execute(
        """
        WITH needed AS (
            SELECT DISTINCT o.file FROM core_captures AS r
            JOIN core_captures AS o ON o.capture_id = r.refers_to
            WHERE r.removed_at IS NULL AND r.captured_at >= $older_than
        ), reference AS (
            SELECT DISTINCT c.file FROM core_captures AS c JOIN core_articles AS a USING (article_id)
            WHERE a.is_reference
        )
        SELECT file, count(*), CAST(sum(record_bytes) AS BIGINT) FROM core_captures
        WHERE removed_at IS NULL AND file NOT IN (FROM needed) AND file NOT IN (FROM reference)
        GROUP BY file HAVING max(captured_at) < $older_than
        """,
        {"older_than": older_than},
    ).fetchall()
    for file, _, _ in files:
        (layout.captures_dir / file).unlink(missing_ok=True)
    connection.execute(
        "UPDATE core_captures SET removed_at = ?, removed_reason = 'retention' "
        "WHERE removed_at IS NULL AND file IN (SELECT unnest(?::VARCHAR[]))",
        [now, [file for file, _, _ in files]],
    )
    return sum(n for _, n, _ in files), sum(n for _, _, n in files)
