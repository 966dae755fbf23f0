"""What a run asks the person, and what their answers mean for the step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.execution.runs.autonomy import Autonomy
from lam_desktop.execution.runs.supervision import Answer, Question, Supervisor
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.once import row_told
from lam_desktop.tasks.provenance.captions import brief
from lam_desktop.tasks.step import Place, TaskStep

MOST_ANSWERS = 20
"""Questions of one step after which the agent gives up rather than go round in circles."""


class Asking:
    """One a run."""

    def __init__(
        self,
        supervisor: Supervisor,
        record: RunRecord,
        guard: Guard,
        autonomy: Autonomy,
        verifier: Verifier,
        somebody: bool,
        stopped: Callable[[], bool],
        answered: Callable[[], None],
        let_do: Callable[[StepPlan, Located], None],
    ) -> None:
        """`somebody`: whether anybody answers. `answered` is called behind each answer; it raises `Stopped`
        where the run was stopped meanwhile. `let_do` has the person do a step themself, and leaves it
        unless they have only closed what was in front of it."""
        self._supervisor = supervisor
        self._record = record
        self._guard = guard
        self._autonomy = autonomy
        self._verifier = verifier
        self._somebody = somebody
        self._stopped = stopped
        self._answered = answered
        self._let_do = let_do
        self._row = 0
        self.asked = 0
        """Questions of this row."""
        self.pointed_at: Callable[[StepPlan, Located, Located], None] = lambda _, __, ___: None
        """Hears where the person pointed: the step, the look about which they were asked, and the same with
        the place as its target."""

    def begin_row(self, row: int) -> None:
        """Questions from now on belong to another row."""
        self._row, self.asked = row, 0

    def ask(
        self, plan: StepPlan, found: Located, reason: str, approving: bool = False, settling: bool = False
    ) -> Answer:
        """The person's answer; ends the row where nobody answers, or they skip it or stop."""
        self.asked += 1
        picture, doubted = self._record.question(self._row, plan, found, reason)
        decision = None if found.decision is None else self._record.discreet(found.decision)
        question = Question(
            self._row, plan.step.number, plan.step.caption, reason,
            self._record.shown(found), decision, str(picture), approving, doubted, settling,
        )  # fmt: skip
        answer = None
        if self._somebody:
            with self._guard.persons_time():
                answer = self._supervisor.ask(question, self._stopped)
        self._answered()
        if answer is not None and found.doubtful is not None and found.doubtful.value.secret:
            self._record.keep_out(answer.text, found.doubtful.value.name)
        self._record.write(
            "answered", row=self._row, step=plan.step.number,
            answer=answer.kind if answer else None, point=answer.point if answer else None,
            **({"text": answer.text} if answer is not None and answer.text else {}),
        )  # fmt: skip
        if answer is None:
            raise RowEnded("asked", f"{self.place(plan.step)}: {reason}")
        if answer.kind == "skip_row":
            raise RowEnded("skipped", "Skipped by the person.")
        if answer.kind == "stop":
            raise Stopped("person")
        if answer.kind == "show" and plan.step.acts and not settling:
            with self._guard.persons_time():
                self._let_do(plan, found)
        return answer

    def pointed(self, plan: StepPlan, found: Located, answer: Answer) -> Located | None:
        """The look with the place that the person showed; None where they showed none that may be clicked.

        A step of the keyboard has no place: it waits for its window to have the keys.
        """
        if answer.kind != "here" or answer.point is None or not plan.pointed:
            return None
        if self._guard.point(found.view, answer.point) is not None:
            return None
        self._autonomy.corrected()
        pointed = self._verifier.pointed(found, answer.point)
        self.pointed_at(plan, found, pointed)
        said = _shown_by_person(plan, pointed)
        sure = {place: one for place, one in pointed.sure.items() if place not in said}
        return replace(pointed, readings={**pointed.readings, **said}, sure=sure)

    def approved(self, plan: StepPlan, found: Located, question: str) -> Located | None:
        """None once the person agreed to the step, or the look with the place that they showed instead.

        Asks until they do either, skip the row, or stop.
        """
        for _ in range(MOST_ANSWERS):
            answer = self.ask(plan, found, question, approving=True)
            if answer.kind == "yes":
                return None
            pointed = self.pointed(plan, found, answer)
            if pointed is not None:
                return pointed
        raise RowEnded("asked", f"Step {plan.step.told_number} was not approved.")

    def place(self, step: TaskStep) -> str:
        """Where in the work this is, for a person who knows the program and not the steps' numbers."""
        return f"{row_told(self._row)}, step {step.told_number} ({brief(step)})"


def what_it_says(found: Located, answer: Answer) -> str:
    """What the screen says, by an answer: said in words, or the text at a place that was pointed at.

    Of a secret only in words: the text that it stands in says more than it.
    """
    if answer.kind == "value":
        return answer.text.strip()
    if answer.point is None or found.decision is not None or found.doubtful is None:
        return ""
    if found.doubtful.value.secret:
        return ""
    element = element_at(found.view.observation.elements, answer.point)
    return " ".join(element.text.split()) if element is not None else ""


def unclear(plan: StepPlan) -> RowEnded:
    """How a row ends whose questions were answered in vain."""
    return RowEnded("asked", f"Step {plan.step.told_number} stayed unclear after {MOST_ANSWERS} answers.")


def _shown_by_person(plan: StepPlan, pointed: Located) -> dict[Place, str]:
    """What the person chose is what the screen should have said, where that could not be read."""
    value, target = plan.step.value, pointed.decision.target if pointed.decision else None
    if value is None or value.source != "screen" or target is None or not target.text.strip():
        return {}
    return dict.fromkeys(value.places, target.text.strip())
