"""Rows that come after the recording: what is proposed, what is asked, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.explaining.binding import Proposed, bound_to, propose
from lam_desktop.tasks.explaining.doubts import open_doubts
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.readings import explains
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Box
from tests.tasks.recordings import Clerk

ORDERS = """customer,quantity,due,priority,gift
Smith & Sons,5,2026-04-01,Low,no
Miller Hardware,12,2026-03-05,Medium,yes
Jones,7,2026-05-09,High,no
"""
FIELDS = ("Customer:", "Quantity", "Due date")


def shown(
    folder: Path,
    *texts: str,
    labels: tuple[str, ...] = FIELDS,
    choice: str = "",
) -> Task:
    """A task recorded without rows: each text typed into its field, then perhaps an entry chosen."""
    clerk = Clerk()
    for at, text in enumerate(texts):
        clerk.click(300, 100 + 30 * at).type(text)
    if choice:
        clerk.click(300, 400)
    task = compile_task(folder.name, folder, clerk.save(folder), None)
    steps = list(task.steps)
    fields = iter(labels)
    for at, step in enumerate(steps):
        if step.kind == "click" and at < 2 * len(texts):
            target = Target("", "field", Box(200, 90 + 15 * at, 200, 25), next(fields, ""))
            steps[at] = replace(step, target=target)
        elif step.kind == "click":
            steps[at] = replace(step, target=Target(choice, "list_item", Box(250, 390, 100, 25)))
    task = replace(task, steps=tuple(steps), understood=True)
    task_file.save(task)
    return task


def table(folder: Path, text: str = ORDERS) -> Path:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    return path


def columns(proposed: tuple[Proposed, ...]) -> dict[str, tuple[tuple[str, ...], bool]]:
    return {one.text: (one.meant[0].value.columns, one.sure) for one in proposed}


def test_the_row_that_holds_what_was_typed_is_the_demonstrated_one(tmp_path: Path) -> None:
    task = shown(tmp_path, "Miller Hardware", "12", "05.03.2026", choice="Medium")
    proposal = propose(task, read_rows(table(tmp_path)))
    assert proposal.row is not None and proposal.row.index == 2
    assert columns(proposal.proposed) == {
        "Miller Hardware": (("customer",), True), "12": (("quantity",), True),
        "05.03.2026": (("due",), True), "Medium": (("priority",), True),
    }  # fmt: skip
    assert proposal.unused == ("gift",)
    assert [one.meant[0].examples for one in proposal.proposed][2] == ((1, "01.04.2026"), (3, "09.05.2026"))
    bound = bound_to(task, proposal)
    assert bound.variables == ("customer", "quantity", "due", "priority")
    assert bound.row == proposal.row
    for step in bound.steps:
        if step.value is not None:
            assert explains(step.value, step.value.text, bound.row, None)


def test_what_is_kept_is_as_if_it_had_been_recorded_with_the_table(tmp_path: Path) -> None:
    """The same file, apart from what a person wrote into it, which stays."""
    path = table(tmp_path)
    task = shown(tmp_path, "Miller Hardware", "12", "05.03.2026")
    file = tmp_path / task_file.FILE_NAME
    file.write_text("# Ask Eva before changing this.\n" + file.read_text("utf-8"), encoding="utf-8")
    task = task_file.load(tmp_path)
    rows = read_rows(path)
    task_file.save(bound_to(task, propose(task, rows)))
    kept = task_file.load(tmp_path)
    assert "# Ask Eva before changing this." in file.read_text("utf-8")
    recorded = compile_task(tmp_path.name, tmp_path, task.recording_path, propose(task, rows).row, rows.rows)
    typed = [[step.value for step in one.steps if step.kind == "type"] for one in (kept, recorded)]
    assert typed[0] == typed[1] and kept.row == recorded.row
    assert open_doubts(kept, rows.rows) == ()
    more = "".join(f"Jones {at},{at},2026-05-0{at},High,no\n" for at in range(1, 9))
    odd = odd_rows(kept, read_rows(table(tmp_path, ORDERS.replace("Jones,7", "Jones,7OO") + more)).rows)
    assert [one.column for one in odd] == ["quantity"]


def test_of_two_columns_that_say_the_same_the_one_with_the_fields_name_is_taken(tmp_path: Path) -> None:
    twice = "customer,quantity,boxes\nMiller Hardware,12,12\nJones,3,4\n"
    labelled = propose(shown(tmp_path / "a", "Miller Hardware", "12"), read_rows(table(tmp_path, twice)))
    assert columns(labelled.proposed)["12"] == (("quantity",), True)
    nameless = shown(tmp_path / "b", "Miller Hardware", "12", labels=())
    proposal = propose(nameless, read_rows(table(tmp_path, twice)))
    [doubtful] = [one for one in proposal.proposed if not one.sure]
    assert [one.value.columns for one in doubtful.meant] == [("quantity",), ("boxes",), ()]
    with pytest.raises(UsageError, match="Step 4"):
        bound_to(nameless, proposal)
    assert bound_to(nameless, proposal, {4: 1}).variables == ("customer", "boxes")
    assert bound_to(nameless, proposal, {4: 2}).variables == ("customer",)


def test_a_field_that_is_called_like_another_column_is_asked_about(tmp_path: Path) -> None:
    text = "customer,quantity,boxes\nMiller Hardware,3,12\nJones,5,4\n"
    proposal = propose(shown(tmp_path, "Miller Hardware", "12"), read_rows(table(tmp_path, text)))
    assert columns(proposal.proposed)["12"] == (("boxes",), False)
    assert "quantity" in proposal.proposed[1].why


def test_a_name_alone_is_never_more_than_a_question(tmp_path: Path) -> None:
    """The table of another month: the demonstrated row is not in it."""
    task = shown(tmp_path, "Brown", "99", "24.12.2026")
    proposal = propose(task, read_rows(table(tmp_path)))
    assert proposal.row is None and not any(one.sure for one in proposal.proposed)
    assert columns(proposal.proposed) == {
        "Brown": (("customer",), False), "99": (("quantity",), False), "24.12.2026": (("due",), False)
    }  # fmt: skip
    assert proposal.proposed[2].meant[0].examples[0] == (1, "01.04.2026")
    bound = bound_to(task, proposal, {one.step: 0 for one in proposal.proposed})
    task_file.save(bound)
    assert task_file.load(tmp_path).row is None and bound.variables == ("customer", "quantity", "due")


def test_one_short_text_makes_no_row(tmp_path: Path) -> None:
    proposal = propose(shown(tmp_path, "7", labels=()), read_rows(table(tmp_path)))
    assert (proposal.row, proposal.proposed) == (None, ())


def test_rows_that_say_the_same_are_asked_about(tmp_path: Path) -> None:
    task = shown(tmp_path, "Miller Hardware", "12")
    rows = read_rows(table(tmp_path, ORDERS + "Miller Hardware,12,2026-06-06,Low,no\n"))
    proposal = propose(task, rows)
    assert (proposal.row, proposal.tied, proposal.proposed) == (None, (2, 4), ())
    with pytest.raises(UsageError, match="orders.csv:2"):
        bound_to(task, proposal)
    named = propose(task, rows, 4)
    assert named.row is not None and named.row.index == 4 and all(one.sure for one in named.proposed)
    none = propose(task, rows, 0)
    assert none.row is None and not any(one.sure for one in none.proposed)


def test_what_is_made_of_a_cell_follows_it(tmp_path: Path) -> None:
    text = "name,amount\nAda Lovelace,1249.5\nGrace Hopper,20\n"
    task = shown(tmp_path, "Lovelace", "1.249,50", labels=())
    proposal = propose(task, read_rows(table(tmp_path, text)))
    assert proposal.row is not None and proposal.row.index == 1
    bound = bound_to(task, proposal, {one.step: 0 for one in proposal.proposed})
    says = [one.meant[0].examples[0] for one in proposal.proposed]
    assert says == [(2, "Hopper"), (2, "20,00")] and bound.variables == ("name", "amount")


def test_a_task_that_follows_columns_already_is_left_alone(tmp_path: Path) -> None:
    task = shown(tmp_path, "Miller Hardware", "12")
    rows = read_rows(table(tmp_path))
    with pytest.raises(UsageError, match="follows columns already"):
        propose(bound_to(task, propose(task, rows)), rows)
    with pytest.raises(UsageError, match="not known yet"):
        propose(replace(task, understood=False), rows)
