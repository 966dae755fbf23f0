"""One root of errors, split in two: the user or the environment can mend it, or it is our bug.

A `LamUserError` carries one sentence (what happened, to what, what to do) and an exit code of the
command line contract; the command line prints the sentence and never a traceback.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every `lam` command."""

    DONE = 0
    BUG = 1
    USAGE = 2
    ASKED = 3
    STOPPED = 4
    WRONG_EFFECT = 5
    ENVIRONMENT = 6


class LamError(Exception):
    """Root of all errors raised by `lam_desktop`."""

    exit_code: ExitCode = ExitCode.BUG


class LamBug(LamError):  # noqa: N818 - "bug" says it better than "error"
    """A fault of ours: an invariant did not hold."""


class LamUserError(LamError):
    """Something that the person can mend; the message is one sentence."""

    exit_code = ExitCode.USAGE


class UsageError(LamUserError):
    """Bad usage: unknown task, column or policy, a bad file."""


class EnvironmentFault(LamUserError):  # noqa: N818
    """No display, Wayland, weights missing, disk full, another run on this display."""

    exit_code = ExitCode.ENVIRONMENT
