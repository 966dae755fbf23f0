"""How the scripted clerk enters one order: with mouse and keyboard, looking after each act."""

from __future__ import annotations

from datetime import date

from lam_desktop.office.clerk import Clerk
from lam_desktop.office.desk import Desk
from lam_desktop.office.orderdesk.dates import DATE_FORMATS
from lam_desktop.office.orderdesk.store import Order

INTO_CHECK_BOX = 7


def enter_order(desk: Desk, clerk: Clerk, order: Order, locale: str) -> None:
    """Fills the form field by field and saves; returns when the order desk has stored the order."""
    saved = int(desk.ask().state["saved"])
    _fill(desk, clerk, "customer", order.customer)
    _fill(desk, clerk, "article", order.article)
    _fill(desk, clerk, "quantity", str(order.quantity))
    _choose(desk, clerk, "shipping", order.shipping)
    _fill(desk, clerk, "date", date.fromisoformat(order.date).strftime(DATE_FORMATS[locale]))
    if order.express:
        box = desk.ask().places["express"]
        clerk.click(box.x + INTO_CHECK_BOX, box.center[1])  # the box itself, left of its label
        desk.wait(lambda told: told.state["express"] is True, "the check mark at “Express”")
    _fill(desk, clerk, "note", order.note)
    _click(desk, clerk, "save")
    desk.wait(lambda told: told.state["saved"] == saved + 1, "that the order was saved")


def _fill(desk: Desk, clerk: Clerk, part: str, text: str) -> None:
    _click(desk, clerk, part)
    # A busy window manager passes a click on only after keys that were pressed later.
    desk.wait(lambda told: told.state["focus"] == part, f"the caret in the field {part}")
    clerk.type(text)
    desk.wait(lambda told: told.state[part] == text, f"“{text}” in the field {part}")


def _choose(desk: Desk, clerk: Clerk, part: str, entry: str) -> None:
    _click(desk, clerk, part)
    told = desk.wait(lambda told: f"{part}:{entry}" in told.places, f"the list of {part}")
    clerk.click(*told.places[f"{part}:{entry}"].center)
    desk.wait(lambda told: told.state[part] == entry, f"“{entry}” chosen in {part}")


def _click(desk: Desk, clerk: Clerk, part: str) -> None:
    clerk.click(*desk.ask().places[part].center)
