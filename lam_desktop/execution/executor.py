"""Repeats a task row by row: wait until ready, decide, guard, act, verify, journal.

step:  locate ──ready──> pace ──> unchanged? ──> act ──> verify ──ok──> next step
         │                 │          │no                   │not ok
         └──late──> ask    │          └──> locate           └──> the row has failed
                           └──the person took over──> where is the row now?
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.execution.actuators import KeyboardLost
from lam_desktop.execution.again import print_of_row
from lam_desktop.execution.asking import MOST_ANSWERS, Asking, unclear, what_it_says
from lam_desktop.execution.autonomy import Autonomy
from lam_desktop.execution.begun import BegunRow
from lam_desktop.execution.copied import Copied
from lam_desktop.execution.dragging import drag_end
from lam_desktop.execution.evidence.confirming import RowChecks
from lam_desktop.execution.evident import Evident
from lam_desktop.execution.going_on import GoingOn, Placed, Said
from lam_desktop.execution.guard import Guard
from lam_desktop.execution.hands import Hands, TakenOver
from lam_desktop.execution.leftovers import Leftovers
from lam_desktop.execution.locating import Located, Locator
from lam_desktop.execution.patience import Span
from lam_desktop.execution.placing import Placing
from lam_desktop.execution.plan import (
    StepPlan,
    action_of,
    plan_row,
    read_values,
    said,
    with_copied,
    with_readings,
)  # fmt: skip
from lam_desktop.execution.proof import UNSEEN, goes_about
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.recovery import CLEARING, Recovery
from lam_desktop.execution.result import RowResult, RunResult, run_status, told_of
from lam_desktop.execution.row_ended import RowEnded
from lam_desktop.execution.secret_field import DOUBT, SecretField
from lam_desktop.execution.stopping import Stopped
from lam_desktop.execution.structure import Structure
from lam_desktop.execution.supervision import (
    Acting,
    Decided,
    Observed,
    RowFinished,
    RowStarted,
    RowStatus,
    RunStatus,
    Slower,
    Standing,
    Supervisor,
    Verified,
)  # fmt: skip
from lam_desktop.execution.verification import Verifier
from lam_desktop.execution.whereabouts import Whereabouts
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import Place, Task, TaskStep
from lam_desktop.types import Action, DemonstratedStep, PressKeys, TypeText, Verdict

Mode = Literal["ask", "watch", "auto"]
WATCH_S = 0.5
"""In mode `watch` each action is shown this long before it happens."""
MOST_IN_TROUBLE = 3
"""So many rows, one after the other, that do not end well end a run that keeps going."""
GO_ON = frozenset({"yes", "look_again"})
"""Answers to a ceiling that was reached by which the row may take as much again."""


@dataclass(frozen=True)
class Settings:
    """How a run behaves."""

    mode: Mode = "ask"
    wait_s: float = 20.0
    secrets: Mapping[str, str] | None = None
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""


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
        touched_since: Callable[[int], bool] = lambda _: False,
        begun: BegunRow | None = None,
    ) -> None:
        """`touched_since` says whether a person used mouse or keyboard since a monotonic time, ns; `begun` is
        where an earlier run broke off: that row goes first."""
        self._task = task
        self._demonstrated = demonstrated
        self._locator = locator_for(self._seen)
        self._verifier = verifier
        self._guard = guard
        self._actuator = actuator
        self._supervisor = supervisor
        self._record = record
        self._whereabouts = whereabouts
        self._checks = checks
        self._autonomy = autonomy
        verifier.slow = self._slow
        self._recovery = Recovery(
            self._locator, verifier, guard, actuator, record, leftovers, stopped, self._pace
        )
        self._secret_field = SecretField(self._locator, stopped)
        self._copied = Copied(task, clipboard, (settings.secrets or {}).values())
        self._hands = Hands(touched_since, supervisor, record, stopped, check)
        self._asking = Asking(
            supervisor, record, guard, autonomy, verifier, settings.mode != "auto", stopped, self._answered
        )
        self._structure = Structure(
            self._locator, self._asking, record, supervisor, guard, settings.wait_s, check
        )
        evident = Evident(demonstrated, self._locator, verifier)
        going_on = GoingOn(
            task.steps, demonstrated, evident, self._locator, whereabouts, stopped, bool(task.checks)
        )
        somebody = settings.mode != "auto"
        self._placing = Placing(
            task, going_on, self._asking, record, supervisor, settings.wait_s, somebody, check
        )
        self._begun = begun
        self._stopped = stopped
        self._check = check
        self._settings = settings
        self._row = Row(0, {})
        self._at_work: BegunRow | None = None
        """As the journal would tell it: what was acted for, and not verified yet."""
        self._done: tuple[int, ...] = ()
        self._skipped: frozenset[int] = frozenset()
        self._readings: dict[Place, str] = {}
        self._said: dict[Place, str] = {}
        """What the person said that the screen says, in this row."""
        self._shown = True

    def run(self, rows: tuple[Row, ...]) -> RunResult:
        """Does the rows in order; the first that does not end well is the last, unless it shall keep going.

        Raises EnvironmentFault when the display goes or the disk is full.
        """
        results: list[RowResult] = []
        status: RunStatus = "done"
        message = ""
        in_trouble = 0
        self._verifier.begin(rows)
        for row in rows:
            result, why = self._one_row(row, first=not results)
            results.append(result)
            if result.status in ("done", "skipped"):
                in_trouble = 0
                continue
            in_trouble += 1
            if status != "failed":  # what was done wrongly counts more than what was not done
                status = run_status(result.status)
            if result.status == "stopped" or not self._settings.keep_going:
                status, message = run_status(result.status), why
                break
            if in_trouble == MOST_IN_TROUBLE:
                message = f"{told_of(results)} {in_trouble} rows in succession did not end well. {why}"
                break
        if results and self._checks.there_already == len(results):
            status = "asked"
            message = "Every row is there already, says the check: see whether it counts what it should."
        results += [RowResult(row.index, "not_started") for row in rows[len(results) :]]
        return RunResult(status, message or told_of(results), tuple(results), self._record.name)

    def _one_row(self, row: Row, first: bool) -> tuple[RowResult, str]:
        started = time.monotonic()
        self._row, self._done, self._at_work = row, (), None
        self._asking.begin_row(row.index)
        self._structure.begin_row(row.index)
        self._readings, self._said, self._shown = {}, {}, True
        self._copied.begin_row()
        self._guard.begin_row()
        self._verifier.begin_row()
        self._secret_field.begin_row()
        columns = self._task.columns
        self._record.row_started(row.index, print_of_row(row, columns) if columns else "")
        self._supervisor.report(RowStarted(row.index))
        if first:
            self._hands.are_ours()  # until now the person was told to wait, and let the run begin
        if self._begun is not None and self._begun.row != row.index:
            raise LamBug(f"row {self._begun.row} was begun, and row {row.index} goes first")
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
            status, why = "failed", f"Row {row.index}: {error}"
        except UsageError as error:
            status, why = "failed", str(error)
        finally:
            self._actuator.release_all()
        seconds = round(time.monotonic() - started, 2)
        ended = datetime.now().isoformat(" ", "seconds")
        result = RowResult(
            row.index, status, len(self._done), self._asking.asked, seconds, why, ended, evidence,
            read_values(self._task, self._readings),
        )  # fmt: skip
        self._begun = None
        self._record.row_finished(result)
        if self._done or status != "done":  # what an earlier run has stored, this one has not shown
            self._autonomy.row_ended(status, evidence)
            self._recovery.row_ended(status)
        self._supervisor.report(
            RowFinished(
                row.index, status, len(self._done), self._asking.asked, seconds, evidence, why, result.read
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
            while True:
                try:
                    self._steps(plans, self._placed(plans, begun, said))
                    break
                except TakenOver:
                    self._actuator.release_all()
                    if self._guard.actions and self._checks.stored(row):
                        break
                    begun, said = self._taken_over(), Said(had_it=True)
        except RowEnded as end:
            left = self._checks.left(row) if self._guard.actions else ""
            raise RowEnded(end.status, f"{end.message} {left}".strip()) from end
        return self._checks.after(row, self._shown)

    def _steps(self, plans: list[StepPlan], placed: Placed) -> None:
        """Does the steps from a place in the row on; `TakenOver` where the person had the desktop."""
        self._at_work, self._skipped = None, placed.skip
        self._done = tuple(plan.step.number for plan in plans[: placed.start])
        if placed.start < len(plans):
            first = plans[placed.start]
            self._recovery.close_list(self._row.index, first, self._demonstrated(first.step))
            self._structure.goes_on_at(first.step.number)
        for at, each in enumerate(plans[placed.start :], start=placed.start):
            plan = each
            self._check()
            if plan.step.number not in placed.skip and not plan.left_out:
                plan = plans[at] = replace(plan, left_out=self._structure.why_not(plan))
            if plan.left_out:
                self._record.left_out(self._row.index, plan)
            elif not plan.step.acts and plan.step.number not in placed.skip:
                if plan.step.kind == "wait":
                    self._structure.await_text(plan)
                else:
                    self._read(with_readings(plan, self._readings))
            elif plan.step.number not in placed.skip:
                later = (
                    one
                    for one in plans[at + 1 :]
                    if not one.step.optional and not one.left_out and one.step.acts
                )
                behind = next(later, None)
                if plan.step.number in placed.done:
                    plan = replace(plan, reads=())  # done once more: what it read is known
                if behind is None or not plan.step.optional or self._is_needed(plan, behind):
                    self._step(with_copied(with_readings(plan, self._readings), self._copied.texts))
            self._done = (*self._done, plan.step.number)

    def _read(self, plan: StepPlan) -> None:
        """A step that reads, or `RowEnded`."""
        found = self._ready(plan, self._demonstrated(plan.step))
        self._readings |= found.readings
        value = plan.step.value
        text = said(value, self._readings) if value is not None else None
        self._structure.was_read(plan, found, text or "")

    def _taken_over(self) -> BegunRow:
        """Where the row stood when the person took over."""
        done = (*self._done, *(number for number in self._skipped if number not in self._done))
        return replace(self._at_work or BegunRow(self._row.index), done=done)

    def _placed(self, plans: Sequence[StepPlan], begun: BegunRow | None, said: Said) -> Placed:
        """Where the row goes on; at its first step, unless it was begun."""
        if begun is None:
            return Placed(0)
        self._readings |= self._placing.readings(begun)
        self._recovery.broke_off(begun.at_work if begun.typing else None)
        return self._placing.place(plans, begun, said, self._readings)

    def _is_needed(self, plan: StepPlan, behind: StepPlan) -> bool:
        """Whether an optional step is to be done: its place is there, and not that of the one behind it."""
        end = time.monotonic() + self._settings.wait_s
        while True:
            for one, needed in ((plan, True), (behind, False)):
                shown = self._demonstrated(one.step)
                found = self._locator.look(with_readings(one, self._readings), shown, self._done)
                self._check()
                if found.ready:
                    if not needed:
                        number, caption = plan.step.number, plan.step.caption
                        self._record.write("not_needed", row=self._row.index, step=number, caption=caption)
                    return needed
            if time.monotonic() >= end:
                return True

    def _cause(self, stop: Stopped) -> Stopped:
        """Who stopped it: the hands only know that somebody did."""
        try:
            self._check()
        except Stopped as told:
            return told
        return stop

    def _step(self, plan: StepPlan) -> None:
        """One step of the row, done and verified, or `RowEnded`."""
        shown = self._demonstrated(plan.step)
        vouched = False  # a person has seen to it that the keyboard is in the secret's field
        if objection := self._copied.objection(plan):
            raise RowEnded("asked", f"{self._asking.place(plan.step)}: {objection}")
        agreed = paced = False
        while True:
            found = self._ready(plan, shown)
            self._readings |= found.readings
            if plan.ticked is not None:
                found, so_already = self._ticking(plan, shown, found)
                if so_already:
                    self._record.write(
                        "already_so", row=self._row.index, step=plan.step.number, caption=plan.step.caption
                    )
                    self._shown = True
                    return
            if not agreed and (question := self._autonomy.question(plan.step, found.by_person)):
                pointed = self._asking.approved(plan, found, question)
                agreed, found = True, pointed or found
                if pointed is None:
                    continue  # what the agent decided before it asked is decided anew
            if not paced:
                self._supervisor.report(Acting(self._row.index, plan.step.number, plan.step.caption))
                paced = self._pace(plan)
                if paced:
                    self._look_whether_moved(plan, found)
                    continue
            paced = False
            if plan.types_secret and not vouched:
                found, vouched = self._in_its_field(plan, shown, found)
            if self._locator.unchanged(found):
                break
        plan = with_readings(plan, self._readings)
        self._locator.works_in(plan, found.view)
        if self._recovery.empty_field(self._row.index, plan, found):
            found = replace(self._ready(plan, shown), keyboard_in=found.keyboard_in)
        before = self._verifier.before(found)
        self._copied.before(plan)
        if plan.clears:
            for chord in CLEARING:
                self._act(plan, PressKeys(chord), found)
        else:
            end, secret = self._end_of(plan, shown, found), self._secret(plan)
            action = action_of(plan, found.desktop_point, end, secret)
            self._recovery.acting(plan, action)
            self._act(plan, action, found)
        verdict = self._verifier.verdict(plan, shown, found, before)
        self._check()
        waited_s = self._verifier.waited_s
        self._record.verified(self._row.index, plan, found, self._verifier.latest, verdict, waited_s)
        self._supervisor.report(Verified(self._row.index, plan.step.number, verdict.ok, verdict.reason))
        if not verdict.ok:
            if self._hands.touched():  # what is seen may be the person's doing
                self._hands.pace(self._row.index, plan.step.number)
                raise TakenOver
            self._fail(plan, verdict)
        self._at_work = None
        target = shown.acted_on
        if not goes_about(plan.step, target.kind if target is not None else None):
            self._shown = not verdict.evidence.get(UNSEEN)
        self._secret_field.done(plan, found)
        if objection := self._copied.after(plan, before):
            raise RowEnded("failed", f"{self._asking.place(plan.step)}: {objection}")

    def _ready(self, plan: StepPlan, shown: DemonstratedStep) -> Located:
        """A look on which the agent may act; asks where it does not come to one by itself."""
        for _ in range(MOST_ANSWERS):
            self._supervisor.report(Observed(self._row.index, plan.step.number, plan.step.caption))
            found = self._locator.wait(
                with_readings(plan, self._said), shown, self._done, self._settings.wait_s
            )
            self._check()
            if limit := self._guard.ceiling():
                answer = self._asking.ask(plan, found, f"{limit} Shall it go on?", approving=True)
                if answer.kind in GO_ON:
                    self._guard.extend()
                continue
            if found.ready:
                return found
            told = "" if found.greyed else self._whereabouts.told(plan, found.view)
            reason = " ".join(filter(None, (found.objection, told)))
            answer = self._asking.ask(plan, found, reason, approving=found.greyed)
            if found.greyed and answer.kind == "yes":
                return replace(found, objection=None, greyed=False, by_person=True)
            if found.doubtful is not None and (said := what_it_says(found, answer)):
                self._said |= dict.fromkeys(found.doubtful.places, said)
                self._readings |= self._said
                continue
            pointed = self._asking.pointed(plan, found, answer)
            if pointed is not None:
                return pointed
        raise unclear(plan)

    def _in_its_field(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at which a secret may be typed, and whether that rests on a person's yes alone."""
        for _ in range(MOST_ANSWERS):
            field = self._secret_field.place(plan, shown, found, self._done)
            self._check()
            if field is not None:
                return replace(found, keyboard_in=field), False
            if self._asking.ask(plan, found, DOUBT, approving=True).kind == "yes":
                return found, True
            found = self._ready(plan, shown)
        raise unclear(plan)

    def _act(self, plan: StepPlan, action: Action, found: Located) -> None:
        """Journals the intent, acts, and journals that it was done.

        Breaks off where the person takes over: what came of it, the screen tells once they have handed back.
        """
        row, step = self._row.index, plan.step.number
        self._guard.actions += 1
        stood = self._record.acting(row, plan, action, found)
        self._at_work = BegunRow(row, (), step, isinstance(action, TypeText), stood)
        try:
            self._actuator.perform(action, self._hands.interrupted)
        except (Stopped, KeyboardLost):
            self._check()
            if not self._hands.turn_out_touched():
                raise
            self._hands.pace(row, step)
            raise TakenOver from None
        self._record.write("acted", row=row, step=step)

    def _pace(self, plan: StepPlan | None = None) -> bool:
        """Lets the person pause, and see what comes; whether the desktop was out of our hands."""
        if self._settings.mode == "watch":
            end = time.monotonic() + WATCH_S
            while time.monotonic() < end:
                self._check()
                time.sleep(0.02)
        with self._guard.persons_time():
            return self._hands.pace(self._row.index, plan.step.number if plan is not None else 0)

    def _look_whether_moved(self, plan: StepPlan, found: Located) -> None:
        """`TakenOver` where the program no longer looks as it did before the person had the desktop."""
        if not self._locator.same_program(plan, found):
            stood = self._record.stood(plan, found.view)  # they may have done the step themselves
            if stood is not None:
                self._at_work = BegunRow(self._row.index, (), plan.step.number, False, stood)
            raise TakenOver

    def _answered(self) -> None:
        """Behind each answer: what the person touched to give it is known."""
        self._check()
        self._hands.are_ours()

    def _ticking(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at a check box, and whether it is in the state that the row wants already.

        Where its state cannot be seen, a person's finger decides; looking again may show it.
        """
        for _ in range(MOST_ANSWERS):
            state = self._verifier.tick_state(found)
            if state is not None:
                return found, state == plan.ticked
            answer = self._asking.ask(plan, found, "It cannot be told whether the check box is ticked.")
            pointed = self._asking.pointed(plan, found, answer)
            if pointed is not None:
                return pointed, False
            found = self._ready(plan, shown)
        raise unclear(plan)

    def _end_of(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[int, int] | None:
        """Where a drag ends, desktop pixels; ends the row where that lies outside the task's windows."""
        end = drag_end(plan, shown, found)
        if end is not None:
            ox, oy = found.view.observation.origin
            objection = self._guard.point(found.view, (end[0] - ox, end[1] - oy))
            if objection is not None:
                place = self._asking.place(plan.step)
                raise RowEnded("asked", f"{place}: The drag would end outside. {objection}")
        return end

    def _secret(self, plan: StepPlan) -> str | None:
        value = plan.step.value
        if value is None or not plan.types_secret:
            return None
        held = (self._settings.secrets or {}).get(value.name)
        if held is None:
            raise RowEnded("asked", f"The secret «{value.name}» is not known here: keep it with lam secret.")
        return held

    def _seen(self, plan: StepPlan, found: Located) -> None:
        """Passes every look on to journal and supervisor."""
        self._record.decided(self._row.index, plan, found)
        if found.decision is not None:
            self._supervisor.report(
                Decided(
                    self._row.index,
                    plan.step.number,
                    plan.step.caption,
                    self._record.shown(found),
                    found.decision,
                )
            )

    def _slow(self, plan: StepPlan, span: Span) -> None:
        """Says that the program takes its time, so that nobody takes the waiting for standing still."""
        told = span.told(plan.step.number)
        self._record.write(
            "slower", row=self._row.index, step=plan.step.number, reason=told, usual_s=span.usual_s,
            patience_s=span.patience_s,
        )  # fmt: skip
        self._supervisor.report(Slower(self._row.index, plan.step.number, told))

    def _fail(self, plan: StepPlan, verdict: Verdict) -> None:
        raise RowEnded("failed", f"{self._asking.place(plan.step)}: {verdict.reason}")
