"""What a page shows is copied and pasted by the menus of the browser, or by marking and the middle button.

Judged by what the page sent: right or asked, never wrong.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.office.clerk import Clerk
from recorder.events import WindowFacts
from tests.e2e.browser import Browser
from tests.e2e.conftest import start_editor
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.menus import by_chords, by_context_menu, by_middle_button, choose_in_bar
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
TASK = "deliveries"
CUSTOMERS = {"11": "Castellano Ltd", "12": "Lindqvist Hardware", "14": "Nguyen Marine"}
Act = Callable[[Clerk, Browser, Office], None]


def by_menu(clerk: Clerk, browser: Browser, office: Office) -> None:
    by_context_menu(clerk, browser, office, "customer", "receiver")


def by_keys_of_terminals(clerk: Clerk, browser: Browser, office: Office) -> None:
    del office
    by_chords(clerk, browser, "customer", "receiver", ("ctrl", "insert"), ("shift", "insert"))


def by_mouse(clerk: Clerk, browser: Browser, office: Office) -> None:
    del office
    by_middle_button(clerk, browser, "customer", "receiver")


@pytest.mark.parametrize(
    "act",
    [
        by_menu,
        *(pytest.param(act, marks=pytest.mark.proof) for act in (by_keys_of_terminals, by_mouse)),
    ],
)
def test_what_is_copied_follows_the_row(act: Act, tmp_path: Path, home: Path) -> None:
    del home
    rows = write_rows(tmp_path / "rows.csv", [{"order": number} for number in CUSTOMERS])
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "lookup.html", "Deliveries")
        browser.open(120, 60, 700, 560)

        def show(clerk: Clerk) -> None:
            clerk.click(*browser.middle("order"))
            clerk.type("11")
            office.settled()
            act(clerk, browser, office)
            office.settled()
            clerk.click(*browser.middle("Save delivery"))
            wait_for(lambda: shop.sent, "the delivery")
            office.settled()

        office.record(TASK, show, "--rows", f"{rows}:1")
        assert shop.sent == [sent("11")], "the clerk's own"
        shop.sent.clear()
        browser.open(420, 120, 760, 600)
        outcome = office.run(TASK, "--rows", f"{rows}:2-3")
        steps = office.call("show", TASK, "--json").report["steps"]
        pasted = [step["value"] for step in steps if step["value"] and step["value"]["source"] == "clipboard"]
        assert [value["text"] for value in pasted] == ["Castellano Ltd"], steps
        right = [sent("12"), sent("14")]
        assert shop.sent == right[: len(shop.sent)], "never wrong"
        assert outcome.code == ExitCode.DONE, outcome.message
        assert len(shop.sent) == 2


@pytest.mark.proof
def test_what_an_editor_copies_by_its_menu_bar(tmp_path: Path, home: Path) -> None:
    """Edit ▸ Copy of Mousepad, pasted into the page; the note is another one each time."""
    del home
    rows = write_rows(tmp_path / "rows.csv", [{"order": number} for number in CUSTOMERS])
    note = tmp_path / "note.txt"
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "lookup.html", "Deliveries")
        editor: list[subprocess.Popen[bytes]] = []

        def noted(text: str) -> WindowFacts:
            for one in editor:
                office.desktop.stop(one)
            note.write_text(text)
            editor[:] = [start_editor(office, note)]
            window = office.window("Mousepad")
            return office.place(window, 60, 500, (560, 240))

        def show(clerk: Clerk) -> None:
            clerk.click(*browser.middle("order"))
            clerk.type("11")
            office.settled()
            for entry in ("Select All", "Copy"):
                choose_in_bar(clerk, office, window, "Edit", entry)
                office.settled()
            clerk.click(*browser.middle("receiver"))
            clerk.press("ctrl", "v")
            office.settled()
            clerk.click(*browser.middle("Save delivery"))
            wait_for(lambda: shop.sent, "the delivery")
            office.settled()

        browser.open(640, 40, 620, 440)
        window = noted("Pia Castellano")
        office.record(TASK, show, "--rows", f"{rows}:1")
        assert shop.sent == [sent("11") | {"receiver": "Pia Castellano"}], "the clerk's own"
        for row, (order, receiver) in enumerate((("12", "Uwe Brandt"), ("14", "Ines Okafor")), start=2):
            shop.sent.clear()
            noted(receiver)
            outcome = office.run(TASK, "--rows", f"{rows}:{row}")
            assert shop.sent in ([], [sent(order) | {"receiver": receiver}]), "never wrong"
            assert outcome.code == ExitCode.DONE, outcome.message
            assert len(shop.sent) == 1
        steps = office.call("show", TASK, "--json").report["steps"]
        assert "clipboard" in [step["value"]["source"] for step in steps if step["value"]], steps


def sent(order: str) -> dict[str, str]:
    return {"order": order, "customer": CUSTOMERS[order], "receiver": CUSTOMERS[order]}
