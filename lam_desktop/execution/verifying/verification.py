"""Looks after an action whether it did what the demonstration showed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from lam_desktop.execution.finding.choosing import page_verdict
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.proof import GOING_ABOUT, UNSEEN
from lam_desktop.execution.screen.readiness import Looker, View, still_in
from lam_desktop.execution.screen.unseen import explained
from lam_desktop.execution.screen.waiting import waited
from lam_desktop.execution.verifying.chosen import shown_as_chosen
from lam_desktop.execution.verifying.clicked import Clicked, emptied
from lam_desktop.execution.verifying.drawn_late import Typed, without_late
from lam_desktop.execution.verifying.effects import (
    demonstrated_effect,
    judge,
    lines_of,
    opened,
    opens_list,
)  # fmt: skip
from lam_desktop.execution.verifying.field_writing import typed_in
from lam_desktop.execution.verifying.lasting import rests_on_words, taken_back
from lam_desktop.execution.verifying.marking import is_empty
from lam_desktop.execution.verifying.moved_along import moved_along
from lam_desktop.execution.verifying.patience import Patience, Span
from lam_desktop.execution.verifying.records import another_record
from lam_desktop.execution.verifying.ticking import tick_state, tick_verdict
from lam_desktop.execution.verifying.typed_check import typed_verdict
from lam_desktop.execution.verifying.typed_text import plain
from lam_desktop.neighbours import element_at
from lam_desktop.protocols import EffectJudging, StepPointing
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.types import (
    ENTRY_KINDS,
    Box,
    Candidate,
    Decision,
    DemonstratedStep,
    Element,
    Frame,
    Observation,
    Verdict,
    Window,
)  # fmt: skip

PATIENCE_S = 5.0
"""How long an effect may take to be seen."""
TYPED_PATIENCE_S = 2.0
UNFINISHED_PATIENCE_S = 9.0
"""How long a program may stand still that has shown nothing of what was typed, or only how it begins."""
MOST_FRAMES = 4
"""So many screens of a row are kept to tell what comes back from behind a dialog."""
FLASH_S = 0.7
"""Where nothing but pixels tells the effect, it must last: a button that flashes did nothing."""
UNMOVED = 0.9
"""From this probability on the screen is the one that the demonstration showed before the step."""
NO_EFFECT = 0.05
"""Below this probability the action did not do what it did in the demonstration: of the effects that came on
held-out programs one in a hundred lies there, of the actions that came to nothing one in three."""
POINTED_PX = 24
"""Side of the box around a place that the person pointed at where nothing was proposed."""


class Verifier:
    """Compares what came of an action with the demonstration. One instance serves one run."""

    def __init__(
        self,
        looker: Looker,
        stopped: Callable[[], bool],
        patience_s: float = PATIENCE_S,
        pointer: StepPointing | None = None,
        effects: EffectJudging | None = None,
        patience: Patience | None = None,
    ) -> None:
        """`patience_s`: for an effect of which nothing else is known; `patience` knows more."""
        self._looker = looker
        self._stopped = stopped
        self._patience_s = patience_s
        self._pointer = pointer
        self._effects = effects
        self._patience = patience or Patience()
        self.slow: Callable[[StepPlan, Span], None] = lambda _plan, _span: None
        """Called once where an effect takes longer than usual, and is waited for."""
        self.waited_s: float | None = None
        """How long the last effect took to be seen; None where the action needed no look."""
        self.seen: View | None = None
        """The last look after an action; None where the action needed none."""
        self.field: Box | None = None
        """Where the last text must be seen, in the last look's frame pixels; None where that is not known."""
        self._clicked: Clicked | None = None
        self._typed_in: Clicked | None = None
        self._typed: Typed | None = None
        self._judged: Callable[[], Verdict] | None = None
        self._stood: frozenset[str] = frozenset()
        self._frames: deque[Frame] = deque(maxlen=MOST_FRAMES)
        """What the row's last steps began with."""
        self._others: frozenset[str] = frozenset()
        self._numbers: dict[int, frozenset[str]] = {}
        """By step, the figures in what the row before showed."""

    def begin(self, rows: Sequence[Row]) -> None:
        """Learns what the table says: a text that reads as another of its values is not one misread."""
        self._others = frozenset(plain(cell) for row in rows for cell in row.cells.values() if cell)

    def begin_row(self) -> None:
        """Forgets what the row before showed."""
        self._stood = frozenset()
        self._frames.clear()

    def before(self, found: Located) -> Observation:
        """The program's windows just before the action."""
        self._stood |= lines_of(found.view.program)
        self._frames.append(found.view.program.frame)
        return found.view.program

    def stood(self, plan: StepPlan, origin: tuple[int, int]) -> str:
        """What stood in the one-line field that the step before clicked; empty where that is not known.

        As it was read before the click: the caret, which stands there now, is easily taken for a letter.
        """
        clicked = self._clicked
        if clicked is None or clicked.number != plan.step.number - 1 or clicked.origin != origin:
            return ""
        return clicked.stood

    def typed_into(self, plan: StepPlan) -> tuple[Box, Box, Window | None] | None:
        """`StepPlan.typed_into` of a step."""
        clicked = self._clicked
        if clicked is None or clicked.number != plan.step.number - 1:
            return None
        return clicked.demonstrated, clicked.present, clicked.window

    def anew(self) -> None:
        """What was typed is typed once more, into the field that was clicked before."""
        self._clicked = self._typed_in

    def verdict(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, before: Observation
    ) -> Verdict:
        """Waits until the effect is seen, at most some seconds; a failed verdict says what is missing."""
        self.waited_s = self.seen = self._judged = self.field = None
        clicked, self._clicked = self._clicked, None
        self._typed_in = clicked
        just_typed, self._typed = self._typed, Typed.by(plan)
        if plan.clears:
            return self._until(
                plan, shown, found, TYPED_PATIENCE_S, lambda view: emptied(plan, shown, clicked, view)
            )
        if plan.step.kind == "type" or plan.pastes:
            return self._of_text(plan, shown, found, before, clicked)
        if plan.month is not None:
            stood = before.elements
            return self._until(
                plan,
                shown,
                found,
                TYPED_PATIENCE_S,
                lambda view: page_verdict(plan, stood, view.program.elements),
            )
        target = found.target_box
        self._clicked = self._pointed_at(plan, shown, found, before)
        if plan.ticked is not None and target is not None:
            return self._until(
                plan,
                shown,
                found,
                TYPED_PATIENCE_S,
                lambda view: tick_verdict(plan.ticked, shown, view, target),
            )
        return self._of_effect(plan, shown, found, before, clicked, just_typed)

    def _of_text(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        found: Located,
        before: Observation,
        clicked: Clicked | None,
    ) -> Verdict:
        """Whether what was typed, or pasted, stands in the field that was clicked before."""
        if plan.step.kind == "middle_click":  # it pastes where it clicks
            clicked = self._pointed_at(plan, shown, found, before)
        field = clicked.field(plan, shown, before) if clicked is not None else None
        if plan.types_secret:
            field = found.keyboard_in

        expected = typed_in(plan, shown, self._others)

        def typed(view: View) -> Verdict:
            there = self.field = clicked.in_view(field, view) if clicked and field else field
            return typed_verdict(plan, shown, expected, before, view, there, self._looker.read)

        return self._until(plan, shown, found, TYPED_PATIENCE_S, typed)

    def _of_effect(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        found: Located,
        before: Observation,
        clicked: Clicked | None,
        just_typed: Typed | None,
    ) -> Verdict:
        """Whether came what came of the step in the demonstration, or in another one of it."""
        target = found.target_box
        effect = demonstrated_effect(shown, plan.values, plan.candidates)
        effect = without_late(effect, just_typed, plan, shown, before)
        if plan.step.kind in ("key", "scroll") or plan.step.modifiers:
            pressed = {*plan.step.keys, *plan.step.modifiers}
            effect = effect.of_keys(about=plan.step.kind in ("key", "scroll") and pressed <= GOING_ABOUT)
        others = [
            (other, demonstrated_effect(other, values, candidates))
            for other, (values, candidates) in zip(shown.others, plan.others, strict=True)
        ]
        if not effect.visible:
            reason = "Nothing but the target changed in the demonstration either."
            return Verdict(True, reason, {UNSEEN: True})

        choice = plan.chosen_next
        lists = choice is not None and opens_list(shown, choice.text)

        earlier = self._numbers.get(plan.step.number, ())
        just_before = clicked if clicked is not None and clicked.is_just_before(plan, before) else None
        box, stood = (just_before.present, just_before.stood) if just_before is not None else (None, "")

        was = found.view.scope.reference if found.view.scope is not None else None

        def judged(view: View) -> Verdict:
            then, place = moved_along(before, target, was, view)
            verdict = judge(
                effect, then, view.program, place, self._stood, earlier,
                lambda box: self._is_old(view.program.frame, box),
            )  # fmt: skip
            if not verdict.ok and "news" not in verdict.evidence and box is not None:
                verdict = shown_as_chosen(plan, shown, view, box, before, stood) or verdict
            if not verdict.ok and effect.marks and box is not None and is_empty(box, view.program):
                verdict = Verdict(True, "Nothing stands in the field that could be marked.", {UNSEEN: True})
            if not verdict.ok and plan.read_later and "news" not in verdict.evidence:
                verdict = another_record(shown, then, view.program) or verdict
            if not verdict.ok and choice is not None and lists and "news" not in verdict.evidence:
                listed = opened(then, view.program, place, plan.values.get(choice.text))
                verdict = listed if listed.ok else verdict
            verdict = self._believed(verdict, shown, then, view)
            for other, one in others if not verdict.ok else ():
                came = judge(
                    one, then, view.program, place, self._stood, earlier,
                    lambda box: self._is_old(view.program.frame, box),
                )  # fmt: skip
                if one.visible and came.ok:
                    return self._believed(came, other, then, view)
            return verdict

        verdict = self._until(plan, shown, found, self._patience_s, judged, checked=False)
        self._numbers[plan.step.number] = frozenset(verdict.evidence.get("numbers", ()))
        return explained(verdict, before, self.seen) if self.seen is not None else verdict

    def _pointed_at(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, before: Observation
    ) -> Clicked | None:
        """What a step clicks on; None where that is not known, then or now."""
        target = found.target_box
        if target is None or shown.target is None:
            return None
        demonstrated = shown.before.elements[shown.target].box
        stood = next(
            (one.text for one in before.elements if one.box == target and one.kind in ENTRY_KINDS), ""
        )
        window = found.view.scope.reference if found.view.scope else None
        return Clicked(plan.step.number, demonstrated, target, before.origin, stood, window)

    def _is_old(self, frame: Frame, box: Box) -> bool:
        """Whether a place looks as it did when one of the last steps began, but for a caret."""
        return any(still_in(old, frame, box) for old in self._frames if old.shape == frame.shape)

    def _believed(
        self, verdict: Verdict, shown: DemonstratedStep, before: Observation, view: View
    ) -> Verdict:
        """The verdict; where pixels alone speak for it, the screens must not tell that nothing came."""
        if not verdict.ok or verdict.evidence.get("pixels") is None or shown.after is None:
            return verdict
        chance = None
        if self._effects is not None:
            chance = self._effects.effect((shown.before, shown.after), (before, view.program))
        if chance is not None:
            verdict = replace(verdict, evidence=verdict.evidence | {"effect": round(chance, 3)})
            if chance < NO_EFFECT:
                reason = "The screen does not show what came of this step in the demonstration."
                return Verdict(False, reason, verdict.evidence)
        moment = self._pointer.moment((shown.before, shown.after), view.program) if self._pointer else None
        if moment is None:
            return verdict
        chances = [round(chance, 3) for chance in moment.chances]
        evidence = verdict.evidence | {"looks_before": chances[0], "looks_after": chances[1]}
        if chances[0] < UNMOVED:
            return replace(verdict, evidence=evidence)
        return Verdict(False, "The screen still looks as it did before this step.", evidence)

    def once_more(self) -> Verdict | None:
        """The verdict on the last action, by a fresh look at everything; None where it needed no look."""
        if self._judged is None:
            return None
        self._looker.forget()
        return self._judged()

    def pointed(self, found: Located, point: tuple[int, int]) -> Located:
        """The same look, with the element that the person pointed at (frame pixels) as its target."""
        element = element_at(found.view.observation.elements, point)
        if element is None:
            half = POINTED_PX // 2
            element = Element(Box(point[0] - half, point[1] - half, POINTED_PX, POINTED_PX), "icon")
        chosen = Candidate(element.box, element.kind, element.text, 1.0)
        reason = "The person pointed at it."
        decision = Decision(chosen, point, 1.0, 0.0, 0.0, (chosen,), reason)
        return Located(found.view, decision, None, found.readings, found.sure, found.read_in, by_person=True)

    def span(self, plan: StepPlan, shown: DemonstratedStep, fixed_s: float) -> Span:
        """How long the effect of a step may take; `fixed_s`: where nothing else is known."""
        return self._patience.of(plan.step, shown, fixed_s)

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        """What a part of a frame says, and how sure that is."""
        return self._looker.read(frame, box)

    def tick_state(self, shown: DemonstratedStep, found: Located) -> bool | None:
        """Whether the check box that was found is ticked; see `ticking`."""
        decision = found.decision
        if decision is None or decision.target is None:
            return None
        return tick_state(shown, found.view, decision.target.box)

    def _until(
        self,
        plan: StepPlan,
        shown: DemonstratedStep,
        found: Located,
        fixed_s: float,
        judged: Callable[[View], Verdict],
        checked: bool = True,
    ) -> Verdict:
        span = self._patience.of(plan.step, shown, fixed_s, checked=checked)
        started = time.monotonic()
        end = started + span.patience_s
        told = False
        lit_since: float | None = None
        overlooked = False

        def look() -> Verdict:
            self.seen = view = self._looker.look(plan.step.window, self._stopped, found.view.held)
            return judged(view)

        self._judged = look
        while True:
            verdict = look()
            now = time.monotonic()
            lasting = verdict.ok and verdict.evidence.get("pixels") is not None
            lit_since = (lit_since or now) if lasting else None
            flashing = lit_since is not None and now - lit_since < FLASH_S
            if self._stopped() or (not flashing and verdict.ok):
                self.waited_s = round((lit_since or now) - started, 2)
                if verdict.ok:
                    self._patience.took(plan.step, self.waited_s)
                is_to_last = plan.closes and self._patience.lasts_s and rests_on_words(verdict)
                return self._lasting(verdict, look) if is_to_last else verdict
            if not told and not verdict.ok and started + span.slow_s <= now < end:
                told = True
                self.slow(plan, span)
            if now < started + UNFINISHED_PATIENCE_S and verdict.evidence.get("unfinished"):
                continue
            if now >= end and not flashing:
                if overlooked:
                    return verdict
                overlooked = True  # before it is said that nothing came, everything is looked at once more
                self._looker.forget()

    def _lasting(self, verdict: Verdict, look: Callable[[], Verdict]) -> Verdict:
        """The verdict; or that what was seen has been taken back since."""
        first = self.seen
        waited(self._patience.lasts_s, self._stopped)
        later = look()
        assert first is not None and self.seen is not None
        return taken_back(verdict, first.program, later, self.seen.program) or verdict
