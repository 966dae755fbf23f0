"""What the recorded steps acted on, where a further demonstration has steps of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lam_desktop.execution.shown.understanding import looked_at
from lam_desktop.tasks.provenance.keyed_choices import Chosen
from lam_desktop.tasks.step import Target, TaskStep, WindowName
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.forms import TURNED_ON
from lam_desktop.types import Box, Element
from tests.tasks.recordings import Clerk
from tests.tasks.several.test_narrowing import shown
from tests.tasks.texts.test_calendars import picker, place

MORE = "demos/d2.lamrec"
NEXT = Target("", "icon", Box(890, 230, 24, 20))
SAVE = Target("Save", "button", Box(290, 490, 40, 20))
NAME = Target("", "field", Box(290, 90, 40, 20))
DUE = {"due": "2026-05-17"}


class Seen:
    """What one recording shows, by the index of its steps; it has no other ones."""

    def __init__(
        self, targets: Mapping[int, Target], screens: Mapping[int, list[Element]] | None = None
    ) -> None:
        self._targets = targets
        self._screens = screens or {}

    def before(self, step: TaskStep) -> list[Element]:
        assert not step.recording, "this step is of another recording"
        return self._screens.get(step.demonstrated, [])

    def came(self, step: TaskStep) -> list[str]:
        assert not step.recording, "this step is of another recording"
        return []

    def chose(self, step: TaskStep) -> list[Chosen]:
        assert not step.recording, "this step is of another recording"
        return []

    def after(self, step: TaskStep) -> list[Element]:
        assert not step.recording, "this step is of another recording"
        return []

    def beside(self, step: TaskStep) -> dict[WindowName, list[Element]]:
        assert not step.recording, "this step is of another recording"
        return {}

    def look(self, step: TaskStep) -> Target | None:
        assert not step.recording, "this step is of another recording"
        return self._targets.get(step.demonstrated)

    def checked(self, step: TaskStep) -> tuple[bool | None, bool | None]:
        return None, None


def seen(task: Task, first: Seen, more: Seen) -> Task:
    return looked_at(task, lambda recording: more if recording else first)  # type: ignore[arg-type, return-value]


def turning(clerk: Clerk) -> Clerk:
    """Turns a calendar twice and picks a day."""
    x, y = place(picker(2026, 5), 17).center
    return clerk.click(*NEXT.box.center).click(*NEXT.box.center).click(x, y)


def turns(first: int) -> tuple[dict[int, Target], dict[int, list[Element]]]:
    """Targets and screens of these clicks, the first of which has this index."""
    day = Target("17", "cell", place(picker(2026, 5), 17))
    targets = {first: NEXT, first + 1: NEXT, first + 2: day}
    return targets, {first + at: picker(2026, 3 + at) for at in range(3)}


def test_each_step_of_a_further_demonstration_has_its_own_target(tmp_path: Path) -> None:
    further = turning(Clerk().click(300, 100)).click(300, 500)
    task = shown(tmp_path, (DUE, Clerk().click(300, 100).click(300, 500)), (DUE, further))
    targets, screens = turns(1)
    found = seen(replace(task, understood=True), Seen({}), Seen({0: NAME, 4: SAVE, **targets}, screens)).steps
    own = [step for step in found if step.recording == MORE]
    assert [step.demonstrated for step in own] == [1, 3], "clicks that turn a calendar are one step"
    assert [step.target for step in own] == [NEXT, targets[3]] and not own[0].optional
    assert own[0].value is not None and own[0].value.form == TURNED_ON
    assert own[1].value is not None and own[1].value.columns == ("due",)
    assert [step.number for step in found] == list(range(1, len(found) + 1))


def test_steps_of_a_further_demonstration_are_not_looked_for_in_the_first(tmp_path: Path) -> None:
    """The task is looked at for the first time when both are there."""
    clerk = turning(Clerk().click(300, 100).type("Kim")).press("ctrl", "c").click(300, 500)
    further = turning(Clerk().click(300, 100).type("Kim").click(700, 400)).press("ctrl", "c").click(300, 500)
    task = shown(tmp_path, (DUE, clerk), (DUE, further))
    assert [step.recording for step in task.steps].count(MORE) == 1 and not task.understood
    targets, screens = turns(2)
    asks = Target("Store it", "button", Box(690, 390, 40, 20))
    others, more_screens = turns(3)
    found = seen(
        task,
        Seen({0: NAME, 6: SAVE, **targets}, screens),
        Seen({0: NAME, 2: asks, 7: SAVE, **others}, more_screens),
    )
    assert found.looked_at
    assert [(step.recording, step.demonstrated, step.target) for step in found.steps if step.target] == [
        ("", 0, NAME), (MORE, 2, asks), ("", 2, NEXT), ("", 4, targets[4]), ("", 6, SAVE),
    ]  # fmt: skip
    assert [step.number for step in found.steps] == list(range(1, len(found.steps) + 1))
