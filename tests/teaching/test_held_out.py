"""Exemplars are judged on screens that they were not made from; what would click wrongly there goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from lam_desktop.execution.finding.exemplars import Exemplar
from lam_desktop.teaching.held_out import Candidate, Figures, judged
from lam_desktop.types import Box, Decision, DemonstratedStep, Element, Observation, Situation
from lam_desktop.types import Candidate as Found

SAVE, KEEP, DROP = (
    Element(Box(x, 100, 90, 28), "button", text) for x, text in ((20, "Save"), (140, "Keep"), (260, "Drop"))
)


def place(target: Element, *others: Element) -> DemonstratedStep:
    seen = Observation(np.full((300, 400, 3), 250, np.uint8), (target, *others))
    return DemonstratedStep(1, seen, 0, target.box.center)


SHOWN = place(SAVE)


@dataclass
class ByWords:
    """Finds what says the same; a demonstration of «Save» is half sure of whatever comes in its place."""

    half: Mapping[str, float]
    name: str = "by words"

    def decide(self, situation: Situation) -> Decision:
        sought = situation.step.acted_on
        assert sought is not None
        chances = {"Save": dict(self.half)}.get(sought.text, {})
        scored = [
            (1.0 if one.text == sought.text else chances.get(one.text, 0.0), one)
            for one in situation.screen.elements
        ]
        chance, best = max(scored, key=lambda each: each[0])
        if not chance:
            return Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")
        found = Found(best.box, best.kind, best.text, chance)
        return Decision(found, best.box.center, chance, 0.9, 0.0, (found,), "It says the same.")


def candidates(*places: DemonstratedStep) -> list[Candidate]:
    return [
        Candidate(f"{at:04d}", Exemplar("a step", f"row {at}", one, {}))
        for at, one in enumerate(places, start=1)
    ]


def test_exemplars_that_agree_turn_questions_into_right_decisions() -> None:
    came = judged(ByWords({"Keep": 0.6}), SHOWN, candidates(*[place(KEEP, DROP)] * 3))
    assert len(came.kept) == 3 and not came.left_out
    assert came.before == Figures(asked=3) and came.after == Figures(right=3)


def test_one_that_could_be_tried_nowhere_is_not_taken_up() -> None:
    """In a run its value is known, and it would be asked: on no screen of another one it was."""
    known = candidates(*[place(KEEP, DROP)] * 3)
    known[2] = replace(known[2], exemplar=replace(known[2].exemplar, values={"Miller": "Jones"}))
    came = judged(ByWords({"Keep": 0.6}), SHOWN, known)
    assert [one.name for one in came.kept] == ["0001", "0002"] and came.untried == 0
    assert "could not be tried" in came.left_out["0003"]
    for at in (0, 2):
        known[at] = replace(known[at], exemplar=replace(known[at].exemplar, values={"Miller": "Jones"}))
    came = judged(ByWords({"Keep": 0.6}), SHOWN, known)
    assert len(came.kept) == 3 and came.untried == 2


def test_one_alone_is_kept_and_promises_nothing() -> None:
    came = judged(ByWords({"Keep": 0.6}), SHOWN, candidates(place(KEEP)))
    assert len(came.kept) == 1 and came.before == came.after == Figures(asked=1)


def test_one_that_contradicts_the_others_is_left_out() -> None:
    """The person once pointed at the wrong button: the others would be wrong there, and it on theirs."""
    shown = [place(KEEP, DROP), place(KEEP, DROP), place(DROP, KEEP), place(KEEP, DROP)]
    came = judged(ByWords({"Keep": 0.6, "Drop": 0.4}), SHOWN, candidates(*shown))
    assert [one.name for one in came.kept] == ["0001", "0002", "0004"]
    assert came.after == Figures(right=3) and "which was not meant there" in came.left_out["0003"]


def test_of_two_that_contradict_each_other_none_is_kept() -> None:
    came = judged(
        ByWords({"Keep": 0.4, "Drop": 0.4}), SHOWN, candidates(place(KEEP, DROP), place(DROP, KEEP))
    )
    assert came.kept == () and set(came.left_out) == {"0001", "0002"}


def test_one_that_makes_a_question_of_the_demonstration_is_left_out() -> None:
    """What was shown stands beside the demonstrated button in the demonstration itself."""
    shown = place(SAVE, KEEP)
    came = judged(ByWords({"Keep": 0.6}), shown, candidates(place(KEEP, SAVE)))
    assert came.kept == () and "the demonstration" in came.left_out["0001"]


def test_what_was_wrong_before_is_no_reason_to_leave_one_out() -> None:
    """The demonstration alone is surely wrong there: an exemplar makes a question of it, at worst."""
    came = judged(ByWords({"Keep": 1.0}), SHOWN, candidates(place(DROP, KEEP), place(DROP, KEEP)))
    assert len(came.kept) == 2 and came.before == Figures(wrong=2) and came.after == Figures(asked=2)
