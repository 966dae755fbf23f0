"""Before a row: does a table on the screen have its line already?

Where the last step of the demonstration brought a new line into a table, and that line said several of the
row's values, a line with the same values of another row is likely to be that row's record. It may be another
one's: nobody but the person can tell, so that they are asked, and without them nothing is entered.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lam_desktop.errors import UsageError
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan, plan_row
from lam_desktop.execution.machine.overlay import outlined
from lam_desktop.execution.runs.proof import closing_step
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.screen.screen_texts import folded, nearly
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, Asking
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import Box, DemonstratedStep, Element, ElementKind, Observation

CELLS: frozenset[ElementKind] = frozenset({"cell", "list_item"})
LEAST_VALUES, LEAST_SIGNS = 2, 4
"""A line is known by so many values, one of which has so many letters or figures."""
CUT_MARKS = ("...", "…", "..")
LEAST_BEGUN = 3
"""Of a text that its column cuts off («Calculator …»), so many signs must be there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table as it is seen."""

    cells: tuple[Element, ...]
    """From left to right."""

    @property
    def box(self) -> Box:
        """Around all its cells; frame pixels."""
        return functools.reduce(Box.union, (one.box for one in self.cells))

    def says(self, values: Sequence[str]) -> bool:
        """Whether each of the values stands in it, whole or cut off, none in the words of another one.

        Cells beside each other may have been taken for one: «4701 Miller». What is left of a cell that says
        a value may be a number or a single sign, else it says something else.
        """
        free = [_Words(tuple(one.text.split())) for one in self.cells]
        for value in sorted(values, key=len, reverse=True):
            left = next(
                (left for left in map(functools.partial(_without, value), free) if left is not None), None
            )
            if left is None:
                return False
            free = [one for one in free if one is not left[0]] + list(left[1])
        return bool(values) and all(one.whole or one.slight for one in free)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """A cell, or what is left of one."""

    words: tuple[str, ...]
    whole: bool = True

    @property
    def slight(self) -> bool:
        return all(word.isdecimal() or len(word) == 1 for word in self.words)


def _without(value: str, cell: _Words) -> tuple[_Words, tuple[_Words, ...]] | None:
    """The cell, and what is left of it without the value; None where it does not say it."""
    words = cell.words
    if cell.whole and _shows(" ".join(words), value, misread=True):
        return cell, ()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if _shows(" ".join(words[start:end]), value, misread=False):
                return cell, (_Words(words[:start], whole=False), _Words(words[end:], whole=False))
    return None


class Recognised:
    """Knows a row by its line. One instance serves one run."""

    def __init__(
        self,
        task: Task,
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        locator: Locator,
        asking: Asking,
        somebody: bool,
    ) -> None:
        """`somebody`: whether anybody answers."""
        self._task = task
        self._locator = locator
        self._asking = asking
        self._somebody = somebody
        self._step = closing_step(task, demonstrated)
        self._demonstrated = demonstrated
        self._key: tuple[str, ...] | None = None
        self._keys: dict[int, tuple[str, ...]] = {}
        self._rows: tuple[Row, ...] = ()

    def begin(self, rows: Sequence[Row]) -> None:
        """The rows of the run: a line that may be another one's tells nothing of a row."""
        self._rows = tuple(rows)

    def before(self, plans: Sequence[StepPlan], row: Row) -> None:
        """Asks where the row's line is there already; raises `RowEnded` where it is not to be entered."""
        key = self._key_of(row, plans)
        if not key:
            return
        for _ in range(MOST_ANSWERS):
            view = self._locator.in_front(plans[0])
            line = self._line(view, key, row)
            if line is None:
                return
            answer = self._asking.ask(
                plans[0], Located(_marked(view, line), None, None), self._question(line, row), settling=True
            )
            if answer.kind == "yes":
                said = _said(line)
                raise RowEnded(
                    "skipped", f"Row {row.index} is there already: the screen has its line, {said}."
                )
            if answer.kind == "no":
                return

    def _question(self, line: Line, row: Row) -> str:
        asked = f"A line of the table says {_said(line)} already. Was row {row.index} entered before?"
        if self._somebody:
            return asked
        return f"{asked} Leave it out with --leave-out {row.index}, or enter it once more with --again."

    def _line(self, view: View, key: tuple[str, ...], row: Row) -> Line | None:
        """The first line that says the row's key, and not that of a row that says something else."""
        for line in lines_of_table(view.program):
            if line.says(key) and not any(line.says(other) for other in self._others(row)):
                return line
        return None

    def _others(self, row: Row) -> Iterator[tuple[str, ...]]:
        """The keys of the run's other rows, but for those to come that are the same in all their cells.

        Of a row that stands twice in the table they were told before the run: the line is the first one's.
        """
        used, behind = self._task.columns, True
        for one in self._rows:
            behind = behind and one.index != row.index
            if behind or any(one.cells.get(name) != row.cells.get(name) for name in used):
                try:
                    yield self._key_of(one, None)
                except UsageError:
                    continue

    def _key_of(self, row: Row, plans: Sequence[StepPlan] | None) -> tuple[str, ...]:
        """What the row's line would say of it; none where the demonstration showed no such line."""
        if self._step is None or not (shown := self._shown_key(self._step, plans)):
            return ()
        if row.index not in self._keys:
            planned = plan_row(self._task, row) if plans is None else plans
            values = next(one.values for one in planned if one.step.number == self._step.number)
            texts = tuple(values.get(text, "").strip() for text in shown)
            self._keys[row.index] = texts if all(texts) else ()
        return self._keys[row.index]

    def _shown_key(self, step: TaskStep, plans: Sequence[StepPlan] | None) -> tuple[str, ...]:
        """The demonstrated texts that the new line said; they are the same for all rows."""
        if self._key is None and plans is not None:
            plan = next(one for one in plans if one.step.number == step.number)
            self._key = key_shown(self._demonstrated(step), plan.values)
        return self._key or ()


def key_shown(shown: DemonstratedStep, values: Mapping[str, str]) -> tuple[str, ...]:
    """The row's demonstrated texts that one new line of a table says; none where none came, or several."""
    if shown.after is None:
        return ()
    old = [_texts(line) for line in lines_of_table(shown.before)]
    new = [line for line in lines_of_table(shown.after) if _texts(line) not in old]
    said = [(line, tuple(text for text in values if line.says((text,)))) for line in new]
    found = [(line, texts) for line, texts in said if _tells(texts) and line.says(texts)]
    if len(found) != 1:
        return ()
    ((_, texts),) = found
    return () if any(one.says(texts) for one in lines_of_table(shown.before)) else texts


def lines_of_table(seen: Observation) -> list[Line]:
    """The lines that cells beside each other make, from top to bottom."""
    cells = sorted(
        (one for one in seen.elements if one.kind in CELLS and one.text.strip()),
        key=lambda one: one.box.center[1],
    )
    found: list[list[Element]] = []
    for one in cells:
        if found and abs(found[-1][0].box.center[1] - one.box.center[1]) * 2 < found[-1][0].box.h:
            found[-1].append(one)
        else:
            found.append([one])
    return [Line(tuple(sorted(line, key=lambda one: one.box.x))) for line in found if len(line) > 1]


def _tells(texts: Sequence[str]) -> bool:
    signs = (sum(map(str.isalnum, text)) for text in texts)
    return len(texts) >= LEAST_VALUES and any(count >= LEAST_SIGNS for count in signs)


def _shows(cell: str, value: str, misread: bool) -> bool:
    """Whether a cell says a value: whole, also with a letter read otherwise, or cut off by its column."""
    read, wanted = folded(cell), folded(value)
    if not wanted:
        return False
    if read == wanted or (misread and nearly(read, wanted)):
        return True
    mark = next((one for one in CUT_MARKS if read.endswith(one)), None)
    begun = read.removesuffix(mark) if mark is not None else ""
    return len(begun) >= LEAST_BEGUN and wanted.startswith(begun)


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(folded(one.text) for one in line.cells)


def _said(line: Line) -> str:
    return ", ".join(f"“{one.text.strip()}”" for one in line.cells)


def _marked(view: View, line: Line) -> View:
    """The look with the line outlined."""
    seen = view.observation
    return replace(view, observation=replace(seen, frame=outlined(seen.frame, line.box)))
