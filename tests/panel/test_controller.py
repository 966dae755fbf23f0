"""The living panel without a screen: real store, real threads, real children that only play their parts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel.controller import Controller
from lam_desktop.panel.state.events import RecordingRequest
from lam_desktop.panel.workers import Programs
from lam_desktop.tasks.explaining.within import with_offers
from lam_desktop.tasks.provenance.instructions import row_of
from lam_desktop.tasks.step import NOWHERE, TaskStep, Value
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern
from tests.fakes.keyring import MemoryKeyring
from tests.panel.living_panel import Living, children, journal
from tests.panel.making import COLUMNS, ROWS, make_login, make_task, rows_file
from tests.tasks.explaining.test_doubts import value_of


def test_the_library_is_read_with_pictures(living: Living, home: Path) -> None:
    make_task(home, "orders")
    (make_task(home, "bad").folder / "task.yaml").write_text("steps: [", encoding="utf-8")
    living.controller.refresh()
    state = living.until(lambda state: any(card.picture for card in state.library.cards))
    cards = {card.name: card for card in state.library.cards}
    assert Path(cards["orders"].picture).is_file()
    assert cards["bad"].problem
    assert not state.library.loading


def test_an_empty_library_is_no_error(living: Living) -> None:
    living.controller.refresh()
    state = living.until(lambda state: not state.library.loading)
    assert (state.library.cards, state.banner) == ((), None)


def test_a_recording_ends_in_its_review_with_targets(living: Living, tmp_path: Path) -> None:
    rows = rows_file(tmp_path)
    living.controller.record(RecordingRequest("orders", str(rows), 2, last=3))
    living.until(lambda state: state.recording.phase == "recording")
    living.controller.stop_recording()
    assert living.state.recording.phase == "saving"
    state = living.until(lambda state: state.review.complete and bool(state.review.steps))
    assert (state.screen, state.review.task, state.recording.phase) == ("review", "orders", "idle")
    assert state.review.steps[-1].target is not None, "looked for by `lam show`"
    assert living.until(lambda state: bool(state.library.cards)).library.cards[0].name == "orders"
    log = (tmp_path / "lam.log").read_text().splitlines()
    assert [line.split()[:2] for line in log] == [["record", "orders"], ["show", "orders"]]
    assert f"{rows}:2-3 " in log[0]


@pytest.mark.plays(lam=["--by-hot-key"])
def test_one_more_demonstration_is_recorded_beside_the_first(
    living: Living, home: Path, tmp_path: Path
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    request = RecordingRequest("orders", str(rows), 2, further=True)
    living.controller.record(request)
    state = living.until(lambda state: state.review.complete and bool(state.review.steps))
    assert (state.screen, state.review.task) == ("review", "orders")
    assert state.banner is not None and state.banner.text == "Both demonstrations agree."
    log = (tmp_path / "lam.log").read_text().splitlines()
    assert log[0].startswith(f"record-more orders {rows}:2 ")


@pytest.mark.plays(lam=["--by-hot-key"])
def test_a_recording_that_ends_by_its_hot_key_is_kept_too(living: Living) -> None:
    living.controller.record(RecordingRequest("orders"))
    assert living.until(lambda state: state.screen == "review").review.task == "orders"


@pytest.mark.plays(lam=["--refuse", "There is a task «orders» already; choose another name."])
def test_a_recording_that_is_refused_says_why(living: Living) -> None:
    living.controller.record(RecordingRequest("orders"))
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None
    assert state.banner.text == "There is a task «orders» already; choose another name."
    assert (state.recording.phase, state.screen) == ("idle", "library")


@pytest.mark.plays(lam=["--break-off"])
def test_a_recorder_that_dies_is_told_of(living: Living) -> None:
    living.controller.record(RecordingRequest("orders"))
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None
    assert "ended without a word" in state.banner.text


def test_a_program_that_is_not_there_is_told_of(living: Living, home: Path) -> None:
    living.controller.close()
    programs = Programs(("/nowhere/lam",), ("/nowhere/runner",))
    living.controller = Controller(Library(home), living.store, programs)
    make_task(home, "orders")
    living.controller.record(RecordingRequest("marks"))
    living.until(lambda state: state.banner is not None and state.recording.phase == "idle")
    living.run("orders")
    assert living.until(lambda state: state.run.phase == "finished").run.status == "error"


def test_a_review_of_what_is_understood_starts_no_child(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    living.controller.review("orders")
    state = living.until(lambda state: bool(state.review.steps))
    assert state.review.complete
    assert not (tmp_path / "lam.log").exists()


@pytest.mark.plays(lam=["--hold"])
def test_looking_for_targets_gives_way_to_another_review_and_to_a_run(living: Living, home: Path) -> None:
    for name in ("a", "b"):
        make_task(home, name, understood=False)
        living.controller.review(name)
        state = living.until(lambda state: bool(state.review.steps))
        assert not state.review.complete
    living.until(lambda _: len(children()) == 1)
    living.run("a")
    living.until(lambda state: state.run.phase == "finished")
    living.until(lambda _: children() == [])


@pytest.mark.plays(lam=["--refuse", "The model weights are missing: install LAM Desktop again."])
def test_targets_that_cannot_be_looked_for_leave_the_steps(living: Living, home: Path) -> None:
    make_task(home, "orders", understood=False)
    living.controller.review("orders")
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None
    assert state.banner.text.startswith("The model weights are missing")
    assert (len(state.review.steps), state.review.complete) == (7, True)


def test_a_damaged_task_cannot_be_opened_but_deleted(living: Living, home: Path) -> None:
    task = make_task(home, "orders")
    (task.folder / "task.yaml").write_text("steps: [", encoding="utf-8")
    living.controller.review("orders")
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None
    assert "YAML" in state.banner.text
    living.controller.delete("orders")
    living.until(lambda state: state.banner is not None and state.banner.tone == "info")
    assert not task.folder.exists()


def test_the_rows_file_of_the_demonstration_is_chosen_already(
    living: Living, home: Path, tmp_path: Path
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.controller.open_run("orders")
    run = living.until(lambda state: bool(state.run.rows_path)).run
    assert (run.rows_path, run.first, run.last) == (str(rows), 2, len(ROWS))
    assert (run.task_columns, run.missing_columns) == (COLUMNS, ())


def test_a_bad_rows_file_is_told_of(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2,3\n", encoding="utf-8")
    living.controller.open_run("orders")
    living.controller.choose_rows(str(bad))
    state = living.until(lambda state: state.banner is not None)
    assert state.banner is not None
    assert "3 cells for 2 columns" in state.banner.text
    assert state.run.rows_path == ""
    living.controller.choose_rows(str(rows_file(tmp_path)))
    assert living.until(lambda state: bool(state.run.rows_path)).banner is None


@pytest.mark.parametrize("again", [True, False])
def test_the_run_hears_whether_rows_are_entered_once_more(
    living: Living, home: Path, tmp_path: Path, again: bool
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.choose_rows(str(rows))
    living.until(lambda state: bool(state.run.rows_path))
    living.controller.choose_range(1, 1)
    living.controller.enter_again(again)
    living.controller.start_run()
    living.until(lambda state: state.run.phase == "finished")
    assert ({"entered": "once more"} in journal(tmp_path / "runner.log")) == again


def test_a_run_does_its_rows(living: Living, home: Path, tmp_path: Path) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.run("orders", rows, 2, 4)
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.rows_done) == ("done", 3)
    assert [(row.index, row.status) for row in run.rows] == [(2, "done"), (3, "done"), (4, "done")]
    assert run.look is not None
    assert Path(run.look.picture).is_file()
    done = journal(tmp_path / "runner.log")
    assert done == [{"row": row, "step": step} for row in (2, 3, 4) for step in range(1, 8)]
    living.controller.close()
    assert not Path(run.look.picture).parent.exists(), "what was on the screen does not stay behind"


def test_a_kept_secret_is_told_and_goes_with_its_task(
    living: Living, home: Path, ring: MemoryKeyring
) -> None:
    make_login(home)
    KeptSecrets(home).keep("login", "pin", "hünter2")
    living.controller.open_run("login")
    state = living.until(lambda state: bool(state.run.kept_secrets))
    assert state.run.kept_secrets == ("pin",) and "hünter2" not in repr(state)
    living.controller.delete("login")
    living.until(lambda state: state.banner is not None)
    assert ring.kept == {} and not (home / "tasks" / "login").exists()


@pytest.mark.plays(runner=["--ask-row", "1"])
def test_a_secret_reaches_the_runner_and_nobody_else(living: Living, home: Path, tmp_path: Path) -> None:
    make_login(home)
    living.controller.open_run("login")
    assert living.until(lambda state: bool(state.run.task_steps)).run.task_secrets == ("pin",)
    living.controller.start_run({"pin": "hünter2"})
    state = living.until(lambda state: state.run.phase == "asking")
    assert "hünter2" not in repr(state)
    (runner,) = children()
    assert "--secrets" in runner and "nter2" not in runner
    assert journal(tmp_path / "runner.log")[0] == {"secrets": {"pin": "hünter2"}}


@pytest.mark.plays(runner=["--ask-row", "1"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [(Answer("here", (321, 123)), "done"), (Answer("skip_row"), "skipped"), (Answer("stop"), "stopped")],
)
def test_a_question_is_answered(
    living: Living, home: Path, tmp_path: Path, answer: Answer, status: str
) -> None:
    make_task(home, "orders")
    living.run("orders")
    asking = living.until(lambda state: state.run.phase == "asking")
    assert asking.stage == "question"
    assert asking.run.question is not None
    assert Path(asking.run.question.look.picture).is_file()
    living.controller.answer(answer)
    living.controller.answer(Answer("here", (1, 1)))
    run = living.until(lambda state: state.run.phase == "finished").run
    assert run.rows[0].status == status
    told = [entry for entry in journal(tmp_path / "runner.log") if "answer" in entry]
    point = None if answer.point is None else list(answer.point)
    assert told == [{"answer": answer.kind, "point": point}]


@pytest.mark.plays(runner=["--step-s", "0.05"])
def test_pause_step_and_resume(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    living.run("orders")
    living.until(lambda state: state.run.phase == "working")
    living.controller.pause()
    living.until(lambda state: state.run.phase == "paused")
    log = tmp_path / "runner.log"
    before = len(journal(log)) if log.exists() else 0
    living.controller.step()
    living.until(lambda _: log.exists() and len(journal(log)) == before + 1)
    living.until(lambda state: state.run.phase == "paused")
    assert len(journal(log)) == before + 1
    living.controller.resume()
    assert living.until(lambda state: state.run.phase == "finished").run.status == "done"


@pytest.mark.plays(runner=["--step-s", "0.05"])
def test_stopping_a_run(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.run("orders")
    living.until(lambda state: state.run.phase == "working" and state.run.step > 0)
    living.controller.stop_run()
    assert living.state.run.phase == "stopping"
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.rows[0].status) == ("stopped", "stopped")


@pytest.mark.plays(runner=["--crash-row", "2"])
def test_a_runner_that_dies_ends_the_run_with_its_last_sentence(
    living: Living, home: Path, tmp_path: Path
) -> None:
    rows = rows_file(tmp_path)
    make_task(home, "orders", rows)
    living.run("orders", rows, 1, 3)
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.message) == ("error", "The display vanished; log in again.")
    assert [row.status for row in run.rows] == ["done", "failed", "not_started"]
    assert run.rest == (3, 3)


@pytest.mark.plays(runner=["--refuse", "The model weights are missing: install LAM Desktop again."])
def test_a_run_that_cannot_begin_says_why(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.run("orders")
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.message) == ("error", "The model weights are missing: install LAM Desktop again.")
    assert living.state.stage == "main"


def test_a_runner_that_talks_nonsense_is_ended(living: Living, home: Path) -> None:
    living.controller.close()
    talk = (sys.executable, "-c", "import time; print('hello', flush=True); time.sleep(60)")
    living.controller = Controller(Library(home), living.store, Programs(runner=talk))
    make_task(home, "orders")
    living.run("orders")
    run = living.until(lambda state: state.run.phase == "finished").run
    assert run.status == "error"
    assert "hello" in run.message


@pytest.mark.parametrize(
    ("end", "status", "message"),
    [
        ("sys.exit('lam: The disk is full; free it.')", "error", "The disk is full; free it."),
        ("sys.exit(4)", "stopped", "Stopped by you."),
        ("os.kill(os.getpid(), 9)", "stopped", "Stopped by you."),
    ],
)  # fmt: skip
def test_what_ends_a_run_while_it_is_stopped_is_told(
    living: Living, home: Path, end: str, status: str, message: str
) -> None:
    """The person stopped it, and it ended by something else first."""
    living.controller.close()
    dies = (sys.executable, "-c", f"import os, sys; sys.stdin.readline(); {end}")
    living.controller = Controller(Library(home), living.store, Programs(runner=dies))
    make_task(home, "orders")
    living.run("orders")
    living.controller.stop_run()
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.message) == (status, message)


@pytest.mark.plays(runner=["--step-s", "0.2"])
def test_only_one_thing_at_a_time(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.run("orders")
    living.controller.record(RecordingRequest("marks"))
    living.controller.start_run()
    living.controller.open_run("other")
    state = living.until(lambda state: state.run.phase == "working")
    assert (state.recording.phase, state.run.task) == ("idle", "orders")
    assert len(children()) == 1


@pytest.mark.parametrize("during", ["recording", "run", "looking"])
@pytest.mark.plays(lam=["--hold"], runner=["--step-s", "0.2"])
def test_closing_leaves_nothing_behind(living: Living, home: Path, during: str) -> None:
    make_task(home, "orders", understood=False)
    if during == "recording":
        living.controller.record(RecordingRequest("marks"))
        living.until(lambda state: state.recording.phase == "recording")
    elif during == "run":
        living.run("orders")
        living.until(lambda state: state.run.phase == "working")
    else:
        living.controller.review("orders")
        living.until(lambda _: len(children()) == 1)
    living.controller.close()
    assert children() == []
    if during == "recording":
        assert Library(home).names() == ["marks", "orders"], "what was recorded is kept"


def test_what_is_meant_is_kept_in_the_task_and_told_no_more(
    living: Living, home: Path, tmp_path: Path
) -> None:
    """Row 1 said 24 twice: which column is meant matters as soon as another row differs."""
    table = tmp_path / "twice.csv"
    table.write_text("Customer,Article,Quantity,Boxes\nA,B,24,24\nC,D,5,6\n", encoding="utf-8")
    task = make_task(home, "orders", rows_file(tmp_path))
    doubt = "“24” also stands in the column Boxes; Quantity was taken."
    steps = tuple(
        replace(step, doubt=doubt, value=Value("row", "Quantity", "24")) if step.number == 6 else step
        for step in task.steps
    )
    cells = {"Customer": "A", "Article": "B", "Quantity": "24", "Boxes": "24"}
    task_file.save(replace(task, steps=steps, row=DemonstratedRow(str(table), 1, cells)))
    living.controller.open_run("orders")
    before = living.until(lambda state: bool(state.run.before.undecided)).run.before
    [asked] = before.undecided
    assert [value_of(one).name for one in asked.meant] == ["Quantity", "Boxes"]
    assert [one.examples for one in asked.meant] == [((2, "5"),), ((2, "6"),)]
    living.controller.choose_range(1, 1)
    living.until(lambda state: bool(state.run.before.doubts) and not state.run.before.undecided)
    living.controller.settle_doubt(6, "something else", asked.meant[1].value)
    living.until(lambda state: state.banner is not None and "changed" in state.banner.text)
    living.controller.settle_doubt(6, asked.doubt, asked.meant[1].value)
    living.until(lambda state: not state.run.before.doubts and "Boxes" in state.run.task_columns)
    kept = Library(home).open("orders").steps[5]
    assert (kept.value and kept.value.name, kept.doubt) == ("Boxes", "")


def test_steps_that_are_another_task_are_done_by_it(living: Living, home: Path, tmp_path: Path) -> None:
    library = Library(home)
    task = make_task(home, "orders", rows_file(tmp_path))
    last = [replace(one, number=number) for number, one in enumerate(task.steps[4:], start=1)]
    task_file.save(replace(make_task(home, "finish", rows_file(tmp_path)), steps=tuple(last)))
    task_file.save(with_offers(task, {"finish": library.open("finish")}))
    living.controller.open_run("orders")
    before = living.until(lambda state: bool(state.run.before.doubts)).run.before
    [offer] = before.doubts
    assert offer.doubt.startswith("Steps 5 to 7 are the task “finish”;") and not before.undecided
    living.controller.settle_doubt(offer.step, offer.doubt, offer.meant[1].value)
    living.until(lambda state: not state.run.before.doubts and len(state.run.task_steps) == 7)
    assert [step.kind for step in library.open("orders").steps][-1] == "task"

    task_file.save(with_offers(task, {"finish": library.open("finish")}))
    library.delete("finish")
    living.controller.settle_doubt(offer.step, offer.doubt, offer.meant[1].value)
    living.until(lambda state: state.banner is not None and "changed" in state.banner.text)
    assert len(library.open("orders").steps) == 7


def test_a_sentence_goes_to_the_recorder(living: Living, tmp_path: Path) -> None:
    living.controller.record(RecordingRequest("orders", instruction="Order 24 pens for Ann"))
    living.until(lambda state: state.recording.phase == "recording")
    living.controller.stop_recording()
    living.until(lambda state: state.review.complete and bool(state.review.steps))
    assert "Order 24 pens for Ann" in (tmp_path / "lam.log").read_text()


def test_another_sentence_is_done_and_one_of_another_build_is_refused(
    living: Living, home: Path, tmp_path: Path
) -> None:
    task = make_task(home, "orders")
    named = Value("row", text="24", pattern=parse_pattern("{instruction | words between order and pens}"))
    steps = tuple(replace(step, value=named) if step.number == 6 else step for step in task.steps)
    task_file.save(replace(task, steps=steps, row=row_of("Order 24 pens for Ann")))
    living.controller.open_run("orders")
    run = living.until(lambda state: bool(state.run.task_instruction)).run
    assert (run.instruction, run.rows_path) == ("Order 24 pens for Ann", "")
    living.controller.choose_instruction("Cancel 24 pens for Ann")
    refused = living.until(lambda state: bool(state.run.before.instruction_problem)).run.before
    assert "built otherwise" in refused.instruction_problem
    living.controller.choose_instruction(" ")
    living.until(lambda state: "empty" in state.run.before.instruction_problem)
    living.controller.choose_instruction("Order 5 pens for Bo")
    living.until(lambda state: not state.run.before.instruction_problem)
    living.controller.start_run()
    run = living.until(lambda state: state.run.phase == "finished").run
    assert (run.status, run.rows[0].label) == ("done", "Order 5 pens for Bo")
    assert {"instruction": "Order 5 pens for Bo"} in journal(tmp_path / "runner.log")


def test_a_doubt_of_a_task_that_is_done_is_asked_and_kept_there(
    living: Living, home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "twice.csv"
    table.write_text("Customer,Article,Pieces,Boxes\nA,B,24,24\nC,D,5,6\n", encoding="utf-8")
    task = make_task(home, "orders", rows_file(tmp_path))
    doubt = "“24” also stands in the column Boxes; Quantity was taken."
    steps = tuple(
        replace(step, doubt=doubt, value=Value("row", "Quantity", "24")) if step.number == 6 else step
        for step in task.steps
    )
    cells = {"Customer": "A", "Article": "B", "Quantity": "24", "Boxes": "24"}
    task_file.save(replace(task, steps=steps, row=DemonstratedRow(str(table), 1, cells)))
    outer = make_task(home, "outer", table)
    given = (("Quantity", "{Pieces}"),)
    does = TaskStep(1, NOWHERE, "task", "Do the task “orders”", called="orders", given=given)
    click = replace(outer.steps[0], number=2)
    shown = DemonstratedRow(str(table), 1, {"Customer": "A", "Article": "B", "Pieces": "24", "Boxes": "24"})
    task_file.save(replace(outer, steps=(does, click), row=shown))
    living.controller.open_run("outer")
    before = living.until(lambda state: bool(state.run.before.undecided)).run.before
    [asked] = before.undecided
    assert (asked.task, asked.label, asked.step) == ("orders", "1.6", 6)
    assert [one.examples for one in asked.meant] == [((2, "5"),), ((2, "6"),)]
    living.controller.settle_doubt(asked.step, asked.doubt, asked.meant[1].value, asked.task)
    living.until(lambda state: not state.run.before.doubts and bool(state.run.task_steps))
    kept = Library(home).open("orders").steps[5]
    assert (kept.value and kept.value.name, kept.doubt) == ("Boxes", "")
    assert living.until(lambda state: "Boxes" in state.run.task_columns).run.task == "outer"


def test_a_table_comes_after_the_recording(living: Living, home: Path, tmp_path: Path) -> None:
    make_task(home, "orders")
    table = rows_file(tmp_path)
    living.controller.open_run("orders")
    living.until(lambda state: bool(state.run.task_steps))
    living.controller.choose_rows(str(table))
    proposal = living.until(lambda state: state.run.before.proposal is not None).run.before.proposal
    assert proposal is not None and proposal.row is not None and proposal.row.index == 1
    assert all(one.sure for one in proposal.proposed)
    shown = Library(home).open("orders")
    other = [replace(one, value=one.value and Value("constant", text="other")) for one in shown.steps]
    task_file.save(replace(shown, steps=tuple(other)))
    living.controller.bind_rows({})
    living.until(lambda state: state.banner is not None and "changed" in state.banner.text)
    task_file.save(shown)
    living.controller.bind_rows({})
    run = living.until(lambda state: state.run.task_columns == COLUMNS).run
    assert run.rows_path == str(table)
    kept = Library(home).open("orders")
    assert kept.row is not None and kept.row.cells == dict(zip(COLUMNS, ROWS[0], strict=True))
