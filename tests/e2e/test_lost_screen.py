"""The screen is lost amid a row, with its X server or by a lock: `--resume` enters every row once."""

from __future__ import annotations

import random
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.execution.machine.wakefulness import LOCKED
from lam_desktop.office.desk import Desk
from lam_desktop.office.orderdesk.store import Order, OrderStore
from lam_desktop.office.orders import write_csv
from lam_desktop.tasks.storage.library import Library
from tests.e2e.crashing import REPEATED, TASK, is_at, many_orders, show
from tests.e2e.foreign_window import ForeignWindow
from tests.e2e.harness import ALONE, Office, Outcome, Running, acted, journal, wait_for

pytestmark = pytest.mark.e2e

ROWS = 3
LOST_IN = 3
"""The second row of the run."""
SCREEN = (1280, 800)
ROW_S, ENDED_S = 90.0, 30.0


@pytest.mark.parametrize("at_step", [pytest.param(5, marks=pytest.mark.proof), -1])
def test_in_a_new_x_server_it_goes_on_at_the_row(at_step: int, tmp_path: Path, home: Path) -> None:
    """The program goes with its display: amid the fields, and at the click that stores the order."""
    orders, table = shown_orders(tmp_path)
    database, log = tmp_path / "repeated.sqlite", tmp_path / "repeated.jsonl"
    with Office() as office:
        show(office, tmp_path, orders[0], table)
        desk = Desk(office.desktop, database, log, REPEATED)
        with desk:
            run = begun(office, home, table, at_step)
            office.desktop.close()
            lost = run.finished(ENDED_S)
    assert lost.code == ExitCode.ENVIRONMENT and "display" in lost.message, lost
    last = journal(home, lost)[-1]
    assert (last["kind"], last["status"]) == ("run_finished", "error")
    stored_then = stored(database)
    with Office() as office, Desk(office.desktop, database, log, REPEATED):
        office.settled()
        going_on = resumed(office)
        if at_step == -1 and going_on.code == ExitCode.ASKED:  # what a person sees in the program, they say
            assert "was at work when the run broke off" in going_on.message
            assert stored(database) == stored_then, "what cannot be undone is not done once more"
            there = orders[LOST_IN - 1] in stored_then
            going_on = resumed(office, "--begun-row", "skip" if there else "repeat")
    assert going_on.code == ExitCode.DONE, going_on.report
    assert stored(database) == dict.fromkeys(orders[1:], 1)
    assert {entry["row"] for entry in acted(home, going_on)} == {
        row for row in range(LOST_IN, ROWS + 2) if orders[row - 1] not in stored_then
    }, "only what was not stored yet"


def test_unlocked_it_goes_on_at_the_step(tmp_path: Path, home: Path) -> None:
    orders, table = shown_orders(tmp_path)
    database = tmp_path / "repeated.sqlite"
    with Office() as office:
        show(office, tmp_path, orders[0], table)
        with Desk(office.desktop, database, tmp_path / "repeated.jsonl", REPEATED):
            run = begun(office, home, table, 5, "--wait", "4")
            lock = ForeignWindow(office.display, "i3lock", (0, 0, *SCREEN))
            locked = run.finished(ROW_S)
            refused = resumed(office)
            lock.close()
            # An action that was under way has an effect that is not seen; before one it is said why it waits.
            assert locked.code == ExitCode.WRONG_EFFECT or (
                locked.code == ExitCode.ASKED and LOCKED in locked.message
            ), locked
            assert refused.code == ExitCode.ENVIRONMENT and "locked" in refused.message, refused
            stopped_at = max(entry["step"] for entry in acted(home, locked) if entry["row"] == LOST_IN)
            office.settled()
            going_on = resumed(office)
    assert going_on.code == ExitCode.DONE, going_on.report
    assert stored(database) == dict.fromkeys(orders[1:], 1)
    (went_on,) = [one for one in journal(home, going_on) if one["kind"] == "went_on"]
    # A text is typed behind the click into its field, which is done once more.
    assert went_on["row"] == LOST_IN and stopped_at - 1 <= went_on["step"] <= stopped_at + 1, went_on
    again = [entry["step"] for entry in acted(home, going_on) if entry["row"] == LOST_IN]
    assert min(again) >= stopped_at - 1, "what stands in its fields is not entered again"


def shown_orders(folder: Path) -> tuple[list[Order], Path]:
    """Orders of which no two are equal, and their table."""
    orders = many_orders(random.Random("lost screens"), ROWS + 1)
    table = folder / "orders.csv"
    write_csv(table, orders)
    return orders, table


def begun(office: Office, home: Path, table: Path, at_step: int, *more: str) -> Running:
    """A run that has just come to a step of its second row."""
    command = ("run", TASK, "--rows", f"{table}:2-{ROWS + 1}", *ALONE)
    run = office.start(*command, *more)
    step = [one.number for one in Library(home).open(TASK).steps][at_step]
    wait_for(partial(is_at, home, LOST_IN, step, run), f"step {step} of row {LOST_IN}", ROW_S * 3)
    assert run.process.poll() is None, run.finished(5.0)
    return run


def resumed(office: Office, *more: str) -> Outcome:
    command = ("run", TASK, "--resume", "--mode", "auto", "--json", *more)
    return office.start(*command).finished(ROW_S * ROWS)


def stored(database: Path) -> Counter[Order]:
    """How often each order is stored."""
    return Counter(entry.order for entry in OrderStore(database).all())
