"""Rows get into DuckDB as pyarrow would bring them, and with pyarrow out of the way."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import arrow_stream
from storage.arrow import bulk_insert
from storage.arrow_stream import ArrowTable, column_of

COLUMNS = (
    "a VARCHAR, b INTEGER, c TIMESTAMPTZ, d DATE, e BOOLEAN, f DOUBLE, g VARCHAR[], "
    "h STRUCT(kind VARCHAR, n INTEGER)[], i USMALLINT[], j BIGINT, k UBIGINT, l JSON"
)
ROWS = st.tuples(
    st.none() | st.text(),
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.booleans(),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.lists(st.none() | st.text(max_size=5)),
    st.none() | st.lists(st.none() | st.fixed_dictionaries({"kind": st.text(), "n": st.none() | st.just(7)})),
    st.none() | st.lists(st.integers(0, 65_535)),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.integers(0, 2**64 - 1),
    st.none() | st.sampled_from(['{"a":1}', "[]"]),
)


def _table() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"CREATE TABLE t (no INTEGER, {COLUMNS})")
    return connection


def _assert_all_given_back() -> None:
    # A thread of DuckDB may be the last to let go, a moment after the statement.
    for _ in range(500):
        if not arrow_stream._handed_out:
            return
        time.sleep(0.01)
    raise AssertionError(f"{len(arrow_stream._handed_out)} structures are still held")


TABLE = _table()


@given(st.lists(ROWS, max_size=10))
def test_what_is_put_in_comes_out(values: list[tuple[Any, ...]]) -> None:
    rows = [(no, *row) for no, row in enumerate(values)]
    connection = TABLE
    connection.execute("DELETE FROM t")
    bulk_insert(connection, "t", rows)
    assert connection.execute("FROM t ORDER BY no").fetchall() == rows
    _assert_all_given_back()


@given(st.lists(ROWS, min_size=1, max_size=10))
def test_pyarrow_reads_the_same_and_may_keep_it_longer_than_the_table(values: list[tuple[Any, ...]]) -> None:
    kinds = TABLE.execute("SELECT * EXCLUDE no FROM t").description or ()
    made = ArrowTable(
        [
            column_of(name, kind, column)
            for (name, kind, *_), column in zip(kinds, zip(*values, strict=True), strict=True)
        ]
    )
    read = pa.table(made)
    del made
    read.validate(full=True)
    assert [tuple(row.values()) for row in read.to_pylist()] == values
    del read
    _assert_all_given_back()


def test_a_stream_that_nobody_reads_is_given_up_with_its_table() -> None:
    table = ArrowTable([column_of("a", duckdb.sqltypes.INTEGER, [1, 2])])
    capsule = table.__arrow_c_stream__()
    assert len(arrow_stream._handed_out) == 1
    del capsule, table
    gc.collect()
    _assert_all_given_back()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((1, 5), TypeError),
        ((1, "\ud800"), UnicodeEncodeError),
        ((2**31, "a"), OverflowError),
        (("1", "a"), TypeError),
    ],
)
def test_a_value_that_does_not_fit_its_column_raises_and_nothing_is_stored(
    row: tuple[Any, ...], problem: type[Exception]
) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (no INTEGER, a VARCHAR)")
    with pytest.raises(problem):
        bulk_insert(connection, "t", [(0, "a"), row])
    assert connection.execute("SELECT count(*) FROM t").fetchall() == [(0,)]


ALONE = """
import sys
for name in ("pyarrow", "pandas", "numpy"):
    sys.modules[name] = None
import duckdb
from datetime import datetime, UTC
from storage.arrow import bulk_insert
connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
connection.execute("CREATE TABLE t (n INTEGER, words VARCHAR[], parts STRUCT(kind VARCHAR, n INTEGER)[], read_at TIMESTAMPTZ)")
rows = [(n, ["ä", None], [{"kind": "p", "n": n}, None], datetime(2026, 11, 22, tzinfo=UTC)) for n in range(9_999)]
rows.append((None, None, None, None))
bulk_insert(connection, "t", rows)
assert connection.execute("FROM t ORDER BY n NULLS LAST").fetchall() == rows
print("the same")
"""


def test_duckdb_reads_it_where_pyarrow_is_not_there() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("the same", 0), done.stderr
