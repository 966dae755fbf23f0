"""A plain sentence that says what is to be done: «Delete the e-mail of Myron», and another one at each run.

It is a row with one cell. What the steps type, choose, or mean by the name of a record are words of it, told
by the words around them, so that in another sentence of the same build they are others.
"""

from __future__ import annotations

from lam_desktop.errors import UsageError
from lam_desktop.tasks.patterns.transforms import transformed
from lam_desktop.tasks.patterns.wording import phrases
from lam_desktop.tasks.task import DemonstratedRow

INSTRUCTION = "instruction"
"""Its column."""


def row_of(instruction: str) -> DemonstratedRow:
    """The row that is demonstrated with an instruction, of no table; UsageError for an empty one."""
    said = " ".join(instruction.split())
    if not said:
        raise UsageError("The instruction is empty; say in a sentence what is about to be done.")
    return DemonstratedRow("", 1, {INSTRUCTION: said})


def said_instead(then: str, now: str) -> dict[str, str]:
    """What stands in a sentence between the same words as in another one, where it is not the same.

    Empty for cells that are no sentences.
    """
    found: dict[str, str] = {}
    for name in phrases(then):
        old, new = transformed(name, then), transformed(name, now)
        if old and new and old != new:
            found[old] = new
    return found
