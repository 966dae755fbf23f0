"""What may stand for a demonstrated text that several columns held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lam_desktop.execution.finding.plan import plan_row
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, Value, WindowName
from lam_desktop.tasks.task import DemonstratedRow, Task

WINDOW = WindowName("orders", "orders")


def test_each_column_that_held_a_text_may_stand_for_it(tmp_path: Path) -> None:
    """Whichever column came last counted alone: a line with the other city was not this row's."""
    ship = TaskStep(1, 0, "type", "type", WINDOW, None, None, Value("row", "ship", "Berlin"))
    bill = replace(ship, number=2, value=Value("row", "bill", "Berlin"))
    save = replace(ship, number=3, kind="click", value=None)
    shown = DemonstratedRow("o.csv", 1, {"ship": "Berlin", "bill": "Berlin", "name": "Miller"})
    task = Task("orders", tmp_path, "demos/1.lamrec", (ship, bill, save), shown, (WINDOW,), True)
    first, second, third = plan_row(task, Row(2, {"ship": "Hamburg", "bill": "Munich", "name": "Smith"}))
    assert {*third.candidates["Berlin"]} == {"Hamburg", "Munich"} and third.candidates["Miller"] == ("Smith",)
    assert (first.values["Berlin"], second.values["Berlin"]) == ("Hamburg", "Munich"), "each its own"
    assert third.values["Miller"] == "Smith"
