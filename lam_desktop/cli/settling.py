"""What one demonstration left open, told and asked at the terminal before the first key stroke."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lam_desktop.cli.prompts import answer_to
from lam_desktop.tasks.explaining.describe import reading_in_words
from lam_desktop.tasks.explaining.doubts import (
    Doubt,
    MeantAs,
    Reading,
    not_settled,
    open_doubts,
    settled,
    unused_columns,
)
from lam_desktop.tasks.provenance.captions import quoted
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.when import Due

STOPPED = "Stopped by the person, before anything was done."
REMEDY = (
    "choose it on the panel's page before a run, run the task once at a terminal, or correct the value in"
    " task.yaml and remove its doubt"
)


class Settling:
    """Tells the doubts of a task, and keeps what the person says about them in its `task.yaml`.

    `alone`: nobody answers; the run then goes on only where no doubt makes a difference for its rows.
    `acts`: the run does something, so that a doubt must be settled before it. `chosen`: the task that is run,
    where it may do others.
    """

    def __init__(self, say: Callable[[str], None], *, alone: bool, acts: bool, chosen: str = "") -> None:
        self._say = say
        self._alone = alone
        self._acts = acts
        self._chosen = chosen
        self.told: list[dict[str, Any]] = []
        """The doubts for a program."""

    def __call__(self, task: Task, rows: tuple[Row, ...]) -> Task | str:
        """The task as the person means it, or why the run must not begin."""
        doubts = open_doubts(task, rows)
        of = f" of «{task.name}»" if self._chosen not in ("", task.name) else ""
        if unused := unused_columns(task):
            named = ", ".join(f"{column} ({quoted(cell)})" for column, cell in unused.items())
            self._say(f"No step uses: {named}.")
        for doubt in doubts:
            self.told.append(_plain(doubt) | ({"task": task.name} if of else {}))
            self._say(f"Step {doubt.step}{of} ({doubt.caption}): {doubt.doubt}")
            if len(doubt.meant) > 1 or doubt.matters:
                for line in readings_told(doubt):
                    self._say(line)
            if not (doubt.matters and self._acts):
                continue
            if self._alone:
                continue
            meant = _asked(doubt)
            if meant is None:
                return STOPPED
            task = settled(task, doubt.step, meant.value)
            task_file.save(task)
        if not (self._alone and self._acts):
            return task
        return not_settled(doubts, REMEDY) or task


def _asked(doubt: Doubt) -> MeantAs[Reading] | None:
    """What the person means; None where they stop, or go away."""
    alone = len(doubt.meant) == 1
    asked = "Is that meant, in every row?" if alone else "Which is meant?"
    answers = "1: yes" if alone else f"1-{len(doubt.meant)}"
    while True:
        try:
            said = answer_to(f"{asked} [{answers}, s: stop] ").strip().casefold()
        except EOFError:
            return None
        if said in ("s", "stop"):
            return None
        if said.isascii() and said.isdigit() and 1 <= int(said) <= len(doubt.meant):
            return doubt.meant[int(said) - 1]


def readings_told(doubt: Doubt) -> Sequence[str]:
    """A line for each reading: what it is, and what it makes of the first row where rows are asked."""
    return [
        f"  {number}  {reading_in_words(one.value)}"
        + ("" if doubt.offers else f": row {doubt.row} {_said(one)}")
        + ("  (taken)" if number == 1 else "")
        for number, one in enumerate(doubt.meant, start=1)
    ]


def _said(meant: MeantAs[Reading]) -> str:
    if isinstance(meant.value, Due):
        return f"is {meant.says}"
    return "has nothing for it" if meant.says is None else f"says {quoted(meant.says)}"


def _plain(doubt: Doubt) -> dict[str, Any]:
    meant = [{"as": reading_in_words(one.value), "says": one.says} for one in doubt.meant]
    told: dict[str, Any] = {"step": doubt.step, "doubt": doubt.doubt, "row": doubt.row}
    return told | {"readings": meant, "matters": doubt.matters}
