"""Runs a task on this desktop: the one entry of command line and panel."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from lam_desktop.errors import EnvironmentFault, ExitCode, LamError, UsageError
from lam_desktop.execution.actuators import open_actuator
from lam_desktop.execution.demonstration import Demonstration, check_recording
from lam_desktop.execution.desktop import LiveDesktop, open_desktop
from lam_desktop.execution.executor import Executor, Mode, Settings
from lam_desktop.execution.guard import Guard
from lam_desktop.execution.journal import Journal
from lam_desktop.execution.locating import Located, Locator
from lam_desktop.execution.lock import display_lock
from lam_desktop.execution.plan import StepPlan, plan_step
from lam_desktop.execution.readiness import Looker
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.rehearsal import rehearse
from lam_desktop.execution.result import RowResult, RunResult
from lam_desktop.execution.running import register
from lam_desktop.execution.stopping import EmergencyStop
from lam_desktop.execution.supervision import Supervisor
from lam_desktop.execution.understanding import understood
from lam_desktop.execution.verification import Verifier
from lam_desktop.protocols import Policy, ScreenParser
from lam_desktop.tasks.library import Library
from lam_desktop.tasks.rows import Row, parse_rows_argument, read_rows
from lam_desktop.tasks.task import Task
from recorder.ledger import InjectionLedger


@dataclass(frozen=True)
class RunRequest:
    """What the person wants."""

    task: str
    rows: str | None = None
    """`FILE`, `FILE:N` or `FILE:N-M`."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """Values that go before those of the row."""
    mode: Mode = "ask"
    policy: str = "lam"
    dry_run: bool = False
    wait_s: float | None = None
    """How long to wait for a screen before asking; None: what the task says."""


class Minds(Protocol):
    """Loads parser and policy; kept apart because it takes seconds and memory."""

    def load(self, policy: str) -> tuple[ScreenParser, Policy, str]:
        """Parser, the policy of that name, and what identifies the parser's weights."""
        ...

    def check(self, policy: str) -> None:
        """Raises UsageError for an unknown policy, without loading it."""
        ...


def run_task(
    library: Library,
    request: RunRequest,
    supervisor: Supervisor,
    minds: Minds,
    say: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Runs the task and returns what came of it, whichever way it ended.

    `say` hears in words what takes time before the first step. Raises UsageError and EnvironmentFault for
    what is wrong before anything was done; what goes wrong later is a result of status `error`, with the
    journal kept.
    """
    task = library.open(request.task)
    minds.check(request.policy)
    rows = chosen_rows(task, request)
    _check_values(task, rows)
    check_recording(task.recording_path)
    with contextlib.ExitStack() as stack:
        stack.enter_context(display_lock())
        registration = stack.enter_context(register("run"))
        desktop = stack.enter_context(open_desktop())
        _check_screen(desktop, task)
        ledger = stack.enter_context(contextlib.closing(InjectionLedger()))
        actuator = stack.enter_context(open_actuator(ledger))
        stop = stack.enter_context(
            EmergencyStop(desktop.corners, actuator.pointer(), by_command=registration.stop_requested)
        )
        say("Loading the model.")
        parser, policy, weights = minds.load(request.policy)
        stop.check()
        say("Looking at the demonstration.")
        task = understood(task, parser, weights)
        stop.check()
        _check_values(task, rows)
        folder = library.new_run(request.task)
        journal = stack.enter_context(Journal(folder))
        for step in task.steps:
            if step.value is not None and step.value.source == "secret":
                journal.keep_out(request.values.get(step.value.name, ""), step.value.name)
        record = RunRecord(journal, folder, library.relative(folder))
        demonstration = stack.enter_context(
            contextlib.closing(Demonstration(task.recording_path, parser, weights))
        )
        record.write(
            "run_started", task=task.name, policy=request.policy, mode=request.mode, dry_run=request.dry_run,
            rows=[row.index for row in rows],
        )  # fmt: skip
        with _ending(record, rows) as ended:
            demonstration.prepare(task)
            looker = Looker(desktop, parser)
            guard = Guard(task.windows, task.limits)

            def locator_for(seen: Callable[[StepPlan, Located], None]) -> Locator:
                return Locator(looker, policy, guard, seen, stop.stopped)

            if request.dry_run:
                ended.result = rehearse(task, rows, demonstration.step, locator_for, record, stop.check)
            else:
                executor = Executor(
                    task, demonstration.step, locator_for, Verifier(looker, stop.stopped), guard, actuator,
                    supervisor, record, stop.stopped, stop.check, _settings(task, request),
                )  # fmt: skip
                ended.result = executor.run(rows)
        assert ended.result is not None
        return ended.result


def chosen_rows(task: Task, request: RunRequest) -> tuple[Row, ...]:
    """The rows to run; UsageError for a bad file, a missing column or an unknown `--set`."""
    columns = {step.value.name for step in task.steps if step.value and step.value.source == "row"}
    secrets = {step.value.name for step in task.steps if step.value and step.value.source == "secret"}
    for name in request.values:
        if name not in columns | secrets:
            known = ", ".join(sorted(columns | secrets)) or "none"
            raise UsageError(f"The task «{task.name}» has no variable «{name}»; it has: {known}.")
    if request.rows is None:
        cells = dict(task.row.cells) if task.row else {}
        return (Row(1, cells | dict(request.values)),)
    argument = parse_rows_argument(request.rows)
    table = read_rows(argument.path)
    missing = sorted(columns - set(table.columns) - set(request.values))
    if missing:
        raise UsageError(
            f"{argument.path} has no column «{missing[0]}», which the task «{task.name}» needs; "
            f"it has: {', '.join(table.columns)}."
        )
    return tuple(replace(row, cells=row.cells | dict(request.values)) for row in table.select(argument))


def _check_values(task: Task, rows: tuple[Row, ...]) -> None:
    """A value that is missing in row 30 is said before row 1 is entered."""
    for row in rows:
        for step in task.steps:
            plan_step(step, row)


@dataclass
class _Ended:
    result: RunResult | None = None


@contextlib.contextmanager
def _ending(record: RunRecord, rows: tuple[Row, ...]) -> Iterator[_Ended]:
    """Journals how the run ended, and makes a result of an error that ended it."""
    ended = _Ended()
    started = time.monotonic()
    try:
        yield ended
    except LamError as error:
        status = "stopped" if error.exit_code is ExitCode.STOPPED else "error"
        nothing = tuple(RowResult(row.index, "not_started") for row in rows)
        ended.result = RunResult(status, str(error), nothing, record.name, error.exit_code)
    result = ended.result
    assert result is not None
    with contextlib.suppress(EnvironmentFault):  # the disk is full: what was written stays
        record.write(
            "run_finished", status=result.status, message=result.message,
            seconds=round(time.monotonic() - started, 2),
        )  # fmt: skip


def _settings(task: Task, request: RunRequest) -> Settings:
    wait_s = task.limits.wait_s if request.wait_s is None else request.wait_s
    return Settings(request.mode, wait_s, request.values)


def _check_screen(desktop: LiveDesktop, task: Task) -> None:
    if task.screen is None:
        return
    width, height = desktop.box.w, desktop.box.h
    if width < task.screen[0] or height < task.screen[1]:
        raise EnvironmentFault(
            f"This screen ({width}x{height}) is smaller than the one the task «{task.name}» was recorded on "
            f"({task.screen[0]}x{task.screen[1]}); choose a larger resolution, or record the task here."
        )
