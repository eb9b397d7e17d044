"""Who holds a file open with a lock, seen from outside: opening and closing it here would drop our own locks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_LOCKS = Path("/proc/locks")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process with a lock on a file."""

    pid: int
    writes: bool


def holders(path: Path) -> tuple[Holder, ...]:
    """Processes that lock a file, DuckDB's way; empty where the platform does not tell (all but Linux)."""
    try:
        inode = os.stat(path).st_ino
        lines = _LOCKS.read_text().splitlines()
    except OSError:
        return ()
    found = []
    for line in lines:
        fields = line.split()
        # "7: POSIX  ADVISORY  WRITE 4242 fd:00:131 0 EOF"; a waiting one has "->" in the second place.
        if len(fields) >= 6 and fields[1] == "POSIX" and fields[5].rpartition(":")[2] == str(inode):
            found.append(Holder(int(fields[4]), fields[3] == "WRITE"))
    return tuple(found)
