"""Bring a database to the present schema: named, hashed, forward-only migrations, then the views."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

import duckdb

from storage.errors import StoreDamaged, StoreTooNew

_LEDGER = """
CREATE TABLE IF NOT EXISTS core_migrations (
    name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE core_migrations IS 'One row per applied step of the schema, and one (views) for the views on top.';
COMMENT ON COLUMN core_migrations.name IS 'File name of the migration.';
COMMENT ON COLUMN core_migrations.sha256 IS 'SHA-256 of its text: an applied step is never edited.';
COMMENT ON COLUMN core_migrations.applied_at IS 'When it was applied.';
"""
_VIEWS = "(views)"


@dataclass(frozen=True, slots=True)
class Script:
    """A bundled .sql file."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def scripts(folder: str) -> list[Script]:
    """The bundled .sql files of a folder of this room, in the order of their names."""
    files = resources.files("storage") / folder
    return sorted(
        (Script(f.name, f.read_text("utf-8")) for f in files.iterdir() if f.name.endswith(".sql")),
        key=lambda script: script.name,
    )


def schema_version() -> str:
    """Name of the newest migration of this Podium."""
    return scripts("migrations")[-1].name


def migrate(
    connection: duckdb.DuckDBPyConnection, path: Path, now: datetime, *, upto: str | None = None
) -> list[str]:
    """Apply what is missing, each step in its own transaction; returns the names of the applied steps."""
    known = [script for script in scripts("migrations") if upto is None or script.name <= upto]
    connection.execute(_LEDGER)
    applied = dict(
        connection.execute("SELECT name, sha256 FROM core_migrations WHERE name <> ?", [_VIEWS]).fetchall()
    )
    _refuse_foreign(known, applied, path)
    done: list[str] = []
    for script in known:
        if script.name in applied:
            continue
        _apply(connection, script, now, path)
        done.append(script.name)
    if upto is None:
        refresh_views(connection, now)
    return done


def pending(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Names of the steps a writer would apply; StoreTooNew or StoreDamaged when it would refuse."""
    known = scripts("migrations")
    applied = dict(
        connection.execute("SELECT name, sha256 FROM core_migrations WHERE name <> ?", [_VIEWS]).fetchall()
    )
    _refuse_foreign(known, applied, path)
    return [script.name for script in known if script.name not in applied]


def refresh_views(connection: duckdb.DuckDBPyConnection, now: datetime) -> None:
    """Create views and macros anew when their text has changed."""
    views = scripts("views")
    together = Script(_VIEWS, "\n".join(script.sql for script in views))
    row = connection.execute("SELECT sha256 FROM core_migrations WHERE name = ?", [_VIEWS]).fetchone()
    if row is not None and row[0] == together.sha256:
        return
    connection.execute("BEGIN")
    try:
        _drop_views(connection)
        for script in views:
            connection.execute(script.sql)
        _inherit_comments(connection)
        connection.execute("DELETE FROM core_migrations WHERE name = ?", [_VIEWS])
        connection.execute("INSERT INTO core_migrations VALUES (?, ?, ?)", [_VIEWS, together.sha256, now])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    for (name,) in connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"
    ).fetchall():
        connection.execute(f'DROP VIEW IF EXISTS "{name}"')
    for name, kind in connection.execute(
        "SELECT DISTINCT function_name, function_type FROM duckdb_functions() "
        "WHERE NOT internal AND database_name = current_database() AND function_type IN ('macro', 'table_macro')"
    ).fetchall():
        connection.execute(f'DROP MACRO {"TABLE " if kind == "table_macro" else ""}IF EXISTS "{name}"')


def _inherit_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """A view's column without a comment of its own means what the table column of the same name means."""
    rows = connection.execute(
        """
        WITH meaning AS (
            SELECT column_name,
                arg_min(comment, (coalesce(list_position([
                    'core_versions', 'core_articles', 'core_readings', 'core_mentions', 'core_market_names',
                    'core_runs', 'core_dispositions', 'core_source_polls'
                ], table_name), 9), table_name)) AS comment
            FROM duckdb_columns()
            WHERE comment IS NOT NULL AND database_name = current_database()
                AND table_name IN (SELECT t.table_name FROM duckdb_tables() AS t)
            GROUP BY column_name
        )
        SELECT c.table_name, c.column_name, meaning.comment
        FROM duckdb_columns() AS c
        JOIN duckdb_views() AS v
            ON v.database_oid = c.database_oid AND v.schema_oid = c.schema_oid AND v.view_name = c.table_name
        JOIN meaning ON meaning.column_name = c.column_name
        WHERE c.comment IS NULL AND NOT v.internal AND c.database_name = current_database()
        """
    ).fetchall()
    for view, column, comment in rows:
        quoted = comment.replace("'", "''")
        connection.execute(f'COMMENT ON COLUMN "{view}"."{column}" IS \'{quoted}\'')


def _refuse_foreign(known: list[Script], applied: dict[str, str], path: Path) -> None:
    ours = {script.name: script.sha256 for script in known}
    unknown = sorted(set(applied) - set(ours))
    if unknown:
        raise StoreTooNew(
            f"{path} was written by a newer Podium (it has {unknown[-1]}, this one knows up to "
            f"{known[-1].name}); install the newer version, or restore a backup made with this one"
        )
    edited = [name for name, sha256 in sorted(applied.items()) if ours[name] != sha256]
    if edited:
        raise StoreDamaged(
            f"{path} was built with another text of {edited[0]} than this Podium has; "
            "use the Podium that built it, or restore a backup"
        )


def _apply(connection: duckdb.DuckDBPyConnection, script: Script, now: datetime, path: Path) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute(script.sql)
        connection.execute("INSERT INTO core_migrations VALUES (?, ?, ?)", [script.name, script.sha256, now])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
