"""Where the entries of an open menu are, as a person reads them; and ways to copy from field to field."""

from __future__ import annotations

from functools import cache

from lam_desktop.office.clerk import Clerk
from lam_desktop.perception.ocr import TextReader
from lam_desktop.types import Box
from recorder.events import WindowFacts
from tests.e2e.browser import Browser
from tests.e2e.harness import Office

LINE_PX, STEP_PX, WORD_PX = 24, 6, 40
"""A line of a menu is looked for in strips of this height, so far apart; a short word of a bar is so wide."""


def choose(clerk: Clerk, office: Office, process: str, entry: str) -> None:
    """Clicks on an entry of the open menu of a program."""
    x, y, w, h = office.popup(process).geometry
    office.settled()
    frame = office.desktop.screenshot()
    strips = [Box(x + 4, top, w // 2, LINE_PX) for top in range(y, y + h - LINE_PX, STEP_PX)]
    said = [reading.text.strip() for reading in _reader().read(frame, strips)]
    found = [strip for strip, text in zip(strips, said, strict=True) if text == entry]
    assert found, f"«{entry}» is none of {sorted(set(said))}"
    clerk.click(*found[len(found) // 2].center)


def choose_in_bar(clerk: Clerk, office: Office, window: WindowFacts, menu: str, entry: str) -> None:
    """Opens a menu of a window's menu bar and clicks on an entry."""
    x, y, w, _ = window.geometry
    frame = office.desktop.screenshot()
    strips = [
        Box(left, top, round(WORD_PX * wide), LINE_PX)
        for top in range(y, y + LINE_PX, STEP_PX)
        for left in range(x, x + w // 2, STEP_PX)
        for wide in (1.0, 1.5)
    ]
    said = [reading.text.strip() for reading in _reader().read(frame, strips)]
    found = [strip for strip, text in zip(strips, said, strict=True) if text == menu]
    assert found, f"«{menu}» is none of {sorted(set(said))}"
    clerk.click(*found[len(found) // 2].center)
    choose(clerk, office, window.process, entry)


def by_context_menu(clerk: Clerk, browser: Browser, office: Office, source: str, goal: str) -> None:
    """All of one field into another, by the context menu's entries."""
    mark_all(clerk, browser, source)
    clerk.click(*browser.middle(source), "right")
    choose(clerk, office, "chromium", "Copy")
    clerk.click(*browser.middle(goal), "right")
    choose(clerk, office, "chromium", "Paste")


def by_middle_button(clerk: Clerk, browser: Browser, source: str, goal: str) -> None:
    """The same, marked alone, and pasted by the mouse."""
    mark_all(clerk, browser, source)
    clerk.click(*browser.middle(goal), "middle")


def by_chords(
    clerk: Clerk, browser: Browser, source: str, goal: str, copy: tuple[str, str], paste: tuple[str, str]
) -> None:
    """The same by keys."""
    mark_all(clerk, browser, source)
    clerk.press(*copy)
    clerk.click(*browser.middle(goal))
    clerk.press(*paste)


def mark_all(clerk: Clerk, browser: Browser, field: str) -> None:
    """Marks what stands in a field."""
    clerk.click(*browser.middle(field))
    clerk.press("ctrl", "a")


@cache
def _reader() -> TextReader:
    return TextReader()
