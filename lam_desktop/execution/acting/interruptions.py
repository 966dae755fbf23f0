"""A dialog that the demonstration does not know, and that the person closed once: the agent closes it again.

Known again is what says the same, apart from figures and the row's own values, and in which the policy finds
what was clicked then, as surely as it finds a step's target.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import View
from lam_desktop.execution.supervising.hands import TakenOver
from lam_desktop.execution.supervising.telling import Telling
from lam_desktop.neighbours import is_level, is_over
from lam_desktop.protocols import Actuator
from lam_desktop.tasks.declining import CLOSING_KEYS, ESCAPE, declines, keeps_all, speaks_of_saving
from lam_desktop.tasks.provenance.irreversible import COMMANDS, only_takes_note
from lam_desktop.tasks.storage.corrections import Interruption
from lam_desktop.types import (
    Box,
    Candidate,
    Click,
    DemonstratedStep,
    Element,
    ElementKind,
    Observation,
    PressKeys,
)

CLOSED = "A dialog that you once closed was in front: closed the same way."
MOST = 3
"""Dialogs closed in one row, and one at one step."""
PRESSED: frozenset[ElementKind] = frozenset({"button", "link", "checkbox", "radio"})
"""Kinds that a dialog has to choose by."""
AROUND = 3
"""Within so many heights of a button something else may be of the same dialog."""
LEAST_VALUE = 2
"""A shorter value of the row may stand in any text by chance."""

Words = tuple[str, ...]


class Interruptions:
    """One a run."""

    def __init__(
        self,
        known: Sequence[Interruption],
        locator: Locator,
        guard: Guard,
        actuator: Actuator,
        telling: Telling,
        stopped: Callable[[], bool],
        pace: Callable[[], bool],
    ) -> None:
        """`pace` returns when the person lets the agent act, and says whether the desktop was theirs until
        then; it raises where they stop it."""
        self._known = list(known)
        self._locator = locator
        self._guard = guard
        self._actuator = actuator
        self._telling = telling
        self._stopped = stopped
        self._pace = pace
        self._closed: set[int] = set()
        self.objection = ""
        """Why a dialog that is known was left open at the last step; empty: none was."""

    def begin_row(self) -> None:
        """Another row may meet them anew."""
        self._closed.clear()

    def add(self, interruption: Interruption) -> None:
        """One more is known; it goes first."""
        self._known.insert(0, interruption)

    def close(self, plan: StepPlan, found: Located, values: Iterable[str]) -> bool:
        """Closes a known dialog in front of the step's target; whether it did.

        `values`: what the row says. `TakenOver` where the person had the desktop meanwhile.
        """
        self.objection = ""
        if found.view.scope is None or found.held_up or found.doubtful is not None:
            return False
        if plan.step.number in self._closed or len(self._closed) >= MOST:
            return False
        said = tuple(values)
        for known in self._known:
            chosen = self._action(known, found.view, said)
            if chosen is None:
                continue
            action, seen = chosen
            if self._pace() and not self._locator.same_program(plan, found):
                raise TakenOver
            if not self._locator.unchanged(seen):
                return False
            self._closed.add(plan.step.number)
            self._guard.actions += 1
            self._telling.put_right(plan, CLOSED, action=action)
            self._actuator.perform(action, self._stopped)
            return True
        return False

    def _action(
        self, known: Interruption, view: View, values: Sequence[str]
    ) -> tuple[Click | PressKeys, Located] | None:
        """What closes the dialog, and the look that must hold until then; None where it is another one, or
        that may do more than close it."""
        assert view.scope is not None
        if known.own_window != (view.scope.reference.kind == "dialog"):
            return None
        elements = view.observation.elements
        if known.target is None:
            own = _own(known, elements, values, None)
            if own is None or self._guard.typing(view, view.active) is not None:
                return None
            if not {*known.keys} <= ESCAPE and not any(_is_message(own, one.box, elements) for one in own):
                return self._left(" + ".join(known.keys).capitalize())
            return PressKeys(known.keys), Located(view, None, None, read_in=_around(own))
        shown = DemonstratedStep(0, known.seen, known.target, known.point)
        decision = self._locator.recognised(shown, view)
        if not decision.accepted or decision.target is None or decision.point is None:
            return None
        target = decision.target
        own = _own(known, elements, values, target.box)
        if own is None:
            return None
        if words_of(target.text, values) != words_of(known.seen.elements[known.target].text, values):
            return None
        if self._guard.point(view, decision.point) is not None:
            return None
        leaves = _only_leaves(target, elements) and not _loses(target, own)
        if not leaves and not _is_message(own, target.box, elements):
            return self._left(target.text)
        (x, y), (ox, oy) = decision.point, view.observation.origin
        must_stand = () if leaves else _around(own)
        return Click((x + ox, y + oy)), Located(view, decision, None, read_in=must_stand)

    def _left(self, text: str) -> None:
        self.objection = f"You once closed this dialog by “{text}”, which may not be possible to undo."


def interruption_of(
    found: Located, after: Located, point: tuple[int, int] | None, keys: Words, values: Iterable[str]
) -> Interruption | None:
    """The dialog that one click or key has closed, so that the step's target is found; None for none.

    `point`: frame pixels of `found`, the look before; `values`: what the row says.
    """
    scope, said = found.view.scope, tuple(values)
    if found.ready or found.held_up or not after.ready or scope is None or after.view.scope is None:
        return None
    before, now = found.view.observation, after.view.observation
    own_window = scope.reference.kind == "dialog"
    if own_window and after.view.scope.reference.window_id == scope.reference.window_id:
        return None
    target = None
    if point is not None:
        around = [at for at, one in enumerate(before.elements) if one.box.contains(*point)]
        target = min(around, key=lambda at: before.elements[at].box.area, default=None)
        if target is None or _is_target(point, after):
            return None
    elif not keys or not {*keys} <= CLOSING_KEYS:
        return None
    own = before.elements if own_window else _gone(before, now, target, said)
    texts = _texts(own, said)
    if not texts:
        return None
    return Interruption(before, target, point, keys, texts, own_window)


def kept_as(interruption: Interruption, seen: Observation, values: Iterable[str] = ()) -> Interruption | None:
    """The same with what may be kept of the screen; None where what was clicked, or every word, is hidden.

    `values`: what the row says.
    """
    said = tuple(values)
    hidden = {words_of(one.text, said) for one in interruption.seen.elements if one not in seen.elements}
    texts = tuple(words for words in interruption.texts if words not in hidden)
    if not texts:
        return None
    if interruption.target is None:
        return replace(interruption, seen=seen, texts=texts)
    clicked = interruption.seen.elements[interruption.target]
    if clicked not in seen.elements:
        return None
    return replace(interruption, seen=seen, target=seen.elements.index(clicked), texts=texts)


def words_of(text: str, values: Iterable[str]) -> Words:
    """The words of a text, folded: without figures, and without what the row says."""
    said = _folded(text)
    for value in sorted(map(_folded, values), key=len, reverse=True):
        if len(value) >= LEAST_VALUE:
            said = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", said)
    return tuple(word for word in re.findall(r"\w+", said) if not any(map(str.isdigit, word)))


def _is_target(point: tuple[int, int], after: Located) -> bool:
    """Whether the person clicked where the step's target is: then they did the step."""
    target = after.decision.target if after.decision is not None else None
    return target is not None and target.box.contains(*point)


def _gone(
    before: Observation, now: Observation, target: int | None, values: Sequence[str]
) -> tuple[Element, ...]:
    """What lay within the dialog: around everything that said something, and says it no longer."""
    still = {words_of(one.text, values) for one in now.elements}
    gone = [
        one.box for one in before.elements if (words := words_of(one.text, values)) and words not in still
    ]
    if target is not None and before.elements[target] in now.elements:
        return ()  # what was clicked is still there
    if not gone:
        return ()
    region = functools.reduce(Box.union, gone)
    return tuple(one for one in before.elements if region.contains(*one.box.center))


def _own(
    known: Interruption, elements: Sequence[Element], values: Sequence[str], near: Box | None
) -> tuple[Element, ...] | None:
    """What lies within the dialog, if it says what the known one said; None where it does not."""
    if known.own_window:
        return tuple(elements) if _texts(elements, values) == known.texts else None
    wanted, boxes = Counter(known.texts), list[Box]()
    for words, count in wanted.items():
        here = [one.box for one in elements if words_of(one.text, values) == words]
        if len(here) < count:
            return None
        if near is not None:
            here.sort(key=lambda box: math.dist(box.center, near.center))
        boxes += here[:count]
    region = functools.reduce(Box.union, boxes)
    if near is not None and not region.expanded(AROUND * near.h).contains(*near.center):
        return None
    inside = tuple(one for one in elements if region.contains(*one.box.center))
    return inside if _texts(inside, values) == known.texts else None


def _around(own: Sequence[Element]) -> tuple[Box]:
    return (functools.reduce(Box.union, (one.box for one in own)),)


def _only_leaves(target: Candidate, elements: Sequence[Element]) -> bool:
    """Whether a click there dismisses the dialog or declines, and does nothing else.

    A dialog that says the same but for its figures may be about much more than the one that was closed.
    """
    if target.kind == "window_control":
        return True
    around = [one.text for one in elements if one.kind in PRESSED and is_over(one.box, target.box)]
    said = (target.text, *(text for text in around if text.strip()))  # a longer label may be read in parts
    return target.kind in COMMANDS and all(map(declines, said))


def _loses(target: Candidate, own: Sequence[Element]) -> bool:
    """Whether the dialog is about saving, and what is pressed may throw away what is not saved."""
    if target.kind == "window_control" or keeps_all(target.text):
        return False
    return any(speaks_of_saving(one.text) for one in own)


def _is_message(own: Sequence[Element], button: Box, seen: Sequence[Element]) -> bool:
    """Whether a dialog has a bare «OK» and nothing else to press, and asks nothing.

    `seen`: all of the view, for a dialog drawn into a page may go on beyond what is known to be its own.
    """
    around = functools.reduce(Box.union, (one.box for one in own), button).expanded(AROUND * button.h)
    near = [one for one in seen if is_level(one.box, button) or one.box.overlaps(around)]
    # A word beside the button may be another button, badly seen.
    others = [one for one in (*own, *near) if not is_over(one.box, button)]
    return (
        any(only_takes_note(one.text) for one in own if is_over(one.box, button))
        and not any(one.kind in PRESSED or "?" in one.text or "？" in one.text for one in others)
        and not any(one.text.strip() and is_level(one.box, button) for one in others)
    )


def _texts(elements: Iterable[Element], values: Sequence[str]) -> tuple[Words, ...]:
    return tuple(sorted(filter(None, (words_of(one.text, values) for one in elements))))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
