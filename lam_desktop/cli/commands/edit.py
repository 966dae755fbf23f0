"""`lam edit NAME`: a task's `task.yaml` in an editor, also where the library is encrypted."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from lam_desktop.cli.prompts import answer_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUMMARY = "edit the task.yaml of a task, or privacy.yaml; of an encrypted library, in memory"
EXAMPLE = "lam edit orders"
EDITORS = ("sensible-editor", "nano", "vi")
"""Where neither $VISUAL nor $EDITOR names one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task."""
    parser.add_argument("name", nargs="?", help="the task")
    parser.add_argument(
        "--privacy", action="store_true", help="edit privacy.yaml instead: what is left out of all recordings"
    )


def run(options: argparse.Namespace) -> int:
    """Opens the editor and keeps what is a task."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.tasks.storage.editing import edit_privacy, edit_task

    if (options.name is None) != options.privacy:
        raise UsageError("Say which task to edit, or --privacy, and not both: lam edit orders.")
    library = library_of(options)
    editor = _editor()

    def edit(path: Path) -> None:
        _edited(editor, path)

    if options.privacy:
        changed = edit_privacy(library, edit, _again(options))
    else:
        changed = edit_task(library, options.name, edit, _again(options))
    what = "privacy.yaml" if options.privacy else f"«{options.name}»"
    message = f"{what} was {'changed' if changed else 'left as it was'}."
    if options.json:
        print_json({"status": "done", "message": message, "changed": changed})
    else:
        print(message, flush=True)
    return ExitCode.DONE


def _editor() -> list[str]:
    from lam_desktop.errors import EnvironmentFault

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named)
    found = next((one for one in EDITORS if shutil.which(one)), None)
    if found is None:
        raise EnvironmentFault("There is no editor here: name one in the environment variable EDITOR.")
    return [found]


def _edited(editor: list[str], path: Path) -> None:
    from lam_desktop.errors import EnvironmentFault, UsageError

    try:
        code = subprocess.run([*editor, str(path)], check=False).returncode
    except OSError as error:
        raise EnvironmentFault(f"The editor {editor[0]} cannot be started ({error.strerror}).") from error
    if code != 0:
        raise UsageError(f"The editor {editor[0]} ended with {code}: nothing was changed.")


def _again(options: argparse.Namespace) -> Callable[[str], bool]:
    """Asks whether to correct what is no task; nobody is asked where nobody is there."""

    def ask(problem: str) -> bool:
        if options.json or not sys.stdin.isatty():
            return False
        print(problem, file=sys.stderr)
        try:
            return answer_to("Correct it? [y/n] (n: nothing is changed) ").strip().casefold() in ("y", "yes")
        except EOFError:
            return False

    return ask
