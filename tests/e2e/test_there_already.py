"""An order that was entered by hand stands in the program's table: the agent asks before it enters it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.desk import Desk
from lam_desktop.office.orderdesk.store import OrderStore
from lam_desktop.office.orders import write_csv
from tests.e2e.crashing import REPEATED, TASK, many_orders, show
from tests.e2e.harness import ALONE, Office, Outcome, acted, journal

pytestmark = pytest.mark.e2e

ROW_S = 90.0


def test_an_order_that_stands_in_the_table_is_not_entered_unasked(tmp_path: Path, home: Path) -> None:
    orders = many_orders(random.Random("there already"), 4)
    table, database = tmp_path / "orders.csv", tmp_path / "repeated.sqlite"
    write_csv(table, orders)
    store = OrderStore(database)
    store.add([orders[2]])
    with Office() as office:
        show(office, tmp_path, orders[0], table)
        with Desk(office.desktop, database, tmp_path / "repeated.jsonl", REPEATED):
            office.settled()
            asked = run(office, "--rows", f"{table}:2-4")
            stored = [entry.order for entry in OrderStore(database).all()]
            left_out = run(office, "--rows", f"{table}:3-4", "--leave-out", "3")
            again = run(office, "--rows", f"{table}:3", "--again")
    assert asked.code == ExitCode.ASKED, asked.report
    assert [row["status"] for row in asked.report["rows"]] == ["done", "asked", "not_started"]
    assert "Was row 3 entered before?" in asked.message and "--leave-out 3" in asked.message
    assert sorted(map(repr, stored)) == sorted(map(repr, (orders[1], orders[2])))
    assert not [one for one in acted(home, asked) if one["row"] == 3]
    (question,) = [one for one in journal(home, asked) if one["kind"] == "asked"]
    assert (home / asked.report["run"] / question["picture"]).is_file()
    assert left_out.code == 0 and again.code == 0, (left_out.report, again.report)
    counted = [entry.order for entry in OrderStore(database).all()]
    assert [counted.count(order) for order in orders[1:]] == [1, 2, 1]


def run(office: Office, *arguments: str) -> Outcome:
    command = ("run", TASK, *arguments, *ALONE)
    return office.start(*command).finished(ROW_S * 3)
