"""The pointer names the current published version and how its files looked when they were finished."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.copying import sync
from storage.errors import NothingPublished, StoreDamaged
from storage.layout import Layout

SEALED_FOLDER = "sealed"
_HEADER_BYTES = 3 * 4096
_VERSIONED = re.compile(r"^podium-(\d+)(?:-(\d+))?\.duckdb$")


def file_name(version: int, twin: int = 0) -> str:
    """Name of a published version; twins are further copies of it for people."""
    return f"podium-{version:06d}{f'-{twin}' if twin else ''}.duckdb"


def version_of(path: Path) -> int | None:
    """The version in a file name, None for other files."""
    match = _VERSIONED.match(path.name)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Look:
    """Size and time of change of a file: whoever writes to it changes them."""

    n_bytes: int
    changed_ns: int

    @classmethod
    def at(cls, path: Path) -> Look | None:
        """How a file looks now; None when there is none."""
        try:
            stat = path.stat()
        except OSError:
            return None
        return cls(stat.st_size, stat.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Pointer:
    """The current version: ``people`` is the file to open, ``sealed`` the same bytes for Podium's own readers."""

    version: int
    published_at: datetime
    people: Path
    sealed: Path
    people_look: Look
    sealed_look: Look
    header_sha256: str | None = None
    """Of both files; None in pointers of earlier versions."""

    def untouched(self) -> list[Path]:
        """The files that are as they were published, the sealed one first."""
        pairs = ((self.sealed, self.sealed_look), (self.people, self.people_look))
        return [path for path, look in pairs if self.is_untouched(path, look)]

    def is_untouched(self, path: Path, look: Look) -> bool:
        """Whether nobody has written to a published file, nor left a write-ahead log beside it."""
        now = Look.at(path)
        if now is None or now.n_bytes != look.n_bytes or wal_of(path).exists():
            return False
        # A folder that was copied or brought back has other times; whoever writes changes the header as well.
        return now == look or (self.header_sha256 is not None and header_sha256(path) == self.header_sha256)


def header_sha256(path: Path) -> str | None:
    """SHA-256 of DuckDB's three header blocks, of which every checkpoint writes one; None when there is no file."""
    try:
        with path.open("rb") as file:
            return hashlib.sha256(file.read(_HEADER_BYTES)).hexdigest()
    except OSError:
        return None


def wal_of(path: Path) -> Path:
    """The write-ahead log DuckDB keeps beside a database that somebody writes to."""
    return path.with_name(path.name + ".wal")


def write_pointer(layout: Layout, pointer: Pointer) -> None:
    """Name the current version, atomically and durably."""
    content = {
        "version": pointer.version,
        "file": pointer.people.name,
        "published_at": pointer.published_at.isoformat(),
        "sealed": f"{SEALED_FOLDER}/{pointer.sealed.name}",
        "header_sha256": pointer.header_sha256,
        "looks": {
            "file": [pointer.people_look.n_bytes, pointer.people_look.changed_ns],
            "sealed": [pointer.sealed_look.n_bytes, pointer.sealed_look.changed_ns],
        },
    }
    temporary = layout.pointer.with_suffix(".part")
    temporary.write_text(json.dumps(content) + "\n", encoding="utf-8")
    sync(temporary)
    os.replace(temporary, layout.pointer)
    sync(layout.published_dir)


def read_pointer(layout: Layout) -> Pointer:
    """The current version; NothingPublished before the first run."""
    try:
        content = json.loads(layout.pointer.read_text(encoding="utf-8"))
        folder = layout.published_dir
        return Pointer(
            int(content["version"]),
            datetime.fromisoformat(content["published_at"]),
            folder / content["file"],
            folder / content["sealed"],
            Look(*content["looks"]["file"]),
            Look(*content["looks"]["sealed"]),
            content.get("header_sha256"),
        )
    except FileNotFoundError:
        raise NothingPublished(
            f"nothing has been published in {layout.published_dir} yet; `podium run` does it"
        ) from None
    except (ValueError, KeyError, TypeError) as problem:
        raise StoreDamaged(
            f"{layout.pointer} cannot be read ({problem}); `podium publish` writes a new one"
        ) from problem
