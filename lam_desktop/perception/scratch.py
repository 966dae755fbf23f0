"""Memory that a look at a screen needed for a moment, back to the machine.

The networks' layers and the recogniser's chances take and free blocks of some MB, on several threads. The
C library of Linux keeps what is freed for later, in a pool of its own for each thread: after some rows 120 MB
that nothing uses. With one pool for all, and large blocks by themselves, nearly all of it can be given back,
which takes some 10 ms beside a look that takes a second.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

MMAP_THRESHOLD, TRIM_THRESHOLD, ARENA_MAX = -3, -1, -8
"""What glibc's `malloc.h` calls these settings by."""
LARGE_BYTES = 8 << 20
"""Blocks from this size on are taken from the machine one by one, and given back when they are freed."""
SPARE_BYTES = 64 << 20
"""So much of what is free is kept between two looks: small ones would take the same pages again and again."""


def keep_little() -> None:
    """Has the C library keep what is freed together; to be called before threads begin to take memory.

    Does nothing where the C library is not glibc.
    """
    set_to = _glibc("mallopt", ctypes.c_int, ctypes.c_int)
    for setting, value in ((ARENA_MAX, 1), (MMAP_THRESHOLD, LARGE_BYTES), (TRIM_THRESHOLD, SPARE_BYTES)):
        set_to(setting, value)


def give_back() -> None:
    """Gives freed memory back; does nothing where the C library cannot, or does so by itself."""
    _glibc("malloc_trim", ctypes.c_size_t)(0)


def resident_mb() -> float | None:
    """What this process holds of the machine's memory now; None where that is not known."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@functools.cache
def _glibc(name: str, *takes: type[ctypes.c_int] | type[ctypes.c_size_t]) -> Callable[..., int]:
    """A function of glibc; where there is none, one that does nothing."""
    if sys.platform == "linux":
        found = getattr(ctypes.CDLL(None), name, None)
        if found is not None:
            found.argtypes, found.restype = takes, ctypes.c_int
            return found
    return _nothing


def _nothing(*_: int) -> int:
    return 0
