"""Choices, values of the screen, and values that are computed: thirty-four more cases beside `provenance`.

Written down before they were tried. What is chosen is judged as the run does it: the entry that is looked for
on the present screen, or the question that is asked instead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.choosing import not_that_day, of_that_day, with_entry
from lam_desktop.execution.finding.plan import plan_step
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.step import Target
from lam_desktop.tasks.task import DemonstratedRow
from lam_desktop.types import Box, Element, ElementKind
from tests.tasks.provenance.test_compile import Eyes
from tests.tasks.recordings import Clerk
from tests.tasks.texts.test_calendars import picker

ASKS = "?"
"""The right thing to do is to ask."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for `shown`, among these entries, and what is to be chosen for `present`."""

    columns: str
    shown: str
    chosen: str
    present: str
    expected: str
    entries: str = ""
    """Divided by |; what else can be chosen, in both rows."""
    kind: ElementKind = "menu_item"
    calendar: tuple[int, int] = (0, 0)
    """Year and month of the calendar that it is chosen in, in both rows; zeros for none."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed for `shown` (row `index`), and what is to be typed for `present`, the row behind it.

    {today} is the day of the recording, {later} that of the run, written as a format of dates says.
    """

    columns: str
    shown: str
    typed: str
    present: str
    expected: str
    index: int = 1


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What is typed while the screen says something."""

    said: str
    typed: str
    expected: str
    """The part of `said` that is read each time; empty where the text is to stay."""
    kind: ElementKind = "text"


ORDER = "customer|country|delivery|total|size|no"
ONE = "Miller|DE|2026-03-17|1249.50|M|4711"
TWO = "Smith|FR|2026-03-28|89.90|L|4712"
LATER = "Smith|IT|2026-11-02|89.90|L|4712"
PLACES = "Germany (DE)|France (FR)|Italy (IT)|Austria (AT)"
CODES = "DE – Germany|FR – France|IT – Italy|AT – Austria"
PEOPLE, MARIA, PETER = "first|last|due", "Maria|Sorensen|17.03.2026", "Peter|Dyk|05.03.2026"

CHOICES = (
    # as it stands
    Choice(ORDER, ONE, "Miller", TWO, "Smith"),
    Choice(ORDER, ONE, "DE", TWO, "FR", "DE|FR|IT"),
    Choice(ORDER, ONE, "MILLER", TWO, "Smith", kind="list_item"),
    # codes within an entry
    Choice(ORDER, ONE, "Germany (DE)", TWO, "France (FR)", PLACES),
    Choice(ORDER, ONE, "DE – Germany", LATER, "IT – Italy", CODES, "list_item"),
    Choice(ORDER, ONE, "Order 4711", TWO, "Order 4712", "Order 4711|Order 4712|Order 4713"),
    # dates and numbers
    Choice(ORDER, ONE, "17.03.2026", LATER, "02.11.2026", kind="list_item"),
    Choice(ORDER, ONE, "3/17/2026", LATER, "11/2/2026"),
    Choice(ORDER, ONE, "1.249,50", TWO, "89,90"),
    Choice(ORDER, ONE, "1.249,50 €", TWO, "89,90 €"),
    Choice(ORDER, ONE, "17 March 2026", LATER, "2 November 2026"),
    Choice(ORDER, ONE, "March", LATER, "November", "March|November"),
    Choice(ORDER, ONE, "2026", TWO.replace("2026", "2027"), "2027", "2026|2027"),
    # days of a calendar
    Choice(ORDER, ONE, "17", TWO, "28", kind="cell", calendar=(2026, 3)),
    Choice(ORDER, ONE, "17", LATER, ASKS, kind="button", calendar=(2026, 3)),
    Choice(PEOPLE, MARIA, "17", PETER, "5", kind="text", calendar=(2026, 3)),
    Choice(ORDER, ONE, "17", TWO, "17", kind="cell", calendar=(2026, 5)),
    # of several columns
    Choice(PEOPLE, MARIA, "Maria Sorensen", PETER, "Peter Dyk"),
    Choice(PEOPLE, MARIA, "Sorensen, Maria", PETER, "Dyk, Peter", kind="list_item"),
    # what nothing tells
    Choice(ORDER, ONE, "Medium", TWO, "Large", "Small|Medium|Large"),
    Choice(ORDER, ONE, "Save as draft", TWO, "Save as draft"),
    Choice(ORDER, ONE, "Express", TWO, "Express", "Express|Standard", "radio"),
)
TYPED = (
    Typed(ORDER, ONE, "{today:%d.%m.%Y}", TWO, "{later:%d.%m.%Y}"),
    Typed(ORDER, ONE, "{today:%Y-%m-%d}", TWO, "{later:%Y-%m-%d}"),
    Typed("customer|date", "Miller|{today:%Y-%m-%d}", "{today:%d.%m.%Y}", "Smith|2031-02-03", "03.02.2031"),
    Typed(ORDER, ONE, "on {today:%d.%m.%Y}", TWO, "on {later:%d.%m.%Y}"),
    Typed(ORDER, ONE, "3", TWO, "4", 3),
    Typed(ORDER, ONE, "003", TWO, "004", 3),
    Typed(ORDER, ONE, "1", TWO, "2"),
    Typed(ORDER, ONE, "5", TWO, "5", 3),
)
SCREENS = (
    OnScreen("Please enter the code Ada-7 in the form.", "Ada-7", "Ada-7"),
    OnScreen("Enter “Grace” into the form", "Grace", "Grace"),
    OnScreen("Customer: Lovelace", "Lovelace", "Lovelace"),
    OnScreen("The meeting is on 07/15/2013 at noon", "07152013", "07/15/2013"),
    OnScreen("Welcome back", "paid", ""),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Choice | Typed | OnScreen
    got: str
    doubt: str
    expected: str

    @property
    def right(self) -> bool:
        """Whether the present row gets what it should."""
        return self.got == self.expected

    @property
    def silent(self) -> bool:
        """Whether it is wrong, and nobody was told."""
        return not self.right and self.got != ASKS and not self.doubt


def outcome(case: Choice | Typed | OnScreen, folder: Path) -> Outcome:
    """Records the demonstration of a case, traces its value, and does the present row."""
    match case:
        case Choice():
            return _chosen(case, folder)
        case Typed():
            return _typed(case, folder)
        case OnScreen():
            return _read(case, folder)


def _rows(columns: str, shown: str, present: str) -> tuple[dict[str, str], dict[str, str]]:
    names = columns.split("|")
    one, two = (dict(zip(names, cells.split("|"), strict=True)) for cells in (shown, present))
    return one, two


class _Pointing(Eyes):
    """Sees the element itself, where it stands."""

    def __init__(self, screen: list[Element], chosen: Element) -> None:
        super().__init__()
        self._chosen, self._screen = chosen, screen

    def look(self, step: object) -> Target | None:
        return Target(self._chosen.text, self._chosen.kind, self._chosen.box)

    def before(self, step: object) -> list[Element]:
        return self._screen


def _chosen(case: Choice, folder: Path) -> Outcome:
    shown, present = _rows(case.columns, case.shown, case.present)
    if case.calendar[0]:
        screen = [replace(one, kind=case.kind) for one in picker(*case.calendar)]
    else:
        texts = dict.fromkeys([case.chosen, *filter(None, case.entries.split("|"))])
        screen = [Element(Box(10, 30 * at, 160, 24), case.kind, text) for at, text in enumerate(texts)]
    element = next(one for one in screen if one.text == case.chosen)
    recording = Clerk().click(*element.box.center).save(folder)
    task = compile_task("orders", folder, recording, DemonstratedRow("orders.csv", 1, shown))
    [step] = understand(task, _Pointing(screen, element)).steps
    if step.value is None:
        return Outcome(case, case.chosen, step.doubt, case.expected)
    try:
        plan, objection = with_entry(plan_step(step, Row(2, present)), screen)
    except UsageError as error:
        return Outcome(case, ASKS, str(error), case.expected)
    got = case.chosen if plan.wanted is None else plan.wanted
    if plan.day is not None:
        box = next(one.box for one in of_that_day(plan.day, screen) if one.text == got)
        objection = objection or not_that_day(plan.day, screen, box)
    return Outcome(case, ASKS if objection else got, step.doubt, case.expected)


def _typed(case: Typed, folder: Path) -> Outcome:
    today = date.today()
    later = today + timedelta(days=200)
    shown, present, typed, expected = (
        text.format(today=today, later=later)
        for text in (case.shown, case.present, case.typed, case.expected)
    )
    one, two = _rows(case.columns, shown, present)
    rows = Row(case.index, one), Row(case.index + 1, two)
    recording = Clerk().click(320, 140).type(typed).save(folder)
    row = DemonstratedRow("orders.csv", case.index, one)
    step = compile_task("orders", folder, recording, row, rows).steps[1]
    assert step.value is not None
    return Outcome(case, written(step.value, (case.index + 1, two), later), step.doubt, expected)


def _read(case: OnScreen, folder: Path) -> Outcome:
    recording = Clerk().click(320, 440).type(case.typed).save(folder)
    task = compile_task("orders", folder, recording, DemonstratedRow("orders.csv", 1, {"customer": "Miller"}))
    eyes = Eyes(step1=("", "field"))
    said = Element(Box(10, 200, 400, 20), case.kind, case.said, text_confidence=0.99)
    eyes.screens = {1: [said], 2: [said]}
    step = understand(task, eyes).steps[1]
    places = () if step.value is None else step.value.places
    read = places[0].span.of(places[0].text) if places else ""
    return Outcome(case, read, step.doubt, case.expected)


MORE = (*CHOICES, *TYPED, *SCREENS)
