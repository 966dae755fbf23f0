"""Starts the order desk: `python -m lam_desktop.office.orderdesk --database o.sqlite --log clicks.jsonl`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from lam_desktop.errors import LamUserError

DEFAULT_FONT = "DejaVu Sans"


def main() -> int:
    """Runs the program until its window closes."""
    options = _parse()
    from PySide6.QtWidgets import QApplication

    from lam_desktop.office.orderdesk.clicks import ClickLog
    from lam_desktop.office.orderdesk.look import Look
    from lam_desktop.office.orderdesk.places import PlaceTeller
    from lam_desktop.office.orderdesk.store import OrderStore
    from lam_desktop.office.orderdesk.window import OrderDesk

    app = QApplication(["orderdesk"])
    app.setApplicationName("orderdesk")  # also the window's class
    try:
        store = OrderStore(options.database)
    except LamUserError as fault:
        print(fault, file=sys.stderr)
        return int(fault.exit_code)
    look = Look(options.theme, options.accent, options.font_pt, options.font)
    window = OrderDesk(app, store, options.locale, look)
    x, y, width, height = options.geometry
    window.resize(width, height)
    window.move(x, y)
    log = ClickLog(options.log)
    log.watch(app)
    teller = PlaceTeller(app, window) if options.tell_places else None
    window.show()
    code = app.exec()
    del teller
    return code


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="orderdesk", description="Takes orders and keeps them in one file.")
    parser.add_argument("--database", type=Path, required=True, help="SQLite file with the orders")
    parser.add_argument("--log", type=Path, required=True, help="file that gets one JSON line a click")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--accent", default="#2f6fb5", metavar="#RRGGBB", help="colour of what is important")
    parser.add_argument("--font-pt", type=float, default=10.0, metavar="N", help="size of the text")
    parser.add_argument("--font", default=DEFAULT_FONT, metavar="FAMILY", help="of all text")
    parser.add_argument("--geometry", type=_geometry, default=(60, 60, 980, 640), metavar="WxH+X+Y")
    parser.add_argument("--locale", choices=("de_DE", "en_GB", "en_US", "sv_SE"), default="de_DE")
    parser.add_argument(
        "--tell-places", action="store_true", help="answer on the standard input (for a clerk)"
    )
    return parser.parse_args()


def _geometry(text: str) -> tuple[int, int, int, int]:
    found = re.fullmatch(r"(\d+)x(\d+)\+(\d+)\+(\d+)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form WxH+X+Y")
    width, height, x, y = map(int, found.groups())
    return x, y, width, height


if __name__ == "__main__":
    sys.exit(main())
