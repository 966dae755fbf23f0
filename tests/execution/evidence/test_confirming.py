"""A row is confirmed where its record was not there before, and is there once afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.evidence.confirming import RowChecks, refuse_twins
from lam_desktop.execution.evidence.fault import CheckFault
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.checks import Check, SqlCheck
from lam_desktop.tasks.provenance.checked_parts import CheckedPart
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.tasks.storage.test_whole import click

CHECK = SqlCheck({"customer": parse_pattern("{name | upper}")}, 0.3, "/desk.db", "SELECT 1")
ROW = Row(3, {"name": "Miller"})


class Counts:
    """Answers in order; the last answer stays."""

    def __init__(self, *answers: int | CheckFault) -> None:
        self.answers = list(answers)
        self.asked: list[Mapping[str, str]] = []

    def __call__(self, check: Check, values: Mapping[str, str]) -> int:
        self.asked.append(values)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, CheckFault):
            raise answer
        return answer


def checks(tmp_path: Path, counts: Counts, begun: Sequence[int] = (), number: int = 1) -> RowChecks:
    record = RunRecord(Journal(tmp_path), tmp_path, "tasks/orders/runs/1")
    own = CheckedPart("orders", (CHECK,) * number, 1, 3) if number else None
    return RowChecks(own, (), begun, record, lambda: None, counts)


def ended(call: object, row: Row = ROW) -> RowEnded:
    with pytest.raises(RowEnded) as end:
        call(row)  # type: ignore[operator]
    return end.value


def test_a_record_that_comes_once_confirms_the_row(tmp_path: Path) -> None:
    counts = Counts(0, 0, 0, 1)
    row = checks(tmp_path, counts)
    assert row.before(ROW) and row.after(ROW) == "confirmed"
    assert counts.asked[0] == {"customer": "MILLER"}
    told = [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert [(one["kind"], one["when"], one["counts"], one["ok"]) for one in told] == [
        ("checked", "before", [0], True),
        ("checked", "after", [1], True),
    ]


@pytest.mark.parametrize(("counts", "said"), [((0,), "is not there"), ((1, 2), "2 times instead of once")])
def test_a_record_that_is_missing_or_came_twice_fails_the_row(
    tmp_path: Path, counts: tuple[int, ...], said: str
) -> None:
    end = ended(checks(tmp_path, Counts(*counts)).after)
    assert end.status == "failed" and said in end.message


def test_a_record_that_is_there_already_is_not_entered_again(tmp_path: Path) -> None:
    end = ended(checks(tmp_path, Counts(1)).before)
    assert end.status == "skipped" and "is there already (once)" in end.message
    assert not checks(tmp_path, Counts(1), begun=(3,)).before(ROW)  # an earlier run's own
    end = ended(checks(tmp_path, Counts(2), begun=(3,)).before)
    assert end.status == "asked" and "(2 times)" in end.message
    half = ended(checks(tmp_path, Counts(1, 0), begun=(3,), number=2).before)
    assert half.status == "asked"


def test_without_its_check_nothing_is_entered_and_nothing_is_believed(tmp_path: Path) -> None:
    fault = CheckFault("there is no database /desk.db")
    assert ended(checks(tmp_path, Counts(fault)).before).status == "asked"
    end = ended(checks(tmp_path, Counts(fault)).after)
    assert (end.status, end.message) == ("failed", "Row 3 was entered, but there is no database /desk.db.")
    assert checks(tmp_path, Counts(fault)).left(ROW) == ""


def test_a_server_that_is_busy_for_a_moment_is_asked_again(tmp_path: Path) -> None:
    assert checks(tmp_path, Counts(CheckFault("busy"), 1)).after(ROW, seen=False) == "confirmed"


def test_a_row_that_broke_off_may_be_stored_all_the_same(tmp_path: Path) -> None:
    assert checks(tmp_path, Counts(1)).left(ROW) == "Its record is there all the same."
    assert checks(tmp_path, Counts(0)).left(ROW) == "Its record is not there."


def test_without_checks_what_the_screen_says_is_all_that_is_known(tmp_path: Path) -> None:
    row = checks(tmp_path, Counts(5), number=0)
    assert row.before(ROW) and row.after(ROW) == "seen" and row.left(ROW) == ""
    assert row.after(ROW, seen=False) == "not seen"
    assert not (tmp_path / "journal.jsonl").read_text()


def test_rows_that_one_record_would_confirm_are_refused() -> None:
    checked = Task("orders", Path(), "a.lamrec", (click(1),), checks=(CHECK,))
    rows = [ROW, Row(4, {"name": "Smith"}), Row(5, {"name": "MILLER"})]
    with pytest.raises(UsageError, match="Rows 3 and 5 say the same"):
        refuse_twins(checked, rows)
    refuse_twins(checked, rows[:2])
    refuse_twins(replace(checked, checks=()), rows)
    with pytest.raises(UsageError, match="Row 6: the check's value «customer»"):
        refuse_twins(checked, [Row(6, {"name": ""})])
