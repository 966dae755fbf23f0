"""A short task for tests of what may go wrong: a name and a number into a web page, and Save."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from lam_desktop.office.clerk import Clerk
from recorder.events import WindowFacts
from tests.e2e.browser import Browser
from tests.e2e.faults import BUTTON, SAVE
from tests.e2e.harness import Office, wait_for, write_rows
from tests.e2e.programs.pages import Shop

TASK = "contacts"
ROWS = [
    {"name": "Maria Sorensen", "phone": "0451 88217"},
    {"name": "Peter Nguyen", "phone": "0309 52604"},
    {"name": "Ada Lindqvist", "phone": "0171 23958"},
    {"name": "Jon Castello", "phone": "0620 41937"},
]
PLACES = ((60, 50, 760, 560), (330, 120, 820, 600))
"""Of the browser's window while recording, and later: x, y, width, height."""


@dataclass(frozen=True)
class Scene:
    """A desktop on which the task was recorded, with the page open again elsewhere."""

    office: Office
    shop: Shop
    browser: Browser
    rows: Path
    task: ClassVar[str] = TASK
    program: ClassVar[tuple[str, ...]] = ("Contacts", "Chromium")
    """Names of the window that the task is done in."""

    @property
    def sent(self) -> list[dict[str, str]]:
        """What the program has stored."""
        return list(self.shop.sent)

    @property
    def process(self) -> subprocess.Popen[Any] | None:
        """The program, where it is open."""
        return self.browser.process

    def window(self) -> WindowFacts:
        """The program's window, once it is there."""
        return self.office.window("Chromium", "Contacts")

    def begun(self, field: str) -> bool:
        """Whether this field, `name` or `phone`, was clicked, or the button: `save`."""
        return (BUTTON if field == SAVE else field) in self.shop.clicks

    def close(self) -> None:
        """Ends the program."""
        self.browser.close()

    def reopen(self, addition: str = "") -> None:
        """Shows the page anew in another place, with `addition` in it, and forgets what was done so far."""
        self.shop.addition = addition
        self.browser.open(*PLACES[1])
        self.shop.sent.clear()
        self.shop.clicks.clear()


def ticket_copied(office: Office, browser: Browser, shop: Shop) -> Callable[[Clerk], None]:
    """Has the clerk copy what the field `ticket` says as the phone of the first contact, and save it."""

    def act(clerk: Clerk) -> None:
        clerk.click(*browser.middle("ticket"))
        clerk.press("ctrl", "a")
        clerk.press("ctrl", "c")
        clerk.click(*browser.middle("phone"))
        clerk.press("ctrl", "v")
        clerk.click(*browser.middle("name"))
        clerk.type(ROWS[0]["name"])
        clerk.click(*browser.middle(BUTTON))
        wait_for(lambda: shop.sent, "the contact to be stored")
        office.settled()

    return act


@contextmanager
def recorded_contacts(tmp_path: Path, by_keyboard: bool = False) -> Generator[Scene]:
    """The task `TASK`, shown with the first row; `by_keyboard` goes to the second field with Tab."""
    rows = write_rows(tmp_path / "contacts.csv", ROWS)
    with Office() as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "contact.html", "Contacts")
        browser.open(*PLACES[0])

        def act(clerk: Clerk) -> None:
            for name in ("name", "phone"):
                if not by_keyboard:
                    clerk.click(*browser.middle(name))
                elif name != "name":
                    clerk.press("tab")
                clerk.type(ROWS[0][name])
            clerk.click(*browser.middle(BUTTON))
            wait_for(lambda: shop.sent, "the contact to be stored")
            office.settled()

        office.record(TASK, act, "--rows", f"{rows}:1")
        assert shop.sent == [ROWS[0]]
        yield Scene(office, shop, browser, rows)
