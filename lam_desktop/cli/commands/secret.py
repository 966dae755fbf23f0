"""`lam secret NAME [SECRET]`: keeps in the keyring what a task types secretly or logs in with."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from lam_desktop.cli.prompts import unseen_answer_to

if TYPE_CHECKING:
    from lam_desktop.tasks.task import Task

SUMMARY = "keep a secret of a task in the keyring of this machine, or remove it from there"
EXAMPLE = "lam secret orders password"
MOST_BYTES = 4096
"""A longer secret is a file that was piped in by mistake."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which secret, and what of it."""
    parser.add_argument("name", help="the task")
    parser.add_argument(
        "secret", nargs="?", help="what lam show calls it; not needed where the task has only one"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--forget", action="store_true", help="remove it from the keyring")
    what.add_argument(
        "--list", action="store_true", help="which of the task's secrets are kept; tells no text"
    )


def run(options: argparse.Namespace) -> int:
    """Keeps it, as typed unseen at the terminal or read from stdin; or removes or lists."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, print_table
    from lam_desktop.errors import ExitCode
    from lam_desktop.tasks.storage.kept_secrets import KeptSecrets

    library = library_of(options)
    task = library.open(options.name)
    names = _chosen(task, options.secret, several=options.list)
    nobody = options.json or not sys.stdin.isatty()
    kept = KeptSecrets.asked_of(library.home, somebody=not nobody)
    if options.list:
        held = kept.held(task.name, names)
        message = f"{len(held)} of {len(names)} secrets of «{task.name}» are kept in the keyring."
    elif options.forget:
        done = "was removed from" if kept.forget(task.name, names[0]) else "was not in"
        held, message = (), f"The secret «{names[0]}» of «{task.name}» {done} the keyring."
    else:
        kept.keep(task.name, names[0], _given(task.name, names[0], options.json))
        held = names
        message = f"The secret «{names[0]}» of «{task.name}» is kept in the keyring; runs take it from there."
    if options.json:
        secrets = [{"name": name, "kept": name in held} for name in names]
        print_json({"status": "done", "message": message, "secrets": secrets})
    elif options.list and names:
        print_table(("secret", "in the keyring"), [(name, "yes" if name in held else "no") for name in names])
    else:
        print(message, flush=True)
    return ExitCode.DONE


def _chosen(task: Task, name: str | None, *, several: bool) -> tuple[str, ...]:
    """The secrets that are meant, one unless `several` may be; UsageError where the task has no such one."""
    from lam_desktop.errors import UsageError

    if not task.secrets and not several:
        raise UsageError(f"The task «{task.name}» needs no secret: there is nothing to keep.")
    known = ", ".join(task.secrets) or "none"
    if name is not None and name not in task.secrets:
        raise UsageError(f"The task «{task.name}» has no secret «{name}»; it has: {known}.")
    if name is None and len(task.secrets) > 1 and not several:
        raise UsageError(f"The task «{task.name}» has several secrets: say which of them, {known}.")
    return task.secrets if name is None else (name,)


def _given(task: str, name: str, as_json: bool) -> str:
    """What the secret says: one line, typed unseen by a person, or read from stdin."""
    from lam_desktop.errors import UsageError
    from lam_desktop.tasks.storage.kept_secrets import checked_secret

    text = _piped(name) if not sys.stdin.isatty() else None if as_json else _typed(task, name)
    if text is None:
        raise UsageError(f"With --json nobody is asked: pipe the secret «{name}» in, or leave --json out.")
    return checked_secret(name, text)


def _typed(task: str, name: str) -> str:
    try:
        return unseen_answer_to(f"The secret «{name}» of «{task}»: ")
    except EOFError:
        return ""


def _piped(name: str) -> str:
    from lam_desktop.errors import UsageError

    read = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(read) > MOST_BYTES:
        raise UsageError(f"What came in for «{name}» is too long for a secret: nothing was kept.")
    try:
        return read.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise UsageError(f"What came in for «{name}» is no text in UTF-8: nothing was kept.") from None
