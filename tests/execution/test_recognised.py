"""A row whose line a table has already is asked about; unasked it is neither entered nor left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.recognised import key_shown, lines_of_table
from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from lam_desktop.types import Box, DemonstratedStep, Element, Observation
from tests.execution.test_executor import ROWS, Desk, Watcher

pytestmark = pytest.mark.slow

FRAME = np.zeros((400, 600, 3), np.uint8)
VALUES = {"Miller & Sons": "x", "Calculator DK-209": "x", "40": "x", "13/06/2026": "x", "call first": "x"}
LINE = ("4701", "Miller & Sons", "Calculator ...", "40", "13/06/2026")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def table(*lines: tuple[str, ...], beside: tuple[Element, ...] = ()) -> Observation:
    cells = [
        Element(Box(20 + 90 * at, 100 + 24 * number, 80, 20), "cell", text)
        for number, line in enumerate(lines)
        for at, text in enumerate(line)
    ]
    return Observation(FRAME, (*beside, *cells))


def shown(before: Observation, after: Observation | None) -> DemonstratedStep:
    return DemonstratedStep(6, before, None, None, after)


def test_the_key_is_what_the_new_line_said_of_the_row() -> None:
    old = ("4700", "Smith", "Lamp LX-40", "7", "12/06/2026")
    key = key_shown(shown(table(old), table(LINE, old)), VALUES)
    assert key == ("Miller & Sons", "Calculator DK-209", "40", "13/06/2026")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (table(LINE), table(LINE)),
        (table(("4700", *LINE[1:])), table(("4700", *LINE[1:]), LINE)),  # its like stood there before
        (table(), table(LINE, ("4702", *LINE[1:]))),  # two of a kind came
        (table(), table(("4701", "40", "yes"))),  # too little to know it by
        (table(), table(("4701", "Miller & Sons", "yes"))),
        (table(), table(("Mi...", "Ca...", "40"))),
        (table(), Observation(FRAME, (Element(Box(20, 100, 80, 20), "field", "Miller & Sons"),))),
        (table(), None),
    ],
)
def test_without_one_new_line_of_several_values_there_is_none(
    before: Observation, after: Observation | None
) -> None:
    assert key_shown(shown(before, after), VALUES) == ()


def test_each_value_needs_a_cell_of_its_own_and_figures_must_be_the_same() -> None:
    (line,) = lines_of_table(table(("12", "Miller & S0ns", "Calculator ...")))
    assert line.says(("12", "Miller & Sons")) is False, "an 0 is no o"
    (line,) = lines_of_table(table(("12", "Mi1ler", "Müller Handel KG", "Calculator ...")))
    assert line.says(("12", "Muller Handel KG", "Calculator DK-209"))
    (merged,) = lines_of_table(table(("4701 Müller Han...", "Courier 12", "40 K")))
    assert merged.says(("Müller Handel KG", "12", "Courier")), "two cells were taken for one"
    (longer,) = lines_of_table(table(("Miller & Sons Ltd", "12")))
    assert not longer.says(("Miller & Sons", "12")), "another customer"
    assert not merged.says(("Müller Handel KG", "13")) and not merged.says(("Handel KG", "12", "12"))
    assert not line.says(("12", "12")) and not line.says(("13", "Müller Handel KG"))
    assert not line.says(("Calculator DK-209", "Calculator DK-210")) and not line.says(())


def test_a_row_that_stands_there_is_asked_about_with_its_picture_and_left_out(desk: Desk) -> None:
    desk.program.saved.append(("Jones", "7", True))
    watcher = Watcher(Answer("yes"))
    result = desk.run(watcher=watcher)
    assert [row.status for row in result.rows] == ["done", "skipped"] and result.status == "done"
    assert desk.program.saved == [("Jones", "7", True), ("Smith", "30", False)]
    (question,) = watcher.questions
    assert (question.row, question.settling) == (3, True) and Path(question.picture).is_file()
    assert question.reason == "A line of the table says “Jones”, “7” already. Was row 3 entered before?"
    assert result.rows[1].reason == "Row 3 is there already: the screen has its line, “Jones”, “7”."
    line = next(one for one in desk.program.widgets() if one.name == "line 0")
    box = desk.program.box_of(line)
    around = box.expanded(6).crop(question.observation.frame)
    assert np.any(np.all(around == (234, 122, 10), axis=2)), "the line is outlined"


def test_it_is_entered_where_the_person_says_that_it_is_another_one(desk: Desk) -> None:
    desk.program.saved.append(("Jones", "7", True))
    result = desk.run(watcher=Watcher(Answer("no")))
    assert [row.status for row in result.rows] == ["done", "done"]
    assert desk.program.saved.count(("Jones", "7", True)) == 2


def test_where_nobody_is_there_nothing_is_entered(desk: Desk) -> None:
    desk.program.saved.append(("Smith", "30", False))
    result = desk.run(mode="auto")
    assert (result.status, [row.status for row in result.rows]) == ("asked", ["asked", "not_started"])
    assert "Leave it out with --leave-out 2, or enter it once more with --again." in result.message
    assert desk.program.saved == [("Smith", "30", False)] and not desk.actuator.actions


def test_a_line_of_another_row_of_the_run_says_nothing(desk: Desk) -> None:
    """Two orders that differ only in what the table does not show are two orders."""
    rows = (ROWS[0], replace(ROWS[0], index=3, cells={**ROWS[0].cells, "express": "yes"}))
    result = desk.run(rows, mode="auto")
    assert result.status == "done", result.message
    assert desk.program.saved == [("Smith", "30", False), ("Smith", "30", True)]


def test_of_a_row_that_stands_twice_in_the_table_only_the_first_is_asked_about(desk: Desk) -> None:
    """That there are two the person was told before the run; what stands there already they were not."""
    rows = (ROWS[0], replace(ROWS[0], index=3))
    assert desk.run(rows, mode="auto").status == "done"
    assert desk.program.saved == [("Smith", "30", False)] * 2
    watcher = Watcher(Answer("yes"))
    assert [row.status for row in desk.run(rows, watcher=watcher).rows] == ["skipped", "done"]
    assert [question.row for question in watcher.questions] == [2]


@pytest.mark.parametrize(
    "there", [("Smith", "31", False), ("Smithe & Co", "30", False), ("Smi...", "7", True)]
)
def test_a_line_that_says_something_else_is_not_asked_about(there: tuple[str, str, bool], desk: Desk) -> None:
    desk.program.saved.append(there)
    assert desk.run(mode="auto").status == "done"


def test_a_check_knows_better_and_again_means_again(desk: Desk) -> None:
    desk.program.saved.append(("Smith", "30", False))
    desk.again = True
    assert desk.run(ROWS[:1], mode="auto").status == "done"
    assert desk.program.saved.count(("Smith", "30", False)) == 2
    desk.again = False
    check = FilesCheck(files="/srv/{customer}", values={"customer": parse_pattern("{customer}")})
    desk.task = replace(desk.task, checks=(check,))
    assert desk.run((Row(4, {**ROWS[1].cells}),), mode="auto").status == "done", "its record was counted"
