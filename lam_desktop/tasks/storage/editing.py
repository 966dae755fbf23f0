"""Lets a person edit a task's file in a program of their own, and keeps what is a task."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.tasks.storage import privacy_file, privacy_schema
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.memory import memory_folder
from lam_desktop.tasks.storage.vault import write_whole
from lam_desktop.tasks.storage.whole import whole
from lam_desktop.tasks.task_yaml import task_file, task_schema


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
    schema = task_schema.FILE_NAME, task_schema.schema_text()
    file = _Edited(path, f"«{name}»", schema, lambda shown: whole(task_file.load(shown.parent), library.open))
    return _edited_anywhere(library, file, library.files.read(path), edit, again)


def edit_privacy(library: Library, edit: Callable[[Path], None], again: Callable[[str], bool]) -> bool:
    """The same for the library's `privacy.yaml`, which is made where there is none."""
    path = library.home / privacy_file.FILE_NAME
    library.home.mkdir(parents=True, exist_ok=True)
    schema = privacy_schema.FILE_NAME, privacy_schema.schema_text()
    file = _Edited(
        path, "the library", schema, lambda shown: privacy_file.exclusions_of(Library(shown.parent))
    )
    if not library.files.encrypted:
        write_schema(library.home, *file.schema)
    template = privacy_file.TEMPLATE.encode()
    before = library.files.read(path) if path.exists() else template
    changed = _edited_anywhere(library, file, before, edit, again)
    if before == template and not changed and not library.files.encrypted:
        path.unlink(missing_ok=True)
    return changed


@dataclass(frozen=True, slots=True)
class _Edited:
    path: Path
    owner: str
    """Whose file it is, in words."""
    schema: tuple[str, str]
    """Name and text of the schema that its first line names, a file in the library's root."""
    check: Callable[[Path], object]
    """Raises UsageError where the file at this path is none."""


def _edited_anywhere(
    library: Library,
    file: _Edited,
    before: bytes,
    edit: Callable[[Path], None],
    again: Callable[[str], bool],
) -> bool:
    path = file.path
    if not library.files.encrypted:
        return _edited(file, path, before, edit, again) != before
    place = memory_folder()
    try:
        write_schema(place, *file.schema)
        shown = place / path.relative_to(
            library.home
        )  # the first line of the file names the schema from there
        shown.parent.mkdir(parents=True, exist_ok=True)
        after = _edited(file, shown, before, edit, again)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if after == before:
        return False
    if path.exists() and library.files.read(path) != before:
        raise UsageError(f"The file of {file.owner} was changed by another program meanwhile; edit it again.")
    write_whole(path, library.files.encode(path, after))
    return True


def write_schema(root: Path, name: str, text: str) -> None:
    """Writes the schema that the first line of a file names. Raises EnvironmentFault."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(
            f"{root / name} cannot be written ({error.strerror}); free some space or check its permissions."
        ) from error


def _edited(
    file: _Edited, path: Path, before: bytes, edit: Callable[[Path], None], again: Callable[[str], bool]
) -> bytes:
    """What the person made of it; as it was before where that is no such file."""
    path.write_bytes(before)
    while True:
        edit(path)
        try:
            file.check(path)
            return path.read_bytes()
        except UsageError as error:
            told = str(error).replace(str(path), f"The {path.name} of {file.owner}")
            if again(told):
                continue
            path.write_bytes(before)
            raise UsageError(f"{told.rstrip('.')}; nothing was changed.") from error
