"""Adding a source to the list: one table more in added.toml, everything else in it left as it is."""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path

from filelock import FileLock

from config.source_list import (
    SOURCE_ID,
    Source,
    SourceProblem,
    bad_source_id,
    clash,
    load_sources,
    parse_sources,
)

ADDED_FILE = "added.toml"


class SourceRefusedError(ValueError):
    """The source cannot be added; problem says what is wrong and how to put it right. Nothing was written."""

    def __init__(self, problem: SourceProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def write_source(folder: Path, source: Source, *, beside: Sequence[Path | Traversable] = ()) -> Path:
    """Append source to folder/added.toml in one step and return that path; beside: folders it must not repeat.

    Raises SourceRefusedError when the id or address is taken, a field is bad, or added.toml cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = (folder / ADDED_FILE).resolve()
    with FileLock(target.with_name(f".{ADDED_FILE}.lock")):
        kept, table = _checked(source, str(target))
        problem = clash(kept, load_sources(folder, *beside).sources)
        if problem is not None:
            raise SourceRefusedError(problem)
        before = target.read_bytes() if target.exists() else b""
        _replace(target, _appended(before, table, kept.source_id, str(target)))
    return target


def to_toml(source: Source) -> str:
    """The source as one TOML table; file and line are not part of it."""
    verified = source.verified.isoformat() if source.verified else _quoted("unverified")
    rows = [
        f"[{source.source_id}]",
        f"outlet = {_quoted(source.outlet)}",
        f"kind = {_quoted(source.kind)}",
        f"url = {_quoted(source.url)}",
        f"language = {_quoted(source.language)}",
        f"country = {_quoted(source.country)}",
        f"tags = [{', '.join(map(_quoted, source.tags))}]",
        f"enabled = {str(source.enabled).lower()}",
        f"keywords = [{', '.join(map(_quoted, source.keywords))}]",
        f"seen_at = {_quoted(source.seen_at)}",
        f"verified = {verified}",
    ]
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML basic string but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(source: Source, file: str) -> tuple[Source, str]:
    """The source as a loader will read it back, and its table; a bad field is refused under the field's name."""
    if not SOURCE_ID.fullmatch(source.source_id):
        raise SourceRefusedError(bad_source_id(source.source_id, file, None))
    table = to_toml(source)
    for read in parse_sources(table, file):
        if isinstance(read, SourceProblem):
            # The line would be that of a table which is not in the file.
            raise SourceRefusedError(replace(read, line=None))
        return replace(read, line=None), table
    raise AssertionError("a table gives a source or a problem")


def _appended(before: bytes, table: str, source_id: str, file: str) -> bytes:
    """The bytes of the file with the table behind them; a file that is broken already is refused."""
    remedy = f"Correct {file} by hand first; nothing was written"
    try:
        text = before.decode("utf-8-sig")
    except UnicodeDecodeError:
        what = "the file is not UTF-8 text"
        raise SourceRefusedError(SourceProblem(file, None, None, None, what, remedy)) from None
    for read in parse_sources(text, file):
        if isinstance(read, SourceProblem) and read.table is None and read.key is None:
            raise SourceRefusedError(replace(read, remedy=remedy))
        if isinstance(read, SourceProblem) and source_id in (read.table, read.key):
            what = f"the file already has a table [{source_id}], with a mistake in it"
            raise SourceRefusedError(SourceProblem(file, read.line, source_id, None, what, remedy))
    gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    return before + gap + table.encode("utf-8")


def _replace(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{ADDED_FILE}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
