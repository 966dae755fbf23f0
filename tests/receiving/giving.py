"""Tasks that somebody else gives away, sound or not, and what is seen of taking them in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.receiving.receive import Received, receive
from lam_desktop.tasks.provenance.captions import caption
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from tests.panel.making import make_task, rows_file
from tests.tasks.sealed_library import contents

NAME = "orders"


def given(folder: Path) -> Task:
    """A task in somebody else's library below `folder`."""
    task = make_task(folder / "elsewhere", NAME, rows_file(folder / "their tables"))
    task = replace(task, steps=tuple(replace(step, caption=caption(step)) for step in task.steps))
    task_file.save(task)
    return task


def packed(path: Path, files: Mapping[str, bytes], **more: object) -> Path:
    """A zip with these members, in this order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, **more)  # type: ignore[arg-type]
    return path


def files_of(task: Task, folder: str = NAME) -> dict[str, bytes]:
    """The files of its folder as a zip has them."""
    return {f"{folder}/{name}": data for name, data in contents(task.folder).items()}


def taken(library: Library, path: Path, name: str = "", tell: Callable[[str], None] = print) -> Received:
    """Taken in, where there is no keyring."""
    return receive(library, path, name, KeptSecrets(library.home), tell)


def refused(library: Library, path: Path, told: str) -> str:
    """The sentence by which it was refused, and nothing is left of it."""
    before = contents(library.home) if library.home.exists() else {}
    with pytest.raises(UsageError, match=told) as error:
        taken(library, path)
    assert library.home.exists() is False or contents(library.home) == before
    assert ".arriving" not in str(error.value), "nobody knows where it lay meanwhile"
    return str(error.value)


def yaml_of(task: Task) -> Path:
    """Its file."""
    return task.folder / task_file.FILE_NAME
