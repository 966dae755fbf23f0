"""Finds the rows in a recording that shows several, and makes one task of them, or says why not."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.shown.already import stood_in, stood_otherwise
from lam_desktop.execution.shown.demonstration import Demonstration
from lam_desktop.execution.shown.demonstrations import Demonstrations
from lam_desktop.execution.shown.understanding import looked_at
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.provenance.compile import compile_task, understand
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.several.narrowing import UNEXPLAINED, with_further
from lam_desktop.tasks.several.repeats import once_of, passes_in, repeated, repeated_told, unlike
from lam_desktop.tasks.several.uneven import Uneven, uneven_passes
from lam_desktop.tasks.step import POINTED, Target
from lam_desktop.tasks.task import DemonstratedRow, Further, Task
from recorder.converting import copy_recording
from recorder.errors import RecorderUserError
from recorder.gestures import Step
from recorder.recording import Recording

Eyes = Callable[[], tuple[ScreenParser, str]]
"""Loads what reads screens, and the name of its weights; raises EnvironmentFault where it is missing."""
LOOKING = "Several rows seem to have been entered: what was clicked is looked at, for some seconds."
STAYS = "the steps stay as they were recorded"


@dataclass(frozen=True, slots=True)
class Entered:
    """The rows that a person meant to enter while recording."""

    rows: tuple[DemonstratedRow, ...] = ()
    """As they were named; empty where no table was."""
    table: tuple[Row, ...] = ()

    @property
    def first(self) -> DemonstratedRow | None:
        """The row of the first pass."""
        return self.rows[0] if self.rows else None

    def of(self, count: int) -> tuple[DemonstratedRow, ...] | None:
        """So many rows from the first one on; None where the table ends before."""
        if not self.rows or len(self.rows) == count:
            return self.rows
        first = self.rows[0]
        rows = self.table[first.index - 1 : first.index - 1 + count]
        if len(rows) < count:
            return None
        return tuple(replace(first, index=one.index, cells=one.cells) for one in rows)


def with_repeats(
    task: Task, path: Path, entered: Entered, eyes: Eyes | None, say: Callable[[str], None]
) -> tuple[Task, str]:
    """The task with its steps once, for each row, where its recording shows several; and what to say.

    The same task where that is not sure: the sentence then says what was found; it is empty where there was
    nothing to find. `say` hears that the pictures are looked at, which takes some seconds.
    """
    with Recording.open(path, seal=task.files.seal) as recording:
        steps = recording.steps()
    several = entered.rows if len(entered.rows) > 1 else ()
    passes = passes_in(steps, len(several) or None)
    if passes is None and uneven_passes(steps, several) is None:
        return task, _not_shown(several) if several else ""
    loaded = functools.cache(lambda: _opened(eyes))
    try:
        targets = _targets(task, path, steps, loaded, say)
        sure = passes_in(steps, len(several) or None, targets)
        uneven = uneven_passes(steps, several, targets) if sure is None else None
        if uneven is not None:
            made = _of_uneven(task, path, entered, uneven, *loaded())
            return made, repeated_told(made)
        passes = sure or passes
        if passes is None:
            return task, _not_shown(several)
        found = f"The recording shows the same {passes.length} steps {passes.count} times"
        if why := unlike(steps, passes, targets):
            return task, f"{found}, but {why}: {STAYS}."
        rows = entered.of(passes.count)
        if rows is None:
            return task, f"{found}, but the table ends before the last of these rows: {STAYS}."
        once = once_of(passes.parts, len(steps))
        made = compile_task(task.name, task.folder, path, entered.first, entered.table, task.files, once)
        made = repeated(made, steps, passes, rows, targets)
    except (UsageError, EnvironmentFault, RecorderUserError, OSError) as error:
        return task, f"Whether the recording shows several rows was not found out, so {STAYS}: {error}"
    if rows and not several and any(UNEXPLAINED in one.doubt for one in made.steps):
        last = rows[-1].index
        return task, f"{found}, but not with the texts of rows {rows[0].index} to {last}: {STAYS}."
    return made, repeated_told(made)


def _of_uneven(
    task: Task, path: Path, entered: Entered, uneven: Uneven, parser: ScreenParser, weights: str
) -> Task:
    """The task with the steps of all rows that were named, which need not be the same ones.

    Each further row gets a copy of the recording: whose row a step was shown with is known by the recording
    that it is of. Raises UsageError where nothing tells in which rows a step is due.
    """
    first, *others = entered.rows
    once = once_of(uneven.parts, len(task.steps))
    made = compile_task(task.name, task.folder, path, first, entered.table, task.files, once)
    copies = [path.with_name(f"{path.stem}-row{row.index}{path.suffix}") for row in others]
    further = [
        Further(copy.relative_to(task.folder).as_posix(), row, part=(part.start, part.stop))
        for copy, row, part in zip(copies, others, uneven.parts[1:], strict=True)
    ]
    try:
        for copy in copies:
            copy_recording(path, copy, task.files.seal)
        with contextlib.closing(Demonstrations(made, parser, weights)) as demonstrations:
            made = understand(made, demonstrations.of(""))
            for at, one in enumerate(further, start=1):
                stood = stood_in(demonstrations.of(one.recording), task, one.row)
                made = with_further(made, one, stood=stood, later=further[at:])
            made = looked_at(made, demonstrations.of)
        for step in made.steps:
            if stood_otherwise(step):
                raise UsageError(
                    f"step {step.told_number} ({step.caption}) was done for one row and not for another,"
                    " where it could have been, and no column of the rows goes with that."
                )
    except BaseException:
        for copy in copies:
            copy.unlink(missing_ok=True)
        raise
    return made


def _not_shown(rows: tuple[DemonstratedRow, ...]) -> str:
    first, last = rows[0].index, rows[-1].index
    return (
        f"The recording does not show the same steps {len(rows)} times one after the other, for rows {first}"
        f" to {last}: {STAYS}, with row {first}."
    )


def _targets(
    task: Task,
    path: Path,
    steps: list[Step],
    eyes: Eyes,
    say: Callable[[str], None],
) -> dict[int, Target | None]:
    """What the pointed steps acted on, by index."""
    pointed = [step.index for step in steps if step.kind in POINTED]
    if not pointed:
        return {}
    say(LOOKING)
    parser, weights = eyes()
    with contextlib.closing(Demonstration(path, parser, weights, task.files)) as demonstration:
        return {at: demonstration.look(task.steps[at]) for at in pointed}


def _opened(eyes: Eyes | None) -> tuple[ScreenParser, str]:
    if eyes is None:
        raise EnvironmentFault("Nothing is there that looks at its pictures.")
    return eyes()
