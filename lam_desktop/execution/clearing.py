"""Removes the runs that a library keeps no longer."""

from __future__ import annotations

from collections.abc import Callable

from lam_desktop.errors import LamUserError
from lam_desktop.execution.history import is_going_on
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.retention import outlived


def clear_old_runs(library: Library, say: Callable[[str], None]) -> int:
    """Removes them, says so, and returns how many; what cannot be removed is told, and stops nobody."""
    try:
        old = outlived(library, lambda run: is_going_on(run, library.files))
        library.delete_runs(old)
    except LamUserError as fault:
        say(f"Old runs were not removed: {fault}")
        return 0
    if old:
        say(f"Removed {len(old)} run{'' if len(old) == 1 else 's'} that the library keeps no longer.")
    return len(old)
