"""Ceilings that a task sets."""

from __future__ import annotations

from dataclasses import dataclass

PICTURED_ROWS, PICTURED_EVERY = 3, 20
LASTS_S = 1.0
LEAST_CONFIDENCE = 0.8
"""Mean probability of the letters from which a text on the screen is relied on: below it some letter is
likely wrong."""
LEAST_FIGURE = 0.75
"""Probability of a figure below which it is a question: a wrong one is another number. Of 600 drawn numbers
of 8 to 14 px, all read rightly, 4 fall below it."""
OF_RUN = ("rows_per_run", "actions_per_run", "minutes_per_run")
"""Those of the `Limits` that are ceilings of a whole run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of a row, and of a whole run; a run has none of its own where that is None."""

    actions_per_row: int = 200
    seconds_per_row: float = 300.0
    rows_per_run: int | None = None
    """Rows in which something was done; those that were stored already cost nothing."""
    actions_per_run: int | None = None
    minutes_per_run: float | None = None
    """Without what passed while a person had the word."""
    wait_s: float = 20.0
    """How long the agent waits for a screen it knows before it asks."""
    watched_rows: int = 3
    """Until so many rows went well, the agent asks before it does what cannot be undone; 0: it never asks."""

    pictured_rows: int = PICTURED_ROWS
    """Of so many rows of a run that went well all pictures are kept; of the others the last one alone."""
    pictured_every: int = PICTURED_EVERY
    """All pictures are kept of each row whose number divides by this, too: a sample for whoever looks; 0: of
    none."""
    patience_s: float | None = None
    """So many seconds the effect of a step may take; None: as it was learned."""
    lasts_s: float = LASTS_S
    """What closes a row is looked at once more so long after it was first seen."""

    sure_of_text: float = LEAST_CONFIDENCE
    """So sure a text must be from which a value is read; below it the agent asks. Never less than shipped."""
    sure_of_figure: float = LEAST_FIGURE
    """The same of each figure of such a value, and of each sign of a secret."""

    def __post_init__(self) -> None:
        for name in ("actions_per_row", "seconds_per_row", *OF_RUN, "wait_s", "patience_s", "lasts_s"):
            if getattr(self, name) is not None and getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive, got {getattr(self, name)}")
        for name in ("watched_rows", "pictured_rows", "pictured_every"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative, got {getattr(self, name)}")

        for name, least in (("sure_of_text", LEAST_CONFIDENCE), ("sure_of_figure", LEAST_FIGURE)):
            if not least <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be between {least:g} and 1, got {getattr(self, name)}")

    def told_before(self, rows: int) -> str:
        """What is told before a run of so many rows; empty where it may do all of them."""
        if self.rows_per_run is None or rows <= self.rows_per_run:
            return ""
        return (
            f"{rows} rows are chosen, and a run ends at its limit «rows_per_run» of {self.rows_per_run};"
            " do the others with --resume, or change it in task.yaml."
        )
