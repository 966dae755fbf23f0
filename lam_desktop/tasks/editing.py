"""Lets a person edit a task's file in a program of their own, and keeps what is a task."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks import task_file, task_schema
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.memory import memory_folder
from lam_desktop.tasks.vault import replace_file


def edit_task(
    library: Library, name: str, edit: Callable[[Path], None], again: Callable[[str], bool]
) -> bool:
    """Whether the task was changed. `edit` returns when the person has done; `again` asks whether to correct.

    Of an encrypted library the file lies in memory meanwhile. Raises UsageError where what was written is no
    task, or the task was changed by others: it then stays as it was.
    """
    path = library.folder(name) / task_file.FILE_NAME
    if not library.exists(name):
        library.open(name)  # says what is wrong
    before = library.files.read(path)
    if not library.files.encrypted:
        return _edited(path, before, name, edit, again) != before
    place = memory_folder()
    try:
        (place / task_schema.FILE_NAME).write_text(task_schema.schema_text(), encoding="utf-8")
        shown = place / path.relative_to(
            library.home
        )  # the first line of the file names the schema from there
        shown.parent.mkdir(parents=True)
        after = _edited(shown, before, name, edit, again)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if after == before:
        return False
    if library.files.read(path) != before:
        raise UsageError(f"«{name}» was changed by another program meanwhile; edit it again.")
    try:
        replace_file(path, library.files.encode(path, after))
    except OSError as error:
        raise EnvironmentFault(
            f"{path} cannot be written ({error.strerror}); free some space or check its permissions."
        ) from error
    return True


def _edited(
    path: Path, before: bytes, name: str, edit: Callable[[Path], None], again: Callable[[str], bool]
) -> bytes:
    """What the person made of it; as it was before where that is no task."""
    path.write_bytes(before)
    while True:
        edit(path)
        try:
            task_file.load(path.parent)
            return path.read_bytes()
        except UsageError as error:
            told = str(error).replace(str(path), f"The {task_file.FILE_NAME} of «{name}»")
            if again(told):
                continue
            path.write_bytes(before)
            raise UsageError(f"{told.rstrip('.')}; nothing was changed.") from error
