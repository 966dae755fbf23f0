"""Repeats a task row by row: wait until ready, decide, guard, act, verify, journal.

step:  locate ──ready──> pace ──> unchanged? ──> act ──> verify ──ok──> next step
         │                 │          │no                   │not ok
         └──late──> ask    │          └──> locate           └──> the row has failed
                           └──the person took over──> where is the row now?
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.execution.acting.interruptions import Interruptions
from lam_desktop.execution.acting.paging import Paging
from lam_desktop.execution.acting.pointed_places import PointedPlaces
from lam_desktop.execution.acting.pressing import Pressing
from lam_desktop.execution.acting.recovery import Recovery
from lam_desktop.execution.acting.run_parts import RunParts
from lam_desktop.execution.acting.second_try import SecondTry
from lam_desktop.execution.acting.settings import Settings
from lam_desktop.execution.acting.showing import Showing
from lam_desktop.execution.acting.stepping import Stepping
from lam_desktop.execution.course import Course
from lam_desktop.execution.evidence.confirming import RowChecks
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.optional_steps import OptionalSteps
from lam_desktop.execution.finding.plan import StepPlan, plan_row
from lam_desktop.execution.finding.read_values import (
    read_values,
    said,
    sure_values,
    with_copied,
    with_readings,
)
from lam_desktop.execution.finding.whereabouts import Whereabouts
from lam_desktop.execution.going_on import GoingOn, Placed, Said
from lam_desktop.execution.machine.actuators import KeyboardLost
from lam_desktop.execution.machine.desktop import ScreenChanged
from lam_desktop.execution.machine.handing_back import HandedBack
from lam_desktop.execution.machine.stopping import Stopped, Touch
from lam_desktop.execution.placing import Placing
from lam_desktop.execution.recognised import Recognised
from lam_desktop.execution.runs.again import print_of_row
from lam_desktop.execution.runs.autonomy import Autonomy
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.entered import prints_of
from lam_desktop.execution.runs.result import RowResult, RunResult
from lam_desktop.execution.runs.supervision import (
    RowFinished,
    RowStarted,
    RowStatus,
    Standing,
    Supervisor,
)  # fmt: skip
from lam_desktop.execution.structure import Structure
from lam_desktop.execution.supervising.asking import Asking
from lam_desktop.execution.supervising.hands import Hands, TakenOver
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.execution.supervising.telling import Telling
from lam_desktop.execution.verifying.copied import Copied
from lam_desktop.execution.verifying.entered import TextLost
from lam_desktop.execution.verifying.evident import Evident
from lam_desktop.execution.verifying.leftovers import Leftovers
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.once import BEFORE_ROWS, is_part, row_told
from lam_desktop.tasks.provenance.checked_parts import of_the_row
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Corrections
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.likeness import same_text
from lam_desktop.types import DemonstratedStep


class Executor:
    """Runs the steps of one task. One instance serves one run."""

    def __init__(
        self,
        task: Task,
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        locator_for: Callable[[Callable[[StepPlan, Located], None]], Locator],
        verifier: Verifier,
        guard: Guard,
        actuator: Actuator,
        supervisor: Supervisor,
        record: RunRecord,
        whereabouts: Whereabouts,
        checks: RowChecks,
        autonomy: Autonomy,
        leftovers: Leftovers,
        stopped: Callable[[], bool],
        check: Callable[[], None],
        settings: Settings,
        clipboard: Callable[[], str | None] = lambda: None,
        marked: Callable[[], str | None] = lambda: None,
        touched_since: Callable[[int], bool] = lambda _: False,
        pressed_since: Callable[[int], Sequence[Touch]] = lambda _: (),
        begun: BegunRow | None = None,
        before_rows: BegunRow | None = None,
        handed_back: HandedBack | None = None,
    ) -> None:
        """`touched_since` says whether a person used mouse or keyboard since a monotonic time, ns, and
        `pressed_since` what they pressed; `begun` is where an earlier run broke off: that
        row goes first; `before_rows` what an earlier run has done and read once, before all rows;
        `handed_back` what the person gets back while they have the desktop."""
        self._task = task
        self._at = RowState()
        telling = Telling(record, supervisor, self._at)
        self._demonstrated = demonstrated
        self._locator = locator_for(telling.seen)
        self._verifier = verifier
        self._guard = guard
        self._actuator = actuator
        self._supervisor = supervisor
        self._record = record
        self._whereabouts = whereabouts
        self._checks = checks
        self._autonomy = autonomy
        verifier.slow = telling.slow
        self._recovery = Recovery(
            self._locator, verifier, guard, actuator, record, leftovers, stopped,
            lambda: self._stepping.pace(),
        )  # fmt: skip
        self._copied = Copied(task, clipboard, (settings.secrets or {}).values(), marked)
        corrections = Corrections(task.folder, task.files)
        interruptions = Interruptions(
            corrections.interruptions(), self._locator, guard, actuator, telling, stopped,
            lambda: self._stepping.pace(),
        )  # fmt: skip
        self._hands = Hands(
            touched_since, pressed_since, supervisor, record, stopped, check,
            handed_back, guard.may_act_in,
        )  # fmt: skip
        self._locator.theirs, self._locator.ours_since = self._hands.touched, self._hands.since
        self._locator.put_behind = telling.put_right

        def answered() -> None:
            """Behind each answer: what the person touched to give it is known."""
            check()
            self._hands.are_ours()

        self._asking = Asking(
            supervisor, record, guard, autonomy, verifier, settings.attended, stopped, answered,
            lambda plan, found: self._stepping.let_do(plan, found),
        )  # fmt: skip
        self._pointed = PointedPlaces(
            demonstrated, verifier, record, corrections, self._locator.exemplars, self._at
        )
        self._asking.pointed_at, telling.heard = self._pointed.pointed, self._pointed.verified
        self._structure = Structure(
            self._locator, self._asking, record, supervisor, guard, settings.wait_s, check
        )
        evident = Evident(demonstrated, self._locator, verifier)
        going_on = GoingOn(
            task.steps, autonomy.final, demonstrated, evident, self._locator, whereabouts, stopped,
            checks.unstored,
        )  # fmt: skip
        self._placing = Placing(
            task, going_on, self._asking, record, supervisor, settings.wait_s, settings.attended, check
        )
        self._recognised = (
            None if settings.again or of_the_row(task) is not None
            else Recognised(task, demonstrated, self._locator, self._asking, settings.attended)
        )  # fmt: skip
        self._begun = begun
        if before_rows is not None:
            self._at.kept, self._at.kept_sure = self._placing.readings(before_rows)
        self._stopped = stopped
        self._check = check
        self._settings = settings
        self._optional = OptionalSteps(self._is_there, self._not_needed, guard, settings.wait_s, self._stands)
        self._showing = Showing(
            self._locator, guard, record, self._hands, corrections, interruptions, self._at, check
        )
        second_try = SecondTry(task.steps, autonomy.final, demonstrated, self._locator.grab, stopped)
        parts = RunParts(
            demonstrated, self._locator, verifier, guard, actuator, supervisor, record, whereabouts, autonomy,
            self._asking, self._hands, self._recovery, self._copied, second_try, interruptions,
            self._showing, telling, self._at, settings, stopped, check,
        )  # fmt: skip
        self._stepping = Stepping(parts)
        self._pressing = Pressing(self._stepping, self._asking, telling, self._at)
        self._paging = Paging(
            demonstrated, self._locator, self._stepping, self._asking, record, self._at, settings.wait_s,
            check,
        )  # fmt: skip

    def run(self, rows: tuple[Row, ...], parts: Collection[int] = ()) -> RunResult:
        """What came of the rows, in order, and of those `parts` of the task that are done once in a run.

        Raises EnvironmentFault when the display goes or the disk is full.
        """
        self._verifier.begin(rows)
        if self._recognised is not None:
            self._recognised.begin(rows)
        keep_going, over = self._settings.keep_going, self._hands.were_kept
        course = Course(self._one_row, self._guard, self._checks, keep_going, over)
        return course.run(rows, parts, self._record.name)

    def _one_row(self, row: Row, first: bool) -> tuple[RowResult, str]:
        started = time.monotonic()
        self._at.begin(row)
        self._optional.begin_row()
        self._locator.begin_row()
        self._asking.begin_row(row.index)
        self._structure.begin_row(row.index)
        self._copied.begin_row()
        self._guard.begin_row(not is_part(row.index))
        self._verifier.begin_row()
        self._stepping.begin_row()
        columns = () if is_part(row.index) else self._task.columns
        prints, counted = prints_of(row, self._task, columns, self._record.key)
        self._record.row_started(row.index, print_of_row(row, columns) if columns else "", prints, counted)
        self._supervisor.report(RowStarted(row.index, row.line))
        if first:
            self._hands.begin()  # until now the person was told to wait, and let the run begin
        if self._begun is not None and self._begun.row != row.index:
            raise LamBug(f"{row_told(self._begun.row)} was begun, and {row_told(row.index)} goes first")
        status: RowStatus = "done"
        why = ""
        evidence: Standing = ""
        try:
            evidence = self._entered(row)
        except RowEnded as end:
            status, why = end.status, end.message
        except Stopped as stop:
            status, why = "stopped", str(self._cause(stop))
        except KeyboardLost as error:
            status, why = "failed", f"{row_told(row.index)}: {error}"
        except UsageError as error:
            status, why = "failed", str(error)
        finally:
            self._actuator.release_all()
        seconds = round(time.monotonic() - started, 2)
        ended = datetime.now().isoformat(" ", "seconds")
        result = RowResult(
            row.index, status, len(self._at.done), self._asking.asked, seconds, why, ended, evidence,
            read_values(self._task, self._at.readings),
            sure_values(self._task, self._at.readings, self._at.sure),
        )  # fmt: skip
        self._begun = None
        self._record.row_finished(result)
        self._pointed.row_ended(status)
        if row.index == BEFORE_ROWS:
            self._at.kept, self._at.kept_sure = dict(self._at.readings), dict(self._at.sure)
        if is_part(row.index) and status == "done":
            pass  # it says nothing of how rows go, nor of what one of them has left in a form
        elif self._at.done or status != "done":  # what an earlier run has stored, this one has not shown
            self._autonomy.row_ended(status, evidence)
            self._recovery.row_ended(status)
        self._supervisor.report(
            RowFinished(
                row.index, status, len(self._at.done), self._asking.asked, seconds, evidence, why, result.read
            )
        )  # fmt: skip
        return result, why

    def _entered(self, row: Row) -> Standing:
        """Does all steps; what shows that the row is done. Raises `RowEnded` or `Stopped` where it is not."""
        if not self._checks.before(row):
            return "confirmed"
        try:
            plans = plan_row(self._task, row)
            begun, said = self._begun, Said()
            looks = not is_part(row.index) and row.index not in self._settings.once_more
            if begun is None and self._recognised is not None and looks:
                self._recognised.before(plans, row)
            while True:
                try:
                    self._steps(plans, self._placed(plans, begun, said))
                    break
                except (TakenOver, ScreenChanged, TextLost) as met:
                    if isinstance(met, TakenOver):
                        self._locator.exemplars.distrust()  # maybe since they led it astray
                    if isinstance(met, ScreenChanged):
                        self._record.write("screen_changed", row=row.index, reason=str(met))
                    self._actuator.release_all()
                    lost = isinstance(met, TextLost)
                    if self._guard.actions and self._checks.stored(row):
                        if lost:  # it has not come to its end, and nobody else has stored it
                            told = f"{row_told(row.index)}: {met}"
                            reason = f"{told} Its record is there already, before the row's end."
                            raise RowEnded("asked", reason) from met
                        break
                    begun, said = self._taken_over(), Said(had_it=not lost)
        except RowEnded as end:
            left = self._checks.left(row) if self._guard.actions else ""
            raise RowEnded(end.status, f"{end.message} {left}".strip()) from end
        return self._checks.after(row, self._at.shown)

    def _steps(self, plans: list[StepPlan], placed: Placed) -> None:
        """Does the steps from a place in the row on; `TakenOver` where the person had the desktop."""
        self._at.at_work, self._at.skipped = None, placed.skip
        self._at.done = tuple(plan.step.number for plan in plans[: placed.start])
        if placed.start < len(plans):
            first = plans[placed.start]
            self._optional.goes_on_at(first.step)
            self._recovery.close_list(self._at.row.index, first, self._demonstrated(first.step))
            self._structure.goes_on_at(first.step.number)
        self._checks.parts.goes_on_at(self._number_at(plans, placed.start))
        for at, each in enumerate(plans[placed.start :], start=placed.start):
            plan = each
            self._check()
            self._guard.of(plan.step)
            undone = self._optional.left_out(plan.step)
            if plan.step.number not in placed.skip and not plan.left_out and not undone:
                why = self._structure.why_not(with_readings(plan, self._at.readings))
                plan = plans[at] = replace(plan, left_out=why)
            if plan.left_out:
                self._record.left_out(self._at.row.index, plan)
            elif undone:
                self._not_needed(plan)
            elif not plan.step.acts and plan.step.number not in placed.skip:
                if plan.step.kind == "wait":
                    self._structure.await_text(plan)
                else:
                    self._read(with_readings(plan, self._at.readings))
            elif plan.step.number not in placed.skip:
                if plan.step.number in placed.done:
                    plan = replace(plan, reads=())  # done once more: what it read is known
                if self._optional.is_due(plan, plans[at + 1 :]):
                    self._checks.parts.begins(plan.step.number)
                    self._do(plan, plans)
            self._at.done = (*self._at.done, plan.step.number)
            if self._checks.parts.behind(plan.step.number):
                self._at.shown = True

    def _do(self, plan: StepPlan, plans: Sequence[StepPlan]) -> None:
        """A step that acts, or `RowEnded`."""
        behind = [one for one in plans if one.step.number > plan.step.number]
        plan = replace(plan, closes=not any(one.step.acts and not one.left_out for one in behind))
        if plan.month is not None:
            self._paging.turn(plan, plans)
        elif plan.until is not None:
            self._pressing.choose(plan, plan.until)
        else:
            self._stepping.do(with_copied(with_readings(plan, self._at.readings), self._copied.texts))

    def _read(self, plan: StepPlan) -> None:
        """A step that reads, or `RowEnded`."""
        found = self._stepping.ready(plan, self._demonstrated(plan.step))
        self._at.learn(found.readings, found.sure)
        value = plan.step.value
        text = said(value, self._at.readings) if value is not None else None
        self._structure.was_read(plan, found, text or "")

    def _taken_over(self) -> BegunRow:
        """Where the row stood when the person took over."""
        done = (*self._at.done, *(number for number in self._at.skipped if number not in self._at.done))
        return replace(self._at.at_work or BegunRow(self._at.row.index), done=done)

    def _placed(self, plans: Sequence[StepPlan], begun: BegunRow | None, said: Said) -> Placed:
        """Where the row goes on; at its first step, unless it was begun."""
        self._guard.of(None)
        if begun is None:
            return Placed(0)
        self._at.learn(*self._placing.readings(begun))
        self._recovery.broke_off(begun.at_work if begun.typing else None)
        begun = self._checks.parts.done(begun)
        copied = [with_copied(plan, self._copied.texts) for plan in plans]
        placed = self._placing.place(copied, begun, said, self._at.readings, self._at.sure)
        behind = [plan.step.number for plan in plans[: placed.start]]
        self._showing.went_on((*behind, *placed.done))
        return placed

    @staticmethod
    def _number_at(plans: Sequence[StepPlan], place: int) -> int:
        return plans[place].step.number if place < len(plans) else plans[-1].step.number + 1

    def _not_needed(self, plan: StepPlan) -> None:
        number, caption = plan.step.number, plan.step.caption
        self._record.write("not_needed", row=self._at.row.index, step=number, caption=caption)

    def _is_there(self, plan: StepPlan) -> bool:
        self._guard.of(plan.step)
        shown = self._demonstrated(plan.step)
        found = self._locator.look(with_readings(plan, self._at.readings), shown, self._at.done)
        self._check()
        return found.ready

    def _stands(self, click: StepPlan, typing: StepPlan) -> bool:
        """Whether the field that a step clicks shows what the next one types, and says nothing else."""
        self._guard.of(click.step)
        looked_for = with_readings(click, self._at.readings)
        found = self._locator.wait(
            looked_for, self._demonstrated(click.step), self._at.done, self._settings.wait_s
        )
        self._check()
        target = found.decision.target if found.ready and found.decision is not None else None
        text = with_readings(typing, self._at.readings).text
        return target is not None and bool(text) and same_text(target.text, text)

    def _cause(self, stop: Stopped) -> Stopped:
        """Who stopped it: the hands only know that somebody did."""
        try:
            self._check()
        except Stopped as told:
            return told
        return stop
