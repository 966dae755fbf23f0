"""What a check of the start screen found: how each step stands, and what is not as it was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lam_desktop.execution.machine.passport import Compared, told
from lam_desktop.tasks.once import is_part

StepState = Literal["found", "would_ask", "not_yet", "keys"]
"""`keys`: a step of the keyboard, which has no place to find."""


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """One step of one row, looked for on the start screen."""

    row: int
    number: int
    caption: str
    state: StepState
    probability: float | None = None
    """That its place is the right one; None where none was looked for, or none was found."""
    why: str = ""
    """Why it would be asked about."""

    @property
    def told(self) -> str:
        """One line."""
        sure = "" if self.probability is None else f" ({self.probability:.0%})"
        states = {
            "found": f"found{sure}",
            "would_ask": f"would ask. {self.why}",
            "not_yet": "not on this screen yet",
            "keys": "by the keyboard",
        }
        return f"Step {self.number}, {self.caption}: {states[self.state]}"


@dataclass(frozen=True, slots=True)
class StartCheck:
    """The passports compared, and every step."""

    passport: tuple[Compared, ...]
    steps: tuple[CheckedStep, ...]

    @property
    def asks(self) -> tuple[CheckedStep, ...]:
        """The steps that are likely to fail."""
        return tuple(one for one in self.steps if one.state == "would_ask")

    def lines(self) -> Iterator[str]:
        """For a person: what differs, all steps of the first row, and of the others those to look at."""
        yield from told(self.passport, all_of_them=True)
        first = next((one.row for one in self.steps if not is_part(one.row)), 0)
        for one in self.steps:
            if one.row == first or is_part(one.row):
                yield one.told
            elif one.state == "would_ask":
                yield f"Row {one.row}. {one.told}"

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "passport": [one.plain for one in self.passport],
            "steps": [asdict(one) for one in self.steps],
        }

    @property
    def message(self) -> str:
        """What came of it, in a sentence or two."""
        counted = {state: sum(one.state == state for one in self.steps) for state in ("found", "not_yet")}
        places = sum(one.state != "keys" for one in self.steps)
        said = (
            f"Nothing was done: of {places} places {counted['found']} found on this screen, "
            f"{counted['not_yet']} still to come, {len(self.asks)} to be asked about."
        )
        return f"{said} {self.asks[0].told}" if self.asks else said
