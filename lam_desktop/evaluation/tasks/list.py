"""All tasks, with what must be installed for each."""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lam_desktop.evaluation.drift.program import Program
from lam_desktop.evaluation.drift.web import ORDER_FORM, REGISTRATION
from lam_desktop.evaluation.tasks import gtk, others
from lam_desktop.evaluation.tasks.showing import TaskProgram
from lam_desktop.office.chromium import PROGRAM as BROWSER


@dataclass(frozen=True)
class Subject:
    """One task of the benchmark."""

    name: str
    toolkit: str
    command: str
    """What must be installed."""
    program: Program


TASKS: tuple[Subject, ...] = (
    *(Subject(one.name, one.toolkit, one.argv[0], TaskProgram(one)) for one in (*gtk.TASKS, *others.TASKS)),
    Subject("web-orders", "chromium", BROWSER, ORDER_FORM),
    Subject("web-patients", "chromium", BROWSER, REGISTRATION),
)


def installed() -> list[Subject]:
    """The tasks whose programs are there."""
    return [one for one in TASKS if shutil.which(one.command) is not None]


def versions(subjects: Sequence[Subject]) -> Mapping[str, str]:
    """The version of each program's Debian package; its name alone where none tells."""
    return {command: _version(command) for command in sorted({one.command for one in subjects})}


@functools.cache
def _version(command: str) -> str:
    path = shutil.which(command)
    owner = subprocess.run(["dpkg-query", "-S", str(path)], capture_output=True, text=True, timeout=30).stdout
    package = owner.split(":")[0] or command
    asked = ["dpkg-query", "-W", "-f=${Version}", package]
    return subprocess.run(asked, capture_output=True, text=True, timeout=30).stdout or command
