"""Where the person points is kept as a correction, and counts in later rows once its own row went well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.exemplars import Exemplars, exemplar_of, is_bound
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.one_record import is_said, tells_a_record
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.finding.read_values import shown as told_of
from lam_desktop.execution.finding.read_values import with_readings
from lam_desktop.execution.runs.proof import UNSEEN
from lam_desktop.execution.runs.supervision import RowStatus
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.supervising.record import RunRecord
from lam_desktop.execution.supervising.row_state import RowState
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.neighbours import element_at
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.corrections import Correction, Corrections, ShownPlace
from lam_desktop.tasks.storage.taught import print_of_step
from lam_desktop.types import DemonstratedStep, Observation, Verdict


@dataclass(eq=False)
class _Open:
    """A place that was pointed at in the row at work."""

    pointed: Located
    correction: Correction
    path: Path | None = None
    seen: bool | None = None
    """Whether the screen showed that the step was done; None: nobody has looked."""


class PointedPlaces:
    """One a run."""

    def __init__(
        self,
        demonstrated: Callable[[TaskStep], DemonstratedStep],
        verifier: Verifier,
        record: RunRecord,
        corrections: Corrections,
        exemplars: Exemplars,
        at: RowState,
    ) -> None:
        """`at`: the row at work. What is kept here is added to `exemplars` once its row has ended well."""
        self._demonstrated = demonstrated
        self._verifier = verifier
        self._record = record
        self._corrections = corrections
        self._exemplars = exemplars
        self._at = at
        self._open: dict[int, _Open] = {}

    def pointed(self, plan: StepPlan, found: Located, pointed: Located) -> None:
        """The person pointed at a place, about which the look `found` was asked. Of a step that deals with a
        secret nothing is kept."""
        decision, step = pointed.decision, plan.step
        if decision is None or decision.point is None:
            return
        meant = found.decision.target if found.decision is not None else None
        if meant is None or not meant.box.contains(*decision.point):
            self._exemplars.distrust(print_of_step(step))
        plan = with_readings(plan, found.readings)
        before = self._record.kept(found.view)
        if keeps_silent(plan, before):
            return
        shown = self._demonstrated(step)
        said = self._record.without_secrets
        place = place_of(plan, shown, found.view, before, decision.point, said)
        text = before.elements[place.target].text if place is not None else ""
        correction = Correction(
            self._at.row.index, step.number, step.caption, said(found.objection or ""),
            ({"pointed": list(decision.point), "on": said(text)},), self._record.name, before,
            before.with_elements(()), None, None, place,
        )  # fmt: skip
        self._open[step.number] = _Open(pointed, correction)

    def verified(self, plan: StepPlan, found: Located, verdict: Verdict) -> None:
        """A step's verdict. What the person says of it in the screen's place is none."""
        if not verdict.ok:
            self._exemplars.distrust(print_of_step(plan.step))
        one = self._open.get(plan.step.number)
        if one is None or one.pointed.decision is not found.decision:
            return
        one.seen = verdict.ok and not verdict.evidence.get(UNSEEN) and one.seen is not False
        if one.path is None:
            if self._verifier.seen is not None:
                after = self._record.kept(self._verifier.seen).with_elements(())
                one.correction = replace(one.correction, after=after)
            one.path = self._corrections.add(one.correction)

    def row_ended(self, status: RowStatus) -> None:
        """Keeps whether the row went on behind each place where the agent acted, and was then done."""
        if status != "done":
            self._exemplars.distrust()
        opened, self._open = list(self._open.values()), {}
        for one in opened:
            if one.path is None:
                continue  # the agent never acted there
            done = True if one.seen and status == "done" else None
            if one.seen is False or status == "failed":
                done = False
            kept = replace(one.correction, done=done)
            self._corrections.write(one.path, kept)
            exemplar = exemplar_of(kept, in_this_run=True) if done else None
            if exemplar is not None:
                self._exemplars.know([exemplar])


def keeps_silent(plan: StepPlan, kept: Observation) -> bool:
    """Whether a step deals with a secret, so that nothing that is shown of it is kept; or what may be `kept`
    of the look says one that was read, only in other letters than it is known by."""
    if plan.types_secret or (plan.step.value is not None and plan.step.value.is_secret):
        return True
    secrets = _secrets(plan)
    return any(is_said(one.text, text) for one in kept.elements for text in secrets)


def _secrets(plan: StepPlan) -> list[str]:
    """Those that were read from the screen."""
    places = {place for value in plan.screen if value.secret for place in value.places}
    return [text for place, text in plan.readings.items() if place in places]


def place_of(
    plan: StepPlan,
    shown: DemonstratedStep,
    view: View,
    kept: Observation,
    point: tuple[int, int],
    without_secrets: Callable[[str], str],
) -> ShownPlace | None:
    """The element at a point (frame pixels) that a person showed for a step; None where there is none, or
    it may not be kept. `kept`: what of the look `view` may be kept. Values with a secret in them are not."""
    element = element_at(view.observation.elements, point)
    if element is None or element not in kept.elements:
        return None
    target = kept.elements.index(element)
    hidden = {told_of(value) for value in plan.screen if value.secret}
    values = {
        demonstrated: then
        for demonstrated, then in plan.values.items()
        if any(is_said(one.text, then) for one in kept.elements)
        and demonstrated not in hidden
        and all(without_secrets(text) == text for text in (demonstrated, then))
    }
    bound = is_bound(plan, counted(plan, shown))
    if not bound and view.scope is not None and view.scope.popups:
        bound = "It is an entry of an open list or menu."
    if not bound:
        there = DemonstratedStep(plan.step.number, view.observation, None, point)
        there = replace(there, target=view.observation.elements.index(element))
        bound = tells_a_record(shown, there, plan.values)
    return ShownPlace(target, point, print_of_step(plan.step), values, bound)
