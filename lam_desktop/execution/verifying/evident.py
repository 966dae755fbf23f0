"""What the screen still tells of steps that were done: texts in fields, boxes, choices, and effects."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from lam_desktop.execution.finding.counting import counted
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.begun import Stood
from lam_desktop.execution.runs.proof import GOING_ABOUT
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.verifying.effects import (
    Effect,
    demonstrated_effect,
    folded,
    judge,
    lines_of,
    nearly,
)
from lam_desktop.execution.verifying.marking import is_empty
from lam_desktop.execution.verifying.repeating import (
    before_keys,
    brings_keys,
    chooses,
    is_entry_field,
    is_told_by_effect,
    only_goes_about,
)  # fmt: skip
from lam_desktop.execution.verifying.typed_text import shows
from lam_desktop.execution.verifying.verification import Verifier
from lam_desktop.tasks.provenance.copying import command_of, copied_for, copies, marks_all
from lam_desktop.tasks.step import TaskStep
from lam_desktop.types import ENTRY_KINDS, Box, DemonstratedStep, Element, Observation

Outcome = Literal["done", "not done", "unknown"]
SAME_PLACE_IOU = 0.5
LEAST_ALONE = 4
"""A shorter text stands in some field of a form by chance."""
SHARE_STANDING = 0.9
"""Of what stood on a screen, so much must stand there still: the recogniser reads some texts otherwise."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a step leaves for all to see."""

    place: Box
    """Where the demonstration shows it, frame pixels there."""
    shown: str
    """What it says in the demonstration; empty for a box to tick."""
    text: str = ""
    """What it says in this row."""
    ticked: bool | None = None
    now: Box | None = None
    """Where the demonstration shows what is meant in this row; None: the same."""

    @property
    def where(self) -> Box:
        """Where the demonstration shows what is to be found again on the present screen."""
        return self.now or self.place


class Evident:
    """Looks for what steps left behind. One instance serves one run."""

    def __init__(
        self, demonstrated: Callable[[TaskStep], DemonstratedStep], locator: Locator, verifier: Verifier
    ) -> None:
        self._demonstrated = demonstrated
        self._locator = locator
        self._verifier = verifier

    def matters(self, plan: StepPlan) -> bool:
        """Whether the step changes something, rather than to move the keyboard or the view."""
        return not (
            is_entry_field(plan.step)
            or only_goes_about(plan.step)
            or plan.step.kind == "scroll"
            or marks_all(plan.step)
            or plan.left_out
            or not plan.step.acts
        )

    def kept(self, plans: Sequence[StepPlan], at: int, due: int, view: View) -> bool | None:
        """Whether the screen still shows what the step at index `at` left, before the one at `due`.

        None where the demonstration does not show it either by then, or where nobody can tell.
        """
        kept = self._kept(plans, at)
        screen, asked = self._screen(plans, due)
        if kept is None or screen is None:
            return None
        here = [one for one in screen.elements if one.box.overlaps(kept.place)]
        if kept.ticked is None and not any(shows(kept.shown, one.text) for one in here):
            return None
        there = [one for one in screen.elements if one.box.overlaps(kept.where)]
        best = max(there, key=lambda one: one.box.iou(kept.where), default=None)
        told = bool(kept.shown) and kept.now is None  # by its text, which shows nowhere else
        if best is None or (best.box.iou(kept.where) < SAME_PLACE_IOU and not told):
            return None
        found = self._now(plans[min(due, len(plans) - 1)], asked, screen.elements.index(best), view)
        if kept.ticked is not None:
            clicked = self._demonstrated(plans[at].step)
            state = self._verifier.tick_state(clicked, found) if found is not None else None
            return None if state is None else state is kept.ticked
        if found is None and (plans[at].pastes or copies(plans[at].step)):
            return None  # it stands where it was copied, and where it was pasted
        return self._says(kept.text, found, view)

    def outcome(self, plans: Sequence[StepPlan], at: int, stood: Stood | None, view: View) -> Outcome:
        """What came of a step that was acted for, and not verified, by the screen alone."""
        plan = plans[at]
        if plan.month is not None:
            return "not done"  # the month that is seen then tells how often it is done
        if plan.pastes and plan.text is not None:
            return self._pasted(plans, at, stood, view)
        if is_told_by_effect(plan) and not chooses(plan, self._demonstrated(plan.step)):
            return self._by_effect(plans, at, stood, view)
        kept = self.kept(plans, at, at + 1, view)
        if kept:
            return "done"
        missing = kept is None or (plan.ticked is None and self.place_of_text(plans, at, view) is None)
        return "unknown" if missing else "not done"

    def _pasted(self, plans: Sequence[StepPlan], at: int, stood: Stood | None, view: View) -> Outcome:
        """Whether the text that was copied stands in its field. Pasting once more would add to what does."""
        if self.kept(plans, at, at + 1, view):
            return "done"
        place = self.place_of_text(plans, at, view)
        if place is not None and is_empty(place, view.program):
            return "not done"
        return "done" if self._by_effect(plans, at, stood, view) == "done" else "unknown"

    def place_of_text(self, plans: Sequence[StepPlan], at: int, view: View) -> Box | None:
        """Where the text of the step is to come, frame pixels; None where that is not sure."""
        kept = self._kept(plans, at)
        shown = self._demonstrated(plans[at].step)
        if kept is None:
            return None
        here = [one for one in shown.before.elements if one.box.iou(kept.where) >= SAME_PLACE_IOU]
        if len(here) != 1:
            return None
        found = self._now(plans[at], shown, shown.before.elements.index(here[0]), view)
        target = found.decision.target if found is not None and found.decision is not None else None
        return target.box if target is not None else None

    def _kept(self, plans: Sequence[StepPlan], at: int) -> _Kept | None:
        plan, before = plans[at], plans[at - 1] if at else None
        shown, value = self._demonstrated(plan.step), plan.step.value
        if plan.left_out:
            return None
        if plan.ticked is not None:
            return (
                _Kept(shown.before.elements[shown.target].box, "", ticked=plan.ticked)
                if shown.target is not None
                else None
            )
        if copies(plan.step):
            return self._copied_from(plans, at)
        enters = plan.step.kind == "type" or plan.pastes
        text = plan.text if enters else plan.wanted
        if value is None or not value.text.strip() or text is None or not text.strip():
            return None
        opener = self._demonstrated(before.step) if before is not None else None
        if before is not None and opener is not None and opener.target is not None:
            clicked = opener.before.elements[opener.target]
            fills = enters or chooses(plan, shown)
            if fills and (is_entry_field(before.step) or clicked.kind in ENTRY_KINDS):
                meant = counted(before, opener).shown
                now = meant.before.elements[meant.target].box if meant.target is not None else None
                return _Kept(clicked.box, value.text, text, now=now)
        if not enters or shown.after is None:
            return None
        stood = [one.box for one in shown.before.elements if shows(value.text, one.text)]
        came = [
            one.box
            for one in shown.after.elements
            if shows(value.text, one.text) and not any(one.box.iou(box) >= SAME_PLACE_IOU for box in stood)
        ]
        return _Kept(came[0], value.text, text) if len(came) == 1 else None

    def _copied_from(self, plans: Sequence[StepPlan], at: int) -> _Kept | None:
        """The field in which the text stands that a step copied, where this row knows it."""
        steps = [plan.step for plan in plans]
        led_in = before_keys(steps, at)
        if led_in < 0 or not brings_keys(steps[led_in]) or command_of(steps[at]) != "copy":
            return None
        opener = self._demonstrated(steps[led_in])
        if opener.target is None:
            return None
        for later, plan in enumerate(plans[at + 1 :], start=at + 1):
            if plan.pastes and plan.text and copied_for(plan.step, steps[:later]) is steps[at]:
                shown = plan.step.value.text if plan.step.value is not None else ""
                return _Kept(opener.before.elements[opener.target].box, shown, plan.text) if shown else None
        return None

    def _screen(self, plans: Sequence[StepPlan], due: int) -> tuple[Observation | None, DemonstratedStep]:
        """The demonstration's screen before the step at `due`, and a step to ask about it."""
        due = next((at for at in range(due, len(plans)) if plans[at].step.acts), len(plans))
        if due < len(plans):
            shown = self._demonstrated(plans[due].step)
            return shown.before, shown
        last = next((one for one in reversed(plans) if one.step.acts), plans[-1])
        shown = self._demonstrated(last.step)
        return shown.after, replace(shown, before=shown.after or shown.before)

    def _now(self, plan: StepPlan, shown: DemonstratedStep, target: int, view: View) -> Located | None:
        """Where an element of the demonstration is now; None where the policy is not sure of it."""
        if view.scope is None:
            return None
        decision = self._locator.decide(plan, shown, target, view, ())
        return Located(view, decision, None) if decision.accepted else None

    def _says(self, text: str, found: Located | None, view: View) -> bool:
        """Whether the place says the text; without a place, whether exactly one field does."""
        elements = view.program.elements
        target = found.decision.target if found is not None and found.decision is not None else None
        if target is None:
            alone = [one for one in elements if one.kind in ENTRY_KINDS and folded(one.text) == folded(text)]
            return len(alone) == 1 and len(folded(text)) >= LEAST_ALONE
        inside = [one for one in elements if one.box.overlaps(target.box)]
        if any(shows(text, one.text) for one in inside):
            return True
        return shows(text, self._verifier.read(view.observation.frame, target.box)[0])

    def _by_effect(self, plans: Sequence[StepPlan], at: int, stood: Stood | None, view: View) -> Outcome:
        """By what the demonstration showed after the step, against what stood there before it.

        What only went away proves nothing: the program may have been started anew, or a page loaded again. It
        counts where the words that came with it, and had stood there before, stand there now. Nor does what
        the program shows before a row is begun, such as the hints in its empty fields.
        """
        if stood is None or view.scope is None:
            return "unknown"
        plan, window = plans[at], view.scope.reference
        same = stood.is_of(window)
        effect = demonstrated_effect(self._demonstrated(plan.step), plan.values)
        if plan.step.kind == "key" or plan.step.modifiers:
            pressed = {*plan.step.keys, *plan.step.modifiers}
            effect = effect.of_keys(about=plan.step.kind == "key" and pressed <= GOING_ABOUT)
        idle = lines_of(self._demonstrated(plans[0].step).before)
        effect = replace(
            effect,
            came=frozenset(
                sign for sign in effect.came if sign.of_row or not any(sign.text in line for line in idle)
            ),
        )
        if (window.box.w, window.box.h) != stood.size:  # values of the row are followed by their places
            effect = replace(
                effect,
                came=frozenset(sign for sign in effect.came if not sign.of_row),
                went=frozenset(sign for sign in effect.went if not sign.of_row),
            )
        if not (effect.came or effect.went):
            return "unknown"
        before = _seen_before(stood, window.box, view.program)
        verdict = judge(effect, before, view.program, None, lines_of(before))
        told = {
            name: bool(verdict.evidence.get(name)) for name in ("came", "went", "not_come", "still_there")
        }
        if verdict.ok:
            return "done" if told["came"] or (same and _all_there(effect, view.program)) else "unknown"
        nothing_yet = not (told["came"] or told["went"]) and (told["not_come"] or told["still_there"])
        return "not done" if nothing_yet and same and _stands(before, view.program) else "unknown"


def _seen_before(stood: Stood, window: Box, now: Observation) -> Observation:
    """What stood there as an observation of the present screen; its frame is none, for nobody kept it."""
    elements = tuple(Element(box.moved(window.x, window.y), "text", text) for text, box in stood.lines)
    return Observation(np.zeros((1, 1, 3), np.uint8), elements, window, now.origin)


def _all_there(effect: Effect, now: Observation) -> bool:
    """Whether there are words that the demonstration showed to come, and all of them are on the screen."""
    lines = [re.sub(r"\d+", "#", line) for line in lines_of(now)]
    words = [sign.text for sign in effect.came if not sign.of_row]
    return bool(words) and all(any(word in line for line in lines) for word in words)


def _stands(before: Observation, now: Observation) -> bool:
    """Whether all that stood on a screen stands there still, but for what is read otherwise."""
    lines = [folded(one.text) for one in now.elements]
    old = [folded(one.text) for one in before.elements]
    standing = sum(any(nearly(one, other) for other in lines) for one in old)
    return bool(old) and standing >= SHARE_STANDING * len(old)
