"""What may be done in the place of recorded steps: the task of the library that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instead:
    """One way to do a stretch of steps: by another task, or, where none is named, as they were recorded."""

    task: str = ""
    steps: int = 1
    """So many are meant, counted from the one that says so."""
    given: tuple[tuple[str, str], ...] = ()
    """Columns of that task, each with its text, in which what this one knows stands in braces."""
    returns: tuple[tuple[str, str], ...] = ()
    """Names for later steps, each with the one under which that task reads it from the screen."""

    @property
    def told(self) -> str:
        """In words, short enough to stand beside others."""
        if not self.task:
            return "done as they were recorded"
        given = ", ".join(f"{column} “{text}”" for column, text in self.given)
        return f"done by the task “{self.task}”" + (f", given {given}" if given else "")


def told_instead(first: int, offered: Sequence[Instead]) -> str:
    """What is told of the step with this number, behind which others are meant with it."""
    names = ", ".join(f"“{one.task}”" for one in offered)
    which = f"the task {names}" if len(offered) == 1 else f"one of the tasks {names}"
    last = first + offered[0].steps - 1
    return f"Steps {first} to {last} are {which}; as it is, they are done as they were recorded."
