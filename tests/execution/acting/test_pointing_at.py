"""What the agent is not sure of looks otherwise under the pointer."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.execution.acting.pointing_at import POINTED_AT, is_meant
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.types import Box, Candidate, Element, Scroll, Situation
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.program import Widget

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sure_under_pointer(desk: Desk, without: float = 0.6, under: float = 1.0) -> Callable[[Situation], float]:
    """Of «Save» the policy is sure only while the pointer is on it."""

    def confidence(situation: Situation) -> float:
        if situation.step.index != 6:
            return 1.0
        save = next(one for one in desk.program.widgets() if one.name == "save")
        on_it = desk.program.box_of(save).contains(*desk.actuator.pointer())
        return under if on_it else without

    return confidence


def test_it_is_pointed_at_and_then_clicked(desk: Desk) -> None:
    watcher = Watcher()
    rows = desk.run(watcher=watcher, confidence=sure_under_pointer(desk)).rows
    assert [row.status for row in rows] == ["done", "done"] and not watcher.questions
    assert [(one["step"], one["reason"]) for one in desk.journal if one["kind"] == "put_right"] == [
        (6, POINTED_AT)
    ] * 2  # fmt: skip
    assert desk.program.clicks.count("save") == 2


@pytest.mark.parametrize(
    ("without", "under", "pointed"),
    [(0.6, 0.7, 1), (0.1, 1.0, 0)],
)
def test_what_stays_unsure_or_is_hardly_likely_is_asked_about(
    desk: Desk, without: float, under: float, pointed: int
) -> None:
    """Once for each row, however often the screen is looked at again."""
    watcher = Watcher()
    confidence = sure_under_pointer(desk, without, under)
    [row] = desk.run(ROWS[:1], watcher=watcher, confidence=confidence).rows
    assert row.status == "asked" and len(watcher.questions) == 1
    moved = [one for one in desk.actuator.actions if isinstance(one, Scroll) and not (one.dx or one.dy)]
    save = next(one for one in desk.program.widgets() if one.name == "save")
    assert [one.point for one in moved[:pointed]] == [desk.program.box_of(save).center] * pointed
    assert "save" not in desk.program.clicks


def test_for_a_person_who_has_the_mouse_nothing_is_pointed_at(desk: Desk) -> None:
    """They take it while the agent is not sure, and hand it back at once."""
    taken: list[int] = []

    def touched(since: int) -> bool:
        if len(desk.program.clicks) == 2 and not taken:
            taken.append(time.monotonic_ns())
        return bool(taken) and since < taken[0]

    desk.touched = touched
    [row] = desk.run(ROWS[:1], watcher=Watcher(), confidence=sure_under_pointer(desk)).rows
    kinds = [one["kind"] for one in desk.journal]
    assert row.status == "done" and "paused" in kinds
    assert kinds.index("paused") < kinds.index("put_right")


BIN, OTHER_BIN = Box(280, 268, 26, 25), Box(284, 434, 22, 23)
NAMES = (Element(Box(45, 260, 90, 24), "list_item", "Elisa"), Element(Box(45, 425, 90, 24), "text", "Astra"))


@pytest.mark.parametrize(
    ("box", "values", "pointed"),
    [
        (BIN, {"Rhianna": "Astra"}, False),  # the one in the line above is likelier, and another record
        (OTHER_BIN, {"Rhianna": "Astra"}, True),
        (BIN, {}, False),  # nothing tells which line is meant
        (BIN, {"Rhianna": "Astra", "Kim": "Elisa"}, False),  # two lines say something of it
        (OTHER_BIN, {"Rhianna": "Astra", "Kim": "Elisa"}, False),
        (OTHER_BIN, {"Rhianna": "Astra", "Kim": "As"}, True),
    ],
)
def test_of_several_alike_only_the_one_of_the_record_is_pointed_at(
    box: Box, values: dict[str, str], pointed: bool
) -> None:
    bins = [Element(one, "icon") for one in (BIN, OTHER_BIN)]
    assert is_meant(Candidate(box, "icon", "", 0.7), [*NAMES, *bins], values.values()) is pointed


def test_what_stands_alone_is_pointed_at_whatever_is_said_of_a_record() -> None:
    save = Element(Box(10, 500, 90, 30), "button", "Save")
    others = [Element(one, "icon") for one in (BIN, OTHER_BIN)]
    assert is_meant(Candidate(save.box, "button", "Save", 0.7), [*NAMES, *others, save], ["Astra"])


def test_what_looks_otherwise_under_the_pointer_is_asked_about_once(desk: Desk) -> None:
    """The place that the person points at is the one that they see: with the pointer on it."""
    show, program = desk.program.widgets, desk.program

    def widgets() -> list[Widget]:
        found = show()
        for one in found:
            if one.name == "save" and program.box_of(one).contains(*desk.actuator.pointer()):
                one.text = "Save it"
        return found

    program.widgets = widgets
    save = next(one for one in show() if one.name == "save")
    watcher = Watcher(Answer("here", program.box_of(save).center))
    confidence = sure_under_pointer(desk, 0.6, 0.7)
    [row] = desk.run(ROWS[:1], watcher=watcher, confidence=confidence).rows
    assert (row.status, row.asked) == ("done", 1) and program.clicks.count("save") == 1
