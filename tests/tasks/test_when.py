from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.tasks.explaining.describe import describe_task
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import NOWHERE
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import When, columns_in, filled_in
from tests.tasks.task_yaml.test_task_file import EXPECTED, example

CELLS = {"customer": "李雷", "zip": "01234", "due": "2026-03-05"}
WAIT = "  - kind: wait\n    text: 'Order {zip} saved'  # it takes its time\n    patience_s: 90\n"


def written(folder: Path, *pairs: tuple[str, str]) -> Path:
    text = EXPECTED
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / task_file.FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("when", "cell", "met"),
    [
        (When("is", "yes", "express"), " Yes ", True),
        (When("is", "yes", "express"), "yes!", False),
        (When("is", "yes", "express"), "", False),
        (When("is_not", "yes", "express"), "no", True),
        (When("is_not", "yes", "express"), "YES", False),
        (When("empty", "true", "express"), "  ", True),
        (When("empty", "true", "express"), "x", False),
        (When("empty", "false", "express"), "x", True),
        (When("empty", "false", "express"), "", False),
        (When("is", "10", "express"), "1O", False),
    ],
)
def test_a_column_decides(when: When, cell: str, met: bool) -> None:
    why = when.unmet((4, {"express": cell}))
    assert (why == "") == met
    assert met or ("«express»" in why and why.endswith("in row 4."))


@given(st.text(), st.text())
def test_is_and_is_not_are_opposites(cell: str, said: str) -> None:
    row = (1, {"a": cell})
    assert bool(When("is", said, "a").unmet(row)) != bool(When("is_not", said, "a").unmet(row))


def test_a_text_has_the_rows_cells_in_it() -> None:
    assert columns_in("Order {no} of {name}") == ("no", "name") and columns_in("Saved") == ()
    assert filled_in("Order {no}", (2, {"no": "17"})) == "Order 17"
    with pytest.raises(UsageError, match=r"Row 2: the column «no» is empty"):
        filled_in("Order {no}", (2, {"no": ""}))


def test_a_step_that_is_left_out_needs_nothing_of_its_row(tmp_path: Path) -> None:
    """A condition on two steps, whose own column is empty where they are left out."""
    written(
        tmp_path,
        ("    kind: type\n", "    kind: type\n    when: {column: due, empty: false, steps: 2}\n"),
    )
    task = task_file.load(tmp_path)
    due = {**CELLS, "due": ""}
    plans = plan_row(task, Row(7, due))
    assert [plan.left_out for plan in plans] == ["", *["The column «due» is empty in row 7."] * 2, ""]
    assert not odd_rows(task, [Row(7, due)])
    assert [plan.left_out for plan in plan_row(task, Row(8, CELLS))] == [""] * 4
    told = "\n".join(describe_task(task))
    assert "[only where the column due is filled]" in told and "[as step 2]" in told


def test_a_waiting_step_is_written_by_hand(tmp_path: Path) -> None:
    path = written(
        tmp_path, ("  - due\n", "  - due\n  - zip\n"), ("  - caption: Press", WAIT + "  - caption: Press")
    )
    task = task_file.load(tmp_path)
    step = task.steps[3]
    assert (step.kind, step.demonstrated, step.patience_s) == ("wait", NOWHERE, 90.0)
    assert step.caption == "Wait until “Order {zip} saved” is shown"
    assert task.columns == ("customer", "due", "zip")
    plan = plan_row(task, Row(1, CELLS))[3]
    assert plan.awaited == "Order 01234 saved" and plan.step.window == task.steps[2].window
    task_file.save(task)
    kept = path.read_text(encoding="utf-8")
    assert "# it takes its time" in kept and task_file.load(tmp_path) == task


def test_what_has_no_condition_is_written_as_before(tmp_path: Path) -> None:
    text = task_file.dumps(example(tmp_path))
    assert "when" not in text.removeprefix(task_file.HEADER) and "gone" not in text
