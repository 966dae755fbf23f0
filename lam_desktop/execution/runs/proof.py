"""Whether the screen showed that a row is done: its last step by what came of it, in this row's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from lam_desktop.tasks.once import steps_of
from lam_desktop.tasks.provenance.left_out import FOCUSING
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.types import DemonstratedStep, ElementKind

UNSEEN = "unseen"
"""In the evidence of a verdict that is good although nothing on the screen showed the effect of this row."""
DOUBTFUL = "doubtful"
"""In the evidence of a verdict that is not good because nobody can tell what the screen shows, rather than
because it shows something else: how it was read."""
MORE = "more"
"""In the evidence of a verdict on one click of a step that is repeated: whether it goes on."""
GOING_ABOUT = frozenset(
    {"tab", "left", "right", "up", "down", "page_up", "page_down", "home", "end", "shift"}
)
"""Keys that store nothing; of all others, what stood on the screen before proves nothing."""
LEAST_SAID = 3
"""A shorter value stands in a line for many reasons, unless it is a word by itself."""


def goes_about(step: TaskStep, kind: ElementKind | None) -> bool:
    """Whether a step that shows nothing had nothing to show: it scrolls, or goes to another field.

    `kind`: of its target.
    """
    if step.kind in ("scroll", "wait", "read"):
        return True
    if step.kind == "key":
        return {*step.keys, *step.modifiers} <= GOING_ABOUT
    return step.kind == "click" and kind in FOCUSING


def closing_step(task: Task, demonstrated: Callable[[TaskStep], DemonstratedStep]) -> TaskStep | None:
    """The last step that every row does and that does not only go about; None where there is none."""
    for step in reversed(steps_of(task, 1)):
        target = demonstrated(step).acted_on
        sometimes = step.sometimes or bool(task.conditions(step.number))
        if not sometimes and not goes_about(step, target.kind if target is not None else None):
            return step
    return None


def numbers_in(lines: Iterable[str]) -> frozenset[str]:
    """What stands in figures in these lines."""
    return frozenset(number for line in lines for number in re.findall(r"\d+", line))


def belongs(
    own: Collection[str],
    shown: Collection[str],
    seen: Collection[str],
    lines: Collection[str],
    values: Collection[str],
    earlier: Collection[str],
) -> bool:
    """Whether what was seen is of this row, where the demonstrated effect was of its own.

    `own`: values of the row that came or went in the demonstration, `shown`: the figures in its message;
    `seen`: what came or went now, in the present `lines`, with the row's folded `values`; `earlier`: the
    figures of the row before. «Order 1041 saved» once more is the message of the row before.
    """
    if not own and not shown:
        return True
    if any(one in own for one in seen) or any(_says(line, value) for line in lines for value in values):
        return True
    now = numbers_in(lines)
    if now - set(shown) - set(earlier):
        return True
    return not own and bool(now) and now <= set(shown)  # «1 record saved» says the same of every row


def _says(line: str, value: str) -> bool:
    words = [word.strip(".,;:!?()«»“”") for word in line.casefold().split()]
    return value in words or (len(value) >= LEAST_SAID and value in "".join(words))
