"""Where values come from, captured: a clerk shows each case in Chromium, and the parser reads its screen.

The cases are recorded when they are asked for, by the real recorder and real X input, so that what a
recogniser misreads is in them; `python -m tests.proof --only provenance-60` counts them with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lam_desktop.execution.shown.understanding import understood
from lam_desktop.office.clerk import Clerk
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.step import READ, TaskStep
from lam_desktop.tasks.task_yaml import task_file
from tests.e2e.browser import Browser
from tests.e2e.harness import Office, write_rows
from tests.e2e.menus import by_chords, by_context_menu, by_middle_button, choose

COLUMNS = ("order", "name", "due", "sum", "country", "way")
ROWS: tuple[Mapping[str, str], ...] = tuple(
    dict(zip(COLUMNS, cells.split("|"), strict=True))
    for cells in (
        "A-18|Maria Sorensen|2026-03-17|1249.50|Germany|Courier",
        "A-17|Peter Dyk|2026-11-02|89.90|Italy|Post",
        "A-16|Ana Ortega|2026-05-09|310.00|France|Courier",
    )
)
"""Row 1 is shown, row 2 is the one to say what comes of it."""
LATER = date.today() + timedelta(days=200)
"""The day of the run."""
Act = Callable[[Clerk, Browser, Office], None]


@dataclass(frozen=True, slots=True)
class Captured:
    """What a clerk does, with what the last step that enters something must then do in row 2."""

    name: str
    act: Act
    expected: str
    """The text, or where it comes from: «read …» with what is read when the screen says `says` there."""
    says: str = ""
    row: int = 1
    """The one that is shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case."""

    case: Captured
    got: str
    doubt: str

    @property
    def right(self) -> bool:
        """Whether row 2 gets what it should."""
        return self.got == self.case.expected

    @property
    def silent(self) -> bool:
        """Whether it is wrong, and nobody was told."""
        return not self.right and not self.doubt


def typed(field: str, text: str) -> Act:
    """A click into a field, and a text."""

    def act(clerk: Clerk, browser: Browser, office: Office) -> None:
        del office
        clerk.click(*browser.middle(field))
        clerk.type(text)

    return act


def read_first(field: str, text: str) -> Act:
    """Another field is filled in before, as in most forms: what is read stood on an earlier screen."""

    def act(clerk: Clerk, browser: Browser, office: Office) -> None:
        typed("name", "Maria Sorensen")(clerk, browser, office)
        typed(field, text)(clerk, browser, office)

    return act


def by_keys(clerk: Clerk, browser: Browser, office: Office) -> None:
    """Ctrl+C, Ctrl+V."""
    del office
    by_chords(clerk, browser, "customer", "note", ("ctrl", "c"), ("ctrl", "v"))


def by_menu(clerk: Clerk, browser: Browser, office: Office) -> None:
    """The context menu's entries."""
    by_context_menu(clerk, browser, office, "customer", "note")


def by_mouse(clerk: Clerk, browser: Browser, office: Office) -> None:
    """Marked, and pasted by the middle button."""
    del office
    by_middle_button(clerk, browser, "customer", "note")


def from_list(clerk: Clerk, browser: Browser, office: Office) -> None:
    """An entry of a list that opens."""
    clerk.click(*browser.middle("country"))
    choose(clerk, office, "chromium", "Germany")


def option(clerk: Clerk, browser: Browser, office: Office) -> None:
    """One of several options."""
    del office
    clerk.click(*browser.middle("delivery Courier"))


CAPTURED = (
    Captured("the cell as it stands", typed("name", "Maria Sorensen"), "Peter Dyk"),
    Captured("a date written otherwise", typed("due", "17.03.2026"), "02.11.2026"),
    Captured("a sum with a comma", typed("amount", "1249,50"), "89,90"),
    Captured("the last word in large letters", typed("note", "SORENSEN"), "DYK"),
    Captured("a code that a sentence says", read_first("note", "Ada-7"), "read Bo-9", "Bo-9"),
    Captured("a name behind a colon", read_first("note", "Lovelace"), "read Hopper", "Hopper"),
    Captured("what another field shows", read_first("note", "Castellano Ltd"), "read Okafor", "Okafor"),
    Captured("a sum that a field shows otherwise", read_first("note", "2318.75"), "read 86.20", "86,20 €"),
    Captured(
        "a cell in the line of the row's order", read_first("note", "Lindqvist"), "read Okafor", "Okafor"
    ),
    Captured("a cell in the line of another order", read_first("note", "Okafor"), "Okafor"),
    Captured("copied by keys", by_keys, "copied Castellano Ltd"),
    Captured("copied by a menu", by_menu, "copied Castellano Ltd"),
    Captured("copied by the middle button", by_mouse, "copied Castellano Ltd"),
    Captured("always the same", typed("note", "Thank you for your order."), "Thank you for your order."),
    Captured("the day of the recording", typed("due", f"{date.today():%d.%m.%Y}"), f"{LATER:%d.%m.%Y}"),
    Captured("a running number", typed("note", "003"), "002", row=3),
    Captured("a secret", typed("pin", "hunter-2!"), "a secret"),
    Captured("an entry of a list", from_list, "Italy"),
    Captured("one of several options", option, "Post"),
)
SAMPLE = tuple(one for one in CAPTURED if one.name in ("a name behind a colon", "copied by a menu"))
"""What each test run does; the proof does all."""


def capture(
    case: Captured, office: Office, browser: Browser, home: Path, parser: tuple[ScreenParser, str]
) -> Outcome:
    """Has the case recorded on the page, and finds out where its value comes from."""
    name = case.name.replace(" ", "-").replace("'", "")
    rows = write_rows(home.parent / "rows.csv", ROWS)
    browser.open(60, 30, 900, 640, "--force-renderer-accessibility")

    def act(clerk: Clerk) -> None:
        case.act(clerk, browser, office)
        office.settled()
        clerk.click(*browser.middle("Keep entry"))

    office.record(name, act, "--rows", f"{rows}:{case.row}")
    task = understood(task_file.load(home / "tasks" / name), *parser)
    step = [one for one in task.steps if one.value is not None or one.kind != "click"][-1:] or task.steps[
        -2:-1
    ]
    return Outcome(case, _got(step[0], case), step[0].doubt)


def _got(step: TaskStep, case: Captured) -> str:
    value = step.value
    if value is None:
        return step.caption
    match value.source:
        case "screen":
            text = value.places[0].span.of(value.places[0].text)
            now = case.says if value.pattern is None else value.pattern.write({READ: case.says})
            return f"read {now}" if value.pattern is not None or text == value.text else f"read as {text}"
        case "clipboard":
            return f"copied {value.text}"
        case "secret":
            return "a secret"
        case _:
            return written(value, (2, ROWS[1]), LATER)
