"""A policy that knows a word by those beside it, exactly, and anything else by its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from lam_desktop.types import Candidate, Decision, Element, Situation
from tests.fakes.program import SamePlacePolicy

THRESHOLD = 0.9


class WordPolicy:
    """Sure of a text where the same words, or the same neighbours, are there once; `sure` may doubt it."""

    name = "words"

    def __init__(self, sure: Callable[[str], bool] = lambda _: True) -> None:
        self._sure = sure
        self._others = SamePlacePolicy()

    def decide(self, situation: Situation) -> Decision:
        """The counterpart of the step's target."""
        step, screen = situation.step, situation.screen
        assert step.target is not None
        sought = step.before.elements[step.target]
        if sought.kind != "text":
            return self._others.decide(situation)
        texts = [one for one in screen.elements if one.kind == "text"]
        found = self._alike(sought, step.before.elements, texts, screen.elements)
        confidence = 1.0 if len(found) == 1 and self._sure(sought.text) else 0.4
        ranked = found if len(found) == 1 else sorted(texts, key=lambda one: -_likeness(one, sought))
        candidates = tuple(Candidate(one.box, one.kind, one.text, confidence) for one in ranked)
        if not candidates:
            return Decision(None, None, 0.0, THRESHOLD, 1.0, (), "There is no text at all.")
        best = candidates[0]
        reason = f"“{sought.text}” matches “{best.text}” with {confidence:.0%}."
        return Decision(best, best.box.center, confidence, THRESHOLD, 1 - confidence, candidates, reason)

    def _alike(
        self, sought: Element, before: Sequence[Element], texts: Sequence[Element], now: Sequence[Element]
    ) -> list[Element]:
        """Those that agree best: in their own words and one beside; in both beside; in one of these."""
        left, right = _beside(sought, before)

        def agrees(one: Element) -> int:
            other_left, other_right = _beside(one, now)
            same = one.text == sought.text
            after, ahead = left == other_left, right == other_right
            if same and (after or ahead):
                return 4 + after + ahead
            return 3 if after and ahead else 2 if after and left else int(ahead)

        best = max((agrees(one) for one in texts), default=0)
        return [one for one in texts if best and agrees(one) == best]


def _likeness(one: Element, other: Element) -> float:
    return SequenceMatcher(None, one.text, other.text).ratio()


def _beside(one: Element, elements: Sequence[Element]) -> tuple[str, str]:
    """The nearest texts in its line, left and right; empty where there is none."""
    line = [it for it in elements if it.kind == "text" and abs(it.box.center[1] - one.box.center[1]) < 6]
    left = [it for it in line if it.box.right <= one.box.x]
    right = [it for it in line if it.box.x >= one.box.right]
    return (
        max(left, key=lambda it: it.box.right).text if left else "",
        min(right, key=lambda it: it.box.x).text if right else "",
    )
