"""Where values come from, captured: a clerk shows each case in Chromium, and the parser reads its screen.

The cases are recorded when they are asked for, by the real recorder and real X input, so that what a
recogniser misreads is in them; `python -m tests.proof --only provenance-60` counts them with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def table(columns: Sequence[str], *lines: str) -> tuple[Mapping[str, str], ...]:
    """Rows from cells with bars between them. Row 1 is shown, row 2 is the one to say what comes of it."""
    return tuple(dict(zip(columns, line.split("|"), strict=True)) for line in lines)


ORDERS = table(
    ("order", "name", "due", "sum", "country", "way"),
    "A-18|Maria Sorensen|2026-03-17|1249.50|Germany|Courier",
    "A-17|Peter Dyk|2026-11-02|89.90|Italy|Post",
    "A-16|Ana Ortega|2026-05-09|310.00|France|Courier",
)
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
    rows: Sequence[Mapping[str, str]] = ORDERS


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


def capture(
    case: Captured, office: Office, browser: Browser, home: Path, parser: tuple[ScreenParser, str]
) -> Outcome:
    """Has the case recorded on the page, and finds out where its value comes from."""
    name = case.name.replace(" ", "-").replace("'", "")
    rows = write_rows(home.parent / "rows.csv", case.rows)
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
            return written(value, (2, case.rows[1]), LATER)
