"""The recorded demonstration as observations: what each step showed, what it acted on, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from lam_desktop.errors import LamBug, UsageError
from lam_desktop.execution.shown.chosen_texts import chosen_texts
from lam_desktop.execution.shown.entry_clicked import entry_beside
from lam_desktop.execution.shown.hidden_places import with_hidden
from lam_desktop.execution.shown.kept_elements import KeptElements
from lam_desktop.execution.verifying.effects import demonstrated_effect
from lam_desktop.held_frames import HeldFrames, PackedFrame
from lam_desktop.neighbours import (
    LABELLED,
    clicked_on,
    element_at,
    label_of,
    name_beside,
    tick_box_before_label,
    tick_box_of,
)
from lam_desktop.perception.menus import with_entries
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.keyed_choices import Chosen
from lam_desktop.tasks.step import NOWHERE, Place, Target, TaskStep, WindowName
from lam_desktop.types import (
    ENTRY_KINDS,
    POPUP_KINDS,
    Box,
    DemonstratedStep,
    Element,
    Frame,
    Observation,
    Window,
)
from recorder.errors import RecorderUserError
from recorder.events import WindowFacts
from recorder.gestures import Step
from recorder.recording import Recording

LEAST_DRAWN = 0.04
"""Share of a window's pixels that are not as before at least, if it has come since: a menu on a page of its
own colour has its words and its edge."""
UNSEEN_PX = 24
"""Side of the box that stands for a target which no proposal covers."""


class Demonstration:
    """One recording, seen through the parser. What was parsed is kept beside the recording.

    `hidden`: places of secrets, which say what stood where the pictures are black.

    `seen_by` identifies the parser: elements that another one found are not used again. Where `path` is a
    `copy_of` another recording, nothing is kept.
    """

    def __init__(
        self,
        path: Path,
        parser: ScreenParser,
        seen_by: str,
        files: Files = PLAIN,
        *,
        copy_of: Path | None = None,
        hidden: Sequence[Place] = (),
    ) -> None:
        self._hidden = [one for one in dict.fromkeys(hidden) if one.hidden is not None]
        self._recording = _opened(path, files, copy_of)
        self._steps = self._recording.steps()
        self._parser = parser
        kept = path.with_suffix(".elements.json") if copy_of is None else None
        self._seen = KeptElements(kept, seen_by, files)
        self._made: dict[tuple[int, int], DemonstratedStep] = {}
        self._frames = HeldFrames()
        self._packed: dict[int, PackedFrame] = {}
        """By the recording's frame."""

    def close(self) -> None:
        """Keeps what was parsed and lets go of the recording."""
        self._seen.save()
        self._recording.close()

    @property
    def seconds(self) -> float:
        """How long the person took, from the first step's beginning to the last one's end."""
        if not self._steps:
            return 0.0
        return round((self._steps[-1].end_ns - self._steps[0].t_ns) / 1e9, 1)

    def keep(self) -> None:
        """Keeps what was parsed so far."""
        self._seen.save()

    def step(self, step: TaskStep) -> DemonstratedStep:
        """What a step of the task showed. Boxes and points in frame pixels, as all observations."""
        key = step.demonstrated, step.number  # two steps may repeat one
        if key not in self._made:
            self._made[key] = self._make(step)
        return self._made[key]

    def again(self, step: TaskStep, index: int) -> DemonstratedStep:
        """What the same step showed here, where it was done as the recording's step of this index."""
        if not 0 <= index < len(self._steps):
            raise UsageError(
                f"Step {step.number} was also shown as step {index} of a recording that has only"
                f" {len(self._steps)}: correct “also” in task.yaml."
            )
        return self.step(replace(step, demonstrated=index, point=self._steps[index].point))

    def look(self, step: TaskStep) -> Target | None:
        """The element that a step acted on, in desktop pixels; None for a step without a place.

        A check box or radio button says what its label says; a click on a check box's label is one on it.
        """
        shown = self.step(step)
        if shown.target is None:
            return None
        element = shown.before.elements[shown.target]
        text, kind = element.text, element.kind
        if tick_box_of(element, shown.before.elements) is not None:
            kind = "checkbox"
        if not text.strip() and element.kind in LABELLED:
            label = label_of(element, shown.before.elements)
            text = label.text if label is not None else ""
        label = name_beside(element, shown.before.elements) if element.kind in ENTRY_KINDS else ""
        return Target(text, kind, element.box.moved(*shown.before.origin), label)

    def checked(self, step: TaskStep) -> tuple[bool | None, bool | None]:
        """State of the step's check box before and after it, as seen; None where unsure."""
        shown = self.step(step)
        if shown.target is None or shown.after is None:
            return None, None
        before = tick_box_of(shown.before.elements[shown.target], shown.before.elements)
        if before is None:
            return None, None
        after = element_at(shown.after.elements, before.box.center)
        return before.checked, after.checked if after is not None else None

    def before(self, step: TaskStep) -> tuple[Element, ...]:
        """What stood on the screen before a step, in desktop pixels."""
        seen = self.step(step).before
        return tuple(replace(one, box=one.box.moved(*seen.origin)) for one in seen.elements)

    def came(self, step: TaskStep) -> tuple[str, ...]:
        """The texts that a step brought to the screen: what stood nowhere on it before."""
        shown = self.step(step)
        before = {one.text for one in shown.before.elements}
        after = shown.after.elements if shown.after is not None else ()
        return tuple(dict.fromkeys(one.text for one in after if one.text and one.text not in before))

    def chose(self, step: TaskStep) -> tuple[Chosen, ...]:
        """What a step by keys changed on the screen, where that is as little as in a choice."""
        shown = self.step(step)
        if shown.after is None:
            return ()
        pressed = step.types_space or step.keys == ("space",)  # it presses buttons, too
        return chosen_texts(shown.before, shown.after, marks_alone=pressed)

    def after(self, step: TaskStep) -> tuple[Element, ...]:
        """What stood on the screen after a step, in desktop pixels; nothing where that was not seen."""
        seen = self.step(step).after
        if seen is None:
            return ()
        return tuple(replace(one, box=one.box.moved(*seen.origin)) for one in seen.elements)

    def beside(self, step: TaskStep) -> dict[WindowName, tuple[Element, ...]]:
        """What other programs showed before a step with which the work came from one; in desktop pixels."""
        found: dict[WindowName, tuple[Element, ...]] = {}
        for seen in self.step(step).beside:
            window = seen.windows[0]
            elements = tuple(replace(one, box=one.box.moved(*seen.origin)) for one in seen.elements)
            found[WindowName(window.wm_class, window.process)] = elements
        return found

    def _beside(self, recorded: Step) -> tuple[Observation, ...]:
        """The windows of other programs before a step that came from one, or that began the recording.

        The window that was left lies in front, but for a list or menu that opened from it; of all others one
        sees what the step's own does not cover.
        """
        own = recorded.window
        before = next((one.window for one in reversed(self._steps[: recorded.index]) if one.window), None)
        if own is None or recorded.frame_before is None or (before is not None and _is_same(before, own)):
            return ()
        found: list[Observation] = []
        for facts in _programs(self._steps, recorded.index):
            if _is_same(facts, own) or facts.kind in POPUP_KINDS:
                continue
            seen = self._observe(recorded.frame_before, self._window(facts), None)
            if seen is None:
                continue
            left = before is not None and _is_same(before, facts)
            opened = own.kind in POPUP_KINDS
            over = [one for one in (own, before) if one is not None and (not left or (one is own and opened))]
            covers = [self._window(one).box for one in over]
            elements = tuple(
                one for one in seen.elements if not any(box.contains(*one.box.center) for box in covers)
            )
            found.append(seen.with_elements(elements))
        return tuple(found)

    def _make(self, step: TaskStep) -> DemonstratedStep:
        if step.demonstrated == NOWHERE:
            nothing = Observation(np.zeros((1, 1, 3), np.uint8), (), origin=self._recording.frame_origin)
            return DemonstratedStep(step.number, nothing, None, None)
        if not 0 <= step.demonstrated < len(self._steps):
            raise UsageError(
                f"Step {step.number} points at step {step.demonstrated} of the recording, which has only "
                f"{len(self._steps)}: correct “demonstrated” in task.yaml."
            )
        recorded = self._steps[step.demonstrated]
        reference, popup = self._windows(recorded)
        before = self._observe(recorded.frame_before, reference, popup)
        if before is None:
            before = Observation(np.zeros((1, 1, 3), np.uint8), (), origin=self._recording.frame_origin)
        target = point = None
        if step.point is not None:
            ox, oy = self._recording.frame_origin
            point = step.point[0] - ox, step.point[1] - oy
            if not before.frame.size or before.frame.shape[0] == 1:
                raise LamBug(f"the recording has no picture before step {step.number}")
            found = (
                clicked_on(before.elements, point)
                or tick_box_before_label(before.elements, point)
                or entry_beside(before.elements, before.frame, self._picture_earlier(recorded), point)
            )
            elements, target = _with_target(before.elements, found, point)
            before = before.with_elements(elements)
        opened = self._opened(recorded)
        drawn = opened is not None and (
            (popup is not None and popup.window_id == opened.window_id) or self._is_drawn(opened, recorded)
        )
        after = self._observe(recorded.frame_after, reference, opened, drawn)
        took = self._seconds_until(recorded.frame_after, recorded)
        shown = DemonstratedStep(
            step.number, before, target, point, after, took, self._beside(recorded),
            clicked_before=self._clicked_before(recorded),
        )  # fmt: skip
        if demonstrated_effect(shown, {}).visible:
            return shown
        return self._seen_later(shown, recorded, reference) or shown

    def _picture_earlier(self, recorded: Step) -> Frame | None:
        """The screen before the step that came before this one."""
        if not recorded.index:
            return None
        earlier = self._steps[recorded.index - 1].frame_before
        return self._recording.frame(earlier) if earlier is not None else None

    def _clicked_before(self, recorded: Step) -> tuple[int, int] | None:
        """Where the last click before a step went, frame pixels."""
        points = [one.point for one in self._steps[: recorded.index] if one.point is not None]
        ox, oy = self._recording.frame_origin
        return (points[-1][0] - ox, points[-1][1] - oy) if points else None

    def _seen_later(
        self, shown: DemonstratedStep, recorded: Step, reference: Window | None
    ) -> DemonstratedStep | None:
        """The step with what the next one found, where the screen stood still before the effect came."""
        if recorded.index + 1 >= len(self._steps):
            return None
        found = self._steps[recorded.index + 1].frame_before
        after = self._observe(found, reference, self._opened(recorded))
        took = self._seconds_until(found, recorded)
        return replace(shown, after=after, effect_s=took) if after is not None else None

    def _seconds_until(self, frame_id: int | None, recorded: Step) -> float | None:
        """From the step's end to when a frame was first seen; None for one that was seen before."""
        if frame_id is None:
            return None
        seconds = (self._recording.frame_time_ns(frame_id) - recorded.end_ns) / 1e9
        return round(seconds, 2) if seconds > 0 else None

    def _is_drawn(self, opened: Window, recorded: Step) -> bool:
        """Whether a window that opens with a step is on the picture behind it: it may have come later."""
        before, after = recorded.frame_before, recorded.frame_after
        if before is None or after is None:
            return False
        shown = [opened.box.crop(self._recording.frame(frame)) for frame in (before, after)]
        if not shown[0].size or shown[0].shape != shown[1].shape:
            return False
        return float((shown[0] != shown[1]).any(2).mean()) >= LEAST_DRAWN

    def _observe(
        self,
        frame_id: int | None,
        reference: Window | None,
        popup: Window | None,
        drawn: bool = True,
    ) -> Observation | None:
        """A picture's elements in these windows; `drawn`: whether the popup is surely on it."""
        if frame_id is None:
            return None
        frame = self._recording.frame(frame_id)
        elements = self._seen.get(frame_id)
        if elements is None:
            elements = self._parser.parse(frame)
            self._seen.put(frame_id, elements)
        elements = with_hidden(elements, frame, self._hidden, self._recording.frame_origin)
        windows = tuple(window for window in (reference, popup) if window is not None)
        menus = [one.box for one in windows if one.kind == "menu" and drawn]
        elements = with_entries(elements, frame, menus, self._parser.read)
        if windows:
            elements = tuple(
                one for one in elements if any(window.box.contains(*one.box.center) for window in windows)
            )
        box = reference.box if reference is not None else None
        if frame_id not in self._packed:
            self._packed[frame_id] = self._frames.held(frame)
        return Observation(self._packed[frame_id], elements, box, self._recording.frame_origin, windows)

    def _windows(self, recorded: Step) -> tuple[Window | None, Window | None]:
        """The window that places are measured in, and the popup in front of it. Frame pixels."""
        facts = recorded.window
        if facts is None:
            return None, None
        if facts.kind not in POPUP_KINDS:
            return self._window(facts), None
        body = self._body_before(recorded, facts)
        return (self._window(body), self._window(facts)) if body else (self._window(facts), None)

    def _body_before(self, recorded: Step, popup: WindowFacts) -> WindowFacts | None:
        """The program's window that was used last before its popup."""
        for earlier in reversed(self._steps[: recorded.index]):
            facts = earlier.window
            if facts is not None and facts.kind not in POPUP_KINDS and facts.process == popup.process:
                return facts
        return None

    def _opened(self, recorded: Step) -> Window | None:
        """The window of the same program that the next step worked in: it may have opened with this one."""
        if recorded.index + 1 >= len(self._steps) or recorded.window is None:
            return None
        following = self._steps[recorded.index + 1].window
        mine = following is not None and following.process == recorded.window.process
        return self._window(following) if following is not None and mine else None

    def _window(self, facts: WindowFacts) -> Window:
        ox, oy = self._recording.frame_origin
        x, y, w, h = facts.geometry
        return Window(
            facts.title, facts.wm_class, facts.process, Box(x - ox, y - oy, w, h), facts.kind,
            facts.window_id, facts.pid,
        )  # fmt: skip


def check_recording(path: Path, files: Files = PLAIN) -> None:
    """Raises UsageError where it is missing, damaged or of a newer version; costs milliseconds."""
    _opened(path, files).close()


def _opened(path: Path, files: Files, copy_of: Path | None = None) -> Recording:
    try:
        return Recording.open(path, files.seal, copy_of)
    except RecorderUserError as error:
        raise UsageError(str(error)) from error


def _is_same(one: WindowFacts, other: WindowFacts) -> bool:
    """Whether two windows are of the same program, as tasks tell them apart."""
    return (one.wm_class, one.process) == (other.wm_class, other.process)


def _programs(steps: Sequence[Step], index: int) -> list[WindowFacts]:
    """One window for each program, as it was used last before a step, else first after it."""
    facts = [one.window for one in (*reversed(steps[:index]), *steps[index:])]
    found: dict[tuple[str, str], WindowFacts] = {}
    for one in facts:
        if one is not None and one.kind not in POPUP_KINDS:
            found.setdefault((one.wm_class, one.process), one)
    return list(found.values())


def _with_target(
    elements: tuple[Element, ...], found: Element | None, point: tuple[int, int]
) -> tuple[tuple[Element, ...], int]:
    """The elements and the index of the one that was clicked: where none was `found`, the click makes one."""
    if found is not None:
        return elements, elements.index(found)
    half = UNSEEN_PX // 2
    made = Element(Box(point[0] - half, point[1] - half, UNSEEN_PX, UNSEEN_PX), "icon", score=0.5)
    return (*elements, made), len(elements)
