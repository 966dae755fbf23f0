"""Fills in passports: what a recording knows of its surroundings, and what the desktop shows of them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from lam_desktop.errors import UsageError
from lam_desktop.execution.machine.passport import Compared, Passport, ProgramPassport, compared
from lam_desktop.execution.screen.scope import find_scope
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.types import POPUP_KINDS, Box, Frame, Window
from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.gestures import Step
from recorder.recording import Recording
from recorder.surroundings import ProgramFacts

DARK, LIGHT = 105, 150
"""Median brightness, 0..255, up to which a window is dark, and from which on it is light."""
SEEN = 0.5
"""This share of a window must not be covered for its brightness to count."""
EVERY_PX = 3
"""Of a window's pixels every third in each direction is looked at."""


class Surveyed(Protocol):
    """The desktop as it is now."""

    @property
    def box(self) -> Box:
        """The virtual desktop, physical pixels."""
        ...

    @property
    def scale(self) -> float:
        """Physical pixels per logical pixel."""
        ...

    def monitors(self) -> tuple[Box, ...]:
        """The monitors, physical pixels."""
        ...

    def keyboard(self) -> str:
        """The keyboard layout in force; empty where it is not known."""
        ...

    def program_of(self, window: Window) -> ProgramFacts:
        """What is known of a window's program."""
        ...

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        """The virtual desktop and where its pixel (0, 0) lies."""
        ...

    def windows(self) -> tuple[Window, ...]:
        """All visible windows, bottom to top; boxes in desktop pixels."""
        ...

    def active_window(self) -> Window | None:
        """The window that has the keyboard."""
        ...


def surroundings(task: Task, desktop: Surveyed | None) -> tuple[Compared, ...]:
    """Both passports of a task, fact by fact; raises as they do. Without a desktop, now is not known."""
    now = Passport() if desktop is None else present_passport(task, desktop)
    return compared(recorded_passport(task), now)


def too_small(size: tuple[int, int], task: Task) -> str:
    """Why this screen is not large enough, one sentence; empty where it is."""
    width, height = size
    if task.screen is None or (width >= task.screen[0] and height >= task.screen[1]):
        return ""
    return (
        f"This screen ({width}x{height}) is smaller than the one the task «{task.name}» was recorded on "
        f"({task.screen[0]}x{task.screen[1]}); choose a larger resolution, or record the task here."
    )


def recorded_passport(task: Task) -> Passport:
    """What surrounded the demonstration; raises UsageError for a recording that cannot be read."""
    try:
        with Recording.open(task.recording_path, task.files.seal) as recording:
            meta = recording.meta
            known = bool(meta.monitors)
            return Passport(
                screen=meta.screen[2:],
                monitors=tuple(Box(*one.geometry) for one in meta.monitors),
                scale=meta.scale if known else None,
                keyboard=meta.keyboard,
                programs=_recorded_programs(task),
            )
    except RecorderUserError as error:
        raise UsageError(str(error)) from error


def present_passport(task: Task, desktop: Surveyed) -> Passport:
    """What surrounds the task now; raises EnvironmentFault where the display is gone."""
    frame, origin = desktop.grab()
    windows, active = desktop.windows(), desktop.active_window()
    programs: dict[str, ProgramPassport] = {}
    for name in _programs(task.steps):
        scope = find_scope(windows, name, active)
        if scope is None:
            continue
        dark = is_dark(frame, scope.reference.box, [one.box for one in scope.above], origin)
        programs[_called(name)] = ProgramPassport(desktop.program_of(scope.reference), dark)
    screen = desktop.box
    return Passport(
        (screen.w, screen.h), desktop.monitors(), desktop.scale, desktop.keyboard(), programs
    )  # fmt: skip


def is_dark(
    frame: Frame, window: Box, covered_by: Sequence[Box] = (), origin: tuple[int, int] = (0, 0)
) -> bool | None:
    """Whether a window is dark; None where it is neither dark nor light, or hardly to be seen.

    `frame` (H, W, 3) RGB with its pixel (0, 0) at `origin`; boxes in desktop pixels.
    """
    seen = np.zeros(frame.shape[:2], bool)
    window.moved(-origin[0], -origin[1]).crop(seen)[:] = True  # type: ignore[arg-type]
    for box in covered_by:
        box.moved(-origin[0], -origin[1]).crop(seen)[:] = False  # type: ignore[arg-type]
    seen = seen[::EVERY_PX, ::EVERY_PX]
    if seen.sum() * EVERY_PX**2 < SEEN * window.area or not seen.any():
        return None
    median = float(np.median(frame[::EVERY_PX, ::EVERY_PX][seen].mean(1)))
    return None if DARK < median < LIGHT else median <= DARK


def _recorded_programs(task: Task) -> dict[str, ProgramPassport]:
    """The programs, each as the first recording in which the task works with it shows it."""
    found: dict[str, ProgramPassport] = {}
    for source in task.recordings:
        with Recording.open(task.path_of(source), task.files.seal) as recording:
            steps = recording.steps()
            repeated = [one for one in task.steps if (one.recording or task.recording) == source]
            for name in _programs(repeated):
                if _called(name) in found:
                    continue
                mine = [
                    steps[one.demonstrated]
                    for one in repeated
                    if one.window == name and 0 <= one.demonstrated < len(steps)
                ]
                pids = [step.window.pid for step in mine if step.window is not None and step.window.pid]
                known = recording.meta.programs
                facts = next((known[pid] for pid in pids if pid in known), None)
                found[_called(name)] = ProgramPassport(facts or ProgramFacts(), _was_dark(recording, mine))
    return found


def _was_dark(recording: Recording, steps: Sequence[Step]) -> bool | None:
    """Whether the window was dark in the first picture of it."""
    for step in steps:
        facts, frame_id = step.window, step.frame_before
        if facts is not None and facts.kind not in POPUP_KINDS and frame_id is not None:
            return is_dark(recording.frame(frame_id), _box(facts), origin=recording.frame_origin)
    return None


def _programs(steps: Sequence[TaskStep]) -> tuple[WindowName, ...]:
    """The programs that the steps work in, in order."""
    return tuple(dict.fromkeys(one.window for one in steps if one.window is not None))


def _called(name: WindowName) -> str:
    return name.wm_class or name.process  # of a script, the process is its interpreter


def _box(facts: WindowFacts) -> Box:
    return Box(*facts.geometry)
