"""Two web programs in Chromium: an order form beside a table, and a registration that begins in a table."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.drift.conditions import Condition
from lam_desktop.evaluation.drift.program import Judgement, Point, Row
from lam_desktop.office.chromium import PROGRAM, View, open_page
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.clicks import wrong_among
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_for_popup, wait_settled, wait_until
from lam_desktop.office.website import PAGES, Website
from lam_desktop.types import Box

WINDOW = Box(40, 30, 1120, 760)
LIMIT_S = 20.0

ORDERS = (
    {"customer": "Maria Sorensen", "quantity": "12", "note": "Second floor"},
    {"customer": "Tanaka & Sons", "quantity": "7", "note": "Call before noon"},
    {"customer": "Okafor Logistics", "quantity": "25", "note": "Ring twice"},
    {"customer": "Helena Vogel", "quantity": "40", "note": "Back entrance"},
)
VISITS = (
    {"patient": "Maria Sorensen", "complaint": "Back pain", "insurance": "A 482 190", "remark": "X-rays"},
    {"patient": "Fatima Rahman", "complaint": "Cough, fever", "insurance": "K 705 338", "remark": "Letter"},
    {"patient": "Jonas Lindqvist", "complaint": "Sore throat", "insurance": "B 119 642", "remark": "Student"},
    {"patient": "Luis Ortega", "complaint": "Sore ankle", "insurance": "D 830 275", "remark": "Crutches"},
)  # fmt: skip


@dataclass(frozen=True)
class WebProgram:
    """One of the pages, and how a row is entered in it."""

    name: str
    page: str
    title: str
    data: tuple[dict[str, str], ...]
    fixed: tuple[tuple[str, str], ...]
    """What every row has in common, chosen by mouse."""
    parts: Callable[[Row], Sequence[str]]
    """What must be clicked for a row, in sequence."""
    accessibility: bool = False
    pages: Path = PAGES
    """The folder with the page."""

    def rows(self, seed: int) -> Sequence[Row]:
        """All of the rows, in some order."""
        rows = random.Random(f"drift/{self.name}/{seed}").sample(self.data, len(self.data))
        return [{**row, **dict(self.fixed)} for row in rows]

    @contextlib.contextmanager
    def show(self, desktop: VirtualDesktop, folder: Path, condition: Condition) -> Generator[WebPage]:
        """The page in a browser of its own."""
        look = {"text": f"{condition.text:g}", "theme": "dark" if condition.dark else "light"}
        if condition.font:
            look["font"] = condition.font
        place = Box(
            WINDOW.x, WINDOW.y, round(WINDOW.w * condition.growth), round(WINDOW.h * condition.growth)
        )
        with Website(self.pages) as site:
            address = site.address(self.page, urlencode(look))
            view = View(place, condition.zoom, condition.device)
            program, _ = open_page(desktop, folder / "profile", address, self.title, view)
            try:
                if not site.shown.wait(LIMIT_S):
                    raise EnvironmentFault(f"The page {self.page} did not show within {LIMIT_S:g} s.")
                wait_settled(desktop.screenshot)
                yield WebPage(self, desktop, site)
            finally:
                desktop.stop(program)


class WebPage:
    """The page as clerk and judge know it."""

    def __init__(self, program: WebProgram, desktop: VirtualDesktop, site: Website) -> None:
        self._program, self._desktop, self.site = program, desktop, site

    def enter(self, clerk: Clerk, row: Row) -> None:
        """Clicks the parts one after the other and types where there is something to type."""
        for part in self._program.parts(row):
            clerk.click(*self.site.layout[part].center)
            if part == "article":
                self._choose(clerk, ARTICLES.index(row[part]))
            elif part in row:
                clerk.type(row[part])
        wait_until(lambda: self.site.stored, "the clerk's entry")
        wait_settled(self._desktop.screenshot)

    def judge(self, row: Row, clicked: Sequence[Point]) -> Judgement:  # noqa: ARG002 - the page logs its clicks
        """By what the page sent to its server."""
        stored: list[Any] = list(self.site.stored)
        right = dict(row) in stored
        if right:
            stored.remove(dict(row))
        parts = self._program.parts(row)
        clicks = wrong_among(self.site.clicks, parts, frozenset(parts) - {"save"})
        wrong = (*(f"stored {one}" for one in stored), *(f"clicked {one}" for one in clicks))
        return Judgement(right, wrong)

    def _choose(self, clerk: Clerk, number: int) -> None:
        """The entry of the open list."""
        x, y, width, height = wait_for_popup(self._desktop.display, PROGRAM).geometry
        wait_settled(self._desktop.screenshot)
        clerk.click(x + width // 3, round(y + height / len(ARTICLES) * (number + 0.5)))


ARTICLES = ("", "Desk lamp", "Office chair", "Filing cabinet", "Whiteboard")
"""The entries of the page's list."""
ORDER_FORM = WebProgram(
    "orders", "orders.html", "Order intake", ORDERS, (("article", "Office chair"), ("delivery", "Courier")),
    lambda row: ("customer", "article", "quantity", f"delivery:{row['delivery']}", "note", "save"),
)  # fmt: skip
REGISTRATION = WebProgram(
    "patients", "patients.html", "Patient registration", VISITS, (("urgency", "Soon"),),
    lambda row: (
        f"row:{row['patient']}", "complaint", "insurance", f"urgency:{row['urgency']}", "remark", "save",
    ),
)  # fmt: skip
