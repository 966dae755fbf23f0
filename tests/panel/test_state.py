from __future__ import annotations

import subprocess
import sys

import pytest

from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.panel import PanelState, reduce
from lam_desktop.panel.state.run import RowView, RunState, reduce_run
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.limits import Limits
from lam_desktop.types import Box

LOOK = wire.Look("/p.png", reason="sure", window=Box(1, 2, 3, 4), origin=(-100, 0))
STEP = events.StepView(1, "click", "Click “Save”")
ROWS = events.RowsLoaded("/orders.csv", ("Customer", "Quantity"), (("A", "1"), ("B", "2"), ("C", "3")))


def after(*happened: events.Event, state: PanelState | None = None) -> PanelState:
    state = state or PanelState()
    for event in happened:
        state = reduce(state, event)
    return state


def running(*happened: events.Event) -> PanelState:
    """Three rows, the runner ready."""
    return after(
        events.RunOpened("orders"),
        events.RunPrepared("orders", (STEP,), ("Customer",)),
        ROWS,
        events.RunRequested(),
        wire.Ready((1, 2, 3), 7),
        *happened,
    )


def test_the_state_needs_no_qt_and_no_torch() -> None:
    code = (
        "import sys, lam_desktop.panel.state.store, lam_desktop.panel.placing;"
        "print([name for name in ('PySide6', 'torch', 'transformers') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_library_loads_and_reloads_without_losing_its_cards() -> None:
    card = events.TaskCard("orders", 3)
    state = after(events.LibraryLoaded((card,)), events.LibraryLoading())
    assert state.library.cards == (card,)
    assert state.library.loading
    state = after(events.LibraryFailed("The library cannot be read."), state=state)
    assert not state.library.loading
    assert state.banner == events.Told("The library cannot be read.")


def test_a_recording_from_its_wish_to_its_review() -> None:
    state = after(events.RecordingRequested(events.RecordingRequest("orders")))
    assert (state.recording.phase, state.stage, state.busy) == ("starting", "pill", True)
    state = after(events.RecordingTicked(3), state=state)
    assert state.recording.seconds == 0, "the clock runs only once every hook is live"
    state = after(
        events.RecordingStarted(), events.RecordingTicked(3), events.RecordingCounted(2), state=state
    )
    assert (state.recording.seconds, state.recording.steps) == (3, 2)
    state = after(events.RecordingStopping(), events.RecordingTicked(9), state=state)
    assert (state.recording.phase, state.recording.seconds) == ("saving", 3)
    state = after(events.RecordingSaved("orders"), state=state)
    assert (state.recording.phase, state.screen, state.stage) == ("idle", "review", "main")


def test_a_recording_that_fails_says_why() -> None:
    state = after(
        events.RecordingRequested(events.RecordingRequest("orders")), events.RecordingFailed("No display.")
    )
    assert state.recording.phase == "idle"
    assert state.banner == events.Told("No display.")
    assert state.screen == "library"


def test_steps_of_another_task_are_not_shown() -> None:
    state = after(events.ReviewOpened("a"), events.ReviewOpened("b"), events.StepsLoaded("a", (STEP,)))
    assert state.review.steps == ()
    assert state.review.loading
    state = after(events.StepsFailed("a", "damaged"), state=state)
    assert state.review.loading
    assert state.banner is None


def test_steps_come_twice_and_the_chosen_one_stays() -> None:
    steps = tuple(events.StepView(number, "click", f"step {number}") for number in (1, 2, 3))
    state = after(
        events.ReviewOpened("a"), events.StepsLoaded("a", steps, complete=False), events.StepSelected(2),
        events.StepSelected(7), events.StepsLoaded("a", steps, rows=3),
    )  # fmt: skip
    assert (state.review.selected, state.review.complete, state.review.rows) == (2, True, 3)
    assert state.review.current == steps[2]


def test_a_range_stays_inside_the_table() -> None:
    state = after(events.RunOpened("orders"), ROWS)
    assert (state.run.first, state.run.last) == (1, 3)
    assert after(events.RangeChosen(2, 99), state=state).run.last == 3
    assert after(events.RangeChosen(3, 2), state=state).run.first == 2
    assert after(events.RangeChosen(0, 0), state=state).run.first == 1


def test_a_table_without_a_column_of_the_task_is_noticed() -> None:
    state = after(
        events.RunOpened("orders"), events.RunPrepared("orders", (STEP,), ("Customer", "Price")), ROWS
    )
    assert state.run.missing_columns == ("Price",)
    assert after(events.RowsCleared(), state=state).run.missing_columns == ()


def test_more_rows_than_a_run_may_do_are_told_before_it() -> None:
    prepared = events.RunPrepared("orders", (STEP,), ("Customer",), limits=Limits(rows_per_run=2))
    state = after(events.RunOpened("orders"), prepared, ROWS)
    assert state.run.beyond_limit.startswith("3 rows are chosen")
    assert after(events.RangeChosen(1, 2), state=state).run.beyond_limit == ""
    assert after(events.RowsCleared(), state=state).run.beyond_limit == ""


def test_opening_the_same_task_again_keeps_table_and_range() -> None:
    state = after(events.RunOpened("orders"), ROWS, events.RangeChosen(2, 3), events.ModeChosen("watch"))
    again = after(events.RunOpened("orders"), state=state).run
    assert (again.rows_path, again.first, again.last) == ("/orders.csv", 2, 3)
    other = after(events.RunOpened("marks"), state=state).run
    assert (other.rows_path, other.mode) == ("", "watch")


def test_a_run_steps_aside_only_when_the_runner_is_ready() -> None:
    state = after(events.RunOpened("orders"), ROWS, events.RunRequested())
    assert (state.stage, state.run.phase) == ("main", "loading")
    assert [row.label for row in state.run.rows] == ["A · 1", "B · 2", "C · 3"]
    assert after(wire.Ready((1, 2, 3), 7), state=state).stage == "dock"


def test_a_row_at_work() -> None:
    state = running(
        wire.RowStarted(2), wire.Observed(2, 1, "Click “Save”"), wire.Decided(2, 1, "Click “Save”", LOOK)
    )
    run = state.run
    assert (run.row, run.step, run.look, run.window) == (2, 1, LOOK, Box(-99, 2, 3, 4))
    assert [row.status for row in run.rows] == ["waiting", "working", "waiting"]
    assert run.demonstrated == STEP
    run = after(wire.RowFinished(2, "done", 7, 0, 3.5), state=state).run
    assert run.rows[1] == RowView(2, "B · 2", "done", 3.5)
    assert run.rows_done == 1


def test_pausing_and_going_on() -> None:
    state = running(wire.RowStarted(1), events.RunPausing())
    assert state.run.note == "Pausing before the next action."
    state = after(wire.Paused("Paused by you."), state=state)
    assert (state.run.phase, state.stage) == ("paused", "dock")
    assert after(wire.Resumed(), state=state).run.phase == "working"


def test_a_question_and_its_answer() -> None:
    asked = wire.Asked(1, 1, "Click “Save”", "Two look alike.", LOOK)
    state = running(wire.RowStarted(1), asked)
    assert (state.stage, state.run.question, state.run.rows[0].status) == ("question", asked, "asked")
    answered = after(events.AnswerGiven(Answer("here", (5, 6))), state=state)
    assert (answered.stage, answered.run.question) == ("dock", None)
    assert answered.run.look is not None
    assert answered.run.look.target is not None
    assert answered.run.look.target.box == Box(5, 6, 1, 1), "so that the dock keeps off it"
    assert after(wire.Answered(), state=answered).run.rows[0].status == "working"
    assert after(events.AnswerGiven(Answer("stop")), state=state).run.phase == "stopping"


def test_the_place_that_was_shown_is_kept_as_long_as_its_step_lasts() -> None:
    """The agent may look again there, and be as unsure as before: the dock must not go and stand on it."""
    asked = wire.Asked(1, 1, "Click “Save”", "Two look alike.", LOOK)
    state = running(wire.RowStarted(1), asked, events.AnswerGiven(Answer("here", (5, 6))))
    unsure = after(wire.Observed(1, 1, "Click “Save”"), wire.Decided(1, 1, "Click “Save”", LOOK), state=state)
    assert unsure.run.look == LOOK
    assert unsure.run.shown is not None and unsure.run.shown.point == (5, 6)
    again = after(asked, events.AnswerGiven(Answer("look_again")), state=unsure).run
    assert again.shown == unsure.run.shown
    assert after(wire.Observed(1, 2, "Click “Close”"), state=unsure).run.shown is None
    assert after(wire.RowStarted(2), state=unsure).run.shown is None


def test_an_answer_to_no_question_changes_nothing() -> None:
    state = running(wire.RowStarted(1))
    assert after(events.AnswerGiven(Answer("here", (5, 6))), state=state) == state


@pytest.mark.parametrize(
    "late",
    [
        wire.Paused("x"),
        wire.Observed(1, 2, "x"),
        wire.Resumed(),
        wire.Asked(1, 1, "x", "y", LOOK),
        wire.Answered(),
    ],
)
def test_nothing_reported_late_undoes_the_wish_to_stop(late: wire.Report) -> None:
    state = running(wire.RowStarted(1), events.RunStopping())
    assert after(late, state=state).run.phase == "stopping"


def test_the_end_of_a_run_settles_every_row() -> None:
    state = running(
        wire.RowStarted(1), wire.RowFinished(1, "done", 7, 0, 2.0), wire.RowStarted(2),
        wire.Finished("stopped", "Stopped by you.", 4, "tasks/orders/runs/1"),
    )  # fmt: skip
    assert [row.status for row in state.run.rows] == ["done", "stopped", "not_started"]
    assert (state.run.phase, state.stage, state.busy) == ("finished", "main", False)
    assert state.run.rest == (2, 3)


def test_a_runner_that_vanishes_ends_the_run_as_an_error() -> None:
    state = running(wire.RowStarted(1), events.RunVanished("It ended without a word."))
    assert (state.run.status, state.run.message) == ("error", "It ended without a word.")
    assert [row.status for row in state.run.rows] == ["failed", "not_started", "not_started"]
    assert state.run.rest is None, "with no row done the whole run is to be run again"


ACTED = wire.Acting(2, 1, "Click “Save”")


@pytest.mark.parametrize(
    ("reports", "rest", "uncertain"),
    [
        ((ACTED, wire.RowFinished(2, "failed", 0, 0, 2.0)), (3, 3), 2),
        ((wire.RowFinished(2, "failed", 0, 0, 2.0),), (3, 3), 2),
        ((ACTED, events.RunVanished("It is gone.")), (3, 3), 2),
        ((ACTED, wire.RowFinished(2, "stopped", 1, 0, 2.0)), (3, 3), 2),
        ((ACTED, wire.RowFinished(2, "asked", 1, 1, 2.0)), (3, 3), 2),
        ((wire.RowFinished(2, "asked", 0, 1, 2.0),), (2, 3), 0),
        ((wire.RowFinished(2, "stopped", 0, 0, 2.0),), (2, 3), 0),
    ],
)
def test_the_rest_repeats_no_row_that_may_be_stored(
    reports: tuple[events.Event, ...], rest: tuple[int, int], uncertain: int
) -> None:
    state = running(
        wire.RowStarted(1), wire.Acting(1, 1, "Click “Save”"), wire.RowFinished(1, "done", 7, 0, 2.0),
        wire.RowStarted(2), *reports, wire.Finished("failed", "It went wrong.", 5),
    )  # fmt: skip
    assert (state.run.rest, state.run.uncertain) == (rest, uncertain)


def test_behind_a_last_row_that_failed_there_is_no_rest() -> None:
    state = running(
        *(wire.RowFinished(row, "done", 7, 0, 2.0) for row in (1, 2)),
        wire.RowFinished(3, "failed", 6, 0, 2.0), wire.Finished("failed", "It went wrong.", 5),
    )  # fmt: skip
    assert (state.run.rest, state.run.uncertain) == (None, 3)


def test_a_run_that_is_all_done_has_no_rest() -> None:
    state = running(
        *(wire.RowFinished(row, "done", 7, 0, 2.0) for row in (1, 2, 3)),
        wire.Finished("done", "3 rows done.", 0),
    )
    assert state.run.rest is None


def test_reports_and_choices_at_the_wrong_time_are_ignored() -> None:
    state = after(events.RunOpened("orders"), ROWS)
    assert after(wire.RowStarted(1), state=state) == state
    live = running()
    assert (
        after(
            ROWS, events.RangeChosen(2, 2), events.RunOpened("marks"), events.RunRequested(), state=live
        ).run
        == live.run
    )


def test_subscribers_see_every_change_in_order_and_only_changes() -> None:
    store = Store()
    seen: list[str] = []
    unsubscribe = store.subscribe(lambda state: seen.append(state.screen))
    store.dispatch(events.Navigated("run"))
    store.dispatch(events.Navigated("run"))
    unsubscribe()
    store.dispatch(events.Navigated("library"))
    assert seen == ["library", "run"]


def test_what_a_subscriber_dispatches_waits_for_its_turn() -> None:
    store = Store()
    first: list[str] = []
    second: list[str] = []

    def eager(state: PanelState) -> None:
        first.append(state.screen)
        if state.screen == "run":
            store.dispatch(events.Navigated("review"))

    store.subscribe(eager)
    store.subscribe(lambda state: second.append(state.screen))
    store.dispatch(events.Navigated("run"))
    assert first == second == ["library", "run", "review"]


def test_a_run_without_a_table_that_went_on_is_no_more_to_be_gone_on_with() -> None:
    again = before_events.Again("", (1,), (), (), goes_on=1, instruction="Order 5 pens for Bo")
    said = events.RunPrepared("orders", (STEP,), ("instruction",), instruction="Order 24 pens for Ann")
    run = reduce_run(reduce_run(RunState(), events.RunOpened("orders")), said)
    assert run.instruction == "Order 24 pens for Ann"
    run = reduce_run(run, before_events.AgainChosen(again))
    assert run.instruction == "Order 5 pens for Bo", "what the run that goes on was told"
    run = reduce_run(run, events.RunRequested())
    assert run.rows[0].label == "Order 5 pens for Bo"
    run = reduce_run(run, wire.Finished("done", "1 row done.", 0))
    assert run.again is None


def test_what_was_said_belongs_to_the_recording_that_it_was_said_for() -> None:
    ann = events.RunPrepared("orders", (STEP,), instruction="Delete the mail of Ann")
    zoe = events.RunPrepared("orders", (STEP,), instruction="Delete the mail of Zoe")
    none = events.RunPrepared("orders", (STEP,))
    run = reduce_run(reduce_run(RunState(), events.RunOpened("orders")), ann)
    run = reduce_run(run, events.InstructionChosen("Delete the mail of Bo"))
    assert reduce_run(run, ann).instruction == "Delete the mail of Bo", "read once more"
    assert reduce_run(reduce_run(run, events.InstructionChosen("")), ann).instruction == ""
    assert reduce_run(run, zoe).instruction == "Delete the mail of Zoe"
    plain = reduce_run(reduce_run(run, none), events.RunRequested())
    assert plain.rows[0].label == "as recorded"
