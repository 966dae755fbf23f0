"""What was typed and cannot be told: neither right nor wrong, it is a question, also where nobody is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.begun import begun_row
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.execution.verifying.typed_doubt import cannot_be_told
from lam_desktop.execution.verifying.typed_text import Typed
from lam_desktop.types import Box, Element
from tests.execution.test_executor import ROWS, Desk
from tests.execution.test_put_right import AGAIN, NO, YES, Person

pytestmark = pytest.mark.usefixtures("no_waiting")

FIELD = Box(40, 40, 200, 26)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(
    typed: str,
    seen: str,
    *cuts: str,
    sure: float = 1.0,
    letters: tuple[float, ...] = (),
    others: frozenset[str] = frozenset(),
    in_field: bool = True,
) -> bool:
    """Whether the readings of a place tell what stands there."""
    field = Element(FIELD, "field", seen, sure, letters=letters)
    return not cannot_be_told(Typed(typed, others=others), field, cuts, in_field)


@pytest.mark.parametrize(
    ("typed", "seen", "cuts"),
    [
        ("1249.50", "1249.80", ("1249.80", "1249.80")),  # the same in every cut
        ("1249.50", "1249.80", ("1248.80", "1249.80")),  # one figure is another in every cut
        ("Sorensen", "Sorenson", ("Sorenson",)),
        ("Miller", "Miller & Sons", ("Miller &",)),
        ("30", "Cancel", ("Cance",)),
    ],
)
def test_what_every_cut_reads_otherwise_is_told(typed: str, seen: str, cuts: tuple[str, ...]) -> None:
    assert told(typed, seen, *cuts)


@pytest.mark.parametrize(
    ("typed", "seen", "cuts"),
    [
        ("1249.50", "1249.80", ("1249.60", "1249.30")),
        ("1249.50", "1249.80", ("1248.50",)),  # wrong in either, at another place
        ("Sorensen", "Sorenson", ("Sorensan",)),
    ],
)
def test_cuts_that_disagree_about_every_place_do_not_tell(
    typed: str, seen: str, cuts: tuple[str, ...]
) -> None:
    assert not told(typed, seen, *cuts)


def test_what_is_hard_to_read_does_not_tell() -> None:
    assert not told("30", "80", "80", sure=0.6)
    assert not told("30", "80", "80", letters=(0.6, 0.99))
    assert told("30", "80", "80", letters=(0.9, 0.99))
    assert told("30", "Saved", "Saved", sure=0.6, in_field=False)  # some other text that changed
    assert told("30", "80", "80", sure=0.6, others=frozenset({"80"}))  # another value of the table


def _doubtful(desk: Desk) -> None:
    desk.program.misread = {"30": ("80", "60", "50")}


def test_where_nobody_is_a_reading_in_doubt_is_a_question_and_not_a_failure(desk: Desk) -> None:
    _doubtful(desk)
    result = desk.run(mode="auto")
    assert (result.status, result.exit_code) == ("asked", ExitCode.ASKED)
    assert [row.status for row in result.rows] == ["asked", "not_started"]
    assert "“30” was typed, but it cannot be told" in result.message
    assert "“80”" in result.message and "“60”" in result.message
    assert result.rows[0].asked == 1 and desk.program.saved == []
    asked = [one["step"] for one in desk.journal if one["kind"] == "asked"]
    verdicts = [one["ok"] for one in desk.journal if one["kind"] == "verified" and one["step"] == 4]
    assert (asked, verdicts) == ([4], [False])


def test_what_reads_as_another_row_of_the_table_is_wrong_and_no_doubt(desk: Desk) -> None:
    _doubtful(desk)
    rows = (ROWS[0], dataclasses.replace(ROWS[1], cells=dict(ROWS[1].cells) | {"quantity": "80"}))
    assert desk.run(rows, mode="auto").exit_code == ExitCode.WRONG_EFFECT


@pytest.mark.parametrize(
    ("answers", "status"), [((), "asked"), ((NO,), "failed"), ((YES,), "done"), ((AGAIN,), "asked")]
)
def test_whoever_is_there_decides_it(desk: Desk, answers: tuple[Answer, ...], status: str) -> None:
    _doubtful(desk)
    [row] = desk.run(ROWS[:1], watcher=Person(*answers)).rows
    assert row.status == status


def test_a_run_that_goes_on_places_the_row_at_the_step_in_doubt_and_types_it_once(desk: Desk) -> None:
    _doubtful(desk)
    desk.run(ROWS[:1], mode="auto")
    begun = begun_row(desk.journal)
    assert begun is not None
    assert (begun.row, begun.done, begun.at_work, begun.typing) == (2, (1, 2, 3), 4, True)
    desk.program.misread, desk.at_work = {}, begun
    assert desk.run(ROWS[:1], mode="auto").exit_code == ExitCode.DONE
    assert desk.program.saved == [("Smith", "30", False)]


def test_a_tick_that_cannot_be_told_is_a_question(desk: Desk) -> None:
    place = next(desk.program.box_of(one).center for one in desk.program.widgets() if one.name == "express")
    desk.program.state_unseen = True
    here = Answer("here", place)
    [row] = desk.run(ROWS[1:], watcher=Person(here)).rows
    assert (row.status, row.asked) == ("asked", 2)
    assert desk.program.clicks.count("express") == 1
    assert "cannot be told whether it is ticked" in row.reason
