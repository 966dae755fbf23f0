"""How long is waited for an effect: as long as it took before, and no program is given up for being slow."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.runs.autonomy import print_of_steps
from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.execution.runs.supervision import Slower
from lam_desktop.execution.verifying.patience import FACTOR, MOST_S, Patience, usual_waits
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.types import Action, Click, DemonstratedStep, Observation
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.tasks.task_yaml.test_task_file import example

STEP = TaskStep(3, 2, "click", "Click “Save”")


def shown(effect_s: float | None = None) -> DemonstratedStep:
    nothing = Observation(np.zeros((4, 4, 3), np.uint8), ())
    return DemonstratedStep(3, nothing, None, None, nothing, effect_s)


def test_nothing_known_gives_what_is_fixed_or_the_waiting_limit() -> None:
    assert Patience().of(STEP, shown(), 5.0).patience_s == 5.0
    assert Patience(20.0).of(STEP, shown(), 5.0).patience_s == 20.0
    assert Patience(20.0).of(STEP, shown(), 2.0, checked=True).patience_s == 2.0


def test_the_longest_that_it_ever_took_counts() -> None:
    patience = Patience(20.0, {3: 9.0})
    assert patience.of(STEP, shown(4.0), 5.0).patience_s == FACTOR * 9.0
    assert patience.of(STEP, shown(11.0), 5.0).patience_s == FACTOR * 11.0
    patience.took(STEP, 12.0)
    patience.took(STEP, 1.0)
    assert patience.of(STEP, shown(), 5.0).usual_s == 12.0
    assert patience.of(replace(STEP, number=4), shown(), 5.0).patience_s == 20.0


def test_it_is_bounded_unless_the_task_says_otherwise() -> None:
    assert Patience(20.0, {3: 90.0}).of(STEP, shown(), 5.0).patience_s == MOST_S
    assert Patience(20.0, {3: 90.0}, whole_s=300.0).of(STEP, shown(), 5.0).patience_s == 300.0
    assert Patience(20.0, whole_s=300.0).of(replace(STEP, patience_s=1.5), shown(), 5.0).patience_s == 1.5


def test_the_last_runs_of_the_same_steps_teach_it(home: Path) -> None:
    folder = home / "tasks" / "orders"
    folder.mkdir(parents=True)
    task = example(folder)
    task_file.save(task)
    library, steps = Library(home), print_of_steps(task.steps)
    for number, (printed, waited, ok) in enumerate(
        [(steps, 4.0, True), (steps, 2.5, True), ("other", 60.0, True), (steps, 70.0, False)]
    ):
        run = library.new_run("orders")
        with Journal(run) as journal:
            journal.write("understood", print=printed)
            journal.write("verified", row=number, step=3, ok=ok, waited_s=waited)
            journal.write("verified", row=number, step=1, ok=ok)
    assert usual_waits(library, library.open("orders")) == {3: 4.0}
    (library.runs("orders")[0] / "journal.jsonl").write_text("no journal\n{}\n", encoding="utf-8")
    assert usual_waits(library, library.open("orders")) == {3: 2.5}


def test_how_long_to_wait_is_no_other_task() -> None:
    assert print_of_steps([STEP]) == print_of_steps([replace(STEP, patience_s=9.0)])


class SlowDesk(Desk):
    """A program that takes its time to save."""

    def __init__(self, folder: Path, seconds: float) -> None:
        super().__init__(folder)
        react = self.program.react

        def slowly(action: Action) -> None:
            save = next(one for one in self.program.widgets() if one.name == "save")
            if isinstance(action, Click) and self.program.box_of(save).contains(*action.point):
                threading.Timer(seconds, react, [action]).start()
            else:
                react(action)

        self.actuator = type(self.actuator)(slowly)


def test_a_slow_save_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lam_desktop.execution.verifying.patience.SLOW_S", 0.4)
    desk, watcher = SlowDesk(tmp_path, 1.2), Watcher()
    save = max(desk.shown)
    desk.shown[save] = replace(desk.shown[save], effect_s=1.0)
    desk.shown = {number: replace(one, effect_s=one.effect_s or 0.1) for number, one in desk.shown.items()}
    result = desk.run(ROWS[:1], watcher=watcher)
    assert result.status == "done" and len(desk.program.saved) == 1
    entries = read_journal(tmp_path / "journal.jsonl", ("verified", "slower"))
    assert max(one.get("waited_s", 0) for one in entries) > 1.0


def test_what_was_learned_of_a_fast_program_gives_up_no_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lam_desktop.execution.verifying.patience.SLOW_S", 0.3)
    desk, watcher = SlowDesk(tmp_path, 1.2), Watcher()
    desk.task = replace(desk.task, steps=tuple(replace(one, patience_s=6.0) for one in desk.task.steps))
    assert desk.run(ROWS[:1], watcher=watcher).status == "done"
    told = [one for one in watcher.events if isinstance(one, Slower)]
    assert [one.step for one in told] == [max(desk.shown)]
    assert "slower than usual" in told[0].told and "6 s" in told[0].told
    assert [one["step"] for one in read_journal(tmp_path / "journal.jsonl", ("slower",))] == [told[0].step]
