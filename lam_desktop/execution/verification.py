"""Looks after an action whether it did what the demonstration showed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from lam_desktop.execution.effects import (
    demonstrated_effect,
    folded,
    judge,
    lines_of,
    nearly,
    opened,
    opens_list,
)  # fmt: skip
from lam_desktop.execution.locating import Located
from lam_desktop.execution.plan import StepPlan
from lam_desktop.execution.readiness import Looker, View, still
from lam_desktop.execution.redrawn import changed_lines, changes
from lam_desktop.execution.typed_text import read_back, shows
from lam_desktop.neighbours import TICKS, element_at, list_around, marked, tick_box_of
from lam_desktop.protocols import StepPointing
from lam_desktop.types import (
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
FLASH_S = 0.7
"""Where nothing but pixels tells the effect, it must last: a button that flashes did nothing."""
GOING_ABOUT = frozenset(
    {"tab", "left", "right", "up", "down", "page_up", "page_down", "home", "end", "shift"}
)
"""Keys that store nothing; of all others, what stood on the screen before proves nothing."""
ONE_LINE = frozenset({"field", "spin", "combo"})
UNMOVED = 0.9
"""From this probability on the screen is the one that the demonstration showed before the step."""
SAME_FIELD_IOU = 0.6
MOST_LINES = 12
"""Of what was drawn anew, so many are read; typing draws few."""
LINE_MARGIN_PX, LEAST_LINE_PX = 5, 12
POINTED_PX = 24
"""Side of the box around a place that the person pointed at where nothing was proposed."""


@dataclass(frozen=True, slots=True)
class _Clicked:
    """What the step before clicked on: typed text belongs there if the demonstration shows it there."""

    number: int
    demonstrated: Box
    present: Box
    origin: tuple[int, int]
    stood: str
    """What it said, if it is a field of one line."""
    window: Window | None = None
    """In which it was clicked."""

    def in_view(self, field: Box, view: View) -> Box:
        """Where a field of that window is now: somebody may have moved it, and all that is in it."""
        now = view.scope.reference if view.scope is not None else None
        then = self.window
        if now is None or then is None or now.window_id != then.window_id:
            return field
        if (now.box.w, now.box.h) != (then.box.w, then.box.h):
            return field
        return field.moved(now.box.x - then.box.x, now.box.y - then.box.y)

    def is_just_before(self, plan: StepPlan, before: Observation) -> bool:
        """Whether it was the step before this one, and its place is still to be compared."""
        return self.number == plan.step.number - 1 and self.origin == before.origin

    def field(self, plan: StepPlan, shown: DemonstratedStep, before: Observation) -> Box | None:
        """Where the text must be seen now; None where the demonstration does not tell."""
        value = plan.step.value
        if not self.is_just_before(plan, before):
            return None
        if shown.after is None or value is None or not value.text:
            return None
        there = [one for one in shown.after.elements if one.box.intersection(self.demonstrated).area]
        return self.present if any(shows(value.text, one.text) for one in there) else None


class Verifier:
    """Compares what came of an action with the demonstration. One instance serves one run."""

    def __init__(
        self,
        looker: Looker,
        stopped: Callable[[], bool],
        patience_s: float = PATIENCE_S,
        pointer: StepPointing | None = None,
    ) -> None:
        self._looker = looker
        self._stopped = stopped
        self._patience_s = patience_s
        self._pointer = pointer
        self.latest: Observation | None = None
        """The program as it was seen last after an action; None where the action needed no look."""
        self._clicked: _Clicked | None = None
        self._stood: frozenset[str] = frozenset()

    def begin_row(self) -> None:
        """Forgets what the row before showed."""
        self._stood = frozenset()

    def before(self, found: Located) -> Observation:
        """The program's windows just before the action."""
        self._stood |= lines_of(found.view.program)
        return found.view.program

    def stood(self, plan: StepPlan, origin: tuple[int, int]) -> str:
        """What stood in the one-line field that the step before clicked; empty where that is not known.

        As it was read before the click: the caret, which stands there now, is easily taken for a letter.
        """
        clicked = self._clicked
        if clicked is None or clicked.number != plan.step.number - 1 or clicked.origin != origin:
            return ""
        return clicked.stood

    def verdict(
        self, plan: StepPlan, shown: DemonstratedStep, found: Located, before: Observation
    ) -> Verdict:
        """Waits until the effect is seen, at most some seconds; a failed verdict says what is missing."""
        self.latest = None
        clicked, self._clicked = self._clicked, None
        if plan.clears:
            return self._until(
                plan, found, TYPED_PATIENCE_S, lambda view: _emptied(plan, shown, clicked, view)
            )
        if plan.step.kind == "type":
            field = clicked.field(plan, shown, before) if clicked is not None else None
            if plan.types_secret:
                field = found.keyboard_in

            def typed(view: View) -> Verdict:
                there = clicked.in_view(field, view) if clicked and field else field
                return _typed(plan, shown, before, view, there, self._looker.read)

            return self._until(plan, found, TYPED_PATIENCE_S, typed)
        target = found.decision.target.box if found.decision and found.decision.target else None
        if target is not None and shown.target is not None:
            demonstrated = shown.before.elements[shown.target].box
            stood = next(
                (one.text for one in before.elements if one.box == target and one.kind in ONE_LINE), ""
            )
            window = found.view.scope.reference if found.view.scope else None
            self._clicked = _Clicked(plan.step.number, demonstrated, target, before.origin, stood, window)
        if plan.ticked is not None and target is not None:
            return self._until(plan, found, TYPED_PATIENCE_S, lambda view: _ticked(plan.ticked, target, view))
        effect = demonstrated_effect(shown, plan.values)
        if plan.step.kind in ("key", "scroll") or plan.step.modifiers:
            pressed = {*plan.step.keys, *plan.step.modifiers}
            effect = effect.of_keys(about=plan.step.kind in ("key", "scroll") and pressed <= GOING_ABOUT)
        if not effect.visible:
            return Verdict(True, "Nothing but the target changed in the demonstration either.")

        choice = plan.chosen_next
        lists = choice is not None and opens_list(shown, choice.text)

        box = clicked.present if clicked is not None and clicked.is_just_before(plan, before) else None

        def judged(view: View) -> Verdict:
            verdict = judge(effect, before, view.program, target, self._stood)
            if not verdict.ok and "news" not in verdict.evidence and box is not None:
                verdict = _chosen(plan, shown, view, box) or verdict
            if not verdict.ok and choice is not None and lists and "news" not in verdict.evidence:
                listed = opened(before, view.program, target, plan.values.get(choice.text))
                verdict = listed if listed.ok else verdict
            return self._believed(verdict, shown, view)

        return self._until(plan, found, self._patience_s, judged)

    def _believed(self, verdict: Verdict, shown: DemonstratedStep, view: View) -> Verdict:
        """The verdict; where pixels alone speak for it, the screen must not look as before the step."""
        if not verdict.ok or verdict.evidence.get("pixels") is None or shown.after is None:
            return verdict
        moment = self._pointer.moment((shown.before, shown.after), view.program) if self._pointer else None
        if moment is None:
            return verdict
        chances = [round(chance, 3) for chance in moment.chances]
        evidence = verdict.evidence | {"looks_before": chances[0], "looks_after": chances[1]}
        if chances[0] < UNMOVED:
            return replace(verdict, evidence=evidence)
        return Verdict(False, "The screen still looks as it did before this step.", evidence)

    def pointed(self, found: Located, point: tuple[int, int]) -> Located:
        """The same look, with the element that the person pointed at (frame pixels) as its target."""
        element = element_at(found.view.observation.elements, point)
        if element is None:
            half = POINTED_PX // 2
            element = Element(Box(point[0] - half, point[1] - half, POINTED_PX, POINTED_PX), "icon")
        chosen = Candidate(element.box, element.kind, element.text, 1.0)
        reason = "The person pointed at it."
        decision = Decision(chosen, point, 1.0, 0.0, 0.0, (chosen,), reason)
        return Located(found.view, decision, None, found.readings, found.read_in, by_person=True)

    def read(self, frame: Frame, box: Box) -> str:
        """What a part of a frame says."""
        return self._looker.read(frame, box)[0]

    def tick_state(self, found: Located) -> bool | None:
        """Whether the check box that was found is ticked, as seen."""
        decision = found.decision
        if decision is None or decision.target is None:
            return None
        return _state(found.view, decision.target.box)

    def _until(
        self, plan: StepPlan, found: Located, patience_s: float, judged: Callable[[View], Verdict]
    ) -> Verdict:
        started = time.monotonic()
        end = started + patience_s
        lit_since: float | None = None
        overlooked = False
        while True:
            view = self._looker.look(plan.step.window, self._stopped, found.view.held)
            self.latest = view.program
            verdict = judged(view)
            now = time.monotonic()
            lasting = verdict.ok and verdict.evidence.get("pixels") is not None
            lit_since = (lit_since or now) if lasting else None
            flashing = lit_since is not None and now - lit_since < FLASH_S
            if self._stopped() or (not flashing and verdict.ok):
                return verdict
            if now < started + UNFINISHED_PATIENCE_S and verdict.evidence.get("unfinished"):
                continue
            if now >= end and not flashing:
                if overlooked:
                    return verdict
                overlooked = True  # before it is said that nothing came, everything is looked at once more
                self._looker.forget()


def _emptied(plan: StepPlan, shown: DemonstratedStep, clicked: _Clicked | None, view: View) -> Verdict:
    """Whether what stood in the field is gone; what an empty field shows, such as «Search», may stay."""
    if clicked is None or not clicked.is_just_before(plan, view.program) or not clicked.stood:
        return Verdict(True, "The field was emptied; nothing that could be read stood in it.")
    there = [one.text for one in view.program.elements if one.box.intersection(clicked.present).area]
    if not any(shows(clicked.stood, text) for text in there):
        return Verdict(True, f"“{clicked.stood}” is gone.", {"gone": clicked.stood})
    empty = [one.text for one in shown.before.elements if one.box.intersection(clicked.demonstrated).area]
    if any(shows(clicked.stood, text) for text in empty):
        return Verdict(True, f"The field shows “{clicked.stood}”, as before it was filled in once.")
    return Verdict(False, f"“{clicked.stood}” still stands in the field that was to be emptied.")


def _typed(
    plan: StepPlan,
    shown: DemonstratedStep,
    before: Observation,
    view: View,
    field: Box | None,
    read: Callable[[Frame, Box], tuple[str, float]],
) -> Verdict:
    """Whether the field shows what was typed, where the demonstration's field did so too.

    `field`: where it must be seen, if that is known. `read` tells what stands in a box of a frame: in a large
    field no line of text may have been proposed.
    """
    after = view.program
    if before.frame.shape != after.frame.shape:
        return Verdict(False, "The screen's size changed while typing.")
    if plan.text is None:
        drawn = changes(before.frame, after.frame, after.window)
        if drawn and field is not None and not any(box.intersection(field).area for box in drawn):
            return Verdict(False, "Something was typed, but nothing came into the field that it is for.")
        return Verdict(
            bool(drawn), "Something was typed." if drawn else "Nothing that was typed is to be seen."
        )
    if not plan.text.strip():
        return Verdict(True, "There was nothing to type that could be seen.")
    elements = after.elements
    ok, seen = read_back(plan.text, before.frame, after.frame, elements, after.window)
    if not ok:
        elements = (*elements, *_drawn_lines(before, after, read))
        ok, seen = read_back(plan.text, before.frame, after.frame, elements, after.window)
    if ok and field is not None:
        inside = [one for one in elements if one.box.intersection(field).area]
        ok, there = read_back(plan.text, before.frame, after.frame, inside, after.window)
        if not ok:
            reason = f"“{plan.text}” was typed, but stands elsewhere than in the field that was clicked."
            return Verdict(False, reason, {"typed": plan.text, "read": there, "elsewhere": seen})
    if ok and (grown := _added_to(plan.text, seen, before, after)) and not _added_in(plan, shown):
        reason = f"“{plan.text}” was typed, but was added to “{grown}”."
        return Verdict(False, reason, {"typed": plan.text, "read": seen})
    if ok:
        return Verdict(True, f"The screen shows “{seen}”.", {"typed": plan.text, "read": seen})
    if not _readable(plan, shown) and changes(before.frame, after.frame, after.window):
        return Verdict(True, "Typed; as in the demonstration, the screen does not show it as typed.")
    begun = bool(seen) and folded(plan.text).startswith(folded(seen))
    evidence: dict[str, object] = {"typed": plan.text, "read": seen}
    if begun or still(before.frame, after.frame):
        evidence["unfinished"] = True
    return Verdict(False, f"“{plan.text}” was typed, but the screen shows “{seen}”.", evidence)


def _drawn_lines(
    before: Observation, after: Observation, read: Callable[[Frame, Box], tuple[str, float]]
) -> list[Element]:
    """What stands where something was drawn anew and no line of text was proposed, line by line.

    Of a line that was, the part that changed says too little: 12 behind a 3 is 312.
    """
    found: list[Element] = []
    for box in changed_lines(before.frame, after.frame, after.window)[:MOST_LINES]:
        lines = [one for one in after.elements if one.text and one.box.h < 2 * max(box.h, LEAST_LINE_PX)]
        if any(one.box.intersection(box).area for one in lines):
            continue
        text, confidence = read(after.frame, box.expanded(LINE_MARGIN_PX))
        found.append(Element(box, "text", text, confidence))
    return found


def _added_to(typed: str, seen: str, before: Observation, after: Observation) -> str | None:
    """What stood before in the one-line field that now shows `seen`, if the typed text was added to it."""
    for one in after.elements:
        if one.kind not in ONE_LINE or one.text != seen:
            continue
        old = next((it for it in before.elements if it.box.iou(one.box) >= SAME_FIELD_IOU and it.text), None)
        if old is None:
            continue
        stood, now, new = folded(old.text), folded(one.text), folded(typed)
        if now in (stood + new, new + stood):
            return old.text
    return None


def _added_in(plan: StepPlan, shown: DemonstratedStep) -> bool:
    """Whether the demonstration's text was added to another one as well."""
    value = plan.step.value
    if value is None or not value.text or shown.after is None:
        return True
    return not any(folded(one.text) == folded(value.text) for one in shown.after.elements)


def _readable(plan: StepPlan, shown: DemonstratedStep) -> bool:
    """Whether the demonstration's screen showed what was typed there."""
    value = plan.step.value
    if shown.after is None or value is None or not value.text:
        return False
    return any(shows(value.text, one.text) for one in shown.after.elements)


def _chosen(plan: StepPlan, shown: DemonstratedStep, view: View, box: Box) -> Verdict | None:
    """That a list which the step before opened has closed, and shows what was chosen; None where it does not.

    It may have shown that before: then no word comes.
    """
    if plan.wanted is None or plan.step.kind != "click" or list_around(shown) is None:
        return None
    if view.scope is None or view.scope.popups:
        return None
    wanted = folded(plan.wanted)
    inside = [one for one in view.program.elements if box.contains(*one.box.center) and one.kind in ONE_LINE]
    seen = next((one.text for one in inside if nearly(folded(one.text), wanted)), None)
    return Verdict(True, f"The list shows “{seen}”.", {"chosen": seen}) if seen is not None else None


def _ticked(wanted: bool | None, target: Box, view: View) -> Verdict:
    state = _state(view, target)
    if state is wanted:
        return Verdict(True, f"The check box is {'ticked' if wanted else 'not ticked'}.")
    return Verdict(False, "The check box is not in the state that the row wants.", {"checked": state})


def _state(view: View, target: Box) -> bool | None:
    """Whether the check box at `target`, or the one that it labels, is ticked; None where not seen.

    A ticked box may be taken for the first letter of its label: its mark is read then.
    """
    elements = view.observation.elements
    element = element_at(elements, target.center)
    if element is None:
        return None
    box = tick_box_of(element, elements)
    if box is not None:
        return box.checked
    mark, _ = marked(element.text)
    return True if mark in TICKS and target.center[0] < element.box.x + element.box.h else None
