"""Removes a task with everything that was kept of it: inside its folder, beside it, and in the keyring."""

from __future__ import annotations

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library

FAULTS = "faults.log"
"""Where the command line writes down what was our fault, below the library."""


def forget_task(library: Library, name: str, kept: KeptSecrets) -> tuple[str, ...]:
    """Removes the task for good; the names of the secrets that went with it.

    What faults of ours were written down goes, too: nobody can tell whose texts stand in it.
    The secrets go first: where the keyring does not let go of them, nothing is removed.
    """
    removed = tuple(secret for secret in _secrets(library, name) if kept.forget(name, secret))
    library.delete(name)
    Approvals(library.home, library.files).forget(name)
    try:
        (library.home / FAULTS).unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"{library.home / FAULTS} cannot be removed ({error.strerror}); check its permissions."
        ) from error
    return removed


def _secrets(library: Library, name: str) -> tuple[str, ...]:
    """The task's secrets; none where its `task.yaml` is damaged: then nobody knows what they are called."""
    if library.is_left_of(name):
        return ()
    try:
        return library.open(name).secrets
    except UsageError:
        return ()
