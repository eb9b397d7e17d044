"""How this process asks the system for memory: what a big body took is given back when it is gone."""

from __future__ import annotations

import ctypes
import sys

# Numbers of glibc's <malloc.h>.
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
BIG_BYTES = 128 * 1024


def give_back_big_blocks() -> bool:
    """Have glibc map every block of 128 KiB and more on its own, and keep two arenas; False where it is not glibc.

    Left alone it raises that threshold to the size of the first body it frees, and from then on keeps holes of that
    size in an arena a thread: over a fault server the peak of a run was a seventh higher.
    """
    if sys.platform != "linux":
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, BIG_BYTES)) and bool(mallopt(_M_ARENA_MAX, 2))
