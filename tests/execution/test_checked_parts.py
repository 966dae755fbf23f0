"""The checks of tasks that a row does: which rows are entered, confirmed, failed, and gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.confirming import checks_of, refuse_twins
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.evidence.parts import PartChecks
from lam_desktop.execution.evidence.records import Records
from lam_desktop.execution.runs.begun import BegunRow, begun_row
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.call import Call
from lam_desktop.tasks.checks import Check, SqlCheck
from lam_desktop.tasks.provenance.checked_parts import CheckedPart, amid_the_row, of_the_row
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.tasks.when import When
from tests.execution.test_executor import Desk
from tests.execution.test_structure import of_a_call, waiting_first

pytestmark = pytest.mark.usefixtures("no_waiting")

PART = SqlCheck({"part": parse_pattern("{customer}")}, 0.3, "/desk.db", "SELECT 1")
OWN = SqlCheck({"customer": parse_pattern("{customer}")}, 0.3, "/desk.db", "SELECT 2")
ROWS = (Row(2, {"customer": "Smith", "quantity": "30", "express": "no"}),)


class PartDesk(Desk):
    """The first two steps, which enter the customer, are those of a task with a check."""

    def __init__(self, folder: Path, own: bool = True, **more: Any) -> None:
        super().__init__(folder)
        of_a_call(self, 1, 2, checks=(PART,), given=(("customer", "{customer}"),), **more)
        self.task = replace(self.task, checks=(OWN,) if own else ())
        self.kept: dict[str, int] = {}
        """How often the system of the called task holds something, beside what stands in the form."""
        self.refuses = False
        self.counted: list[str] = []

    def stored(self, check: Check, values: Mapping[str, str]) -> int:
        if "part" not in values:
            self.counted.append("own")
            return super().stored(check, values)
        self.counted.append("part")
        held = self.kept.get(values["part"], 0)
        return held + (self.program.customer == values["part"] and not self.refuses)

    @property
    def checked(self) -> list[tuple[str, str, bool]]:
        return [
            (str(one.get("task", "")), str(one["when"]), bool(one["ok"]))
            for one in self.journal
            if one["kind"] == "checked"
        ]

    def acted(self) -> list[int]:
        return [int(str(one["step"])) for one in self.journal if one["kind"] == "acted"]


def test_a_part_is_counted_before_the_row_and_right_behind_itself(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path)
    result = desk.run(ROWS)
    assert result.status == "done" and result.rows[0].evidence == "confirmed", result
    assert desk.checked == [
        ("", "before", True), ("login", "before", True), ("login", "behind", True), ("", "after", True),
    ]  # fmt: skip
    entries = [(one["kind"], one.get("step")) for one in desk.journal]
    behind = entries.index(("checked", 2), entries.index(("acted", 2)))
    assert entries.index(("verified", 2)) < behind < entries.index(("acting", 3)), (
        "later it may have moved on"
    )


def test_what_comes_behind_a_part_that_was_refused_is_not_done(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path)
    desk.refuses = True
    result = desk.run(ROWS)
    assert result.status == "failed" and desk.acted() == [1, 2] and desk.program.saved == []
    assert "Row 2, behind the task «login»" in result.message and "its record is not there" in result.message


def test_a_record_that_is_there_already_is_not_entered_once_more(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path)
    desk.kept["Smith"] = 1
    result = desk.run(ROWS)
    assert result.status == "asked" and desk.acted() == []
    assert "what the task «login» stores is there already (once); the row was not entered" in result.message
    desk.program.saved.append(("Smith", "30", False))
    assert desk.run(ROWS).rows[0].status == "skipped", "the row's own check says more"


def test_without_a_check_of_its_own_the_screen_tells_of_the_row(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False)
    result = desk.run(ROWS)
    assert result.rows[0].evidence in ("seen", "not seen") and desk.checked[-1] == ("login", "behind", True)


def test_a_task_with_which_the_row_ends_confirms_it(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False)
    last = desk.task.steps[-1].number
    of_a_call(desk, 1, last, checks=(replace(OWN, values=PART.values),))
    part = of_the_row(desk.task)
    assert part is not None and part.task == "login" and amid_the_row(desk.task) == ()
    desk.stored = lambda check, values: sum(one == values["part"] for one, *_ in desk.program.saved)  # type: ignore[method-assign]
    assert desk.run(ROWS).rows[0].evidence == "confirmed"
    assert desk.run(ROWS).rows[0].status == "skipped"
    of_a_call(desk, 1, last, checks=(PART,), when=When("is", "no", "express"))
    assert of_the_row(desk.task) is None, "rows that leave it out are not confirmed by it"


def test_what_stands_before_the_last_task_is_not_repeated_because_that_is_not_stored(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False)
    steps = [replace(one, within=()) for one in desk.task.steps]
    desk.task = replace(desk.task, steps=tuple(steps))
    of_a_call(desk, 3, len(steps), checks=(PART,))
    record = RunRecord(Journal(tmp_path), tmp_path, "run")
    checks = checks_of(desk.task, (), record, lambda: None, lambda *_: 0)
    assert checks.before(ROWS[0]) and amid_the_row(desk.task) == ()
    assert [checks.unstored(number) for number in (2, 3, len(steps))] == [False, True, True]


def test_a_part_that_a_cell_leaves_out_is_not_asked_about(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, when=When("is", "yes", "express"))
    desk.kept["Smith"] = 1
    result = desk.run(ROWS)
    assert "part" not in desk.counted, result


def test_a_part_that_is_due_by_the_screen_is_judged_once_it_is(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False, when=When("shown", "Enter the customer"))
    desk.kept["Smith"] = 1
    desk.program.note = "Nothing to do here."
    left = desk.run(ROWS)
    assert [one["step"] for one in desk.journal if one["kind"] == "left_out"] == [1, 2], left
    assert ("login", "behind", True) not in desk.checked and left.status == "done"
    (tmp_path / "due").mkdir()
    due = PartDesk(tmp_path / "due", own=False, when=When("shown", "Enter the customer"))
    due.kept["Smith"] = 1
    due.program.note = "Enter the customer"
    result = due.run(ROWS)
    assert result.status == "asked" and due.acted() == [], result
    assert "is there already (once); it is not entered again" in result.message
    due.kept.clear()
    assert due.run(ROWS).status == "done" and due.checked[-1] == ("login", "behind", True)


def test_a_check_that_cannot_be_made_ends_the_row(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False)
    counts = desk.stored

    def broken(check: Check, values: Mapping[str, str]) -> int:
        raise CheckFault("there is no database /desk.db")

    desk.stored = broken  # type: ignore[method-assign]
    result = desk.run(ROWS)
    assert result.status == "asked" and desk.acted() == []
    assert "without the check of «login» nothing is entered" in result.message
    desk.stored = lambda check, values: (
        broken(check, values) if desk.program.customer else counts(check, values)
    )  # type: ignore[method-assign]
    result = desk.run(ROWS)
    assert result.status == "failed" and "«login» was done, but there is no database" in result.message


def broken_off(desk: PartDesk, behind: str, step: int) -> list[dict[str, object]]:
    """The journal of a run that was killed right behind an entry."""
    desk.run(ROWS)
    entries = desk.journal
    last = max(at for at, one in enumerate(entries) if one["kind"] == behind and one.get("step") == step)
    return entries[: last + 1]


def test_a_row_that_broke_off_behind_a_part_goes_on_there(tmp_path: Path) -> None:
    """The part was confirmed before the crash: its record may have gone elsewhere since."""
    (tmp_path / "first").mkdir()
    begun = begun_row(broken_off(PartDesk(tmp_path / "first"), "checked", 2))
    assert begun is not None and begun.confirmed == (("login", 2),) and begun.done == (1, 2)
    desk = PartDesk(tmp_path)
    desk.at_work = begun
    desk.program.customer, desk.refuses = "Smith", True
    result = desk.run(ROWS)
    assert result.status == "done" and result.rows[0].evidence == "confirmed", result
    assert 1 not in desk.acted() and 2 not in desk.acted()
    again = begun_row([*desk.journal[:-1]])
    assert again is not None and again.confirmed == (("login", 2),), "also a second crash knows it"


def test_a_part_that_was_stored_as_it_broke_off_is_not_done_again(tmp_path: Path) -> None:
    """Nobody saw what came of its last step, but the check counts its record."""
    (tmp_path / "first").mkdir()
    begun = begun_row(broken_off(PartDesk(tmp_path / "first"), "acted", 2))
    assert begun is not None and begun.at_work == 2 and begun.confirmed == ()
    desk = PartDesk(tmp_path)
    desk.at_work, desk.kept = begun, {"Smith": 1}
    desk.refuses = True  # what stands in the form is no record
    desk.program.customer = "Smith"
    result = desk.run(ROWS)
    assert result.status == "done" and 2 not in desk.acted(), result
    assert [one for one in desk.checked if one[0] == "login"] == [("login", "behind", True)]


def test_a_part_that_was_done_and_is_not_stored_fails_the_row_that_goes_on(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    begun = begun_row(broken_off(PartDesk(tmp_path / "first"), "verified", 2))
    assert begun is not None and begun.done == (1, 2) and begun.confirmed == ()
    desk = PartDesk(tmp_path)
    desk.at_work, desk.refuses = begun, True
    desk.program.customer = "Smith"
    result = desk.run(ROWS)
    assert result.status == "failed" and desk.program.saved == [], result
    assert "behind the task «login»" in result.message


def test_steps_of_a_stored_part_are_never_repeated(tmp_path: Path) -> None:
    def count(check: Check, _: Mapping[str, str]) -> int:
        return 0 if check is OWN else 1

    task = PartDesk(tmp_path).task
    begun = begun_row([{"kind": "row_started", "row": 2}, {"kind": "acting", "row": 2, "step": 2}])
    assert begun is not None
    record = RunRecord(Journal(tmp_path), tmp_path, "run")
    checks = checks_of(task, (), record, lambda: None, count, begun)
    assert checks.before(ROWS[0])
    assert [checks.unstored(number) for number in (1, 2, 3)] == [False, False, True]
    assert checks.parts.done(begun).done == (1, 2) and checks.parts.done(begun).at_work is None
    with pytest.raises(RowEnded, match="is there already"):
        checks.parts.begins(1)


def test_rows_that_one_record_of_a_part_would_confirm_are_refused(tmp_path: Path) -> None:
    task = PartDesk(tmp_path, own=False).task
    rows = [*ROWS, replace(ROWS[0], index=5)]
    with pytest.raises(UsageError, match="Rows 2 and 5 say the same in all values of the check of «login»"):
        refuse_twins(task, rows)
    twice = PartDesk(tmp_path, own=False)
    of_a_call(twice, 3, 4, checks=(PART,))
    with pytest.raises(UsageError, match="Row 2 does the task «login» twice"):
        refuse_twins(twice.task, ROWS)
    refuse_twins(PartDesk(tmp_path, own=False, optional=True).task, rows)
    refuse_twins(PartDesk(tmp_path, own=False, when=When("is", "yes", "express")).task, rows)


def test_waiting_behind_a_task_leaves_it_the_last(tmp_path: Path) -> None:
    desk = PartDesk(tmp_path, own=False)
    assert of_the_row(desk.task) is None
    waiting_first(desk, "Ready")
    steps = desk.task.steps
    of_a_call(desk, 2, len(steps), checks=(PART,))
    waits = replace(steps[0], number=len(steps) + 1)
    desk.task = replace(desk.task, steps=(*desk.task.steps, waits))
    assert of_the_row(desk.task) is not None


# -- one called task that calls another one


class Counts:
    """What the systems of two called tasks hold, by the task."""

    def __init__(self, **held: int) -> None:
        self.held = held

    def counts(self, checks: tuple[Check, ...], _row: Row) -> tuple[int, ...]:
        return tuple(self.held[one.query] for one in checks if isinstance(one, SqlCheck))

    arrived = counts


def nested(tmp_path: Path, counts: Counts, at_work: BegunRow | None = None) -> PartChecks:
    """Checks of B (steps 1 to 6), which does C (4 and 5, or up to its end)."""
    inner_call, outer_call = Call("C", 4, 5), Call("B", 1, 6)

    def check(name: str) -> tuple[Check, ...]:
        return (SqlCheck({"part": parse_pattern("{customer}")}, 0.3, "/desk.db", name),)

    parts = (
        CheckedPart("B", check("b"), 1, 6, (outer_call,)),
        CheckedPart("C", check("c"), 4, 5, (outer_call, inner_call)),
    )
    record = RunRecord(Journal(tmp_path), tmp_path, "runs/1")
    found = PartChecks(parts, cast("Records", counts), record, at_work)
    found.before(ROWS[0])
    return found


def test_a_part_within_one_that_is_stored_is_still_to_be_done(tmp_path: Path) -> None:
    counts = Counts(b=0, c=0)
    checks = nested(tmp_path, counts)
    checks.begins(1)
    counts.held["b"] = 1  # B has stored its record; C was never begun
    checks.look()
    assert checks.done(BegunRow(2, (1, 2, 3))).done == (1, 2, 3, 6)
    with pytest.raises(RowEnded, match="behind the task «C»"):
        checks.goes_on_at(7)


def test_what_confirms_the_outer_task_does_not_confirm_the_inner_one(tmp_path: Path) -> None:
    """Both end with the same step: the journal tells them apart by their names."""
    begun = BegunRow(2, (1, 2, 3, 4, 5), confirmed=(("B", 6),))
    checks = nested(tmp_path, Counts(b=1, c=0), begun)
    assert checks.unstored(6) is False and checks.unstored(4) is False
    with pytest.raises(RowEnded, match="behind the task «C»"):
        checks.goes_on_at(7)
