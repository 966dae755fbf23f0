"""A run without a table that did not end well: what may come next is what its journal allows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.once_more import OnceMore, once_more
from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.panel.runner import Again, Anew
from lam_desktop.tasks.checks import FilesCheck
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Action
from tests.execution.many_rows import Minds
from tests.execution.test_executor import Watcher
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import SHOWN, OrderForm, record_task, workplace

TASK = "orders"
SAVE = 5
"""Number of the step that stores, and of the last one."""


class Stopping(OrderForm):
    """A person stops the run when this action is about to be done, counted from 1."""

    at = 0
    acted = 0

    def react(self, action: Action) -> None:
        self.acted += 1
        if self.acted == self.at:
            raise Stopped("person")
        super().react(action)


@pytest.fixture
def library(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    skip_waiting(monkeypatch)
    task = record_task(home, TASK, tmp_path / "orders.csv")
    assert task.steps[-1].number == SAVE
    return Library(home)


@pytest.fixture
def program(tmp_path: Path) -> Stopping:
    return Stopping(tmp_path / "kept.csv")


def run(
    library: Library, program: Stopping, request: RunRequest | None = None, stop_at: int = 0
) -> RunResult:
    program.acted, program.at = 0, stop_at
    request = request or RunRequest(TASK, mode="auto")
    return run_task(library, request, Watcher(), Minds(program, 0), open_workplace=workplace(program))


def steps_of(more: OnceMore) -> list[int]:
    return [step.number for step in more.at_stake]


def test_where_nothing_final_was_done_it_is_done_again_from_its_beginning(
    library: Library, program: Stopping
) -> None:
    stopped = run(library, program, stop_at=3)
    assert stopped.status == "stopped"
    more = once_more(library, TASK, stopped.run)
    assert (more.anew, more.goes_on, more.must_look) == (True, True, False)
    again = Anew(stopped.run).request(library, RunRequest(TASK, mode="auto"))
    assert (again.only, again.at_work, again.resumes) == ((), None, "")
    assert run(library, program, again).status == "done"
    assert program.kept() == [SHOWN]


def test_what_was_entered_stays_where_it_goes_on(library: Library, program: Stopping) -> None:
    stopped = run(library, program, stop_at=4)
    again = Again(stopped.run, ()).request(library, RunRequest(TASK, mode="auto"))
    assert again.at_work is not None
    assert run(library, program, again).status == "done"
    assert program.kept() == [SHOWN] and program.acted < SAVE


def test_where_nobody_knows_whether_it_was_stored_somebody_looks_first(
    library: Library, program: Stopping
) -> None:
    stopped = run(library, program, stop_at=SAVE)
    more = once_more(library, TASK, stopped.run)
    assert (more.anew, more.goes_on, more.must_look, steps_of(more)) == (False, True, True, [SAVE])
    with pytest.raises(UsageError, match="may be done already.*look in the program"):
        Anew(stopped.run).request(library, RunRequest(TASK))


def test_a_run_that_never_acted_is_only_done_again(library: Library, program: Stopping) -> None:
    stopped = run(library, program, stop_at=1)
    assert once_more(library, TASK, stopped.run).anew
    with Journal(library.new_run(TASK)) as journal:
        journal.write("run_started", task=TASK, dry_run=False, rows=[1], values={})
        journal.write("row_started", row=1)
        journal.write("asked", row=1, step=1)
        journal.write("row_finished", row=1, status="asked")
    more = once_more(library, TASK, library.relative(library.runs(TASK)[-1]))
    assert (more.anew, more.goes_on, more.must_look) == (True, False, False)


def test_a_run_that_ended_well_leaves_nothing(library: Library, program: Stopping) -> None:
    done = run(library, program)
    assert done.status == "done" and once_more(library, TASK, done.run) == OnceMore()


def test_what_a_run_that_was_gone_on_with_did_counts(library: Library, program: Stopping) -> None:
    first = run(library, program, stop_at=SAVE)
    with Journal(library.new_run(TASK)) as journal:
        journal.write("run_started", task=TASK, dry_run=False, rows=[1], values={}, resumes=first.run)
    more = once_more(library, TASK, library.relative(library.runs(TASK)[-1]))
    assert (more.anew, steps_of(more)) == (False, [SAVE])


@pytest.mark.parametrize(
    ("entry", "step", "facts", "anew"),
    [
        ("acting", 1, {}, True),
        ("acting", SAVE, {}, False),
        ("verified", SAVE, {"ok": True}, False),
        ("answered", SAVE, {"answer": "show"}, False),
        ("answered", SAVE, {"answer": "stop"}, True),
        ("already_so", SAVE, {}, True),
        ("went_on", 1, {"done": [SAVE]}, False),
        ("acting", 3, {}, False),
    ],
)
def test_steps_that_were_done_by_whomever_count(
    entry: str, step: int, facts: dict[str, object], anew: bool, library: Library, program: Stopping
) -> None:
    """Step 3 is one that only the demonstration showed to be final."""
    run(library, program)  # looks for the targets
    with Journal(library.new_run(TASK)) as journal:
        journal.write("run_started", task=TASK, dry_run=False, rows=[1], values={})
        journal.write("understood", final=[3, SAVE])
        journal.write("row_started", row=1)
        journal.write(entry, row=1, step=step, **facts)  # type: ignore[arg-type]
    assert once_more(library, TASK, library.relative(library.runs(TASK)[-1])).anew is anew


def test_a_journal_that_does_not_say_what_is_final_allows_nothing(library: Library) -> None:
    for entries, anew in (((), True), ((("acting", 1),), False)):
        with Journal(library.new_run(TASK)) as journal:
            journal.write("run_started", task=TASK, dry_run=False, rows=[1], values={})
            for kind, step in entries:
                journal.write(kind, row=1, step=step)  # type: ignore[arg-type]
        more = once_more(library, TASK, library.relative(library.runs(TASK)[-1]))
        assert (more.anew, more.must_look, more.at_stake) == (anew, not anew, ())


def test_of_a_task_that_was_changed_since_no_step_is_named(library: Library, program: Stopping) -> None:
    """The number that the journal has may be that of another step now."""
    stopped = run(library, program, stop_at=SAVE)
    task = library.open(TASK)
    task_file.save(replace(task, steps=(*task.steps[:-1], replace(task.steps[-1], caption="Store it"))))
    assert steps_of(once_more(library, TASK, stopped.run)) == [SAVE], "a caption changes no step"
    changed = (*task.steps[:1], replace(task.steps[1], value=Value("constant", text="x")), *task.steps[2:])
    task_file.save(replace(task, steps=changed))
    more = once_more(library, TASK, stopped.run)
    assert (more.anew, more.must_look, more.at_stake) == (False, True, ())


def test_checks_tell_what_is_stored_so_nobody_has_to_look(library: Library, program: Stopping) -> None:
    stopped = run(library, program, stop_at=SAVE)
    task_file.save(replace(library.open(TASK), checks=(FilesCheck(files="/srv/{Customer}"),)))
    assert once_more(library, TASK, stopped.run).anew
    again = Anew(stopped.run).request(library, RunRequest(TASK))
    assert again.begun == (1,), "what they find is the run's own"


def test_the_same_values_and_words_are_used_again(library: Library) -> None:
    told = {"instruction": "Order 5 pens for Bo", "city": "Bath"}
    with Journal(library.new_run(TASK)) as journal:
        journal.write("run_started", task=TASK, dry_run=False, rows=[1], values=told)
    run_name = library.relative(library.runs(TASK)[-1])
    request = Anew(run_name).request(library, RunRequest(TASK, values={"pin": "1234"}))
    assert request.values == {**told, "pin": "1234"}
