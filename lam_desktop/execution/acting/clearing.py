"""Removes the runs, and the pictures of the screen, that a library keeps no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lam_desktop.errors import LamUserError
from lam_desktop.execution.runs.history import is_going_on
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.retention import keep_days, kept_days, outlived
from lam_desktop.tasks.storage.shown_long_ago import Outdated, count_told, remove_shown, shown_long_ago

TooOld = tuple[list[Path], list[Outdated]]
"""Runs, and what was shown, that are kept no longer."""


def clear_old(library: Library, say: Callable[[str], None]) -> None:
    """Removes them, and says so; what cannot be removed is told, and stops nobody."""
    try:
        runs, shown = older = kept_too_long(library, kept_days(library))
        _remove(library, older)
    except LamUserError as fault:
        say(f"What is kept no longer was not removed: {fault}")
        return
    if runs or shown:
        say(f"Removed {count_told(len(runs), shown)}, kept for as long as the library says.")


def keep_for(library: Library, days: float | None, older: TooOld) -> None:
    """Keeps runs, and what was shown, so many days from now on, and removes what is `older`.

    None: until somebody removes them. Raises EnvironmentFault where the disk refuses.
    """
    keep_days(library, days)
    _remove(library, older)


def _remove(library: Library, older: TooOld) -> None:
    runs, shown = older
    library.delete_runs(runs)
    remove_shown(shown)


def kept_too_long(library: Library, days: float | None) -> TooOld:
    """The runs, and what was shown, of more than so many days ago; nothing where there is no limit."""
    if days is None:
        return [], []

    def at_work(run: Path) -> bool:
        return is_going_on(run, library.files)

    return outlived(library, at_work, days), shown_long_ago(library, at_work, days)
