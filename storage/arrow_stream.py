"""Columns of Python values as an Arrow stream, for DuckDB to read where they lie.

The C data and C stream interfaces as the Apache Arrow project specifies them. pyarrow would do the same, for 30 MB of
memory in every run.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Sequence
from ctypes import CFUNCTYPE, Structure, addressof, c_char_p, c_int, c_int64, c_void_p, py_object
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, chain, count
from typing import Any

from duckdb.sqltypes import DuckDBPyType

_NUMBERS = {
    "integer": (b"i", "i"),
    "bigint": (b"l", "q"),
    "usmallint": (b"S", "H"),
    "ubigint": (b"L", "Q"),
    "double": (b"g", "d"),
}
"""Arrow's format and Python's type code of the numbers that the tables have."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_ZERO = date(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_BLANKS = {
    "varchar": "",
    "timestamp with time zone": _EPOCH,
    "date": _DAY_ZERO,
    "boolean": False,
    "list": (),
    **dict.fromkeys(_NUMBERS, 0),
}
_NULLABLE = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or one inside of another, as Arrow lays it out."""

    name: str
    format: bytes
    length: int
    null_count: int
    buffers: tuple[bytes | array[Any] | None, ...]
    children: tuple[Column, ...] = ()


def column_of(name: str, kind: DuckDBPyType, values: Sequence[Any]) -> Column:
    """``values`` (None is NULL) as a column of a DuckDB type; a value that does not fit the type raises."""
    null_count = values.count(None)
    valid = _bits([value is not None for value in values]) if null_count else None
    form, buffers, children = _laid_out(kind, values, _BLANKS.get(kind.id) if null_count else None)
    return Column(name, form, len(values), null_count, (valid, *buffers), children)


def _laid_out(
    kind: DuckDBPyType, values: Sequence[Any], blank: Any
) -> tuple[bytes, tuple[bytes | array[Any], ...], tuple[Column, ...]]:
    """Format, buffers but the one of the NULLs, and children; ``blank`` stands where there is no value."""
    if blank is not None:
        values = [blank if value is None else value for value in values]
    match kind.id:
        case "varchar":
            whole = "".join(values)
            encoded = whole.encode()
            parts = values if len(encoded) == len(whole) else [value.encode() for value in values]
            return b"U", (_ends(parts), encoded), ()
        case "timestamp with time zone":
            return b"tsu:UTC", (array("q", [(value - _EPOCH) // _MICROSECOND for value in values]),), ()
        case "date":
            return b"tdD", (array("i", [(value - _DAY_ZERO).days for value in values]),), ()
        case "boolean":
            return b"b", (_bits(values),), ()
        case "list":
            items = list(chain.from_iterable(values))
            return b"+L", (_ends(values),), (column_of("item", _inside(kind)[0][1], items),)
        case "struct":
            fields = (
                column_of(name, inner, [None if value is None else value[name] for value in values])
                for name, inner in _inside(kind)
            )
            return b"+s", (), tuple(fields)
        case number if number in _NUMBERS:
            form, code = _NUMBERS[number]
            return form, (array(code, values),), ()
    raise TypeError(f"no columns of type {kind} are made here")


def _inside(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    return [(name, inner) for name, inner in kind.children if isinstance(inner, DuckDBPyType)]


def _ends(parts: Sequence[Sequence[Any]]) -> array[int]:
    return array("q", accumulate(map(len, parts), initial=0))


def _bits(flags: Sequence[bool]) -> bytes:
    """A bit each, the first one lowest in the first byte."""
    digits = "".join("1" if flag else "0" for flag in reversed(flags))
    return int(digits or "0", 2).to_bytes((len(flags) + 7) // 8 or 1, "little")


class _Schema(Structure):
    _fields_ = (
        ("format", c_char_p),
        ("name", c_char_p),
        ("metadata", c_char_p),
        ("flags", c_int64),
        ("n_children", c_int64),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    )


class _Array(Structure):
    _fields_ = (
        ("length", c_int64),
        ("null_count", c_int64),
        ("offset", c_int64),
        ("n_buffers", c_int64),
        ("n_children", c_int64),
        ("buffers", c_void_p),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    )


class _Stream(Structure):
    _fields_ = (
        ("get_schema", c_void_p),
        ("get_next", c_void_p),
        ("get_last_error", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    )


_handed_out: dict[int, Any] = {}
"""What a reader of ours may still look at, by the number in ``private_data``, until it releases it."""
_numbers = count(1)


def _hand_out(structure: _Schema | _Array | _Stream, release: Any, *kept: Any) -> None:
    number = next(_numbers)
    _handed_out[number] = kept
    structure.private_data = number
    structure.release = _address(release)


def _address(function: Any) -> int | None:
    return ctypes.cast(function, c_void_p).value


def _releasing(kind: type[_Schema] | type[_Array]) -> Callable[[int], None]:
    def release(address: int) -> None:
        structure = kind.from_address(address)
        for position in range(structure.n_children):
            child = c_void_p.from_address(structure.children + position * ctypes.sizeof(c_void_p)).value
            assert child is not None
            # A reader may have taken a child out of it and releases that on its own.
            if kind.from_address(child).release:
                release(child)
        structure.release = None
        _handed_out.pop(structure.private_data)

    return release


_RELEASE = CFUNCTYPE(None, c_void_p)
_GIVE = CFUNCTYPE(c_int, c_void_p, c_void_p)
_TELL = CFUNCTYPE(c_void_p, c_void_p)
_release_schema = _RELEASE(_releasing(_Schema))
_release_array = _RELEASE(_releasing(_Array))


def _fill_schema(schema: _Schema, column: Column) -> None:
    children = [_Schema() for _ in column.children]
    for child, inner in zip(children, column.children, strict=True):
        _fill_schema(child, inner)
    pointers = (c_void_p * len(children))(*map(addressof, children))
    name = column.name.encode()
    # The room comes from the reader and need not be empty.
    ctypes.memset(addressof(schema), 0, ctypes.sizeof(schema))
    schema.format, schema.name, schema.flags = column.format, name, _NULLABLE
    schema.n_children, schema.children = len(children), addressof(pointers)
    _hand_out(schema, _release_schema, column, name, children, pointers)


def _fill_array(filled: _Array, column: Column) -> None:
    children = [_Array() for _ in column.children]
    for child, inner in zip(children, column.children, strict=True):
        _fill_array(child, inner)
    pointers = (c_void_p * len(children))(*map(addressof, children))
    buffers = (c_void_p * len(column.buffers))(*map(_begin_of, column.buffers))
    ctypes.memset(addressof(filled), 0, ctypes.sizeof(filled))
    filled.length, filled.null_count = column.length, column.null_count
    filled.n_buffers, filled.buffers = len(buffers), addressof(buffers)
    filled.n_children, filled.children = len(children), addressof(pointers)
    _hand_out(filled, _release_array, column, children, pointers, buffers)


def _begin_of(buffer: bytes | array[Any] | None) -> int | None:
    if isinstance(buffer, array):
        return buffer.buffer_info()[0]
    return ctypes.cast(c_char_p(buffer), c_void_p).value


def _give_schema(stream: int, schema: int) -> int:
    whole, _ = _handed_out[_Stream.from_address(stream).private_data]
    _fill_schema(_Schema.from_address(schema), whole)
    return 0


def _give_next(stream: int, following: int) -> int:
    _, waiting = _handed_out[_Stream.from_address(stream).private_data]
    if waiting:
        _fill_array(_Array.from_address(following), waiting.pop())
    else:
        _Array.from_address(following).release = None
    return 0


def _end_stream(address: int) -> None:
    stream = _Stream.from_address(address)
    stream.release = None
    _handed_out.pop(stream.private_data)


_get_schema = _GIVE(_give_schema)
_get_next = _GIVE(_give_next)
_get_last_error = _TELL(lambda _stream: None)
_release_stream = _RELEASE(_end_stream)
_CAPSULE_NAME = b"arrow_array_stream"
_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = py_object
_new_capsule.argtypes = (c_void_p, c_char_p, c_void_p)


class ArrowTable:
    """Columns of one length that DuckDB, pyarrow and others read through ``__arrow_c_stream__``."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._whole = Column("", b"+s", columns[0].length, 0, (None,), tuple(columns))
        self._streams: list[_Stream] = []

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule with a stream of one batch; valid as long as this table is."""
        stream = _Stream(_address(_get_schema), _address(_get_next), _address(_get_last_error), None, None)
        self._streams.append(stream)
        _hand_out(stream, _release_stream, self._whole, [self._whole])
        return _new_capsule(addressof(stream), _CAPSULE_NAME, None)

    def __del__(self) -> None:
        for stream in self._streams:
            # Nobody has read it: a reader moves a stream away or releases it.
            if stream.release:
                _end_stream(addressof(stream))
