"""Memory that a look at a screen needed for a moment, back to the machine.

The networks' layers and the recogniser's chances take and free blocks of some MB. The C library of Linux
keeps what is freed for later: after some screens 180 MB that nothing uses, a quarter of what the process
holds. Giving it back takes some 10 ms, beside a look that takes a second or two.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path


def give_back() -> None:
    """Gives freed memory back; does nothing where the C library cannot, or does so by itself."""
    _trim()(0)


def resident_mb() -> float | None:
    """What this process holds of the machine's memory now; None where that is not known."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


@functools.cache
def _trim() -> Callable[[int], int]:
    """`malloc_trim(bytes to keep)` of glibc; other C libraries have none."""
    if sys.platform == "linux":
        found = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if found is not None:
            found.argtypes, found.restype = [ctypes.c_size_t], ctypes.c_int
            return found
    return lambda kept: kept
