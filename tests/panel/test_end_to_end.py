"""The panel as a person meets it: on a screen, with real mouse and keyboard input."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from lam_desktop.execution.runs.journal import JOURNAL, read_journal
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from lam_desktop.tasks.step import WindowName
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from recorder.recording import Recording
from recorder.windows._xorg import XorgWindows
from tests.panel.fake_runner import AT
from tests.panel.making import Form, make_task, rows_file

pytestmark = pytest.mark.e2e

LIMIT_S = 60.0
POLL_S = 0.05
STILL_S = 0.2
CLOSE_PX = 9
"""From a window's upper right corner to the middle of openbox's button that closes it."""
TARGET = Box(*AT, 760, 560)


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop((1280, 800)) as desktop:
        yield desktop


class Visitor:
    """A person before the panel: looks for things, clicks on them, reads."""

    def __init__(self, desktop: VirtualDesktop, home: Path, folder: Path, *runner: str) -> None:
        argv = (sys.executable, "-m", "tests.panel.start_panel", str(home), str(folder), *runner)
        self.process = desktop.start(*argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.clerk = Clerk(desktop.display)
        self._windows = XorgWindows(desktop.display)
        self._desktop = desktop
        self._folder = folder

    def close(self) -> None:
        self.clerk.close()
        self._windows.close()

    def where(self, name: str, *pixel: int) -> tuple[int, int]:
        """The place, once it stands still: a new window moves until its frame is around it."""
        end = time.monotonic() + LIMIT_S
        before: object = None
        while time.monotonic() < end:
            place = self._ask("where", name, *map(str, pixel))
            if place and place == before:
                return tuple(place)
            before = place
            time.sleep(STILL_S)
        raise self._lost(f"there is no {name} to be seen")

    def click(self, name: str, *pixel: int) -> None:
        self.clerk.click(*self.where(name, *pixel))

    def reads(self, *either: str, limit_s: float = LIMIT_S) -> list[str]:
        """All that can be read, once one of these is among it."""
        end = time.monotonic() + limit_s
        texts: list[str] = []
        while time.monotonic() < end:
            texts = self._ask("texts")
            if any(text in one for one in texts for text in either):
                return texts
            time.sleep(POLL_S)
        raise self._lost(f"none of {either} is among {texts}")

    def windows(self) -> list[tuple[str, Box]]:
        return [(one.wm_class, Box(*one.geometry)) for one in self._windows.all()]

    def leave(self) -> int:
        """Closes the window by its frame's button; the exit code."""
        x, y, w, _ = wait_for_window(self._desktop.display, "lam-desktop", timeout_s=LIMIT_S).geometry
        self.clerk.click(x + w - CLOSE_PX, y - CLOSE_PX)
        return self.process.wait(LIMIT_S)

    def _lost(self, why: str) -> AssertionError:
        picture = self._folder / "lost.png"
        Image.fromarray(self._desktop.screenshot()).save(picture)
        return AssertionError(f"{why}; see {picture}")

    def _ask(self, *words: str):
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture
def visit(desktop: VirtualDesktop, home: Path, tmp_path: Path) -> Iterator[list[Visitor]]:
    visitors: list[Visitor] = []
    yield visitors
    for one in visitors:
        one.close()
        desktop.stop(one.process)


def test_a_stranger_opens_and_closes_the_panel(desktop: VirtualDesktop, home: Path) -> None:
    command = (sys.executable, "-m", "lam_desktop.cli.main", "panel")
    panel = desktop.start(*command, extra={"LAM_HOME": str(home)}, stderr=subprocess.PIPE, text=True)
    window = wait_for_window(desktop.display, "lam-desktop", "LAM Desktop", LIMIT_S)
    told = subprocess.run(
        ["xprop", "-id", str(window.window_id), "WM_CLASS"],
        env=desktop.environment,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == 'WM_CLASS(STRING) = "lam-desktop", "lam-desktop"'
    with Clerk(desktop.display) as clerk:
        x, y, w, h = window.geometry
        clerk.click(x + w // 2, y + h - 20)
        clerk.press("ctrl", "q")
    assert panel.wait(LIMIT_S) == 0
    assert panel.stderr is not None
    assert panel.stderr.read() == ""
    assert not home.exists(), "looking around writes nothing"


def test_rows_become_done_and_a_question_is_answered_on_the_picture(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor]
) -> None:
    make_task(home, "Enter orders", rows_file(tmp_path))
    person = Visitor(desktop, home, tmp_path, "--ask-row", "3", "--step-s", "0.05")
    visit.append(person)
    person.click("run:Enter orders")
    person.reads("of 6")
    person.click("last-row")
    person.clerk.press("ctrl", "a")
    person.clerk.type("4\n")
    person.click("start-run")
    person.reads("Row 1 of 3")
    ours = [box for wm_class, box in person.windows() if wm_class == "lam-desktop"]
    assert len(ours) == 1, "only the dock is left"
    assert not ours[0].overlaps(TARGET), "and it stands beside the program"
    save = Form(at=AT).box("Save").center
    person.click("question-picture", *save)
    person.click("answer-here")
    person.reads("All 3 rows are done")
    journal = [json.loads(line) for line in (tmp_path / "runner.log").read_text().splitlines()]
    (answer,) = [entry for entry in journal if "answer" in entry]
    assert answer["answer"] == "here"
    assert max(abs(answer["point"][0] - save[0]), abs(answer["point"][1] - save[1])) <= 2
    assert [(entry["row"], entry["step"]) for entry in journal if "row" in entry] == [
        (row, step) for row in (2, 3, 4) for step in range(1, 8)
    ]
    assert person.leave() == 0


@dataclass(frozen=True)
class Program:
    """A program with 8 by 6 buttons that fills the screen."""

    geometry: tuple[int, int, int, int]
    log: Path

    def button(self, column: int, row: int) -> tuple[int, int]:
        x, y, w, h = self.geometry
        return x + w * (2 * column + 1) // 16, y + h * (2 * row + 1) // 12

    @property
    def pressed(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").split() if self.log.exists() else []


@pytest.fixture
def program(desktop: VirtualDesktop, tmp_path: Path) -> Iterator[Program]:
    log = tmp_path / "pressed"
    process = desktop.start(sys.executable, "-m", "tests.panel.target_program", str(log))
    end = time.monotonic() + LIMIT_S
    while (window := wait_for_window(desktop.display, "orderdesk", timeout_s=LIMIT_S)).geometry[2] < 1280:
        assert time.monotonic() < end, "it does not fill the screen"
        time.sleep(POLL_S)
    yield Program(window.geometry, log)
    desktop.stop(process)


def test_what_the_person_shows_is_clicked_though_the_panel_stood_there(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor], program: Program
) -> None:
    """The real executor clicks in a program that fills the screen, panel and question over it or not."""
    task = make_task(home, "Press")
    desk = WindowName("orderdesk")
    clicks = tuple(replace(task.steps[-1], number=number, window=desk) for number in (1, 2, 3))
    task_file.save(replace(task, steps=clicks, windows=(desk,)))
    person = Visitor(desktop, home, tmp_path, "-m", "tests.panel.unsure_runner")
    visit.append(person)
    person.click("run:Press")
    person.click("start-run")
    # Where the dock likes to stand, where the question stood, and the opposite corner.
    places = [(7, 0), (3, 3), (0, 5)]
    for _ in range(8):
        # Where the dock stood on the place when the agent looked, it asks once more rather than click.
        texts = person.reads("Click on the place that is meant.", "“Press” is done")
        if any("is done" in text for text in texts):
            break
        step = next(int(text.split()[1]) for text in texts if text.startswith("Step "))
        person.click("question-picture", *program.button(*places[step - 1]))
        person.click("answer-here")
    assert program.pressed == ["7/0", "3/3", "0/5"]
    assert person.leave() == 0


def test_a_check_looks_at_the_program_that_the_panel_had_covered_and_does_nothing(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor], program: Program
) -> None:
    """The real runner with the real weights: it looks for a form, where there are only buttons."""
    task = make_task(home, "Enter orders")
    desk = WindowName("orderdesk")
    task_file.save(replace(task, steps=(replace(task.steps[0], window=desk),), windows=(desk,)))
    person = Visitor(desktop, home, tmp_path, "-m", "lam_desktop.panel.runner")
    visit.append(person)
    person.click("run:Enter orders")
    person.reads("The recording does not tell", "Not as it was recorded", "as they were recorded")
    person.click("check-screen")
    person.reads("1 step would not be found", limit_s=3 * LIMIT_S)  # the weights are loaded first
    assert program.pressed == []
    (run,) = Library(home).runs("Enter orders")
    (passport,) = [entry for entry in read_journal(run / JOURNAL) if entry["kind"] == "passport"]
    (theme,) = [fact for fact in passport["facts"] if fact["what"] == "theme"]
    assert theme["now"] == "light", "half of the window must be seen for that"
    person.click("check-done")
    person.where("start-run")
    assert person.leave() == 0


def test_neither_pill_nor_stop_are_in_the_recording(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor], program: Program
) -> None:
    person = Visitor(desktop, home, tmp_path, "--real-record")
    visit.append(person)
    person.click("record-first")
    person.click("task-name")
    person.clerk.type("Press buttons\n")
    person.reads("0:0")
    for place in ((1, 2), (4, 4), (2, 5)):
        person.clerk.click(*program.button(*place))
    person.reads("3 steps")
    person.click("stop-recording")
    person.where("steps")
    task = Library(home).open("Press buttons")
    assert [step.kind for step in task.steps] == ["click"] * 3
    assert [step.window and step.window.wm_class for step in task.steps] == ["orderdesk"] * 3
    assert program.pressed == ["1/2", "4/4", "2/5"]
    with Recording.open(task.recording_path) as recording:
        assert "own window" in {item.reason for item in recording.filtered()}, "the click on Stop was seen"
    assert person.leave() == 0


def test_a_task_is_recorded_beside_a_small_pill(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor]
) -> None:
    person = Visitor(desktop, home, tmp_path)
    visit.append(person)
    person.click("record-first")
    person.click("task-name")
    person.clerk.type("Enter marks\n")
    person.reads("0:0")
    ours = [box for wm_class, box in person.windows() if wm_class == "lam-desktop"]
    assert len(ours) == 1
    assert ours[0].area < 0.03 * 1280 * 800
    assert {wm_class for wm_class, _ in person.windows()} <= {"lam-desktop", ""}, (
        "every window of ours is marked"
    )
    person.click("stop-recording")
    person.reads("Click the field “Customer”")
    assert (home / "tasks" / "Enter marks" / "task.yaml").is_file()
    person.clerk.press("esc")
    person.where("run:Enter marks")
    assert person.leave() == 0


def test_a_panel_that_is_killed_takes_its_run_along(
    desktop: VirtualDesktop, home: Path, tmp_path: Path, visit: list[Visitor]
) -> None:
    make_task(home, "Enter orders", rows_file(tmp_path))
    person = Visitor(desktop, home, tmp_path, "--step-s", "0.2")
    visit.append(person)
    person.click("run:Enter orders")
    person.reads("of 6")
    person.click("start-run")
    person.reads("Row 1 of 5")
    processes = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    (runner,) = [entry for entry in processes if str(tmp_path) in _runner(entry)]
    person.process.kill()
    end = time.monotonic() + LIMIT_S
    while _runner(runner):
        assert time.monotonic() < end, "the runner outlived its panel"
        time.sleep(POLL_S)


def _runner(process: Path) -> str:
    """The command of a runner that lives; empty for any other process."""
    try:
        command = (process / "cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return ""
    return command if " -m tests.panel.fake_runner " in command else ""
