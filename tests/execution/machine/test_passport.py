"""Passports: what differs is told in a sentence, what is not known is never said to differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.machine.passport import Compared, Passport, ProgramPassport, compared, told
from lam_desktop.execution.machine.surveying import is_dark, present_passport, recorded_passport
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.types import Box, Window
from recorder.surroundings import ProgramFacts
from tests.fakes.program import MAIN, MemoryDesktop, OrderProgram
from tests.panel.making import DESK, make_task

pytestmark = pytest.mark.usefixtures("no_waiting")

DESK_FACTS = ProgramFacts(
    "/usr/bin/desk", "12 bytes of 2026-01-01T00:00:00Z", "en_GB", 1.0, "desk 1:4.13-1+b1"
)
THEN = Passport(
    (1920, 1080), (Box(0, 0, 1920, 1080),), 1.0, "us", {"desk": ProgramPassport(DESK_FACTS, dark=False)}
)


def with_desk(dark: bool | None = False, **facts: object) -> Passport:
    return replace(THEN, programs={"desk": ProgramPassport(replace(DESK_FACTS, **facts), dark)})  # type: ignore[arg-type]


def only(now: Passport) -> Compared:
    """The one fact that differs."""
    (found,) = [one for one in compared(THEN, now) if one.differs and one.told]
    return found


def test_nothing_differs_from_itself() -> None:
    facts = compared(THEN, THEN)
    assert not any(one.differs or one.told for one in facts)
    assert [one.what for one in facts] == [
        "screen", "monitors", "scale", "keyboard", "theme", "version", "release", "script",
        "language", "drawn at",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "matters", "sentence"),
    [
        (replace(THEN, screen=(1280, 800)), True, "Recorded at 1920 x 1080, now 1280 x 800."),
        (replace(THEN, screen=(2560, 1440)), False, "Recorded at 1920 x 1080, now 2560 x 1440."),
        (
            replace(THEN, monitors=(*THEN.monitors, Box(1920, 0, 800, 600))),
            False,
            "Recorded with one monitor, now there are 2.",
        ),
        (replace(THEN, scale=1.5), True, "Programs are drawn at 150% now and were 100%."),
        (replace(THEN, keyboard="de(neo)"), False, "The keyboard layout is de(neo) now and was us."),
        (with_desk(dark=True), True, "The window of desk is dark now and was light."),
        (with_desk(language="de_DE"), True, "desk is told to speak de_DE now and was told en_GB."),
        (with_desk(language="en_US"), False, "desk is told to speak en_US now and was told en_GB."),
        (with_desk(language="C"), False, "desk is told to speak C now and was told en_GB."),
        (with_desk(scale=1.25), True, "desk is told to draw at 125% now and was 100%."),
        (
            with_desk(build="13 bytes of 2026-02-01T00:00:00Z"),
            True,
            "desk is another version than at the recording: /usr/bin/desk has changed.",
        ),
        (
            with_desk(build="13 bytes of 2026-02-01T00:00:00Z", release="desk 1:5.0-1"),
            True,
            "desk was recorded with desk 4.13, and here is desk 5.0.",
        ),
        (
            with_desk(release="desk 1:4.13-2"),
            True,
            "desk was recorded with desk 1:4.13-1+b1, and here is desk 1:4.13-2.",
        ),
        (
            with_desk(release="desk-ng 4.13"),
            True,
            "desk was recorded with desk 4.13, and here is desk-ng 4.13.",
        ),
    ],
)
def test_a_difference_is_one_sentence(now: Passport, matters: bool, sentence: str) -> None:
    found = only(now)
    assert (found.matters, found.told) == (matters, sentence)
    facts = compared(THEN, now)
    assert told(facts, all_of_them=True) == (sentence,)
    assert told(facts) == ((sentence,) if matters else ())


def test_of_a_script_its_own_file_tells_the_version_and_not_its_interpreters() -> None:
    then = with_desk(path="/usr/bin/python3.11", script="7 bytes of 2026-01-01T00:00:00Z", release="")
    assert then.programs is not None
    facts = then.programs["desk"].facts

    def differing(**changed: str) -> list[tuple[str, str]]:
        now = replace(THEN, programs={"desk": ProgramPassport(replace(facts, **changed), False)})
        return [(one.what, one.told) for one in compared(then, now) if one.differs]

    assert differing() == differing(build="13 bytes of 2026-02-01T00:00:00Z") == []
    rewritten = "desk is another version than at the recording: its script has changed."
    assert differing(script="8 bytes of 2026-02-01T00:00:00Z") == [("script", rewritten)]
    changed = differing(build="13 bytes of 2026-02-01T00:00:00Z", script="")
    assert [what for what, _ in changed] == ["version"], "as recordings of before tell it"


def test_what_is_not_known_does_not_differ() -> None:
    unknown = (
        Passport(),
        replace(THEN, programs={}),
        with_desk(None, build="", language="", scale=None, release=""),
    )
    for one in unknown:
        for then, now in ((THEN, one), (one, THEN)):
            assert not any(fact.differs or fact.told for fact in compared(then, now))
    assert compared(Passport(), THEN)[0].plain == {
        "what": "screen", "recorded": None, "now": "1920 x 1080", "differs": False, "matters": False,
        "told": "",
    }  # fmt: skip


def test_a_scale_that_differs_by_a_hair_is_the_same() -> None:
    assert not any(one.differs for one in compared(THEN, replace(THEN, scale=1.01)))


@pytest.mark.parametrize(("grey", "dark"), [(20, True), (128, None), (240, False)])
def test_a_window_is_dark_by_most_of_its_pixels(grey: int, dark: bool | None) -> None:
    frame = np.full((100, 200, 3), 255 - grey, np.uint8)
    frame[10:60, 20:120] = grey
    frame[20:30, 20:120] = 255 - grey  # a bar of the other sort
    window = Box(-80, 10, 100, 50)
    assert is_dark(frame, window, origin=(-100, 0)) == dark
    assert is_dark(frame, window, [Box(-80, 10, 40, 50)], (-100, 0)) == dark
    assert is_dark(frame, window, [Box(-80, 10, 70, 50)], (-100, 0)) is None, "hardly to be seen"


class SurveyedDesktop(MemoryDesktop):
    """The little desktop, with what surrounds it."""

    box = Box(0, 0, 640, 480)
    scale = 1.25

    def monitors(self) -> tuple[Box, ...]:
        return (self.box,)

    def keyboard(self) -> str:
        return "de"

    def program_of(self, window: Window) -> ProgramFacts:
        return replace(DESK_FACTS, path=f"/proc/{window.pid}")


def test_the_present_desktop() -> None:
    program = OrderProgram()
    task = desk_task()
    now = present_passport(task, SurveyedDesktop(program))
    assert (now.screen, now.monitors, now.scale, now.keyboard) == (
        (640, 480), (Box(0, 0, 640, 480),), 1.25, "de",
    )  # fmt: skip
    assert now.programs is not None and now.programs["orders"].dark is False
    assert now.programs["orders"].facts.path == f"/proc/{MAIN.pid}"
    program.covered = True
    covered = present_passport(task, SurveyedDesktop(program))
    assert covered.programs is not None and covered.programs["orders"].dark is None


def desk_task() -> Task:
    step = TaskStep(1, 0, "click", "Click", WindowName("orders", "orders"), point=(1, 1))
    return Task("orders", Path(), "demos/1.lamrec", (step,))


def test_a_recording_of_before_tells_what_its_pictures_show(home: Path) -> None:
    then = recorded_passport(make_task(home, "orders"))
    assert (then.screen, then.monitors, then.scale, then.keyboard) == ((1280, 800), (), None, "")
    assert then.programs == {DESK.process: ProgramPassport(ProgramFacts(), dark=False)}
