"""Other tasks of the library that a new recording has within it, found when that is looked at."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.shown.known_tasks import looked_at
from lam_desktop.execution.shown.settled_whole import settled_whole, understood_whole
from lam_desktop.tasks.explaining.doubts import offers
from lam_desktop.tasks.instead import Instead
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box, Element, Frame
from recorder.frames import pack
from recorder.recording import RecordingMeta
from recorder.recording_writer import RecordingWriter
from recorder.sealing import MAGIC
from tests.tasks.explaining.test_within import TARGETS, Person

SIZE = (1280, 800)


class Sees:
    """The same form on each picture."""

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        labels = [
            Element(Box(200, one.box.y, 70, 24), "text", one.label) for one in TARGETS.values() if one.label
        ]
        return (*(Element(one.box, one.kind, one.text) for one in TARGETS.values()), *labels)

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def recorded(library: Library, name: str, person: Person) -> Task:
    """A task with pictures that nobody has looked at."""
    library.create(name)
    library.add(compiled(library, name, person))
    return library.open(name)


def compiled(library: Library, name: str, person: Person) -> Task:
    """The same, but for its file."""
    path = library.folder(name) / "demos" / "shown.lamrec"
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, *SIZE)))
    frame = np.full((SIZE[1], SIZE[0], 3), 240, np.uint8)
    for event in person.events:
        shown = writer.write_frame(pack(frame), event.t_ns)
        writer.write([(replace(event, frame_before=shown), None)])
    writer.close()
    return compile_task(name, library.folder(name), path, None)


class Counting(Library):
    """Counts how often each task is read."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.opened: Counter[str] = Counter()

    def open(self, name: str) -> Task:
        self.opened[name] += 1
        return super().open(name)


def test_tasks_that_nobody_has_looked_at_are_where_they_may_be_within(library: Library) -> None:
    recorded(library, "login", Person().signing_in())
    recorded(library, "enter", Person().entering("Kim"))
    whole = understood_whole(
        library, recorded(library, "orders", Person().signing_in().entering()), Sees(), ""
    )
    assert whole.steps[0].instead == (Instead("login", 5),) and not whole.steps[5].instead
    assert library.open("orders").steps == whole.steps
    assert library.open("login").looked_at and library.open("enter").looked_at


def test_each_is_read_once_and_no_recording_of_what_cannot_be_within(library: Library, home: Path) -> None:
    for number in range(4):
        other = recorded(library, f"other {number}", Person().on("note", "x").keys("ctrl", "s"))
        other.recording_path.unlink()
    recorded(library, "login", Person().signing_in())
    task = recorded(library, "orders", Person().signing_in().entering())
    counting = Counting(home)
    assert offers(looked_at(counting, task, Sees(), ""))
    assert counting.opened == Counter([*(f"other {number}" for number in range(4)), "login"])
    assert not library.open("other 0").looked_at
    again = Counting(home)
    looked_at(again, library.open("orders"), Sees(), "")
    assert not again.opened, "it is looked for once"


@pytest.mark.parametrize("fault", ["no yaml", "no text", "no recording", "does what is gone", "sealed"])
def test_what_is_wrong_with_another_task_disturbs_nobody(library: Library, fault: str) -> None:
    other = recorded(library, "a login", Person().signing_in())
    recorded(library, "login", Person().signing_in())
    path = other.folder / task_file.FILE_NAME
    match fault:
        case "no yaml":
            path.write_text("version: 1\nsteps: [")
        case "no text":
            path.write_bytes(b"\xff\xfe\x00")
        case "no recording":
            other.recording_path.unlink()
        case "does what is gone":
            path.write_text(path.read_text() + "  - kind: task\n    task: gone\n")
        case _:
            path.write_bytes(MAGIC + bytes(64))
    task = compiled(library, "orders", Person().signing_in().entering())
    assert [one.value for one in offers(looked_at(library, task, Sees(), ""))[0].meant] == [
        Instead(), Instead("login", 5)
    ]  # fmt: skip


def test_a_run_asks_nothing_that_is_out_of_date(library: Library) -> None:
    login = recorded(library, "login", Person().signing_in())
    task = recorded(library, "orders", Person().signing_in().entering())
    known = understood_whole(library, task, Sees(), "")
    asked: list[Task] = []

    def settle(one: Task, rows: tuple[Row, ...]) -> Task:
        asked.append(one)
        return one

    settled_whole(library, known, (Row(1, {}),), settle)
    library.delete(login.name)
    settled_whole(library, known, (Row(1, {}),), settle)
    assert [bool(offers(one)) for one in asked] == [True, False]
