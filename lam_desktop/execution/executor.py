"""Repeats a task row by row: wait until ready, decide, guard, act, verify, journal.

step:  locate ──ready──> pace ──> unchanged? ──> act ──> verify ──ok──> next step
         │                            │no                   │not ok
         └──late──> ask               └──> locate           └──> the row has failed
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from lam_desktop.errors import UsageError
from lam_desktop.execution.actuators import KeyboardLost
from lam_desktop.execution.again import print_of_row
from lam_desktop.execution.autonomy import Autonomy
from lam_desktop.execution.copied import Copied
from lam_desktop.execution.evidence.confirming import RowChecks
from lam_desktop.execution.guard import Guard
from lam_desktop.execution.leftovers import Leftovers
from lam_desktop.execution.locating import Located, Locator
from lam_desktop.execution.patience import Span
from lam_desktop.execution.plan import (
    StepPlan,
    action_of,
    plan_row,
    read_values,
    with_copied,
    with_readings,
)  # fmt: skip
from lam_desktop.execution.proof import UNSEEN, goes_about
from lam_desktop.execution.record import RunRecord
from lam_desktop.execution.recovery import CLEARING, Recovery
from lam_desktop.execution.result import RowResult, RunResult
from lam_desktop.execution.row_ended import RowEnded
from lam_desktop.execution.secret_field import DOUBT, SecretField
from lam_desktop.execution.stopping import Stopped
from lam_desktop.execution.supervision import (
    Acting,
    Answer,
    Decided,
    Observed,
    Question,
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
from lam_desktop.neighbours import element_at
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.captions import brief
from lam_desktop.tasks.rows import Row
from lam_desktop.tasks.task import Place, Task, TaskStep
from lam_desktop.types import Action, DemonstratedStep, PressKeys, Verdict

Mode = Literal["ask", "watch", "auto"]
WATCH_S = 0.5
"""In mode `watch` each action is shown this long before it happens."""
MOST_IN_TROUBLE = 3
"""So many rows, one after the other, that do not end well end a run that keeps going."""
GO_ON = frozenset({"yes", "look_again"})
"""Answers to a ceiling that was reached by which the row may take as much again."""
MOST_ANSWERS = 20
"""Questions of one step after which the agent gives up rather than go round in circles."""


@dataclass(frozen=True)
class Settings:
    """How a run behaves."""

    mode: Mode = "ask"
    wait_s: float = 20.0
    secrets: Mapping[str, str] | None = None
    keep_going: bool = False
    """Whether the next row is tried after one that did not end well."""


OTHERWISE: Mapping[RowStatus, str] = {
    "skipped": "skipped", "asked": "left with a question", "failed": "not as expected",
}  # fmt: skip
"""How a run tells of rows that are not done."""


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
    ) -> None:
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
        self._stopped = stopped
        self._check = check
        self._settings = settings
        self._row = Row(0, {})
        self._asked = 0
        self._done: tuple[int, ...] = ()
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
            result, why = self._one_row(row)
            results.append(result)
            if result.status in ("done", "skipped"):
                in_trouble = 0
                continue
            in_trouble += 1
            if status != "failed":  # what was done wrongly counts more than what was not done
                status = _run_status(result.status)
            if result.status == "stopped" or not self._settings.keep_going:
                status, message = _run_status(result.status), why
                break
            if in_trouble == MOST_IN_TROUBLE:
                message = f"{_told(results)} {in_trouble} rows in succession did not end well. {why}"
                break
        if results and self._checks.there_already == len(results):
            status = "asked"
            message = "Every row is there already, says the check: see whether it counts what it should."
        results += [RowResult(row.index, "not_started") for row in rows[len(results) :]]
        return RunResult(status, message or _told(results), tuple(results), self._record.name)

    def _one_row(self, row: Row) -> tuple[RowResult, str]:
        started = time.monotonic()
        self._row, self._asked, self._done = row, 0, ()
        self._readings, self._said, self._shown = {}, {}, True
        self._copied.begin_row()
        self._guard.begin_row()
        self._verifier.begin_row()
        self._secret_field.begin_row()
        columns = self._task.columns
        self._record.row_started(row.index, print_of_row(row, columns) if columns else "")
        self._supervisor.report(RowStarted(row.index))
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
            row.index, status, len(self._done), self._asked, seconds, why, ended, evidence,
            read_values(self._task, self._readings),
        )  # fmt: skip
        self._record.row_finished(result)
        if self._done or status != "done":  # what an earlier run has stored, this one has not shown
            self._autonomy.row_ended(status, evidence)
            self._recovery.row_ended(status)
        self._supervisor.report(
            RowFinished(
                row.index, status, len(self._done), self._asked, seconds, evidence, why, result.read
            )
        )  # fmt: skip
        return result, why

    def _entered(self, row: Row) -> Standing:
        """Does all steps; what shows that the row is done. Raises `RowEnded` or `Stopped` where it is not."""
        if not self._checks.before(row):
            return "confirmed"
        try:
            plans = plan_row(self._task, row)
            if plans:
                self._recovery.close_list(row.index, plans[0], self._demonstrated(plans[0].step))
            for at, plan in enumerate(plans):
                self._check()
                if plan.left_out:
                    self._record.left_out(row.index, plan)
                    self._done = (*self._done, plan.step.number)
                    continue
                later = (one for one in plans[at + 1 :] if not one.step.optional and not one.left_out)
                behind = next(later, None)
                if behind is None or not plan.step.optional or self._is_needed(plan, behind):
                    self._step(with_copied(with_readings(plan, self._readings), self._copied.texts))
                self._done = (*self._done, plan.step.number)
        except RowEnded as end:
            left = self._checks.left(row) if self._guard.actions else ""
            raise RowEnded(end.status, f"{end.message} {left}".strip()) from end
        return self._checks.after(row, self._shown)

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
            raise RowEnded("asked", f"{self._place(plan.step)}: {objection}")
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
            if question := self._autonomy.question(plan.step, found.by_person):
                found = self._approved(plan, found, question)
            self._supervisor.report(Acting(self._row.index, plan.step.number, plan.step.caption))
            self._pace()
            if plan.types_secret and not vouched:
                found, vouched = self._in_its_field(plan, shown, found)
            if self._locator.unchanged(found):
                break
        plan = with_readings(plan, self._readings)
        self._locator.works_in(plan, found.view)
        if self._recovery.empty_field(self._row.index, plan, found):
            found = self._ready(plan, shown)
        before = self._verifier.before(found)
        self._copied.before(plan)
        if plan.clears:
            for chord in CLEARING:
                self._act(plan, PressKeys(chord))
        else:
            end, secret = self._end_of(plan, shown, found), self._secret(plan)
            action = action_of(plan, _desktop_point(found), end, secret)
            self._recovery.acting(plan, action)
            self._act(plan, action)
        verdict = self._verifier.verdict(plan, shown, found, before)
        self._check()
        waited_s = self._verifier.waited_s
        self._record.verified(self._row.index, plan, found, self._verifier.latest, verdict, waited_s)
        self._supervisor.report(Verified(self._row.index, plan.step.number, verdict.ok, verdict.reason))
        if not verdict.ok:
            self._fail(plan, verdict)
        target = shown.before.elements[shown.target] if shown.target is not None else None
        if not goes_about(plan.step, target.kind if target is not None else None):
            self._shown = not verdict.evidence.get(UNSEEN)
        self._secret_field.done(plan, found)
        if objection := self._copied.after(plan, before):
            raise RowEnded("failed", f"{self._place(plan.step)}: {objection}")

    def _ready(self, plan: StepPlan, shown: DemonstratedStep) -> Located:
        """A look on which the agent may act; asks where it does not come to one by itself."""
        for _ in range(MOST_ANSWERS):
            self._supervisor.report(Observed(self._row.index, plan.step.number, plan.step.caption))
            found = self._locator.wait(
                with_readings(plan, self._said), shown, self._done, self._settings.wait_s
            )
            self._check()
            if limit := self._guard.ceiling():
                if self._ask(plan, found, f"{limit} Shall it go on?", approving=True).kind in GO_ON:
                    self._guard.extend()
                continue
            if found.ready:
                return found
            told = "" if found.greyed else self._whereabouts.told(plan, found.view)
            reason = " ".join(filter(None, (found.objection, told)))
            answer = self._ask(plan, found, reason, approving=found.greyed)
            if found.greyed and answer.kind == "yes":
                return replace(found, objection=None, greyed=False, by_person=True)
            if found.doubtful is not None and (told := self._told(found, answer)):
                self._said |= dict.fromkeys(found.doubtful.places, told)
                self._readings |= self._said
                continue
            pointed = self._pointed(plan, found, answer)
            if pointed is not None:
                return pointed
        raise RowEnded("asked", f"Step {plan.step.number} stayed unclear after {MOST_ANSWERS} answers.")

    def _told(self, found: Located, answer: Answer) -> str:
        """What the screen says, by an answer: said in words, or the text at a place that was pointed at."""
        if answer.kind == "value":
            return answer.text.strip()
        doubtful = found.doubtful
        if answer.point is None or found.decision is not None or doubtful is None:
            return ""
        element = element_at(found.view.observation.elements, answer.point)
        return " ".join(element.text.split()) if element is not None else ""

    def _ask(self, plan: StepPlan, found: Located, reason: str, approving: bool = False) -> Answer:
        """The person's answer; ends the row where nobody answers, or they skip it or stop."""
        self._asked += 1
        picture, doubted = self._record.question(self._row.index, plan, found, reason)
        question = Question(
            self._row.index, plan.step.number, plan.step.caption, reason,
            self._record.shown(found), found.decision, str(picture), approving, doubted,
        )  # fmt: skip
        answer = None
        if self._settings.mode != "auto":
            with self._guard.persons_time():
                answer = self._supervisor.ask(question, self._stopped)
        self._check()
        self._record.write(
            "answered", row=self._row.index, step=plan.step.number,
            answer=answer.kind if answer else None, point=answer.point if answer else None,
            **({"text": answer.text} if answer is not None and answer.text else {}),
        )  # fmt: skip
        if answer is None:
            raise RowEnded("asked", f"{self._place(plan.step)}: {reason}")
        if answer.kind == "skip_row":
            raise RowEnded("skipped", "Skipped by the person.")
        if answer.kind == "stop":
            raise Stopped("person")
        return answer

    def _pointed(self, plan: StepPlan, found: Located, answer: Answer) -> Located | None:
        """The look with the place that the person showed; None where they showed none that may be clicked.

        A step of the keyboard has no place: it waits for its window to have the keys.
        """
        if answer.kind != "here" or answer.point is None or not plan.pointed:
            return None
        if self._guard.point(found.view, answer.point) is not None:
            return None
        self._autonomy.corrected()
        pointed = self._verifier.pointed(found, answer.point)
        return replace(pointed, readings={**pointed.readings, **_shown_by_person(plan, pointed)})

    def _approved(self, plan: StepPlan, found: Located, question: str) -> Located:
        """The look at which the person agreed to the step; asks until they do, skip the row, or stop."""
        for _ in range(MOST_ANSWERS):
            answer = self._ask(plan, found, question, approving=True)
            if answer.kind == "yes":
                return found
            pointed = self._pointed(plan, found, answer)
            if pointed is not None:
                return pointed
        raise RowEnded("asked", f"Step {plan.step.number} was not approved.")

    def _in_its_field(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at which a secret may be typed, and whether that rests on a person's yes alone."""
        for _ in range(MOST_ANSWERS):
            field = self._secret_field.place(plan, shown, found, self._done)
            self._check()
            if field is not None:
                return replace(found, keyboard_in=field), False
            if self._ask(plan, found, DOUBT, approving=True).kind == "yes":
                return found, True
            found = self._ready(plan, shown)
        raise RowEnded("asked", f"Step {plan.step.number} stayed unclear after {MOST_ANSWERS} answers.")

    def _act(self, plan: StepPlan, action: Action) -> None:
        """Journals the intent, acts, and journals that it was done."""
        self._guard.actions += 1
        self._record.acting(self._row.index, plan, action)
        self._actuator.perform(action, self._stopped)
        self._record.write("acted", row=self._row.index, step=plan.step.number)

    def _pace(self) -> None:
        """Lets the person pause, and see what comes."""
        if self._settings.mode == "watch":
            end = time.monotonic() + WATCH_S
            while time.monotonic() < end:
                self._check()
                time.sleep(0.02)
        with self._guard.persons_time():
            self._supervisor.pace(self._stopped)
        self._check()

    def _ticking(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at a check box, and whether it is in the state that the row wants already.

        Where its state cannot be seen, a person's finger decides; looking again may show it.
        """
        for _ in range(MOST_ANSWERS):
            state = self._verifier.tick_state(found)
            if state is not None:
                return found, state == plan.ticked
            answer = self._ask(plan, found, "It cannot be told whether the check box is ticked.")
            pointed = self._pointed(plan, found, answer)
            if pointed is not None:
                return pointed, False
            found = self._ready(plan, shown)
        raise RowEnded("asked", f"Step {plan.step.number} stayed unclear after {MOST_ANSWERS} answers.")

    def _end_of(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[int, int] | None:
        """Where a drag ends (desktop pixels): as far from its start as demonstrated, in the window's measure.

        Ends the row where that lies outside the task's windows.
        """
        step, start, scope = plan.step, _desktop_point(found), found.view.scope
        if step.end_point is None or step.point is None or start is None or scope is None:
            return None
        then, now = shown.before.window, scope.reference.box
        across, down = (now.w / then.w, now.h / then.h) if then is not None and then.area else (1.0, 1.0)
        end = (
            start[0] + round((step.end_point[0] - step.point[0]) * across),
            start[1] + round((step.end_point[1] - step.point[1]) * down),
        )
        ox, oy = found.view.observation.origin
        objection = self._guard.point(found.view, (end[0] - ox, end[1] - oy))
        if objection is not None:
            reason = f"The drag would end outside. {objection}"
            raise RowEnded("asked", f"{self._place(step)}: {reason}")
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
        raise RowEnded("failed", f"{self._place(plan.step)}: {verdict.reason}")

    def _place(self, step: TaskStep) -> str:
        """Where in the work this is, for a person who knows the program and not the steps' numbers."""
        return f"Row {self._row.index}, step {step.number} ({brief(step)})"


def _told(results: Sequence[RowResult]) -> str:
    """What a run says that came to its end."""
    counts = Counter(one.status for one in results)
    done = counts.pop("done", 0)
    rows = f"{done} row{'s' * (done != 1)} done"
    others = [f"{counts[status]} {word}" for status, word in OTHERWISE.items() if counts[status]]
    if unseen := sum(one.evidence == "not seen" for one in results):
        others.append(f"{unseen} of them not seen on the screen")
    if others:
        return f"{', '.join([rows, *others])}."
    return "Done." if done == 1 else f"{rows}."


def _desktop_point(found: Located) -> tuple[int, int] | None:
    decision = found.decision
    if decision is None or decision.point is None:
        return None
    ox, oy = found.view.observation.origin
    return decision.point[0] + ox, decision.point[1] + oy


def _shown_by_person(plan: StepPlan, pointed: Located) -> dict[Place, str]:
    """What the person chose is what the screen should have said, where that could not be read."""
    value, target = plan.step.value, pointed.decision.target if pointed.decision else None
    if value is None or value.source != "screen" or target is None or not target.text.strip():
        return {}
    return dict.fromkeys(value.places, target.text.strip())


def _run_status(status: RowStatus) -> RunStatus:
    if status in ("asked", "failed", "stopped"):
        return status
    return "error"
