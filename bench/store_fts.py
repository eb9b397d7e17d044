"""DuckDB's own fts extension over the articles of a published database, for ``bench.store --fts PYTHON``.

Stands on its own: it runs in an environment with ``duckdb`` and ``duckdb-extension-fts`` of the same version, which need
not be Podium's (the extension comes out later than DuckDB). Reads the queries as JSON from stdin.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
import time
from pathlib import Path

import duckdb


def extension() -> Path:
    """The extension file of the installed package."""
    spec = importlib.util.find_spec("duckdb_extension_fts")
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path("nowhere")
    found = sorted(folder.glob(f"**/v{duckdb.__version__}/**/fts.duckdb_extension"))
    if not found:
        sys.exit(f"no duckdb-extension-fts for DuckDB {duckdb.__version__} beside {sys.executable}")
    return found[0]


def main(database: str) -> None:
    """Build the index over copies of title and text, then ask."""
    queries: list[str] = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(f"{folder}/fts.duckdb")
        connection.execute(f"LOAD '{extension()}'")
        connection.execute(f"ATTACH '{database}' AS podium (READ_ONLY)")
        connection.execute("CREATE TABLE documents AS SELECT article_id, title, text FROM podium.articles")
        n_before = Path(f"{folder}/fts.duckdb").stat().st_size
        begun = time.perf_counter()
        connection.execute(
            "PRAGMA create_fts_index('documents', 'article_id', 'title', 'text', stemmer = 'german')"
        )
        connection.execute("CHECKPOINT")
        built = time.perf_counter() - begun
        n_bytes = Path(f"{folder}/fts.duckdb").stat().st_size - n_before
        seconds = []
        for query in queries[:3] + queries:
            begun = time.perf_counter()
            connection.execute(
                "SELECT article_id, fts_main_documents.match_bm25(article_id, ?, conjunctive := 1) AS score "
                "FROM documents WHERE score IS NOT NULL ORDER BY score DESC LIMIT 10",
                [query],
            ).fetchall()
            seconds.append(time.perf_counter() - begun)
        ordered = sorted(seconds[3:])
        connection.close()
    print(
        f"DuckDB {duckdb.__version__}'s fts on the same rows: p50 {ordered[len(ordered) // 2] * 1000:.0f} ms, "
        f"p95 {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms ({len(queries)} queries); built in {built:.0f} s, anew after "
        f"every change, {n_bytes / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main(sys.argv[1])
