"""The agent's own typing may be typed over, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.execution.runs.journal import HIDDEN, Journal
from lam_desktop.execution.verifying.leftovers import Leftovers, left_by_last_run
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Click, TypeText
from tests.tasks.task_yaml.test_task_file import example


@pytest.mark.parametrize(
    ("stood", "ours"),
    [
        ("Peter Nguyen", True), ("Peter N", True), ("P", False), ("Pet", True), ("peter nguyen", True),
        ("Peter  Nguyen", True), ("Peter Nguyem", True), ("en to the back door", True), ("back", False),
        ("", False), ("Nguyen", False), ("Peter Nguyen Jr", False), ("Petra", False), ("Miller", False),
        ("4711", False), ("30", True), ("3", False), ("301", False), ("38", False),
    ],
)  # fmt: skip
def test_what_is_ours(tmp_path: Path, stood: str, ours: bool) -> None:
    first, second, *_ = example(tmp_path).steps
    left = Leftovers({second.number: {"Peter Nguyen", "Please listen to the back door"}})
    left.typing(second, "30")
    assert left.are_in(second, stood) is ours
    assert not left.are_in(first, stood), "another step has typed it"
    left.row_ended("failed")
    assert left.are_in(second, stood) is ours
    left.row_ended("done")
    assert not left.are_in(second, stood)


def test_what_the_last_run_left(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.create("orders")
    task_file.save(example(library.folder("orders")))
    assert left_by_last_run(library, "orders") == {}
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders")
        journal.write("acting", row=1, step=2, action=TypeText("done with"))
        journal.write("row_finished", row=1, status="done")
        journal.write("acting", row=2, step=1, action=Click((5, 5)))
        journal.write("acting", row=2, step=2, action=TypeText("Smith"))
        journal.write("acting", row=2, step=3, action=TypeText("hidden", secret=True))
    left = {2: {"Smith"}, 3: {HIDDEN}}
    assert left_by_last_run(library, "orders") == left
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders", dry_run=True)
    assert left_by_last_run(library, "orders") == left
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders")
        journal.write("acting", row=2, step=2, action=TypeText("Smithson"))
    assert left_by_last_run(library, "orders") == {2: {"Smith", "Smithson"}, 3: {HIDDEN}}
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders")
        journal.write("row_finished", row=2, status="done")
    assert left_by_last_run(library, "orders") == {}
