"""Steps of several recordings, served as one demonstration."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.machine.excluding import exclusions_for
from lam_desktop.execution.machine.surveying import recorded_passport
from lam_desktop.execution.shown.demonstrations import Demonstrations, check_recordings
from lam_desktop.tasks.step import NOWHERE, TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Further, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Element, Frame
from recorder.recording import Recording
from recorder.sealing import is_sealed
from tests.panel.making import make_task
from tests.tasks.sealed_library import encrypted

pytestmark = pytest.mark.usefixtures("no_waiting")


class Nothing:
    """Reads nothing, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def parse(self, frame: Frame, region: object = None) -> tuple[Element, ...]:
        self.asked += 1
        return ()

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: object) -> tuple[str, float]:
        return "", 1.0


@pytest.fixture
def library(home: Path) -> Library:
    """«orders» does «login», and has a step of a further demonstration."""
    task = make_task(home, "orders")
    make_task(home, "login")
    more = "demos/more.lamrec"
    shutil.copyfile(task.recording_path, task.folder / more)
    does = TaskStep(1, NOWHERE, "task", "Do it", called="login")
    dialog = replace(task.steps[2], recording=more, optional=True)
    effect = replace(task.steps[0], also=((more, 4),))
    steps = (does, effect, dialog, *task.steps[1:])
    numbered = tuple(replace(one, number=at) for at, one in enumerate(steps, start=1))
    task_file.save(replace(task, steps=numbered, further=(Further(more, None, True),)))
    return Library(home)


def opened(task: Task, parser: Nothing) -> contextlib.closing[Demonstrations]:
    return contextlib.closing(Demonstrations(task, parser, "weights"))  # type: ignore[arg-type]


def test_each_step_shows_what_its_own_recording_showed(library: Library) -> None:
    task, parser = library.whole("orders"), Nothing()
    with opened(task, parser) as demonstrations:
        demonstrations.prepare()
        for step in task.steps:
            with Recording.open(task.path_of(step.recording)) as recording:
                recorded = recording.steps()[step.demonstrated]
                assert recorded.frame_before is not None
                frame = recording.frame(recorded.frame_before)
            shown = demonstrations.step(step)
            assert shown.index == step.number and np.array_equal(shown.before.frame, frame)
            assert shown is demonstrations.step(step)
        effect = task.steps[7]
        [other] = demonstrations.step(effect).others
        assert other.index == effect.number and not demonstrations.step(task.steps[8]).others
        with Recording.open(task.path_of("demos/more.lamrec")) as recording:
            fifth = recording.steps()[4].frame_before
            assert fifth is not None and np.array_equal(other.before.frame, recording.frame(fifth))
    kept = [path.with_suffix(".elements.json") for path in map(task.path_of, task.recordings)]
    assert len(kept) == 3 and all(path.is_file() for path in kept)
    with opened(task, again := Nothing()) as demonstrations:
        demonstrations.prepare()
    assert parser.asked and not again.asked


def test_all_of_them_are_needed(library: Library) -> None:
    task = library.whole("orders")
    check_recordings(task)
    gone = library.folder("login") / "demos" / Path(task.steps[0].recording).name
    gone.unlink()
    with pytest.raises(UsageError, match=gone.name):
        check_recordings(task)


def test_an_encrypted_library_has_them_too(library: Library, home: Path) -> None:
    sealed = encrypted(home)
    task = sealed.whole("orders")
    check_recordings(task)
    exclusions_for(sealed, task)
    assert recorded_passport(task).screen == (1280, 800)
    with opened(task, Nothing()) as demonstrations:
        demonstrations.prepare()
    for recording in task.recordings:
        assert is_sealed(task.path_of(recording).with_suffix(".elements.json").read_bytes()[:64])


def test_a_step_that_no_recording_has_is_told(library: Library) -> None:
    task = library.whole("orders")
    wrong = replace(task.steps[7], also=(("demos/more.lamrec", 99),))
    with opened(task, Nothing()) as demonstrations, pytest.raises(UsageError, match="“also” in task.yaml"):
        demonstrations.step(wrong)
