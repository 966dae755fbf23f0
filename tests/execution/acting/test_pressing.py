"""A key is pressed until a list shows what the row says, back with the opposite one; else it asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from lam_desktop.execution.acting.pressing import MOST_PRESSES, Pressing
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.supervising.row_ended import RowEnded
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.texts.forms import UNTIL_SHOWN
from lam_desktop.types import Box, Element, Observation

BOX = Box(120, 20, 100, 24)
VALUE = Value("row", "article", "Office chair", UNTIL_SHOWN)
PLAN = StepPlan(TaskStep(4, 3, "key", "Press Down", keys=("down",), value=VALUE))


class List:
    """A list that shows its choice; stands in for what presses keys, asks, and tells."""

    def __init__(
        self,
        entries: list[str],
        at: int,
        wraps: bool = False,
        beside: bool = False,
        name: str = "",
        then: str = "",
        late: int = 0,
    ) -> None:
        self.entries, self.at, self.wraps, self.beside = entries, at, wraps, beside
        self.name, self.then, self.late = name, then, late
        """What names it now, and what did in the demonstration; it shows a choice so many presses later."""
        self._drawn = [at]
        self.pressed: list[str] = []
        self.asked: list[str] = []
        self.told: list[str] = []

    def press(self, _plan: StepPlan, keys: tuple[str, ...], first: bool) -> tuple[Any, Any]:
        assert first == (not self.pressed or bool(self.asked))
        before = self._look()
        self.pressed += keys
        at = self.at + {"down": 1, "up": -1}[keys[0]]
        self.at = at % len(self.entries) if self.wraps else min(max(at, 0), len(self.entries) - 1)
        self._drawn.append(self.at)
        return before, self._look(self.late)

    def look(self, _plan: StepPlan) -> Any:
        return self._look()

    def demonstrated(self, _step: TaskStep) -> Any:
        if not self.then:
            return SimpleNamespace(before=None, after=None)
        two = List(["Desk lamp", "Office chair"], 0, name=self.then)
        before, after = two.press(PLAN, ("down",), first=True)
        return SimpleNamespace(before=before.view.observation, after=after.view.observation)

    def done(self, plan: StepPlan) -> None:
        assert plan is PLAN

    def ask(self, _plan: StepPlan, _found: object, reason: str) -> None:
        self.asked.append(reason)
        raise RowEnded("asked", reason)

    def verified(self, _plan: StepPlan, _found: object, _seen: object, verdict: Any, _waited: None) -> None:
        self.told.append(verdict.reason)

    def _look(self, late: int = 0) -> Any:
        at = self._drawn[max(0, len(self._drawn) - 1 - late)]
        frame = np.full((80, 400, 3), 255, np.uint8)
        frame[26:36, 130 : 140 + 7 * at] = 40
        elements = [Element(BOX, "combo", self.entries[at])]
        if self.name:
            elements.append(Element(Box(20, 20, 80, 24), "text", self.name))
        if self.beside:
            frame[26:36, 250 : 260 + 7 * self.at] = 40
            elements.append(Element(Box(240, 20, 100, 24), "field", f"{self.at}.50"))
        return SimpleNamespace(view=SimpleNamespace(observation=Observation(frame, tuple(elements))))


def choose(shown: List, wanted: str) -> Any:
    at = SimpleNamespace(at_work="a press", shown=False)
    Pressing(shown, shown, shown, at).choose(PLAN, wanted)  # type: ignore[arg-type]
    return at


ARTICLES = ["Desk lamp", "Office chair", "Filing cabinet", "Whiteboard"]


@pytest.mark.parametrize(
    ("at", "wanted", "pressed"),
    [
        (0, "Office chair", ["down"]),
        (0, "whiteboard", ["down"] * 3),
        (2, "Desk lamp", ["down", "down", "up", "up", "up"]),
        (3, "Filing cabinet", ["down", "up"]),
    ],
)
def test_it_goes_on_and_back_to_what_the_row_says(at: int, wanted: str, pressed: list[str]) -> None:
    shown = List(ARTICLES, at)
    state = choose(shown, wanted)
    assert shown.pressed == pressed and shown.entries[shown.at].casefold() == wanted.casefold()
    assert state.at_work is None and shown.told == [f"“{wanted}” is shown."]


def test_a_list_that_goes_round_comes_to_every_entry() -> None:
    shown = List(ARTICLES, 2, wraps=True)
    choose(shown, "Office chair")
    assert shown.pressed == ["down"] * 3


@pytest.mark.parametrize("wraps", [False, True])
def test_what_no_entry_says_is_asked_about(wraps: bool) -> None:
    shown = List(ARTICLES, 0, wraps)
    with pytest.raises(RowEnded, match="Down did not come to “Sofa”"):
        choose(shown, "Sofa")
    assert len(shown.pressed) <= 4 * len(ARTICLES) and not shown.told


def test_another_field_that_changes_with_it_is_asked_about() -> None:
    shown = List(ARTICLES, 0, beside=True)
    with pytest.raises(RowEnded, match="Down changed something else than the list in which it chose"):
        choose(shown, "Office chair")
    assert not shown.told and shown.pressed == ["down"]


def test_another_list_than_the_demonstrated_one_is_left_alone() -> None:
    shown = List(["No", "Yes"], 0, name="Gift wrap", then="Express")
    with pytest.raises(RowEnded, match="Down changed something else than the list in which it chose"):
        choose(shown, "Yes")
    assert shown.pressed == ["down"] and not shown.told
    there = List(ARTICLES, 0, name="Express:", then="Express")
    choose(there, "Whiteboard")
    assert there.pressed == ["down"] * 3


@pytest.mark.parametrize("wanted", ["C", "B"])
def test_entries_that_come_twice_or_are_empty_are_gone_past(wanted: str) -> None:
    shown = List(["A", "", "Other", "B", "Other", "C"], 0)
    choose(shown, wanted)
    assert shown.entries[shown.at] == wanted


def test_what_a_slow_program_still_changes_is_not_taken_for_the_choice() -> None:
    shown = List(["A", "B", "C", "D"], 0, late=1)
    with pytest.raises(RowEnded):
        choose(shown, "B")
    assert not shown.told or shown.entries[shown.at] == "B"


def test_an_endless_list_is_asked_about() -> None:
    shown = List([f"Entry {n}" for n in range(500)], 250)
    with pytest.raises(RowEnded):
        choose(shown, "Sofa")
    assert len(shown.pressed) <= 2 * MOST_PRESSES + 4
