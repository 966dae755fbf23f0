"""Two programs: what one shows is typed into the other, by a person once, by the agent for other records.

Judged by what the form's program received: right or asked, never wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "payments"
LETTERS = {
    "11": {
        "From": "Castellano Ltd",
        "Invoice no.": "RE-4711",
        "Date": "05.03.2026",
        "Total": "1.249,50 €",
    },
    "12": {"From": "Lindqvist Hardware", "Invoice no.": "RE-5038", "Date": "17.03.2026", "Total": "86,20 €"},
    "13": {"From": "Okafor & Sons", "Invoice no.": "AB-2206", "Date": "01.04.2026", "Total": "3.017,00 €"},
    "14": {"From": "Peter Nguyen", "Invoice no.": "RE-4790", "Date": "09.04.2026", "Total": "12.480,75 €"},
}
AMOUNTS = {"11": "1249.50", "12": "86.20", "13": "3017.00", "14": "12480.75"}
PROGRAM = Path(__file__).parent / "programs" / "letters.py"


def test_numbers_and_totals_are_copied_for_other_records(tmp_path: Path, home: Path) -> None:
    del home
    letters, layout = tmp_path / "letters.json", tmp_path / "layout.json"
    letters.write_text(json.dumps(LETTERS), encoding="utf-8")
    rows = write_rows(tmp_path / "rows.csv", [{"letter": number} for number in LETTERS])
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "payment.html", "Payments")
        browser.open(490, 60, 700, 560)
        office.desktop.start(
            sys.executable, str(PROGRAM), str(letters), str(layout), "30", "90",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(layout.exists, "the viewer")
        office.settled()

        def copy(clerk: Clerk) -> None:
            x, y, w, h = json.loads(layout.read_text(encoding="utf-8"))["letter"]
            clerk.click(x + w // 2, y + h // 2)
            clerk.type("11")
            clerk.press("enter")
            office.settled()
            clerk.click(*browser.middle("invoice"))
            clerk.type("RE-4711")
            clerk.click(*browser.middle("amount"))
            clerk.type("1249.50")
            clerk.click(*browser.middle("Save payment"))
            wait_for(lambda: shop.sent, "the payment")
            office.settled()

        office.record(TASK, copy, "--rows", f"{rows}:1")
        shop.sent.clear()
        outcome = office.run(TASK, "--rows", f"{rows}:2-4")
        report = office.call("show", TASK, "--json").report
        values = [step["value"] for step in report["steps"] if step["kind"] == "type"]
        assert [value["source"] for value in values] == ["row", "screen", "screen"], values
        right = [{"invoice": LETTERS[n]["Invoice no."], "amount": AMOUNTS[n]} for n in ("12", "13", "14")]
        assert shop.sent == right[: len(shop.sent)], "never wrong"
        assert outcome.code == ExitCode.DONE, outcome.message
        assert len(shop.sent) == 3
