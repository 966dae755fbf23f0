"""Runs a task on this desktop: the one entry of command line and panel."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from lam_desktop.errors import EnvironmentFault, ExitCode, UsageError
from lam_desktop.execution.acting.clearing import clear_old
from lam_desktop.execution.acting.settings import Mode, Settings
from lam_desktop.execution.around_secrets import AroundSecrets
from lam_desktop.execution.checking import check_start
from lam_desktop.execution.evidence.confirming import checks_of, refuse_twins
from lam_desktop.execution.evidence.counting import counting
from lam_desktop.execution.executor import Executor
from lam_desktop.execution.finding.exemplars import exemplar_of
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan, plan_row
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.machine.clipboard import clipboard_text, marked_text
from lam_desktop.execution.machine.excluding import exclusions_for
from lam_desktop.execution.machine.passport import Compared, meaning, told
from lam_desktop.execution.machine.starting import start_programs
from lam_desktop.execution.machine.starting import told as told_command
from lam_desktop.execution.machine.surveying import surroundings, too_small
from lam_desktop.execution.machine.workplace import Workplace, this_desktop
from lam_desktop.execution.rehearsal import rehearse, with_parts
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.autonomy import Autonomy, earned_rows, print_of_steps
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.gone_before import results_before
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.outcome import write_outcome
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.runs.supervision import Supervisor
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.shown.demonstrations import Demonstrations, check_recordings
from lam_desktop.execution.shown.settled_whole import settled_whole, understood_whole
from lam_desktop.execution.supervising.concluding import concluded
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.verifying.consequences import steps_with_consequences
from lam_desktop.execution.verifying.leftovers import Leftovers, left_by_last_run
from lam_desktop.execution.verifying.patience import Patience, usual_waits
from lam_desktop.execution.verifying.unproved import unproved
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.protocols import Policy, ScreenParser, StepPointing
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.once import is_part, parts_of
from lam_desktop.tasks.provenance.computed import NUMBER
from lam_desktop.tasks.provenance.instructions import INSTRUCTION, refuse_other_build
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.provenance.rows import Row, RowTable, read_named
from lam_desktop.tasks.secret_owners import is_typed, owner_of_secret
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.kept_secrets import KeptSecrets
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.taught import Taught, TaughtFile
from lam_desktop.tasks.task import Start, Task
from lam_desktop.tasks.task_yaml.start_file import approvable
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument

SAID_DONE = "The person says that it is done."


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
    check: bool = False
    """Only compare the passports, and look for the steps on the start screen."""
    wait_s: float | None = None
    """How long to wait for a screen before asking; None: what the task says."""
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""
    again: bool = False
    """Whether rows are entered once more whose lines a table on the screen has already."""
    only: tuple[int, ...] = ()
    """Of the rows, and of the parts that are done once, only those with these numbers; empty: all."""
    leave_out: tuple[int, ...] = ()
    """Of the rows, not those with these indices."""
    begun: tuple[int, ...] = ()
    """Rows that an earlier run began: a record that is there already is theirs."""
    at_work: BegunRow | None = None
    """The row at which that run broke off: it goes first, and on from where it stands."""
    resumes: str = ""
    """That run, as `lam runs` names it."""
    before_rows: BegunRow | None = None
    """What it has done and read once before the rows."""
    said_done: tuple[int, ...] = ()
    """Rows, and parts that are done once, that it may have done, and which the person says are done."""

    @property
    def acts(self) -> bool:
        """Whether anything is done."""
        return not (self.dry_run or self.check)

    def parts(self, task: Task) -> tuple[int, ...]:
        """Those parts of the task that are done once in this run."""
        return tuple(part for part in parts_of(task) if not self.only or part in self.only)


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
    open_workplace: Callable[[], AbstractContextManager[Workplace]] = this_desktop,
    settle: Callable[[Task, tuple[Row, ...]], Task | str] = lambda task, _: task,
    step_aside: Callable[[], None] = lambda: None,
) -> RunResult:
    """Runs the task and returns what came of it, whichever way it ended.

    `say` hears in words what takes time before the first step. `settle` gets the task with its targets, and
    returns it as the person means it, or why nobody could say that: the run then ends as `asked`.
    `step_aside` is called before a check looks at the screen, when all that takes time is done. Raises
    UsageError and EnvironmentFault for what is wrong before the run has its folder; what goes wrong
    later is a result of status `error`, and a stop one of status `stopped`, with the journal kept.
    """
    task = library.whole(request.task)
    minds.check(request.policy)
    rows = chosen_rows(task, request)
    if request.at_work is not None:  # its form stands there half filled
        first = request.at_work.row
        rows = tuple(sorted(rows, key=lambda row: row.index != first))
    beyond = task.limits.told_before(len(rows))
    if beyond:
        say(beyond)
    table = None if request.rows is None else read_named(request.rows)
    printed = "" if table is None else print_of([table.rows[row.index - 1] for row in rows])
    _check_values(task, rows)
    if request.acts:
        _require_approval(library, task)
        refuse_twins(task, rows)
    if missing := missing_secrets(task, request):
        owner, name = owner_of_secret(task, missing[0])
        use = "types" if is_typed(task, missing[0]) else "has a check that logs in with"
        raise UsageError(
            f"The task «{task.name}» {use} the secret «{missing[0]}», which is kept nowhere: keep it in the"
            f" keyring with lam secret {owner} {name}, give it with --set {missing[0]}=…, or run"
            " the task at a terminal or in the panel, which ask for it."
        )
    check_recordings(task)
    taught = TaughtFile(task.folder, task.files).read()
    excluded = exclusions_for(library, task)
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(open_workplace())
        place.exclude(excluded)
        small = too_small(place.size, task)
        if small and not request.check:
            raise EnvironmentFault(small)
        clear_old(library, say)
        left = left_by_last_run(library, request.task)
        folder = library.new_run(request.task)
        journal = stack.enter_context(Journal(folder, library.files))
        named = _secrets_of(task)
        secrets = {name: text for name, text in request.values.items() if name in named}
        for name, text in secrets.items():
            journal.keep_out(text, name)
        record = RunRecord(journal, folder, library.relative(folder), task.limits.pictured_rows)
        journal.keep_out_by(AroundSecrets(task).without)

        def carry_out(watching: Supervisor) -> RunResult:
            record.write(
                "run_started", task=task.name, policy=request.policy, mode=request.mode,
                dry_run=not request.acts, awake_by=place.awake_by, rows=[row.index for row in rows],
                values=_given(task, request),
                **({} if table is None else {"table": str(table.path.resolve()), "print": printed}),
                **({"sheet": table.sheet} if table is not None and table.sheet else {}),
                **({"resumes": request.resumes} if request.resumes else {}),
            )  # fmt: skip
            # Else the next run that goes on would ask again.
            for row in request.said_done if request.acts else ():
                record.write("row_finished", row=row, status="skipped", reason=SAID_DONE)

            def surveyed() -> tuple[Compared, ...]:
                facts = surroundings(task, place.surveyed)
                record.write("passport", facts=[one.plain for one in facts])
                return facts

            def started(program: Start) -> None:
                record.write("program_started", command=list(program.command), window=program.window)
                say(f"Starting {told_command(program)}.")

            if request.acts:  # only what was approved: the task as it was read then
                start_programs(task.starts, place.desktop, place.check, started)
            facts = () if request.check else surveyed()
            if differs := told(facts):
                say(f"Not as it was recorded: {' '.join(differs)}")
            say("Loading the model.")
            parser, policy, weights = minds.load(request.policy)
            place.check()
            say("Looking at the demonstration.")
            known = understood_whole(library, library.open(request.task), parser, weights)
            place.check()
            known = settled_whole(library, known, rows, settle)
            if isinstance(known, str):
                waiting = tuple(RowResult(row.index, "not_started") for row in rows)
                return RunResult("asked", known, waiting, record.name)
            place.check()
            if request.acts:  # the files were read anew: what they say by now is asked, and logged in to
                _require_approval(library, known)
            _check_columns(known, request)
            _check_values(known, rows)
            demonstration = stack.enter_context(contextlib.closing(Demonstrations(known, parser, weights)))
            demonstration.prepare()
            final = irreversible_steps(known.steps) | steps_with_consequences(known, demonstration.step)
            record.write(
                "understood", seconds=demonstration.seconds, print=print_of_steps(known.steps),
                steps=[_told(step) for step in known.steps], final=sorted(final),
                **({"taught": taught.print} if taught.kept else {}),
            )  # fmt: skip
            looker = Looker(place.desktop, parser)
            guard = Guard(known.windows, known.limits)

            def locator_for(seen: Callable[[StepPlan, Located], None]) -> Locator:
                locator = Locator(looker, policy, guard, seen, place.stopped)
                locator.exemplars.know(filter(None, map(exemplar_of, taught.corrections)))
                return locator

            if request.dry_run:
                told_of = rehearse(known, rows, demonstration.step, locator_for, record, place.check)
                return replace(told_of, message=f"{told_of.message} {beyond}".strip())
            if silent := unproved(known, demonstration.step):
                say(silent)
            pointer = policy if isinstance(policy, StepPointing) else None
            whereabouts = Whereabouts(known, demonstration.step, pointer, place.locked)
            if request.check:
                step_aside()
                checked = check_start(
                    known, rows, demonstration.step, locator_for, whereabouts, surveyed(), record, place.check
                )
                checked = replace(checked, message=f"{checked.message} {beyond}".strip())
                if small:
                    return replace(checked, status="error", message=small, error_code=ExitCode.ENVIRONMENT)
                return checked
            settings = _settings(known, request)
            patience = Patience(settings.wait_s, usual_waits(library, known), known.limits.patience_s)
            return Executor(
                known, demonstration.step, locator_for,
                Verifier(looker, place.stopped, pointer=pointer, patience=patience),
                guard, place.actuator, watching, record, whereabouts,
                checks_of(
                    known, request.begun, record, place.check, counting(secrets), request.at_work
                ),
                _autonomy(library, known, request, final, facts, taught), Leftovers(left), place.stopped,
                place.check, settings, clipboard_text, marked_text, place.touched_since,
                place.pressed_since, request.at_work, request.before_rows, place.handed_back,
            ).run(rows, request.parts(known))  # fmt: skip

        result = concluded(record, rows, supervisor, carry_out)
        if table is None or request.check:
            return result
        return _with_outcome(result, table, task, request, library, folder)


def chosen_rows(task: Task, request: RunRequest) -> tuple[Row, ...]:
    """The rows to run; UsageError for a bad file, a missing column or an unknown `--set`."""
    columns, secrets = set(task.columns), _secrets_of(task)
    for name in request.values:
        if name not in columns | secrets:
            known = ", ".join(sorted(columns | secrets)) or "none"
            raise UsageError(f"The task «{task.name}» has no variable «{name}»; it has: {known}.")
    given = _given(task, request)
    if request.rows is None:
        if both := sorted(columns & secrets & set(request.values)):
            raise UsageError(
                f"The task «{task.name}» has a column and a secret that are both called «{both[0]}»: give"
                " the rows as a table (--rows), or rename the secret in task.yaml."
            )
        cells = dict(task.row.cells) if task.row else {}
        left = not request.only or 1 in request.only  # else parts that are done once alone
        return (Row(1, cells | given),) if left else ()
    if task.understood:  # before, nobody knows whether what is chosen follows a column
        _check_columns(task, request)
    table = read_named(request.rows).named_as(task.columns_told)
    missing = sorted(columns - set(table.columns) - set(given))
    if missing:
        named = " and ".join(f"«{name}»" for name in missing)
        raise UsageError(
            f"{table.name} has no column {named}, which the task «{task.name}» needs; "
            f"it has: {', '.join(table.columns)}. Rename its columns, or match them with"
            f" `lam show {task.name} --bind {table.name}`."
        )
    rows = [
        row
        for row in table.select(parse_rows_argument(request.rows))
        if (not request.only or row.index in request.only) and row.index not in request.leave_out
    ]
    if not rows and not any(map(is_part, request.only)):
        raise UsageError(f"No row of {request.rows} is left to do; leave fewer out.")
    return tuple(replace(row, cells={**row.cells, **given}) for row in rows)


def _given(task: Task, request: RunRequest) -> dict[str, str]:
    """Values that go before those of each row.

    A secret is no cell: a column that happens to be called so would be typed in clear.
    """
    secrets = _secrets_of(task)
    return {name: text for name, text in request.values.items() if name not in secrets}


def _secrets_of(task: Task) -> set[str]:
    """Those that a run needs, and those of steps that type nothing, which may be given all the same."""
    named = {step.value.name for step in task.steps if step.value and step.value.source == "secret"}
    return named | set(task.secrets)


def _check_columns(task: Task, request: RunRequest) -> None:
    """Raises UsageError where rows were given, but every one of them would do the same."""
    if request.rows is not None and not any(
        step.columns or (step.value and _varies(step.value)) for step in task.steps
    ):
        raise UsageError(
            f"No step of the task «{task.name}» uses a column: all rows of {request.rows} would do the same. "
            "Run it without --rows, or say in task.yaml which values change from row to row."
        )


def _varies(value: Value) -> bool:
    return bool(value.columns) or (value.source == "computed" and value.name == NUMBER)


def missing_secrets(task: Task, request: RunRequest) -> tuple[str, ...]:
    """Secrets that the run will need and that nobody has given; what only looks needs none."""
    return tuple(name for name in task.secrets if name not in request.values) if request.acts else ()


def with_kept_secrets(task: Task, request: RunRequest, kept: KeptSecrets) -> RunRequest:
    """The request with those of its missing secrets that are kept. Raises EnvironmentFault as `kept` does."""
    found = {name: kept.text(*owner_of_secret(task, name)) for name in missing_secrets(task, request)}
    known = {name: text for name, text in found.items() if text is not None}
    return replace(request, values={**request.values, **known})


def _told(step: TaskStep) -> dict[str, int | str]:
    label = {"label": step.label} if step.label not in ("", str(step.number)) else {}
    return {"number": step.number, "caption": step.caption, **label}


def _check_values(task: Task, rows: tuple[Row, ...]) -> None:
    """A value that is missing in row 30 is said before row 1 is entered."""
    for row in with_parts(task, rows):
        plan_row(task, row)
    if task.understood:
        for row in rows:
            refuse_other_build(task, row.cells.get(INSTRUCTION, ""))


def _require_approval(library: Library, task: Task) -> None:
    """Raises UsageError where the task would start or ask what nobody allowed on this machine."""
    approvals = Approvals(library.home, library.files)
    for name, asked in approvable(task).items():
        if not approvals.has(name, asked.text):
            does = "" if name == task.name else f"does the task «{name}», which "
            starts = f"starts {told_command(asked.starts[0])}" if asked.starts else ""
            checks = "checks each row by asking a database, files or a web service" if asked.checks else ""
            raise UsageError(
                f"The task «{task.name}» {does}{' and '.join(filter(None, (starts, checks)))}, and these"
                f" {asked.words} were not approved on this machine: read and approve them with lam approve"
                f" {name}."
            )


def _before(
    folder: Path, table: RowTable, task: Task, request: RunRequest, files: Files
) -> tuple[RowResult, ...]:
    """What came of the rows that the runs before have done, and of those that the person says are done."""
    if not request.resumes:
        return ()
    found = results_before(folder, table, task.columns, _given(task, request), files)
    told = [RowResult(row, "skipped", reason=SAID_DONE) for row in request.said_done if request.acts]
    return (*found, *told)


def _with_outcome(
    result: RunResult, table: RowTable, task: Task, request: RunRequest, library: Library, folder: Path
) -> RunResult:
    """The result with the table that says what came of each row, also before this run."""
    try:
        before = _before(folder, table, task, request, library.files)
        path = write_outcome(table, result.rows, folder, library.files, before)
    except EnvironmentFault as error:
        return replace(result, message=f"{result.message} The table with the results is missing: {error}")
    return replace(result, table=library.relative(path))


def _autonomy(
    library: Library,
    task: Task,
    request: RunRequest,
    final: frozenset[int],
    facts: Sequence[Compared],
    taught: Taught,
) -> Autonomy:
    """In mode `auto` what was demonstrated counts as approved."""
    needed = 0 if request.mode == "auto" else task.limits.watched_rows
    now = meaning(one.plain for one in facts)
    return Autonomy(final, needed, *earned_rows(library, task, needed, now, taught.print))


def _settings(task: Task, request: RunRequest) -> Settings:
    wait_s = task.limits.wait_s if request.wait_s is None else request.wait_s
    # Without a table and other values, what was shown is to be done once more as it was.
    anew = request.rows is None and request.at_work is None
    repeated = anew and not request.values.keys() - set(task.secrets)
    return Settings(
        request.mode, wait_s, request.values, request.keep_going, request.again or repeated
    )  # fmt: skip
