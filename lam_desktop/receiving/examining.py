"""Holds a task from somebody else against its recordings before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.tasks.step import NOWHERE
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.names import checked_name
from recorder.recording import Recording
from recorder.sealing import Seal

DEMOS = "demos"
SUFFIX = ".lamrec"
MOST_WORK = 1 << 38
"""Pixels that are unpacked to see all pictures of the steps: a thousand of 4K, each on thirty others."""


def recordings_of(task: Task, shown: str) -> tuple[str, ...]:
    """The recordings that it names, its own first; UsageError where one could not lie in every library."""
    names = tuple(dict.fromkeys((task.recording, *(one.recording for one in task.further))))
    for name in names:
        folder, _, file = name.partition("/")
        if folder != DEMOS or not file.endswith(SUFFIX) or not _is_portable(file):
            raise UsageError(
                f"The task in {shown} names its recording «{name}», which is not called"
                f" {DEMOS}/NAME{SUFFIX}: rename it there, and in its task.yaml."
            )
    if len({name.casefold() for name in names}) < len(names):
        raise UsageError(
            f"The task in {shown} has two recordings whose names differ in capitals alone: rename one of them"
            " there, and in its task.yaml."
        )
    return names


def examine(
    task: Task,
    name: str,
    path: Path,
    seal: Seal | None,
    weights: Mapping[int, int],
    tell: Callable[[str], None],
) -> None:
    """Reads what the task's steps need of the recording `name`, which lies at `path` meanwhile.

    `weights` says what each frame takes to be seen (`recorder.anew`). Raises UsageError where the recording
    lacks a step, or its pictures would take hours; RecorderUserError where it is damaged.
    """
    with Recording.open(path, seal, task.path_of(name)) as recording:
        shown = recording.steps()
        for step, index in _repeated(task, name):
            if index >= len(shown):
                raise UsageError(
                    f"Step {step} of the task repeats step {index + 1} of {name}, which has {len(shown)}; ask"
                    " for another copy."
                )
        linked = {frame for step in shown for frame in (step.frame_before, step.frame_after)}
        frames = sorted(frame for frame in linked if frame is not None)
        if sum(weights.get(frame, 0) for frame in frames) > MOST_WORK:
            raise UsageError(f"The pictures of {name} would take hours to unpack; take a copy that you know.")
        for number, frame in enumerate(frames, start=1):
            tell(f"Looking at picture {number} of {len(frames)}")
            recording.frame(frame)


def _repeated(task: Task, name: str) -> list[tuple[int, int]]:
    """Which steps of the recording the task's steps are about: number of the step, and index of the other."""
    found: list[tuple[int, int]] = []
    for step in task.steps:
        places = step.value.places if step.value is not None else ()
        about = [(step.recording, step.demonstrated), *step.also]
        about += [(place.recording, place.demonstrated) for place in places]
        found += [
            (step.number, index)
            for recording, index in about
            if index != NOWHERE and (recording or task.recording) == name
        ]
    return found


def _is_portable(file: str) -> bool:
    try:
        return checked_name(file) == file
    except UsageError:
        return False
