"""A described task as the trials want it: shown on a desktop, done by a clerk, judged."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Sequence
from pathlib import Path

from lam_desktop.evaluation.drift.conditions import Condition
from lam_desktop.evaluation.drift.program import Judgement, Point, Row
from lam_desktop.evaluation.native.looks import Look
from lam_desktop.evaluation.native.sitting import Sitting
from lam_desktop.evaluation.native.states import Click, Press, Toolkit
from lam_desktop.evaluation.tasks.proofs import SAID
from lam_desktop.evaluation.tasks.task import Evidence, OfficeTask, filled
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_until
from lam_desktop.office.xdisplay import place_window
from lam_desktop.types import Box

PLACE = (60, 70)
FONT, POINTS = "DejaVu Sans", 10
DARK: dict[Toolkit, str] = {
    "gtk3": "Adwaita:dark", "libreoffice": "Adwaita:dark", "gtk4": "dark", "qt": "adwaita-dark",
}  # fmt: skip
LIGHT: dict[Toolkit, str] = {"gtk3": "Adwaita", "libreoffice": "Adwaita", "gtk4": "light", "qt": "Fusion"}
STORED_S = 6.0


class TaskProgram:
    """One task's program."""

    accessibility = True

    def __init__(self, task: OfficeTask) -> None:
        self._task = task
        self.name = task.name

    def rows(self, seed: int) -> Sequence[Row]:  # noqa: ARG002 - they are part of the description
        """The rows that the description gives."""
        return self._task.rows

    @contextlib.contextmanager
    def show(self, desktop: VirtualDesktop, folder: Path, condition: Condition) -> Generator[ShownTask]:
        """The program with its files, freshly started."""
        task = self._task
        home = folder / "home"
        home.mkdir(parents=True)
        for name, text in task.files:
            (home / name).write_text(text, encoding="utf-8")
        sitting = Sitting(desktop, task.toolkit, _look(task.toolkit, condition))
        with (home / SAID).open("wb") as to_said:
            program, window = sitting.start(task.argv, home, stdout=to_said)
        try:
            sitting.settled()
            if task.size != (0, 0):
                size = (round(side * condition.growth) for side in task.size)
                place_window(desktop.display, window.window_id, Box(*PLACE, *size))
            sitting.settled()
            yield ShownTask(task, sitting, home)
        finally:
            desktop.stop(program)


class ShownTask:
    """The program as clerk and judge know it."""

    def __init__(self, task: OfficeTask, sitting: Sitting, home: Path) -> None:
        self._task, self._sitting = task, sitting
        self._evidence = Evidence(home, sitting.nodes)
        self._before = task.holds(self._evidence)

    def enter(self, clerk: Clerk, row: Row) -> None:
        """Does the steps one after the other, each when the one before has come to rest."""
        for step in self._task.steps:
            step = filled(step, row)
            if isinstance(step, Press):
                clerk.press(*step.keys)
            elif isinstance(step, Click):
                clerk.click(*self._sitting.find(step).box.center, button=step.button)
            else:
                clerk.type(step.text)
            self._sitting.settled()
        meant = self._task.meant(row)
        wait_until(lambda: self._task.holds(self._evidence) == meant, f"the clerk's own «{meant}»", STORED_S)
        self._sitting.settled()

    def judge(self, row: Row, clicked: Sequence[Point]) -> Judgement:  # noqa: ARG002 - what it holds counts
        """By what the program holds."""
        meant = self._task.meant(row)
        end = time.monotonic() + STORED_S
        held = self._task.holds(self._evidence)
        while held == self._before and time.monotonic() < end:  # it may still be storing it
            time.sleep(0.2)
            held = self._task.holds(self._evidence)
        harmless = self._task.transient or held in (self._before, meant)
        return Judgement(held == meant, () if harmless else (f"holds «{held}» instead of «{meant}»",))


def _look(toolkit: Toolkit, condition: Condition) -> Look:
    return Look(
        theme=DARK[toolkit] if condition.dark else LIGHT[toolkit],
        icons="Adwaita",
        font=condition.font or FONT,
        points=round(POINTS * condition.text * condition.zoom),
        scale=int(condition.device),
        screen=condition.screen,
        background="#3b4252",
    )
