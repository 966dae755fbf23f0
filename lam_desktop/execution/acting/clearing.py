"""Removes the runs, and the pictures of the screen, that a library keeps no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lam_desktop.errors import LamUserError
from lam_desktop.execution.runs.history import is_going_on
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.retention import keep_days, kept_days, outlived
from lam_desktop.tasks.storage.shown_long_ago import Outdated, count_told, remove_shown, shown_long_ago


def clear_old(library: Library, say: Callable[[str], None]) -> None:
    """Removes them, and says so; what cannot be removed is told, and stops nobody."""
    try:
        runs, shown = kept_too_long(library, kept_days(library))
        library.delete_runs(runs)
        remove_shown(shown)
    except LamUserError as fault:
        say(f"What is kept no longer was not removed: {fault}")
        return
    if runs or shown:
        say(f"Removed {count_told(len(runs), shown)}, kept for as long as the library says.")


def keep_for(library: Library, days: float | None) -> str:
    """Keeps runs, and what was shown, so many days from now on; removes what is older, and tells how much.

    None: until somebody removes them. Raises EnvironmentFault where the disk refuses.
    """
    runs, shown = kept_too_long(library, days)
    keep_days(library, days)
    library.delete_runs(runs)
    remove_shown(shown)
    return count_told(len(runs), shown)


def kept_too_long(library: Library, days: float | None) -> tuple[list[Path], list[Outdated]]:
    """The runs, and what was shown, of more than so many days ago; nothing where there is no limit."""
    if days is None:
        return [], []

    def at_work(run: Path) -> bool:
        return is_going_on(run, library.files)

    return outlived(library, at_work, days), shown_long_ago(library, at_work, days)
