"""Every migration runs on a populated database of the first schema; newer and altered databases are refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from storage import Store, StoreDamaged, StoreTooNew, open_store
from storage.checks import failing_checks
from storage.connection import attach, new_connection
from storage.layout import Layout
from storage.migrate import migrate, scripts
from tests.storage.made import Clock, Runs, article, batch

FIRST = scripts("migrations")[0].name
POPULATED = Path(__file__).with_name("data") / "first_schema.sql"
AT = datetime(2026, 1, 8, tzinfo=UTC)


def first_database(path: Path) -> duckdb.DuckDBPyConnection:
    """A populated database of the first schema."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = new_connection()
    attach(connection, path, read_only=False)
    migrate(connection, path, AT, upto=FIRST)
    connection.execute(POPULATED.read_text(encoding="utf-8"))
    return connection


@pytest.fixture
def old(data_dir: Path) -> Path:
    first_database(Layout.of(data_dir).database).close()
    return data_dir


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table of the first schema in its columns."""
    columns = {}
    probe = new_connection()
    probe.execute(scripts("migrations")[0].sql)
    for table, column in probe.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(f'"{column}"')
    return {
        table: sorted(connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall(), key=repr)
        for table, names in columns.items()
    }


@pytest.mark.parametrize("upto", [script.name for script in scripts("migrations")])
def test_each_migration_keeps_every_row(tmp_path: Path, upto: str) -> None:
    path = tmp_path / "podium.duckdb"
    connection = first_database(path)
    before = content(connection)
    migrate(connection, path, AT, upto=upto)
    assert content(connection) == before
    names = connection.execute("SELECT name FROM core_migrations ORDER BY name").fetchall()
    assert names == [(s.name,) for s in scripts("migrations") if s.name <= upto]
    connection.close()


def test_an_old_store_opens_with_everything_new_working(old: Path) -> None:
    clock = Clock(AT)
    with open_store(old, clock=clock) as store:
        assert store.sql("SELECT status FROM core_runs WHERE run_id = 'r3'") == [("crashed",)]
        assert store.sql("SELECT article_id FROM search('Vertrag zwölf')") == [("a1",)]
        assert store.sql("SELECT value_before, value_after FROM out_fact_changes") == [("10", "12")]
        assert store.sql("SELECT count(*) FROM new_as_of('2026-01-07')") == [(0,)]
        assert failing_checks(store.connection) == []
        Runs(store, clock).save(batch(article(5)))
        store.publish("UTC", clock())
        assert failing_checks(store.connection) == []


def test_opening_twice_changes_nothing(data_dir: Path) -> None:
    with open_store(data_dir) as store:
        first = store.sql("SELECT * FROM core_migrations")
    with open_store(data_dir) as store:
        assert store.sql("SELECT * FROM core_migrations") == first


def test_a_newer_database_is_refused_and_left_alone(data_dir: Path) -> None:
    with open_store(data_dir) as store:
        store.sql("INSERT INTO core_migrations VALUES ('9999_future.sql', 'x', now())")
    for _ in range(2):
        with (
            pytest.raises(StoreTooNew, match=r"9999_future\.sql.*install the newer version"),
            open_store(data_dir),
        ):
            pass


def test_an_edited_migration_is_refused(data_dir: Path) -> None:
    with open_store(data_dir) as store:
        store.sql("UPDATE core_migrations SET sha256 = 'other' WHERE name = ?", [FIRST])
    with pytest.raises(StoreDamaged, match=FIRST), open_store(data_dir):
        pass


def test_a_migration_that_fails_leaves_the_step_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import migrate as module

    path = tmp_path / "podium.duckdb"
    connection = first_database(path)
    before = content(connection)
    broken = module.Script("9000_broken.sql", "CREATE TABLE core_new (n INTEGER); SELECT no_such_function();")
    monkeypatch.setattr(
        module, "scripts", lambda folder: [scripts("migrations")[0], broken] if folder == "migrations" else []
    )
    with pytest.raises(duckdb.Error):
        migrate(connection, path, AT)
    assert content(connection) == before
    assert connection.execute("SELECT name FROM core_migrations").fetchall() == [(FIRST,)]
    assert connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'core_new'").fetchall() == []


def test_views_are_made_anew_when_their_text_changes(store: Store, runs: Runs) -> None:
    store.sql("DROP VIEW out_facts")
    store.sql("CREATE VIEW stray AS SELECT 1 AS n")
    store.sql("UPDATE core_migrations SET sha256 = 'older' WHERE name = '(views)'")
    migrate(store.connection, store.layout.database, AT)
    names = {name for (name,) in store.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert "out_facts" in names
    assert "stray" not in names


def test_everything_has_a_comment(store: Store) -> None:
    assert store.sql("SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL") == []
    assert store.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL") == []
    assert (
        store.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        )
        == []
    )
    assert (
        store.sql(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal AND comment IS NULL "
            "AND database_name = current_database()"
        )
        == []
    )


def test_every_view_answers_on_an_empty_database(store: Store) -> None:
    for (name,) in store.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal"):
        store.sql(f'SELECT * FROM "{name}"')
