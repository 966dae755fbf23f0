"""A check of the start screen: found, likely to fail, or later; and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.execution.checking import check_start
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine.passport import Passport, compared
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.types import Moment, Observation
from tests.execution.test_executor import ROWS, Desk
from tests.fakes.program import ExactParser, MemoryDesktop, SamePlacePolicy

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class Pointer:
    """Takes every screen for the first one that was demonstrated, or for none of them."""

    def __init__(self, known: bool = True) -> None:
        self._known = known

    def moment(self, shown: list[Observation], screen: Observation, done: int | None = None) -> Moment:
        first = (1.0,) if self._known else (0.0,)
        return Moment(first + (0.0,) * (len(shown) - 1), 0.0 if self._known else 1.0)


def checked(desk: Desk, pointer: Pointer | None = None, rows=ROWS[:1]) -> RunResult:
    desk.program.clicks.clear()
    looker = Looker(MemoryDesktop(desk.program), ExactParser(desk.program), still_s=0.01)
    guard = Guard(desk.task.windows, desk.task.limits)
    policy = SamePlacePolicy()
    with Journal(desk.folder) as journal:
        result = check_start(
            desk.task, rows, lambda step: desk.shown[step.number],
            lambda seen: Locator(looker, policy, guard, seen, lambda: False),
            Whereabouts(desk.task, lambda step: desk.shown[step.number], pointer),  # type: ignore[arg-type]
            compared(Passport(screen=(9, 9)), Passport(screen=(8, 8))),
            RunRecord(journal, desk.folder, "tasks/orders/runs/1"), lambda: None,
        )  # fmt: skip
    assert desk.program.clicks == [] and desk.actuator.actions == []
    return result


def states(result: RunResult) -> list[str]:
    assert result.check is not None
    return [one.state for one in result.check.steps]


def test_all_is_found_on_its_start_screen(desk: Desk) -> None:
    result = checked(desk, Pointer())
    assert set(states(result)) == {"found", "keys"}
    assert (result.status, result.exit_code) == ("done", ExitCode.DONE)
    assert [(row.status, row.asked) for row in result.rows] == [("skipped", 0)]
    assert {"decided"} == {one["kind"] for one in read_journal(desk.folder / "journal.jsonl")}


@pytest.mark.parametrize("pointer", [None, Pointer()])
def test_what_the_start_screen_showed_and_now_lacks_is_named(desk: Desk, pointer: Pointer | None) -> None:
    desk.program.hidden.add("save")
    result = checked(desk, pointer, ROWS)
    assert result.check is not None
    asks = result.check.asks
    assert [(one.row, "Save" in one.caption or one.number == 6) for one in asks] == [(2, True), (3, True)]
    assert "showed its place" in asks[0].why and asks[0].told in result.message
    assert (result.status, result.exit_code) == ("asked", ExitCode.ASKED)
    lines = list(result.check.lines())
    assert lines[0] == "Recorded at 9 x 9, now 8 x 8."
    assert lines[-1].startswith("Row 3. Step ")


def test_what_opens_on_the_way_comes_later(desk: Desk) -> None:
    desk.program.hidden.add("save")
    save = next(number for number, shown in desk.shown.items() if _says(shown, "Save"))
    for shown in desk.shown.values():  # as if the form had shown no such button in the beginning
        if shown.index < save:
            kept = tuple(one for one in shown.before.elements if one.text != "Save")
            object.__setattr__(shown.before, "elements", kept)
    assert states(checked(desk, Pointer()))[save - 1] == "not_yet"


def test_a_screen_of_something_else_fails_at_the_first_step(desk: Desk) -> None:
    desk.program.blank, desk.program.twin, desk.program.twin_in_front = True, "other", False
    result = checked(desk, Pointer(known=False))
    assert states(result)[0] == "would_ask" and result.exit_code is ExitCode.ASKED


def test_a_window_that_lies_over_it_is_named(desk: Desk) -> None:
    desk.program.covered = True
    result = checked(desk, Pointer())
    assert result.check is not None
    assert "The window “Mail” lies over the program's" in result.check.asks[0].why


def _says(shown, text: str) -> bool:
    return shown.target is not None and shown.before.elements[shown.target].text == text
