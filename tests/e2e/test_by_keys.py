"""A web form filled in by keys alone: Tab from field to field, arrows in a list and among options.

Judged by what the page sent. In a list the arrows go on until it shows what the row says; rows that say
another option than the one that the arrows chose are refused before anything is done.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode, UsageError
from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN
from lam_desktop.evaluation.drift.program import Row
from lam_desktop.evaluation.drift.web import ORDER_FORM, WebPage
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.lam import Lam
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_settled, wait_until
from tests.e2e.harness import write_rows

pytestmark = pytest.mark.e2e
TASK, WAIT_S = "orders", 20.0
CHOSEN = {"article": "Office chair", "delivery": "Courier"}
ROWS = [
    {"customer": "Maria Sorensen", "quantity": "12", "note": "Second floor", **CHOSEN},
    {"customer": "Tanaka & Sons", "quantity": "7", "note": "Call before noon", **CHOSEN},
    {"customer": "Okafor Logistics", "quantity": "25", "note": "Ring twice", **CHOSEN, "delivery": "Post"},
    {"customer": "Helena Vogel", "quantity": "40", "note": "Back entrance", **CHOSEN, "article": "Desk lamp"},
    {"customer": "Brandt GmbH", "quantity": "3", "note": "By lift", **CHOSEN, "article": "Whiteboard"},
    {"customer": "Noor Haddad", "quantity": "9", "note": "Gate 4", **CHOSEN, "article": "Filing cabinet"},
]


def enter(page: WebPage, clerk: Clerk, desktop: VirtualDesktop, row: Row) -> None:
    clerk.click(*page.site.layout["customer"].center)
    clerk.type(row["customer"])
    clerk.press("tab")
    for _ in range(2):  # of the list's entries the third one
        clerk.press("down")
    clerk.press("tab")
    clerk.type(row["quantity"])
    clerk.press("tab")
    clerk.press("right")
    clerk.press("tab")
    clerk.type(row["note"])
    for _ in range(2):
        clerk.press("tab")
    clerk.press("space")
    wait_until(lambda: page.site.stored, "the clerk's entry")
    wait_settled(desktop.screenshot)


def test_arrows_choose_what_the_row_says_or_nothing_is_done(tmp_path: Path) -> None:
    rows, logs = write_rows(tmp_path / "rows.csv", ROWS), tmp_path / "logs"
    logs.mkdir()
    with VirtualDesktop(SCREEN) as desktop, ORDER_FORM.show(desktop, tmp_path / "shown", RECORDED) as page:
        lam = Lam(desktop, tmp_path / "library", logs)
        with Clerk(desktop.display, 0.2) as clerk:
            clerk.prepare("".join(ROWS[0].values()))
            with lam.recording(TASK, f"{rows}:1"):
                enter(page, clerk, desktop, ROWS[0])
        assert page.site.stored == [ROWS[0]]
    with VirtualDesktop(SCREEN) as desktop, ORDER_FORM.show(desktop, tmp_path / "again", RECORDED) as page:
        lam = Lam(desktop, tmp_path / "library", logs)
        with pytest.raises(UsageError, match="Row 3, column «delivery»: .* keys chose"):
            lam.run(TASK, f"{rows}:3", "lam", WAIT_S)
        assert page.site.stored == []
        for chosen in ("2", "4-6"):
            outcome = lam.run(TASK, f"{rows}:{chosen}", "lam", WAIT_S)
            assert outcome.exit_code is ExitCode.DONE, (outcome.message, lam.journal(outcome))
        assert page.site.stored == [ROWS[1], *ROWS[3:]]
