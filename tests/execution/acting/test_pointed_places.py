"""A place that was pointed at: kept, relied on once its row went well, and never with a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.execution.acting.pointed_places import keeps_silent, place_of
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.runs.supervision import Answer, Question
from lam_desktop.execution.screen.readiness import View
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import Place, TaskStep, Value
from lam_desktop.tasks.storage.corrections import Corrections
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, DemonstratedStep, Element, Observation, Situation
from tests.execution.test_executor import Desk, Watcher

PIN = Place(0, Box(1, 2, 30, 12), "pin", Span(0, 3))
pytestmark = pytest.mark.usefixtures("no_waiting")

SAVE = 6
MANY = tuple(
    Row(at, {"customer": name, "quantity": "7", "express": "no"})
    for at, name in enumerate(("Jones", "Berg", "Meier"), start=2)
)


class Pointing(Watcher):
    """Points at a widget whenever it is asked where; of what does not look done it says that it is not."""

    def __init__(self, desk: Desk, name: str = "save", behind: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._desk, self._name, self._behind = desk, name, behind

    def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
        super().ask(question, stopped)
        if question.settling:
            return Answer("no")
        self._behind()
        widget = next(one for one in self._desk.program.widgets() if one.name == self._name)
        return Answer("here", self._desk.program.box_of(widget).center)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def doubts(desk: Desk, number: int = SAVE) -> Callable[[Situation], float]:
    """What a person shows is found for sure, the demonstrated place of this step is not."""
    return lambda situation: 0.6 if situation.step is desk.shown[number] else 1.0


def kept(desk: Desk) -> list[dict[str, Any]]:
    folder = desk.folder / "corrections"
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def test_it_is_asked_once_and_later_rows_rely_on_it(desk: Desk) -> None:
    watcher = Pointing(desk)
    result = desk.run(MANY, watcher=watcher, confidence=doubts(desk))
    assert result.status == "done" and [row.asked for row in result.rows] == [1, 0, 0]
    assert [one[0] for one in desk.program.saved] == ["Jones", "Berg", "Meier"]
    rests = [one for one in desk.journal if one["kind"] == "decided" and one.get("rests_on")]
    assert {one["row"] for one in rests} == {3, 4} and {one["rests_on"] for one in rests} == {"row 2"}
    assert all(str(one["policy_reason"]).startswith("As you showed in row 2: ") for one in rests)


def test_it_is_kept_with_the_element_and_what_came_of_it(desk: Desk) -> None:
    desk.run(MANY[:1], watcher=Pointing(desk), confidence=doubts(desk))
    [held] = kept(desk)
    place = held["place"]
    assert held["elements"][place["target"]]["text"] == "Save" and place["bound"] == ""
    assert held["done"] is True and held["did"] == [{"pointed": place["point"], "on": "Save"}]
    assert held["row"] == 2 and held["step"] == SAVE and held["asked"]
    [one] = Corrections(desk.folder, desk.task.files).all()
    assert one.told == f"step {SAVE} (click save): pointed at by you, on “Save”"


def test_a_row_that_went_wrong_teaches_nothing(desk: Desk) -> None:
    desk.keep_going = True

    def refuse() -> None:
        desk.program.save_stores = len(watcher.questions) > 1

    watcher = Pointing(desk, behind=refuse)
    result = desk.run(MANY, watcher=watcher, confidence=doubts(desk))
    assert [row.status for row in result.rows] == ["failed", "done", "done"]
    assert [row.asked for row in result.rows][1:] == [1, 0] and len(desk.program.saved) == 2
    assert [one["done"] for one in kept(desk)] == [False, True]


def test_a_row_that_failed_by_relying_on_it_takes_it_back(desk: Desk) -> None:
    """It may be by chance that it went well before: from then on it is asked about anew."""
    desk.keep_going = True
    watcher = Pointing(desk)
    sure = doubts(desk)

    def confidence(situation: Situation) -> float:
        desk.program.save_stores = len(watcher.questions) != 1 or not desk.program.saved
        return sure(situation)

    result = desk.run(MANY, watcher=watcher, confidence=confidence)
    assert [row.status for row in result.rows] == ["done", "failed", "done"]
    places = [one.row for one in watcher.questions if not one.settling]
    assert places == [2, 4] and [one[0] for one in desk.program.saved] == ["Jones", "Meier"]


def test_a_row_that_was_skipped_takes_back_what_it_relied_on(desk: Desk) -> None:
    """The click did nothing, and the person skips the row: it did not end «failed», nor well."""

    class Skipping(Pointing):
        def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
            said = super().ask(question, stopped)
            return Answer("skip_row") if question.settling else said

    desk.keep_going = True
    watcher = Skipping(desk)
    sure = doubts(desk)

    def confidence(situation: Situation) -> float:
        desk.program.save_stores = len(watcher.questions) != 1 or not desk.program.saved
        return sure(situation)

    result = desk.run(MANY, watcher=watcher, confidence=confidence)
    assert [row.status for row in result.rows] == ["done", "skipped", "done"]
    assert [one.row for one in watcher.questions if not one.settling] == [2, 4]


def test_it_follows_no_row_where_its_line_names_the_record(desk: Desk) -> None:
    """The button stands in the line of the row's own customer: the next row's is another one."""
    show = desk.program.widgets

    def widgets() -> list[Any]:
        found = show()
        save = next(one for one in found if one.name == "save")
        name = replace(save, name="of", kind="text", box=save.box.moved(150, 0), text=desk.program.customer)
        return [*found, name] if desk.program.customer else found

    desk.program.widgets = widgets
    watcher = Pointing(desk)
    result = desk.run(MANY, watcher=watcher, confidence=doubts(desk))
    assert result.status == "done" and [row.asked for row in result.rows] == [1, 1, 1]
    assert all("names the row's record" in one["place"]["bound"] for one in kept(desk))


def test_what_is_gone_is_asked_about_whatever_was_shown(desk: Desk) -> None:
    watcher = Pointing(desk)
    desk.run(MANY[:1], watcher=watcher, confidence=doubts(desk))
    desk.program.hidden.add("save")
    result = desk.run(MANY[1:2], watcher=Watcher(), confidence=doubts(desk))
    assert result.status == "asked" and len(desk.program.saved) == 1


def test_a_greyed_target_is_waited_for_whatever_was_shown(desk: Desk) -> None:
    def grey_later() -> None:
        if desk.program.saved:
            desk.program.greyed.add("save")

    watcher = Pointing(desk)
    watcher._on_pace = grey_later
    result = desk.run(MANY[:2], watcher=watcher, confidence=doubts(desk))
    assert result.rows[0].asked == 1
    greyed = [one.reason for one in watcher.questions if one.row == 3]
    assert greyed and all("greyed out" in one for one in greyed)


def test_an_irreversible_step_needs_its_yes_as_before(desk: Desk) -> None:
    """What was shown says where, and not whether."""
    desk.watched, desk.final = 2, frozenset({SAVE})

    class Agreeing(Pointing):
        def ask(self, question: Question, stopped: Callable[[], bool]) -> Answer | None:
            said = super().ask(question, stopped)
            return Answer("yes") if question.approving else said

    watcher = Agreeing(desk)
    desk.run(MANY, watcher=watcher, confidence=doubts(desk))
    asked = {one.row: one.reason for one in watcher.questions}
    assert "cannot be undone, and 1 of 2 rows" in asked[3] and 4 not in asked


def test_a_step_that_deals_with_a_secret_leaves_nothing(desk: Desk) -> None:
    steps = list(desk.task.steps)
    steps[SAVE - 1] = replace(steps[SAVE - 1], value=Value("secret", "pin"))
    desk.task = replace(desk.task, steps=tuple(steps))
    desk.run(MANY[:1], watcher=Pointing(desk), confidence=doubts(desk))
    assert kept(desk) == []


def test_values_and_words_with_a_secret_are_not_kept() -> None:
    """A secret that the screen shows in other capitals was not found to be one: then nothing is kept."""
    pin = Value("screen", "pin", "", places=(PIN,), secret=True)
    plan = StepPlan(TaskStep(1, 0, "click", "click save"), screen=(pin,), readings={PIN: "Tulip7"})
    save, head = (Element(Box(40, y, 90, 28), "button", text) for y, text in ((100, "Save"), (20, "Ada 7")))
    seen = Observation(np.full((300, 400, 3), 250, np.uint8), (save, head))
    assert not keeps_silent(plan, seen)
    assert keeps_silent(plan, replace(seen, elements=(save, replace(head, text="your TULIP7"))))
    plan = replace(plan, values={"Miller": "Ada", "pin": "7"})
    shown, view = DemonstratedStep(1, seen, 0, save.box.center), View(seen, None, None, seen)

    def kept_of(hides: str) -> dict[str, str]:
        place = place_of(plan, shown, view, seen, save.box.center, lambda text: text.replace(hides, "…"))
        assert place is not None
        return dict(place.values)

    assert kept_of("nothing") == {"Miller": "Ada"} and kept_of("Ada") == {}
