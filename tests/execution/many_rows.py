"""Thousands of rows through a whole run over a recorded screen; what that takes of memory, disk and time."""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.execution.request import RunRequest
from lam_desktop.execution.run import run_task
from lam_desktop.execution.runs.journal import JOURNAL, PICTURES
from lam_desktop.execution.runs.result import RunResult
from lam_desktop.execution.runs.supervision import Answer, Question, RowFinished, RowStarted, RunEvent
from lam_desktop.minds import ShippedMinds
from lam_desktop.perception.scratch import resident_mb
from lam_desktop.protocols import Policy, ScreenParser, StepPointing
from lam_desktop.tasks.storage.library import Library
from lam_desktop.types import Box, Decision, Element, Frame, Moment, Observation, Situation
from tests.fakes.clock import skip_waiting
from tests.fakes.order_form import (
    FormEyes,
    FormMind,
    OrderForm,
    many_rows,
    record_task,
    workplace,
    write_table,
)  # fmt: skip

TASK = "orders"
MB = 1 << 20


@dataclass(frozen=True)
class Line:
    """A straight line through measurements."""

    slope: float
    """For each 1,000 rows."""
    error: float
    """Of the slope, one standard error."""


@dataclass
class Measured:
    """What was measured while the rows were entered."""

    every: int
    """Rows between two measurements of memory and disk."""
    behind: int
    """Rows before memory counts: until then buffers fill."""
    part: int
    """Rows at the beginning and at the end whose time is compared."""
    rows: list[int] = field(default_factory=list[int])
    """How many were done at each measurement."""
    resident_mb: list[float] = field(default_factory=list[float])
    """Memory of this process at each, after garbage was collected."""
    disk_bytes: list[dict[str, int]] = field(default_factory=list[dict[str, int]])
    """Of the run's folder at each, by its parts."""
    work_s: list[float] = field(default_factory=list[float])
    """Processor time of each row that was not truly looked at: how busy the machine is does not count."""
    true_work_s: list[float] = field(default_factory=list[float])
    """Of each row that was."""

    def memory(self) -> Line:
        """MB for each 1,000 rows."""
        at = [n for n, row in enumerate(self.rows) if row >= self.behind]
        return line([self.rows[n] for n in at], [self.resident_mb[n] for n in at])

    def bytes_a_row(self, first: int = 0, last: int = -1) -> dict[str, float]:
        """Of each part of the run's folder, between two measurements."""
        rows = self.rows[last] - self.rows[first]
        before, after = self.disk_bytes[first], self.disk_bytes[last]
        return {part: (after[part] - before[part]) / rows for part in after}

    def row_ms(self, part: slice) -> float:
        """The median processor time of these rows."""
        return 1000 * float(np.median(self.work_s[part]))


@dataclass(frozen=True)
class Entered:
    """What came of a run."""

    result: RunResult
    folder: Path
    wanted: Sequence[tuple[str, ...]]
    kept: Sequence[tuple[str, ...]]
    """The program's own list."""
    measured: Measured
    seconds: float
    """Of the whole run, as they really passed."""

    @property
    def told(self) -> str:
        """One line."""
        memory, disk = self.measured.memory(), self.measured.bytes_a_row()
        right = sum(one == other for one, other in zip(self.kept, self.wanted, strict=False))
        part = self.measured.part
        return (
            f"{right} of {len(self.wanted)} rows right, {len(self.measured.true_work_s)} by the networks; "
            f"memory {memory.slope:+.2f} ± {memory.error:.2f} MB for 1,000 rows (target at most 1), "
            f"{self.measured.resident_mb[-1]:.0f} MB in the end; a row takes "
            f"{', '.join(f'{each / 1024:.1f} KB of {name}' for name, each in disk.items())}; "
            f"{self.measured.row_ms(slice(None, part)):.0f} ms of work a row at first, "
            f"{self.measured.row_ms(slice(-part, None)):.0f} ms at last; {self.seconds:.0f} s"
        )


def enter(folder: Path, home: Path, rows: int, truly_every: int, measured: Measured) -> Entered:
    """Records row 1, then has `rows` further ones entered.

    Each `truly_every`th row, and the demonstration, is looked at and decided on by the shipped networks,
    which read the pictures; at 0 none is. Of the others the eyes are told what the form shows.
    """
    wanted, table = many_rows(rows), folder / "orders.csv"
    write_table(table, wanted)
    record_task(home, TASK, table)
    program = OrderForm(folder / "kept.csv")
    minds = Minds(program, truly_every)
    library = Library(home)
    watch = Watch(library, minds, measured)
    request = RunRequest(TASK, rows=f"{table}:2-{rows + 1}", mode="auto")
    started = time.perf_counter()
    with pytest.MonkeyPatch.context() as patch:
        skip_waiting(patch)
        result = run_task(library, request, watch, minds, open_workplace=workplace(program))
    seconds = time.perf_counter() - started
    return Entered(result, home / result.run, wanted, program.kept(), measured, seconds)


class Minds:
    """Eyes and mind that know the form; in their stead the shipped ones, where a row is truly looked at."""

    name = "lam"

    def __init__(self, program: OrderForm, truly_every: int) -> None:
        self._told = FormEyes(program), FormMind()
        self._shipped: tuple[ScreenParser, Policy] | None = None
        self._truly_every = truly_every
        self._truly = bool(truly_every)

    def check(self, policy: str) -> None:
        """Any will do."""

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        """This one as both."""
        weights = "told"
        if self._truly_every:
            parser, lam, weights = ShippedMinds().load(policy)
            self._shipped = parser, lam
        return self, self, weights

    def begin_row(self, row: int) -> bool:
        """Whether this row is truly looked at."""
        self._truly = bool(self._truly_every) and row % self._truly_every == 0
        return self._truly

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        """As whoever looks at this row."""
        return self._now[0].parse(frame, region)

    def forget(self) -> None:
        """As whoever looks at this row."""
        self._now[0].forget()

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """As whoever looks at this row."""
        return self._now[0].read(frame, box)

    def decide(self, situation: Situation) -> Decision:
        """As whoever decides on this row."""
        return self._now[1].decide(situation)

    def moment(
        self, shown: Sequence[Observation], screen: Observation, done: int | None = None
    ) -> Moment | None:
        """As the shipped policy, on the rows that it decides on."""
        mind = self._now[1]
        return mind.moment(shown, screen, done) if isinstance(mind, StepPointing) else None

    @property
    def _now(self) -> tuple[ScreenParser, Policy]:
        return self._shipped if self._truly and self._shipped is not None else self._told


class Watch:
    """Nobody's supervisor, with scales and a clock."""

    commanded = False

    def __init__(self, library: Library, minds: Minds, measured: Measured) -> None:
        self._library = library
        self._minds = minds
        self._measured = measured
        self._truly = False
        self._done = 0
        self._since = 0.0

    def report(self, event: RunEvent) -> None:
        """Weighs, and takes the time."""
        match event:
            case RowStarted(row):
                self._truly = self._minds.begin_row(row)
                self._since = time.process_time()
            case RowFinished():
                work_s = time.process_time() - self._since
                (self._measured.true_work_s if self._truly else self._measured.work_s).append(work_s)
                self._done += 1
                if self._done % self._measured.every == 0:
                    self._weigh()
            case _:
                pass

    def pace(self, stopped: Callable[[], bool]) -> None:
        """At once."""

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        """Nobody is there."""

    def pause(self, reason: str) -> None:
        """Nobody pauses."""

    def _weigh(self) -> None:
        gc.collect()
        self._measured.rows.append(self._done)
        self._measured.resident_mb.append(resident_mb() or 0.0)
        self._measured.disk_bytes.append(disk_bytes(self._library.runs(TASK)[-1]))


def line(x: Sequence[float], y: Sequence[float]) -> Line:
    """The straight line through points by least squares, `x` in rows."""
    across = np.asarray(x, float) / 1000
    (slope, level), residual, *_ = np.linalg.lstsq(np.stack([across, np.ones_like(across)], 1), y, rcond=None)
    del level
    spread = float(((across - across.mean()) ** 2).sum())
    left = float(residual[0]) / max(1, len(across) - 2) if len(residual) else 0.0
    return Line(float(slope), (left / spread) ** 0.5)


def most_resident_mb(process: int) -> float:
    """The most that a process held of the machine's memory so far; OSError where there is none."""
    [line] = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(line) / 1024


def disk_bytes(folder: Path) -> dict[str, int]:
    """Lengths of the files of a run, by its parts.

    Not by paths: these intern the names, and the table of interned strings would grow by the weighing.
    """
    with os.scandir(folder / PICTURES) as entries:
        pictures = sum(entry.stat().st_size for entry in entries)
    return {"journal": (folder / JOURNAL).stat().st_size, "pictures": pictures}
