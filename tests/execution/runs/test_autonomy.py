"""A task earns what it may do without a yes, and loses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.machine.passport import meaning
from lam_desktop.execution.runs.autonomy import ALWAYS, Autonomy, earned_rows, print_of_steps
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from tests.tasks.task_yaml.test_task_file import example

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.create("orders")
    task_file.save(example(library.folder("orders")))
    return library


def ran(
    library: Library, task: Task, *rows: str, answer: str = "", shown: bool = False, dry: bool = False,
    evidence: str = "seen", taught: str = "",
) -> None:  # fmt: skip
    """A run of the task with these ends of its rows."""
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders", rows=[], dry_run=dry)
        told = {"taught": taught} if taught else {}
        journal.write("understood", print=print_of_steps(task.steps), **told)
        for number, status in enumerate(rows, start=1):
            if answer:
                journal.write("answered", row=number, step=1, answer=answer)
            if shown:
                journal.write("shown", row=number, step=1, caption="Click Save", points=[])
            journal.write(
                "row_finished", row=number, status=status, steps_done=2 * (status == "done"),
                evidence=evidence,
            )  # fmt: skip


def earned(library: Library, task: Task) -> int:
    return earned_rows(library, task, 10)[0]


def test_rows_that_went_well_count_over_all_runs(library: Library) -> None:
    task = library.open("orders")
    assert earned(library, task) == 0
    ran(library, task, "done", "skipped", "done", answer="yes")
    ran(library, task, "done", "asked")
    ran(library, task, "skipped", dry=True)
    assert earned(library, task) == 3
    assert earned_rows(library, task, 2) == (2, "")


def test_rows_that_were_not_seen_earn_nothing(library: Library) -> None:
    task = library.open("orders")
    ran(library, task, "done", "done", evidence="not seen")
    assert earned(library, task) == 0
    ran(library, task, "done", evidence="confirmed")
    assert earned(library, task) == 1
    autonomy = Autonomy({step.number for step in task.steps}, 1, 0)
    autonomy.row_ended("done", "not seen")
    assert autonomy.question(task.steps[0])
    autonomy.row_ended("done", "seen")
    assert not autonomy.question(task.steps[0])


@pytest.mark.parametrize(
    ("rows", "answer", "shown", "left"),
    [
        (["failed", "done"], "", False, 1), (["done"], "here", False, 1), (["done"], "show", True, 1),
        (["stopped"], "show", True, 0), (["done"], "show", False, 3), (["done"], "yes", False, 3),
    ],
)  # fmt: skip
def test_a_failure_and_a_correction_take_everything_back(
    library: Library, rows: Sequence[str], answer: str, shown: bool, left: int
) -> None:
    """An answer «I do it myself» that nobody carried out corrected nothing."""
    task = library.open("orders")
    ran(library, task, "done", "done")
    ran(library, task, *rows, answer=answer, shown=shown)
    assert earned(library, task) == left


def test_a_task_that_was_changed_begins_anew(library: Library) -> None:
    task = library.open("orders")
    ran(library, task, "done", "done")
    told = replace(task, steps=tuple(replace(step, caption="other words") for step in task.steps))
    assert earned(library, told) == 2
    changed = replace(task, steps=task.steps[:-1])
    assert earned(library, changed) == 0
    ran(library, changed, "done")
    assert (earned(library, changed), earned(library, task)) == (1, 0)
    library.runs("orders")[-1].joinpath("journal.jsonl").write_text("{}\n{}\n")
    assert earned(library, changed) == 0  # what cannot be read may have failed


def test_a_task_that_was_taught_begins_anew(library: Library) -> None:
    task = library.open("orders")
    ran(library, task, "done", "done")
    assert earned_rows(library, task, 10, taught="a print") == (0, "")
    ran(library, task, "done", taught="a print")
    assert earned_rows(library, task, 10, taught="a print") == (1, "")
    assert earned(library, task) == 0, "so does one from which it was taken back"


def surrounded(library: Library, task: Task, **now: str) -> None:
    """A run with one good row and these facts of its surroundings."""
    with Journal(library.new_run("orders")) as journal:
        journal.write("run_started", task="orders", rows=[1], dry_run=False)
        facts = [{"what": what, "program": "orderdesk", "now": said} for what, said in now.items()]
        journal.write("passport", facts=[*facts, 3, {"what": "version"}])
        journal.write("understood", print=print_of_steps(task.steps))
        journal.write("row_finished", row=1, status="done", steps_done=2)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("version", "orderdesk was updated"),
        ("release", "orderdesk was updated"),
        ("script", "orderdesk was updated"),
        ("language", "orderdesk speaks another language"),
    ],
)
def test_another_version_or_language_takes_it_back(library: Library, what: str, told: str) -> None:
    task = library.open("orders")
    surrounded(library, task, **{what: "1"})
    surrounded(library, task, **{what: "2"})
    surrounded(library, task)
    assert earned_rows(library, task, 10, {("orderdesk", what): "1"}) == (1, told)
    assert earned_rows(library, task, 10, {("orderdesk", what): "2"}) == (2, told)
    assert earned_rows(library, task, 10, {("orderdesk", what): "3"}) == (1, told)
    question = Autonomy({3}, 3, 1, told).question(replace(task.steps[0], number=3, approval=False))
    assert f"1 of 3 rows went well since {told}" in question


def test_of_a_script_another_interpreter_takes_nothing_back(library: Library) -> None:
    """An update of Python is none of the program that it runs."""
    task = library.open("orders")
    surrounded(library, task, version="3.11.2", script="7 bytes")
    updated = {("orderdesk", "version"): "3.11.4", ("orderdesk", "script"): "7 bytes"}
    assert earned_rows(library, task, 10, updated) == (1, "")
    rewritten = {**updated, ("orderdesk", "script"): "8 bytes"}
    assert earned_rows(library, task, 10, rewritten) == (0, "orderdesk was updated")
    no_script = {("orderdesk", "version"): "3.11.4"}
    assert earned_rows(library, task, 10, no_script) == (0, "orderdesk was updated")


def test_how_things_look_takes_nothing_back(library: Library) -> None:
    task = library.open("orders")
    surrounded(library, task, theme="dark", monitors="two", scale="100%", version="1")
    facts = [
        {"what": what, "program": "orderdesk", "now": now}
        for what, now in (("theme", "light"), ("monitors", "one"), ("scale", "150%"), ("version", "1"))
    ]
    assert meaning(facts) == {("orderdesk", "version"): "1"}
    assert earned_rows(library, task, 10, meaning(facts)) == (1, "")


def test_it_asks_until_enough_rows_went_well(library: Library) -> None:
    step, *_, marked = library.open("orders").steps
    autonomy = Autonomy({step.number}, needed=2, earned=1)
    assert "1 of 2 rows" in autonomy.question(step) and autonomy.question(marked) == ALWAYS
    assert autonomy.question(step, shown=True) == "" and autonomy.question(marked, shown=True) == ALWAYS
    autonomy.row_ended("done")
    assert autonomy.question(step) == "" and autonomy.question(marked) == ALWAYS
    autonomy.row_ended("failed")
    assert "0 of 2 rows" in autonomy.question(step)
    for _ in range(2):
        autonomy.row_ended("done")
    autonomy.corrected()
    assert autonomy.question(step)
    assert Autonomy({step.number}, needed=0, earned=0).question(step) == ""
