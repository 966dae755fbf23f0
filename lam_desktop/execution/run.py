"""Runs a task on this desktop: the one entry of command line and panel."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from lam_desktop.errors import EnvironmentFault, ExitCode, UsageError
from lam_desktop.execution.acting.clearing import clear_old
from lam_desktop.execution.acting.settings import Settings
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
from lam_desktop.execution.request import (
    RunRequest,
    check_columns,
    chosen_rows,
    given_values,
    missing_secrets,
    secrets_of,
)
from lam_desktop.execution.runs.again import print_of
from lam_desktop.execution.runs.autonomy import Autonomy, earned_rows, print_of_steps
from lam_desktop.execution.runs.entered import prints_key
from lam_desktop.execution.runs.gone_before import results_before
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.execution.runs.numbers import shift_of, shift_told, shifted
from lam_desktop.execution.runs.odd import (
    Told,
    left_out_results,
    odd_before,
    odd_told,
    places_told,
    with_open,
)
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
from lam_desktop.protocols import EffectJudging, Policy, ScreenParser, StepPointing
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.provenance.instructions import INSTRUCTION, refuse_other_build
from lam_desktop.tasks.provenance.irreversible import irreversible_steps
from lam_desktop.tasks.provenance.rows import Row, RowTable, read_named
from lam_desktop.tasks.secret_owners import is_typed, owner_of_secret
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.taught import Taught, TaughtFile
from lam_desktop.tasks.task import Start, Task
from lam_desktop.tasks.task_yaml.start_file import approvable

TOO_MUCH_TAUGHT = (
    "What was taught to the task is too much to be held at once: the oldest places that you showed are left"
    " out. Remove some of its corrections, and teach it anew."
)
SAID_DONE = "The person says that it is done."


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
    shift = shift_of(library, task, rows, request.resumes)
    task = shifted(task, shift)
    if going_on := shift_told(task, rows):
        say(going_on)
    beyond = task.limits.told_before(len(rows))
    if beyond:
        say(beyond)
    table = None if request.rows is None else read_named(request.rows)
    printed = "" if table is None else print_of([table.rows[row.index - 1] for row in rows])
    check_values(task, rows)
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
        if taught.cut:
            say(TOO_MUCH_TAUGHT)
        left = left_by_last_run(library, request.task)
        odd = odd_told(request.odd, request.leave_out) or odd_before(library, request.resumes)
        folder = library.new_run(request.task)
        journal = stack.enter_context(Journal(folder, library.files))
        named = secrets_of(task)
        secrets = {name: text for name, text in request.values.items() if name in named}
        for name, text in secrets.items():
            journal.keep_out(text, name)
        record = RunRecord(journal, folder, library.relative(folder), task.limits, prints_key())
        journal.keep_out_by(AroundSecrets(task).without)

        def carry_out(watching: Supervisor) -> RunResult:
            record.write(
                "run_started", task=task.name, policy=request.policy, mode=request.mode,
                dry_run=not request.acts, awake_by=place.awake_by, rows=[row.index for row in rows],
                values=given_values(task, request),
                **({} if table is None else {"table": str(table.path.resolve()), "print": printed}),
                **({} if table is None else places_told(table, request.odd, rows)),
                **({"odd": odd} if odd else {}),
                **({"open_rows": list(request.open_rows)} if request.open_rows else {}),
                **({"recurring": list(request.recurring)} if request.recurring else {}),
                **({"shift": shift} if shift else {}),
                **({"sheet": table.sheet} if table is not None and table.sheet else {}),
                **({"resumes": request.resumes} if request.resumes else {}),
                pictured={"first": task.limits.pictured_rows, "every": task.limits.pictured_every},
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
            known = shifted(known, shift)
            place.check()
            if request.acts:  # the files were read anew: what they say by now is asked, and logged in to
                _require_approval(library, known)
            check_columns(known, request)
            check_values(known, rows)
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
            effects = policy if isinstance(policy, EffectJudging) else None
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
            limits, usual = known.limits, usual_waits(library, known)
            patience = Patience(settings.wait_s, usual, limits.patience_s, limits.lasts_s)
            return Executor(
                known, demonstration.step, locator_for,
                Verifier(looker, place.stopped, pointer=pointer, effects=effects, patience=patience),
                guard, place.actuator, watching, record, whereabouts,
                checks_of(
                    known, request.begun, record, place.check, counting(secrets), request.at_work
                ),
                _autonomy(library, known, request, final, facts, taught), Leftovers(left), place.stopped,
                place.check, settings, clipboard_text, marked_text, place.touched_since,
                place.pressed_since, request.at_work, request.before_rows, place.handed_back,
            ).run(rows, request.parts(known))  # fmt: skip

        result = concluded(
            record,
            rows,
            supervisor,
            lambda watching: with_open(carry_out(watching), request.open_rows, request.recurring),
        )
        if table is None or request.check:
            return result
        return _with_outcome(result, table, task, request, library, folder, odd)


def _told(step: TaskStep) -> dict[str, int | str]:
    label = {"label": step.label} if step.label not in ("", str(step.number)) else {}
    return {"number": step.number, "caption": step.caption, **label}


def check_values(task: Task, rows: tuple[Row, ...]) -> None:
    """Raises UsageError for a row that cannot be done: said of row 30 before row 1 is entered."""
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
    found = results_before(folder, table, task.columns, given_values(task, request), files)
    told = [RowResult(row, "skipped", reason=SAID_DONE) for row in request.said_done if request.acts]
    return (*found, *told)


def _with_outcome(
    result: RunResult,
    table: RowTable,
    task: Task,
    request: RunRequest,
    library: Library,
    folder: Path,
    odd: Told,
) -> RunResult:
    """The result with the table that says what came of each row, also before this run."""
    try:
        before = _before(folder, table, task, request, library.files)
        path = write_outcome(table, result.rows, folder, library.files, (*left_out_results(odd), *before))
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
        request.mode, wait_s, request.values, request.keep_going, request.again or repeated,
        frozenset(request.once_more),
    )  # fmt: skip
