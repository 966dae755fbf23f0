"""What is known before a run: reducers only."""

from __future__ import annotations

from lam_desktop.execution.machine.passport import Compared
from lam_desktop.execution.machine.start_check import CheckedStep
from lam_desktop.panel import wire
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.panel import PanelState, reduce
from lam_desktop.panel.state.run import RowView
from tests.panel.test_state import ROWS, STEP, after, running

KEYS = Compared("keyboard", "us", "de", True, False, "The keyboard layout is de now and was us.")
DARK = Compared("theme", "light", "dark", True, True, "The window of desk is dark now.", "desk")
COVERED = Compared("theme", "light", None, program="desk")
FOUND = CheckedStep(2, 1, "Click “Save”", "found", 0.97)
LOST = CheckedStep(2, 2, "Click “Close”", "would_ask", None, "It is not there.")


def chosen(*happened: events.Event) -> PanelState:
    return after(
        events.RunOpened("orders"), events.RunPrepared("orders", (STEP,), ("Customer",)), ROWS, *happened
    )


def test_what_matters_is_told_first_and_what_is_told_elsewhere_is_left_out() -> None:
    one_monitor = Compared("monitors", "a", "b", True)
    before = chosen(before_events.SurroundingsRead("orders", (KEYS, one_monitor, DARK))).run.before
    assert before.differs == (DARK, KEYS)
    assert chosen().run.before.facts is None, "not read yet is not the same as nothing"


def test_what_belongs_to_another_task_is_dropped() -> None:
    read = before_events.SurroundingsRead("marks", (KEYS,))
    approval = before_events.ApprovalRead("marks", "- kind: sql")
    before = chosen(read, approval, before_events.SecretsKept("marks", ("pin",))).run
    assert (before.before.facts, before.before.approval, before.kept_secrets) == (None, None, ())
    kept = chosen(before_events.SurroundingsRead("orders", (KEYS,)), before_events.KeyringFound("Wallet"))
    other = reduce(kept, events.RunOpened("marks")).run.before
    assert (other.facts, other.keyring) == (None, "Wallet"), "the keyring is the machine's"


def test_a_check_hides_the_panel_only_while_it_looks() -> None:
    state = chosen(before_events.ScreenCheckRequested())
    assert (state.run.phase, state.stage, state.busy) == ("loading", "main", True)
    state = reduce(state, wire.Ready((2,), 7))
    assert state.stage == "away"
    state = after(wire.Checked((DARK,), (FOUND, LOST)), wire.Finished("asked", "Said.", 3), state=state)
    assert (state.run.phase, state.stage, state.busy) == ("choosing", "main", False)
    assert (state.run.before.asks, state.run.before.check_shown) == ((LOST,), True)
    assert (state.run.rows_path, state.run.first, state.run.last) == ("/orders.csv", 1, 3)
    shown = reduce(state, before_events.ScreenCheckShown(False)).run.before
    assert (shown.check_shown, shown.steps) == (False, (FOUND, LOST))


def test_a_check_that_found_everything_leaves_the_person_where_they_were() -> None:
    state = chosen(
        before_events.ScreenCheckRequested(), wire.Ready((2,), 7), wire.Checked((DARK,), (FOUND,)),
        wire.Finished("done", "Said.", 0),
    )  # fmt: skip
    assert not state.run.before.check_shown
    assert (state.run.before.check_problem, state.run.status) == ("", "")


def test_a_check_that_fails_or_vanishes_says_why_and_one_that_was_stopped_does_not() -> None:
    begun = chosen(before_events.ScreenCheckRequested(), wire.Ready((2,), 7))
    failed = reduce(begun, wire.Finished("error", "No display.", 6)).run
    assert (failed.phase, failed.before.check_problem) == ("choosing", "No display.")
    gone = reduce(begun, events.RunVanished("It is gone.")).run
    assert (gone.phase, gone.before.check_problem) == ("choosing", "It is gone.")
    stopped = after(events.RunStopping(), wire.Finished("stopped", "Stopped.", 4), state=begun).run
    assert (stopped.phase, stopped.before.check_problem) == ("choosing", "")


def test_a_later_look_keeps_what_it_cannot_see() -> None:
    """The panel's own window covers the program, so that its theme is seen by a check alone."""
    state = chosen(
        before_events.ScreenCheckRequested(), wire.Ready((2,), 7), wire.Checked((DARK, KEYS), (FOUND,)),
        wire.Finished("done", "Said.", 0),
        before_events.SurroundingsRead("orders", (COVERED, Compared("keyboard", "us", "us"))),
    )  # fmt: skip
    assert state.run.before.differs == (DARK,)


def test_only_what_the_person_ticked_of_doubtful_rows_is_done_again() -> None:
    again = before_events.Again("runs/1", (1, 2, 3), (1, 2))
    assert again.to_do == (3,), "nothing is repeated before they decided"
    state = chosen(before_events.AgainChosen(before_events.Again("runs/1", (1, 2, 3), (1, 2), (2,))))
    assert state.run.to_do == (2, 3)
    begun = reduce(state, events.RunRequested()).run
    assert begun.rows == (RowView(2, "B · 2"), RowView(3, "C · 3"))
    assert reduce(state, events.RangeChosen(1, 3)).run.to_do == (1, 2, 3)
    assert reduce(state, ROWS).run.again is not None, "the same table read once more"
    assert reduce(state, events.RowsCleared()).run.again is None


def test_behind_rows_that_were_done_again_nothing_else_is_run() -> None:
    state = chosen(
        before_events.AgainChosen(before_events.Again("runs/1", (1, 3))), events.RunRequested(),
        wire.Ready((1, 3), 7), wire.RowFinished(1, "done", 7, 0, 2.0),
        wire.Finished("stopped", "Stopped.", 4, "runs/2"),
    )  # fmt: skip
    assert state.run.rest is None, "row 2 lies between and is done"


def test_rows_that_did_not_end_well_are_counted_with_those_never_begun() -> None:
    end = wire.Finished("failed", "It went wrong.", 5, "runs/1", "runs/1/orders-results.csv")
    done, failed = (wire.RowFinished(row, status, 7, 0, 2.0) for row, status in ((1, "done"), (2, "failed")))
    assert running(done, failed, end).run.undone == 2
    assert running(done, failed, wire.Finished("error", "Refused.", 2)).run.undone == 0, "there is no run"
    skipped = tuple(wire.RowFinished(row, "skipped", 0, 0, 2.0) for row in (2, 3))
    good = wire.Finished("done", "Done.", 0, "runs/1", "runs/1/orders-results.csv")
    assert running(done, *skipped, good).run.undone == 0, "what the person skipped is no trouble"


def test_kept_secrets_are_told_of_the_task_that_is_reviewed() -> None:
    loaded = events.StepsLoaded("orders", (STEP,), secrets=("pin",))
    state = after(events.ReviewOpened("orders"), loaded, before_events.SecretsKept("orders", ("pin",)))
    assert (state.review.secrets, state.review.kept_secrets) == (("pin",), ("pin",))
    state = reduce(state, before_events.SecretsKept("marks", ()))
    assert state.review.kept_secrets == ("pin",)
