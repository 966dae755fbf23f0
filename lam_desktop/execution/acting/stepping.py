"""One step of a row: located, agreed to, acted, verified.

locate ──ready──> pace ──> unchanged? ──> act ──> verify
  │                 │          │no
  └──late──> ask    │          └──> locate
                    └──the person took over──> `TakenOver`: where is the row now?
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

import numpy as np

from lam_desktop.execution.acting.dragging import drag_end
from lam_desktop.execution.acting.readying import Readying
from lam_desktop.execution.acting.recovery import CLEARING
from lam_desktop.execution.acting.run_parts import RunParts
from lam_desktop.execution.acting.second_try import ENTERED_ANEW, ONCE_MORE, TYPED_ANEW
from lam_desktop.execution.acting.secret_field import DOUBT, SecretField
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import window_under
from lam_desktop.execution.finding.plan import StepPlan, action_of
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.machine.actuators import KeyboardLost, Missed
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.runs.begun import BegunRow
from lam_desktop.execution.runs.proof import DOUBTFUL, UNSEEN, goes_about
from lam_desktop.execution.runs.supervision import Acting
from lam_desktop.execution.supervising.asking import MOST_ANSWERS, unclear
from lam_desktop.execution.supervising.hands import TakenOver
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.execution.verifying.entered import Entered, TextLost
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import (
    POPUP_KINDS,
    Action,
    DemonstratedStep,
    Observation,
    PressKeys,
    TypeText,
    Verdict,
)

SLOW_S, LOOK_S = 1.0, 0.1
"""What a key changes is awaited so long, looked at again each so often."""
MISSED = (
    "The window had gone, or moved, just before the click: nothing was clicked, and it is looked for anew."
)
CUT_SHORT = (
    "Its window was gone before the click had ended: it cannot be told whether the program has taken it."
)
NEVER_STILL = "Its window moves, or comes and goes, whenever it is about to be clicked."
MOST_MISSED = 3
"""So often it is looked for anew: a window that never stands still is a person's matter."""


class Stepping:
    """Does single steps. One instance serves one run."""

    def __init__(self, parts: RunParts) -> None:
        self._demonstrated = parts.demonstrated
        self._locator = parts.locator
        self._verifier = parts.verifier
        self._guard = parts.guard
        self._actuator = parts.actuator
        self._supervisor = parts.supervisor
        self._record = parts.record
        self._autonomy = parts.autonomy
        self._asking = parts.asking
        self._hands = parts.hands
        self._recovery = parts.recovery
        self._copied = parts.copied
        self._second_try = parts.second_try
        self._showing = parts.showing
        self._telling = parts.telling
        self._missed = 0
        self._secret_field = SecretField(parts.locator, parts.stopped)
        self._entered = Entered(parts.verifier.read)
        self._readying = Readying(parts, self._entered, self._do)
        self._at = parts.at
        self._settings = parts.settings
        self._check = parts.check

    def begin_row(self) -> None:
        """Forgets what the row before left."""
        self._readying.begin_row()
        self._secret_field.begin_row()
        self._entered.begin_row()
        self._second_try.begin_row()

    def do(self, plan: StepPlan) -> Located:
        """One step of the row, done and verified, or `RowEnded`; the look on which it was decided."""
        self._missed = 0
        while (found := self._do(plan)) is None:
            pass  # `SecondTry` and `MOST_MISSED` see to that it ends
        self.done(plan)
        return found

    def _do(self, plan: StepPlan) -> Located | None:
        """One step; None where nothing came of it, and it is to be done once more."""
        shown = self._demonstrated(plan.step)
        vouched = False  # a person has seen to it that the keyboard is in the secret's field
        agreed = paced = False
        while True:
            found = self.ready(plan, shown)
            self._at.learn(found.readings, found.sure)
            if plan.ticked is not None:
                found, so_already = self._ticking(plan, shown, found)
                if so_already:
                    self._record.write(
                        "already_so", row=self._at.row.index, step=plan.step.number, caption=plan.step.caption
                    )
                    self._at.shown = True
                    return found
            if lost := self._entered.lost(plan, shown, found.view):
                if self._second_try.of_lost(lost):
                    self._telling.put_right(plan, f"{lost.told} {ENTERED_ANEW}")
                    self._entered.forget()
                    raise TextLost(lost.told)
                answer = self._asking.ask(plan, found, f"{lost.told} Shall it go on?", approving=True)
                if answer.kind == "yes":
                    self._entered.forget()
                continue
            if not agreed and (question := self._autonomy.question(plan.step, found.by_person)):
                pointed = self._asking.approved(plan, found, question)
                agreed, found = True, pointed or found
                if pointed is None:
                    continue  # what the agent decided before it asked is decided anew
            if not paced:
                self._supervisor.report(Acting(self._at.row.index, plan.step.number, plan.step.caption))
                paced = self.pace(plan)
                if paced:
                    self._readying.look_whether_moved(plan, found)
                    continue
            paced = False
            if plan.types_secret and not vouched:
                found, vouched = self._in_its_field(plan, shown, found)
            if self._locator.unchanged(found):
                break
        plan = with_readings(plan, self._at.readings)
        self._locator.works_in(plan, found.view)
        if self._recovery.empty_field(self._at.row.index, plan, found):
            found = replace(self.ready(plan, shown), keyboard_in=found.keyboard_in)
        before = self._verifier.before(found)
        if objection := self._copied.objection(plan):
            raise RowEnded("asked", f"{self._asking.place(plan.step)}: {objection}")
        self._copied.before(plan)
        cut_short = False
        if plan.clears:
            for chord in CLEARING:
                self._act(plan, PressKeys(chord), found)
        else:
            end, secret = self._end_of(plan, shown, found), self._secret(plan)
            action = action_of(plan, found.desktop_point, end, secret)
            self._recovery.acting(plan, action)
            try:
                cut_short = self._act(plan, action, found)
            except Missed:
                self._at.at_work = None
                self._missed += 1
                if self._missed > MOST_MISSED:
                    raise RowEnded("asked", f"{self._asking.place(plan.step)}: {NEVER_STILL}") from None
                self._telling.put_right(plan, MISSED)
                return None
        verdict = self._verifier.verdict(plan, shown, found, before)
        if cut_short and verdict.ok and not verdict.evidence.get("came"):
            verdict = Verdict(False, CUT_SHORT, {**verdict.evidence, DOUBTFUL: []})
        self._check()
        self._telling.verified(plan, found, self._seen_program(), verdict, self._verifier.waited_s)
        target = found.decision.target if found.decision is not None else None
        if verdict.ok and self._second_try.of_focus(plan, before, target):
            self._telling.put_right(plan, ONCE_MORE)
            return None
        if not verdict.ok:
            if self._hands.touched():  # what is seen may be the person's doing
                self._hands.pace(self._at.row.index, plan.step.number)
                raise TakenOver
            if self._second_try.of(plan, before, self._seen_program()):
                self._telling.put_right(plan, ONCE_MORE)
                return None
            if self._second_try.of_typing(plan, before, self._verifier.seen, self._verifier.field, verdict):
                self._recovery.empty(self._at.row.index, plan, found)
                self._verifier.anew()
                self._telling.put_right(plan, TYPED_ANEW)
                return None
            seen = self._verifier.seen
            if seen is not None and seen.scope is None and (missing := self._guard.place(seen, shown)):
                verdict = replace(verdict, reason=f"{verdict.reason} {missing}")
            verdict = self._settled(plan, found, verdict)
        elif self._verifier.seen is not None:
            self._entered.typed(plan, before, self._verifier.seen)
        self._at.at_work = None
        self._entered.done(plan, shown)
        acted_on = shown.acted_on
        if not goes_about(plan.step, acted_on.kind if acted_on is not None else None):
            self._at.shown = not verdict.evidence.get(UNSEEN)
        self._secret_field.done(plan, found)
        if verdict.ok and self._verifier.seen is not None:
            self._readying.stood = self._verifier.seen.program.frame
        if objection := self._copied.after(plan, before):
            raise RowEnded("failed", f"{self._asking.place(plan.step)}: {objection}")
        return found

    def ready(self, plan: StepPlan, shown: DemonstratedStep) -> Located:
        """A look on which the agent may act; asks where it does not come to one by itself."""
        return self._readying.ready(plan, shown)

    def look(self, plan: StepPlan) -> Located:
        """One more look for the step."""
        return self._readying.look(plan)

    def pace(self, plan: StepPlan | None = None) -> bool:
        """Lets the person pause, and see what comes; whether the desktop was out of our hands."""
        return self._readying.pace(plan)

    def _in_its_field(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at which a secret may be typed, and whether that rests on a person's yes alone."""
        for _ in range(MOST_ANSWERS):
            field = self._secret_field.place(plan, shown, found, self._at.done)
            self._check()
            if field is not None:
                return replace(found, keyboard_in=field), False
            if self._asking.ask(plan, found, DOUBT, approving=True).kind == "yes":
                return found, True
            found = self.ready(plan, shown)
        raise unclear(plan)

    def _act(self, plan: StepPlan, action: Action, found: Located) -> bool:
        """Journals the intent, acts, and journals that it was done.

        Returns whether the window that was clicked in went while the button was down, by itself: that it is
        gone then says nothing of the click. `Missed` where it had gone before. Breaks off where the person
        takes over: what came of it, the screen tells once they have handed back.
        """
        row, step = self._at.row.index, plan.step.number
        self._readying.end_at_ceiling(plan)
        self._readying.stood = None
        self._guard.actions += 1
        stood = self._record.acting(row, plan, action, found)
        cut_short = False
        self._at.at_work = BegunRow(row, (), step, isinstance(action, TypeText), stood)
        try:
            self._actuator.perform(action, self._hands.interrupted, partial(self._locator.lands, found))
        except Missed as missed:
            if not missed.pressed:
                raise
            window = window_under(found)
            cut_short = window is not None and window.kind not in POPUP_KINDS
        except (Stopped, KeyboardLost):
            self._check()
            if not self._hands.turn_out_touched():
                raise
            self._hands.pace(row, step)
            raise TakenOver from None
        self._record.write("acted", row=row, step=step)
        return cut_short

    def press(self, plan: StepPlan, keys: tuple[str, ...], first: bool) -> tuple[Located, Located]:
        """Presses keys as a part of a step; the looks before and behind it. Before the `first` ones it asks
        where the step needs a yes."""
        shown = self._demonstrated(plan.step)
        while True:
            found = self.ready(plan, shown)
            self._at.learn(found.readings, found.sure)
            if first and (question := self._autonomy.question(plan.step, found.by_person)):
                self._asking.approved(plan, found, question)
                first = False
                continue
            self._supervisor.report(Acting(self._at.row.index, plan.step.number, plan.step.caption))
            if self.pace(plan):
                self._readying.look_whether_moved(plan, found)
                continue
            if self._locator.unchanged(found):
                break
        self._locator.works_in(plan, found.view)
        self._act(plan, PressKeys(keys), found)
        behind = self.look(plan)
        until = time.monotonic() + SLOW_S
        while time.monotonic() < until and not has_changed(found, behind):
            time.sleep(LOOK_S)
            behind = self.look(plan)
        return found, behind

    def demonstrated(self, step: TaskStep) -> DemonstratedStep:
        """What was shown of a step."""
        return self._demonstrated(step)

    def done(self, plan: StepPlan) -> None:
        """Takes note that a step was done: it is the one before the next."""
        self._second_try.done(plan)
        self._readying.before = plan

    def let_do(self, plan: StepPlan, found: Located) -> None:
        """Has the person do the step, and leaves it: where is the row then?

        Returns where they have only closed what was in front of it.
        """
        stood = self._record.stood(plan, found.view)
        only_closed = self._showing.watched(plan, self._demonstrated(plan.step), found)
        self._autonomy.corrected()
        if not only_closed or plan.step.number in self._autonomy.final:
            self._readying.leave(plan, stood)

    def _ticking(self, plan: StepPlan, shown: DemonstratedStep, found: Located) -> tuple[Located, bool]:
        """The look at a check box, and whether it is in the state that the row wants already.

        Where its state cannot be seen, a person's finger decides; looking again may show it.
        """
        for _ in range(MOST_ANSWERS):
            state = self._verifier.tick_state(shown, found)
            if state is not None:
                return found, state == plan.ticked
            answer = self._asking.ask(plan, found, "It cannot be told whether the check box is ticked.")
            pointed = self._asking.pointed(plan, found, answer)
            if pointed is not None:
                return pointed, False
            found = self.ready(plan, shown)
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
        if value is None or not plan.types_secret or value.source == "screen":
            return None
        held = (self._settings.secrets or {}).get(value.name)
        if held is None:
            raise RowEnded("asked", f"The secret «{value.name}» is not known here: keep it with lam secret.")
        return held

    def _seen_program(self) -> Observation | None:
        """The program as the verdict saw it last."""
        seen = self._verifier.seen
        return seen.program if seen is not None else None

    def _settled(self, plan: StepPlan, found: Located, verdict: Verdict) -> Verdict:
        """A verdict that a person, or another look for which they asked, has put right; else the row fails.

        What rests on their word has not been seen. What merely cannot be told is always a question.
        """
        for _ in range(MOST_ANSWERS):
            failed = RowEnded("failed", f"{self._asking.place(plan.step)}: {verdict.reason}")
            doubtful = DOUBTFUL in verdict.evidence
            if not self._settings.attended and not doubtful:
                raise failed
            seen = self._verifier.seen
            looked = Located(seen, None, verdict.reason) if seen is not None else found
            question = f"{verdict.reason} Look at it: was this step done as it should be?"
            try:
                answer = self._asking.ask(plan, looked, question, settling=True)
            except RowEnded as end:  # nobody answers, or the row is to be skipped
                raise failed if end.status == "asked" and not doubtful else end from None
            if answer.kind == "no":
                raise failed
            if answer.kind == "yes":
                told = Verdict(True, "The person says that it was done.", {**verdict.evidence, UNSEEN: True})
            else:
                told = self._verifier.once_more() or verdict
            self._check()
            if told.ok:
                self._telling.verified(plan, found, self._seen_program(), told, self._verifier.waited_s)
                return told
            verdict = told
        raise unclear(plan)


def has_changed(before: Located, behind: Located) -> bool:
    """Whether anything of the program looks otherwise in the second look."""
    return not np.array_equal(before.view.observation.frame, behind.view.observation.frame)
