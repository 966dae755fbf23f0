"""Orders entered in pages made with other people's component libraries, each shown once.

    npm install --prefix DIR antd@5 react@18 react-dom@18 dayjs element-plus vue vuetify@3 @mdi/font \
        @mui/material@5 jquery@3 jquery-ui-dist select2 bootstrap
    python -m tests.e2e.libraries --packages DIR [--only mui …] [--zoom 1 1.1 0.9]

A clerk enters one order, with a choice from a list, mostly a calendar, and an option; four more are entered
by the agent, in a new window, at each zoom. Prints a line of JSON a page and zoom, judged by what the page
sent.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lam_desktop.office.chromium import View, open_page
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.lam import Lam
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.waiting import wait_settled, wait_until
from lam_desktop.types import Box

PAGES = Path(__file__).parent / "programs" / "libraries"
LIBRARIES = ("antd", "element", "jquery", "mui", "vuetify")
TYPED = {"mui": "%d/%m/%Y", "vuetify": "%d/%m/%Y"}
"""Where the date is typed, and how; else its day is chosen in a calendar."""
SCREEN, PLACE = (1280, 900), Box(20, 20, 1180, 820)
ORDERS = (
    ("Maria Sorensen", "Office chair", "2026-12-14", "12", "Post", "Second floor"),
    ("Tanaka & Sons", "Whiteboard", "2026-12-09", "7", "Courier", "Call before noon"),
    ("Okafor Logistics", "Desk lamp", "2026-12-23", "25", "Pick-up", "Ring twice"),
    ("Helena Vogel", "Standing desk", "2026-12-14", "40", "Post", "Back entrance"),
    ("Jonas Lindqvist", "Filing cabinet", "2026-12-03", "3", "Courier", "Ask for Eva"),
)
COLUMNS: tuple[str, ...] = ("customer", "product", "date", "quantity", "delivery", "note")
CLERK_PAUSE_S, DRAWN_S, SAVED_S, WAIT_S = 0.2, 0.4, 1.2, 20.0
TASK = "orders"


class Site:
    """Serves the pages and the libraries, and keeps what the pages tell."""

    def __init__(self, packages: Path) -> None:
        self.stored: list[dict[str, str]] = []
        self.layout: dict[str, Box] = {}
        """Named parts that are to be seen now, screen pixels."""
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def translate_path(self, path: str) -> str:
                asked = urlsplit(path).path
                root, name = (
                    (packages / "node_modules", asked[5:])
                    if asked.startswith("/lib/")
                    else (PAGES, asked[1:])
                )
                found = (root / name).resolve()
                return str(found if found.is_relative_to(root.resolve()) else root / "none")

            def do_POST(self) -> None:
                site.take(self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, name="libraries", daemon=True).start()

    def take(self, path: str, told: Any) -> None:
        """Keeps what a page told."""
        if path == "/layout":
            self.layout = {name: Box(*map(round, box)) for name, box in told.items()}
        else:
            self.stored.append(told)

    def address(self, library: str) -> str:
        """Where its page is found."""
        return f"http://127.0.0.1:{self._server.server_port}/{library}.html"

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()


def orders(library: str) -> list[dict[str, str]]:
    """The rows, with dates as the page wants them."""
    rows = [dict(zip(COLUMNS, order, strict=True)) for order in ORDERS]
    form = TYPED.get(library, "%Y-%m-%d")
    return [{**row, "date": date.fromisoformat(row["date"]).strftime(form)} for row in rows]


def enter(library: str, site: Site, clerk: Clerk, row: dict[str, str]) -> None:
    """One order, as a person would."""

    def place(name: str) -> Box:
        wait_until(lambda: name in site.layout, name)
        time.sleep(DRAWN_S)  # lists and calendars slide into their places
        return site.layout[name]

    def click(name: str) -> None:
        clerk.click(*place(name).center)

    click("customer")
    clerk.type(row["customer"])
    click("product")
    click(f"product {row['product']}")
    click("date")
    if library in TYPED:
        clerk.type(row["date"])
    else:
        click(f"day {int(row['date'][-2:])}")
    click("quantity")
    if library == "element":  # there is a number in it
        clerk.press("ctrl", "a")
    clerk.type(row["quantity"])
    option = place(f"delivery {row['delivery']}")
    clerk.click(option.x + option.h // 2, option.center[1])
    click("note")
    clerk.type(row["note"])
    click("save")
    time.sleep(SAVED_S)


@contextmanager
def shown(packages: Path, library: str, zoom: float) -> Generator[tuple[VirtualDesktop, Site]]:
    """The page in a window of its own."""
    site = Site(packages)
    profile = Path(tempfile.mkdtemp(prefix="lam-libraries-"))
    try:
        with VirtualDesktop(SCREEN) as desktop:
            view = View(PLACE, zoom)
            program, _ = open_page(desktop, profile, site.address(library), f"Orders {library}", view)
            wait_until(lambda: "save" in site.layout or "customer" in site.layout, f"the page of {library}")
            wait_settled(desktop.screenshot)
            yield desktop, site
            desktop.stop(program)
    finally:
        site.close()
        shutil.rmtree(profile, ignore_errors=True)


def measured(packages: Path, library: str, zooms: Sequence[float], folder: Path) -> Generator[dict[str, Any]]:
    """Has the order shown once, and repeated at each zoom."""
    rows, table = orders(library), folder / "orders.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with shown(packages, library, 1.0) as (desktop, site):
        lam = Lam(desktop, folder / "library", folder)
        with Clerk(desktop.display, CLERK_PAUSE_S) as clerk:
            clerk.prepare("".join(rows[0].values()))
            with lam.recording(TASK, f"{table}:1"):
                enter(library, site, clerk, rows[0])
        assert site.stored == rows[:1], f"the clerk did not enter it in {library}: {site.stored}"
    for zoom in zooms:
        with shown(packages, library, zoom) as (desktop, site):
            lam = Lam(desktop, folder / "library", folder)
            run = lam.run(TASK, f"{table}:2-{len(rows)}", "lam", WAIT_S, count=len(rows) - 1)
            right = sum(row in site.stored for row in rows[1:])
            yield {
                "library": library, "zoom": zoom, "rows": len(rows) - 1, "right": right,
                "wrong": len(site.stored) - right, "said done": len(run.rows_done),
                "asked": run.asked, "message": run.message,
            }  # fmt: skip


def main() -> None:
    """Prints what was found."""
    parser = argparse.ArgumentParser(description="Measure on pages made with component libraries.")
    parser.add_argument("--packages", type=Path, required=True, help="where npm has installed them")
    parser.add_argument("--only", nargs="+", choices=LIBRARIES, default=LIBRARIES)
    parser.add_argument("--zoom", nargs="+", type=float, default=(1.0, 1.1, 0.9))
    parser.add_argument("--out", type=Path, help="keep the tasks and runs here")
    given = parser.parse_args()
    for library in given.only:
        folder = given.out / library if given.out else Path(tempfile.mkdtemp(prefix="lam-library-"))
        folder.mkdir(parents=True, exist_ok=True)
        for found in measured(given.packages.resolve(), library, given.zoom, folder):
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
