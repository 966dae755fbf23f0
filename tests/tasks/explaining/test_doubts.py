from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lam_desktop.cli.settling import Settling
from lam_desktop.tasks.explaining.doubts import (
    MeantAs,
    Reading,
    doubts_of_whole,
    open_doubts,
    settled,
    unused_columns,
)
from lam_desktop.tasks.provenance.choices import bind_choice
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import NOWHERE, TaskStep, Value
from lam_desktop.tasks.storage.whole import rows_given, whole
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import When
from tests.cli.answering import answering
from tests.tasks.recordings import Clerk

SHOWN = {"customer": "Miller", "quantity": "3", "priority": "3", "note": "none"}
ROWS = Row(2, {**SHOWN, "customer": "Smith", "quantity": "5"}), Row(3, {**SHOWN, "customer": "Jones"})
SAME = (Row(3, {**SHOWN, "customer": "Jones"}),)


def made(folder: Path, *texts: str, cells: dict[str, str] = SHOWN, index: int = 1) -> Task:
    """A task in which these texts are typed, saved in its folder."""
    clerk = Clerk()
    for at, text in enumerate(texts):
        clerk.click(300, 100 + 30 * at).type(text)
    recording = clerk.save(folder)
    task = compile_task(folder.name, folder, recording, DemonstratedRow("o.csv", index, cells), ROWS)
    task_file.save(task)
    return task


def value_of(meant: MeantAs[Reading]) -> Value:
    assert isinstance(meant.value, Value)
    return meant.value


def test_a_doubt_has_its_readings_and_what_each_makes_of_the_first_row(tmp_path: Path) -> None:
    task = made(tmp_path, "Miller", "3")
    [doubt] = open_doubts(task, ROWS)
    assert (doubt.step, doubt.row, doubt.matters) == (4, 2, True)
    assert [(value_of(one).name, one.says) for one in doubt.meant] == [("quantity", "5"), ("priority", "3")]
    assert unused_columns(task) == {"priority": "3", "note": "none"}


def test_where_all_readings_say_the_same_it_does_not_matter(tmp_path: Path) -> None:
    [doubt] = open_doubts(made(tmp_path, "Miller", "3"), SAME)
    assert not doubt.matters and len(doubt.meant) == 2


def test_day_and_month_the_other_way_round(tmp_path: Path) -> None:
    cells = {"due": "2026-04-04", "customer": "Miller"}
    task = made(tmp_path, "04/04/2026", cells=cells)
    [doubt] = open_doubts(task, (Row(2, {"due": "2026-06-05", "customer": "x"}),))
    assert doubt.matters
    assert {one.says for one in doubt.meant} == {"05/06/2026", "06/05/2026"}
    [doubt] = open_doubts(task, (Row(2, {"due": "2026-06-06", "customer": "x"}),))
    assert not doubt.matters


def test_what_was_typed_on_that_day(tmp_path: Path) -> None:
    today = date.today()
    task = made(tmp_path, f"{today:%d.%m.%Y}", cells={"customer": "Miller"})
    [doubt] = open_doubts(task, (Row(2, {"customer": "x"}),), date(2031, 1, 25))
    assert doubt.matters
    assert (doubt.meant[0].says, doubt.meant[-1].says) == ("25.01.2031", f"{today:%d.%m.%Y}")


def test_a_one_in_row_one(tmp_path: Path) -> None:
    task = made(tmp_path, "1", cells={"customer": "Miller"})
    [doubt] = open_doubts(task, (Row(2, {"customer": "x"}),))
    assert [(value_of(one).source, one.says) for one in doubt.meant] == [("constant", "1"), ("computed", "2")]
    assert not open_doubts(task, (Row(1, {"customer": "x"}),))[0].matters


def test_the_answer_is_kept_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "Miller", "3")
    path = tmp_path / task_file.FILE_NAME
    path.write_text(path.read_text().replace("steps:\n", "steps:  # mine\n"))
    said: list[str] = []
    answering(monkeypatch, "what", "9", "2")
    task = Settling(said.append, alone=False, acts=True)(task_file.load(tmp_path), ROWS)
    assert isinstance(task, Task)
    kept = task_file.load(tmp_path)
    assert kept.steps[3].value == Value("row", "priority", "3") and kept.steps[3].doubt == ""
    assert "(column priority)" in kept.steps[3].caption and "steps:  # mine" in path.read_text()
    assert said[0] == "No step uses: priority (“3”), note (“none”)."
    assert "  1  column quantity: row 2 says “5”  (taken)" in said
    assert "  2  column priority: row 2 says “3”" in said
    said.clear()
    Settling(said.append, alone=True, acts=True)(kept, ROWS)
    assert not [line for line in said if line.startswith("Step")]


@pytest.mark.parametrize("answers", [(), ("s",)])
def test_who_stops_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Sequence[str]
) -> None:
    task = made(tmp_path, "Miller", "3")
    before = (tmp_path / task_file.FILE_NAME).read_text()
    answering(monkeypatch, *answers)
    assert isinstance(Settling(lambda _: None, alone=False, acts=True)(task, ROWS), str)
    assert (tmp_path / task_file.FILE_NAME).read_text() == before


def test_alone_it_goes_on_only_where_that_makes_no_difference(tmp_path: Path) -> None:
    task = made(tmp_path, "Miller", "3")
    said: list[str] = []
    settling = Settling(said.append, alone=True, acts=True)
    told = settling(task, ROWS)
    assert isinstance(told, str) and told.startswith("Step 4 may be meant in two ways")
    assert settling.told[0]["matters"] and settling.told[0]["readings"][1]["says"] == "3"
    assert Settling(said.append, alone=True, acts=True)(task, SAME) == task
    assert Settling(said.append, alone=True, acts=False)(task, ROWS) == task


@pytest.mark.parametrize("typed", ["15.00", "msor"])
def test_what_was_made_of_the_row_in_the_head_is_asked_about_where_the_rows_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """Nothing can be taken instead; but nobody said that it is the same for every customer."""
    task = made(tmp_path, typed, cells={"customer": "Mia Sorensen", "quantity": "3", "price": "5.00"})
    others = (Row(2, {"customer": "Weber", "quantity": "12", "price": "89.90"}),)
    same = (Row(2, {"customer": "Mia Sorensen", "quantity": "3", "price": "5.00"}),)
    [doubt] = open_doubts(task, others)
    assert doubt.matters and [value_of(one).source for one in doubt.meant] == ["constant"]
    assert not open_doubts(task, same)[0].matters
    said: list[str] = []
    told = Settling(said.append, alone=True, acts=True)(task, others)
    assert isinstance(told, str) and "nobody said that it stays" in told
    answering(monkeypatch, "1")
    settled_now = Settling(said.append, alone=False, acts=True)(task, others)
    assert isinstance(settled_now, Task) and not any(step.doubt for step in settled_now.steps)
    assert any(f"row 2 says “{typed}”" in line for line in said)
    assert Settling(said.append, alone=True, acts=True)(settled_now, others) == settled_now


def test_a_short_text_that_a_column_said_before_may_be_chance(tmp_path: Path) -> None:
    """A quantity of 5, and five days that are the same for everybody."""
    task = made(tmp_path, "5", "5", cells={"customer": "Miller", "quantity": "5"})
    rows = (Row(2, {"customer": "Weber", "quantity": "12"}),)
    [doubt] = open_doubts(task, rows)
    assert doubt.matters and [one.says for one in doubt.meant] == ["12", "5"]
    longer = tmp_path / "longer"
    longer.mkdir()
    assert not open_doubts(made(longer, "Miller", "Miller", cells={"customer": "Miller"}), rows)


def test_settled_only_changes_that_step(tmp_path: Path) -> None:
    task = made(tmp_path, "Miller", "3")
    other = settled(task, 4, Value("constant", text="3"))
    assert other.steps[:3] == task.steps[:3] and other.steps[3].caption == "Type “3”"


def test_a_task_that_is_done_is_doubted_with_the_rows_that_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    inner = made(tmp_path / "inner", "Miller", "3")
    outside = made(tmp_path, "Miller")
    same = (("quantity", "7"), ("priority", "7"))
    differ = (("quantity", "{quantity}"), ("priority", "1"))
    only = When("is", "yes", "note")

    def calling(*given: tuple[tuple[str, str], ...], when: When | None = None) -> Task:
        does = [
            TaskStep(at, NOWHERE, "task", "Do it", called="inner", given=one, when=when)
            for at, one in enumerate(given, start=1)
        ]
        return replace(outside, name="outer", steps=tuple(does))

    def found(task: Task) -> list[tuple[str, str, int, bool]]:
        doubts = doubts_of_whole(task, lambda _: inner, ROWS)
        return [(one.task, one.told_number, one.step, one.matters) for one in doubts]

    assert found(calling(same)) == [("inner", "1.4", 4, False)]
    assert found(calling(same, differ)) == [("inner", "1.4", 4, True)], "one of its calls is enough"
    assert found(calling(differ, when=only)) == [], "no row does it"
    rows = rows_given(whole(calling(same, differ), lambda _: inner), ROWS)["inner"]
    assert [(row.index, row.cells["quantity"]) for row in rows] == [(2, "7"), (2, "5"), (3, "7"), (3, "3")]


def test_it_is_said_of_which_task_a_doubt_is(tmp_path: Path) -> None:
    said: list[str] = []
    settling = Settling(said.append, alone=True, acts=True, chosen="outer")
    settling(made(tmp_path, "Miller", "3"), ROWS)
    assert any(one.startswith(f"Step 4 of «{tmp_path.name}» (") for one in said), said
    assert settling.told[0]["task"] == tmp_path.name


@pytest.mark.parametrize(
    ("entry", "cell", "others", "matters"),
    [
        ("Medium", "M", ("L", "S"), True),
        ("Medium", "M", ("M", "M"), False),
        ("xy chair", "Office chair", ("Desk lamp", "Whiteboard"), True),
    ],
)
def test_an_entry_that_may_mean_an_unused_column_is_not_chosen_in_every_row_unasked(
    tmp_path: Path, entry: str, cell: str, others: tuple[str, str], matters: bool
) -> None:
    """Else it would be wrong in each of them, and be reported right."""
    row = DemonstratedRow("o.csv", 1, {"customer": "Miller", "size": cell})
    bound = bind_choice(entry, row, used=("customer",), entries=("Small", "Large", entry))
    assert bound is not None and bound.value.source == "constant" and bound.doubt
    typed = TaskStep(1, NOWHERE, "type", "type the customer", value=Value("row", "customer", "Miller"))
    chosen = TaskStep(2, NOWHERE, "click", "choose", value=bound.value, doubt=bound.doubt)
    task = replace(made(tmp_path, "Miller"), row=row, steps=(typed, chosen))
    rows = tuple(Row(at, {"customer": "Smith", "size": size}) for at, size in enumerate(others, start=2))
    [doubt] = open_doubts(task, rows)
    assert doubt.matters == matters
    assert [value_of(one).source for one in doubt.meant] == ["constant", "row"]
    also = TaskStep(3, NOWHERE, "type", "type the size", value=Value("row", "size", cell))
    assert not open_doubts(replace(task, steps=(typed, chosen, also)), rows)[0].matters
