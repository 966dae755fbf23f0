"""A target outside of what a window shows is scrolled into view; nothing else moves, and no value changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.execution.acting.into_view import cut_within
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.machine.actuators._fake import FakeActuator
from lam_desktop.execution.runs.supervision import Observed, RunEvent
from lam_desktop.types import Action, Box, Candidate, Click, Decision, Element, Scroll, Situation
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.program import MAIN, OrderProgram, SamePlacePolicy, Widget

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_waiting")]

NOTCH_PX = 40
VIEW = Box(0, 0, MAIN.box.w, MAIN.box.h)
COLUMN = 330
"""Right of it lies what takes no wheel."""


@dataclass
class LongForm(OrderProgram):
    """The same form on a larger page; it lies where it was shown after `lies` pixels, right and down."""

    lies: tuple[int, int] = (0, 0)
    at_first: tuple[int, int] = (0, 0)
    least: tuple[int, int] = (-200, -400)
    most: tuple[int, int] = (400, 600)
    reacts: Callable[[LongForm, Action], bool] = lambda *_: False
    """What the wheel does instead of scrolling; False where it scrolls."""
    odd: str = "Aachen"
    """What a box shows that takes the wheel."""
    zoom: int = 0
    scrolled: list[int] = field(default_factory=list[int])
    clicked_at: list[int] = field(default_factory=list[int])
    """How far down the page was at each click."""

    def __post_init__(self) -> None:
        self.scrolled = list(self.at_first)

    def widgets(self) -> list[Widget]:
        x, y = self.scrolled
        texts = [
            Widget(
                f"note {at}",
                "text",
                Box(COLUMN + 8 * (at % 5), 34 * at, 60 + 9 * (at % 4), 16),
                f"Note {at * 7}",
            )
            for at in range(-20, 40)
        ]
        texts += [
            Widget(
                f"side {at}", "text", Box(COLUMN + 150 * at, 220 + 40 * (at % 3), 70, 16), f"Side {at * 3}"
            )
            for at in range(-8, 9)
        ]
        texts.append(Widget("odd", "combo", Box(20, 300, 200, 24), self.odd))
        for one in texts:
            one.box = one.box.moved(-x, -y + self.zoom * (one.box.y // 9))
        shift = self.lies[0] - x, self.lies[1] - y
        moved = [
            Widget(one.name, one.kind, one.box.moved(*shift), one.text, one.checked)
            for one in super().widgets()
        ]
        near = VIEW.expanded(28)  # what is cut by the edge of the window is drawn over it
        return [one for one in [*moved, *texts] if near.holds(one.box) and VIEW.overlaps(one.box)]

    def react(self, action: Action) -> None:
        if isinstance(action, Scroll) and not self.reacts(self, action):
            wanted = self.scrolled[0] + NOTCH_PX * action.dx, self.scrolled[1] - NOTCH_PX * action.dy
            for axis in (0, 1):
                self.scrolled[axis] = min(self.most[axis], max(self.least[axis], wanted[axis]))
        if isinstance(action, Click):
            self.clicked_at.append(self.scrolled[1])
        super().react(action)

    def under(self, point: tuple[int, int]) -> list[Widget]:
        return [one for one in self.widgets() if self.box_of(one).contains(*point)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("lam_desktop.execution.acting.wheel.REACTS_S", 0.0)  # a program in memory has reacted
    monkeypatch.setattr("lam_desktop.execution.acting.wheel.WATCHED_S", 0.0)
    monkeypatch.setattr("lam_desktop.execution.machine.actuators._base.HOVER_S", 0.0)
    return Desk(tmp_path)


def run_on(
    desk: Desk, program: LongForm, confidence: Callable[[Situation], float] = lambda _: 1.0
) -> tuple[str, str]:
    """The row's status, and what was asked."""
    desk.program = program
    desk.actuator = FakeActuator(program.react)
    [row] = desk.run(ROWS[1:], mode="auto", watcher=Watcher(), confidence=confidence).rows
    return row.status, row.reason


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy finds an element by what it is called, wherever it lies."""
    monkeypatch.setattr("tests.execution.test_executor.SamePlacePolicy", SameNamePolicy)


class SameNamePolicy(SamePlacePolicy):
    """Finds the element of the demonstrated kind and name."""

    def decide(self, situation: Situation) -> Decision:
        step, screen = situation.step, situation.screen
        assert step.target is not None
        sought = step.before.elements[step.target]
        name = _name_of(sought, step.before.elements)
        found = [
            one
            for one in screen.elements
            if one.kind == sought.kind and _name_of(one, screen.elements) == name
        ]
        if not found:
            return Decision(None, None, 0.0, 0.9, 1.0, (), "It is not there.")
        sure = self._confidence(situation)
        best = Candidate(found[0].box, found[0].kind, found[0].text, sure)
        return Decision(best, found[0].box.center, sure, 0.9, 1 - sure, (best,), f"Sure to {sure:.0%}.")


def _name_of(element: Element, elements: Sequence[Element]) -> str:
    """What a button says, or what is written beside another element."""
    if element.kind == "button":
        return element.text
    beside = [
        one
        for one in elements
        if one.kind == "text" and abs(one.box.center[1] - element.box.center[1]) < 6 and one.box.x < 300
    ]
    return beside[0].text if beside else ""


def wheel(desk: Desk) -> list[Scroll]:
    return [one for one in desk.actuator.actions if isinstance(one, Scroll) and (one.dx or one.dy)]


@pytest.mark.parametrize(
    "lies", [(0, 320), (0, -160), (0, 410), (320, 0), (-120, 0)], ids=["down", "up", "odd", "right", "left"]
)
def test_the_row_is_entered_on_a_page_that_lies_elsewhere(desk: Desk, lies: tuple[int, int]) -> None:
    program = LongForm(lies=lies)
    program.most = (max(0, lies[0]), max(0, lies[1]))
    assert run_on(desk, program) == ("done", "")
    assert program.saved == [("Jones", "7", True)] and tuple(program.scrolled) == lies


@pytest.mark.parametrize(
    "at_first",
    [
        (0, 80),
        pytest.param((0, 600), marks=pytest.mark.proof),
        pytest.param((40, 0), marks=pytest.mark.proof),
    ],
    ids=["between", "end", "right"],
)
def test_what_is_nowhere_is_asked_about_with_the_page_as_it_was(
    desk: Desk, at_first: tuple[int, int]
) -> None:
    program = LongForm(lies=(0, 5000), at_first=at_first, least=(0, 0))
    status, reason = run_on(desk, program)
    assert status == "asked" and "wheel" not in reason
    assert {(one.dx > 0, one.dy > 0) for one in wheel(desk)} >= {(False, True), (False, False)}
    assert tuple(program.scrolled) == at_first and "another part" not in reason


def test_a_page_that_cannot_be_led_back_is_told(desk: Desk) -> None:
    """It lies between two notches of either end."""
    program = LongForm(lies=(0, 5000), at_first=(0, 90), least=(0, 0), most=(0, 605))
    status, reason = run_on(desk, program)
    assert status == "asked" and "shows another part than before" in reason
    assert abs(program.scrolled[1] - 90) < NOTCH_PX


def test_a_window_that_does_not_scroll_is_left_alone(desk: Desk) -> None:
    program = LongForm(lies=(0, 120), least=(0, 0), most=(0, 0))
    status, reason = run_on(desk, program)
    assert status == "asked" and "wheel" not in reason
    assert 0 < len(wheel(desk)) <= 12
    assert sum(one.dx for one in wheel(desk)) == sum(one.dy for one in wheel(desk)) == 0


def test_a_map_that_the_wheel_enlarges_is_turned_back_once(desk: Desk) -> None:
    def enlarges(program: LongForm, action: Action) -> bool:
        assert isinstance(action, Scroll)
        program.zoom += action.dy
        return True

    program = LongForm(lies=(0, 320), reacts=enlarges)
    status, reason = run_on(desk, program)
    assert status == "asked" and "wheel" not in reason
    assert program.zoom == 0 and len(wheel(desk)) <= 8


def test_a_value_that_does_not_go_back_is_told_at_once(desk: Desk) -> None:
    values = iter(["Bergen", "Cagliari", "Dresden", "Esbjerg", "Faro"])

    def turns(program: LongForm, action: Action) -> bool:
        if isinstance(action, Scroll) and action.dy:
            program.odd = next(values)
        return True

    program = LongForm(lies=(0, 320), reacts=turns)
    status, reason = run_on(desk, program)
    assert status == "asked" and "did not go back: look at it" in reason
    assert [one.dy for one in wheel(desk)] == [-1, 1]


def test_a_message_that_goes_while_the_wheel_is_turned_is_not_its_doing(desk: Desk) -> None:
    """As that of a stored row: at the end of a page nothing scrolls, and the message goes all the same."""

    class Telling(LongForm):
        told: bool = True

        def widgets(self) -> list[Widget]:
            message = [Widget("told", "text", Box(60, 360, 160, 20), "Order saved")] if self.told else []
            return [*super().widgets(), *message]

    def goes(program: LongForm, action: Action) -> bool:
        assert isinstance(action, Scroll) and isinstance(program, Telling)
        program.told = program.told and not action.dy
        return False

    program = Telling(lies=(0, -320), least=(0, -400), most=(0, 0), reacts=goes)
    assert run_on(desk, program) == ("done", "")
    assert program.saved == [("Jones", "7", True)] and not program.told


def test_what_was_scrolled_to_once_is_looked_for_so_soon(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second row on it is not waited for as long as for what may still come."""
    waited: list[float] = []
    wait = Locator.wait

    def noted(locator: Locator, plan: StepPlan, *rest: Any) -> Located:
        waited.append(rest[2])
        return wait(locator, plan, *rest)

    monkeypatch.setattr(Locator, "wait", noted)
    monkeypatch.setattr("lam_desktop.execution.acting.readying.SOON_S", 0.1)

    class Scrolling(Watcher):
        """Scrolls the page back when a row begins."""

        row = 0

        def report(self, event: RunEvent) -> None:
            super().report(event)
            if isinstance(event, Observed) and event.row != self.row:
                self.row = event.row
                program.scrolled = [0, 0]

    program = LongForm(lies=(0, 320), most=(0, 320))
    desk.program, desk.actuator = program, FakeActuator(program.react)
    result = desk.run(ROWS, mode="auto", watcher=Scrolling())
    assert result.status == "done", result.message
    assert waited.count(0.1) == 1 and max(waited) > 0.1


def test_a_value_that_was_turned_while_the_page_moved_goes_back_with_it(desk: Desk) -> None:
    """As in Tk: what is bound to all scrolls, and the box turns its value as well."""
    cities = ["Aachen", "Bergen", "Cagliari"]

    def both(program: LongForm, action: Action) -> bool:
        if isinstance(action, Scroll) and any(one.name == "trap" for one in program.under(action.point)):
            step = -(action.dy > 0) + (action.dy < 0)
            program.odd = cities[min(2, max(0, cities.index(program.odd) + step))]
        return False

    class Trapped(LongForm):
        """All of it takes the wheel, and nothing is seen that does."""

        def under(self, point: tuple[int, int]) -> list[Widget]:
            return [Widget("trap", "text", VIEW)]

    program = Trapped(lies=(0, 320), reacts=both, odd="Aachen", least=(0, 0))
    status, reason = run_on(desk, program)
    assert status == "asked" and "wheel" not in reason
    assert (program.odd, program.scrolled) == ("Aachen", [0, 0])


def test_where_the_wheel_does_nothing_the_bar_and_other_places_are_tried(desk: Desk) -> None:
    def only_at_the_side(program: LongForm, action: Action) -> bool:
        assert isinstance(action, Scroll)
        return action.point[0] < program.at[0] + MAIN.box.w - 20

    program = LongForm(lies=(0, 320), most=(0, 320), reacts=only_at_the_side)
    assert run_on(desk, program) == ("done", "")
    assert program.saved == [("Jones", "7", True)]


def test_the_wheel_is_never_turned_over_what_takes_it(desk: Desk) -> None:
    def sees(program: LongForm, action: Action) -> bool:
        assert isinstance(action, Scroll)
        assert not any(one.kind in ("field", "combo", "spin", "tab") for one in program.under(action.point))
        return False

    program = LongForm(lies=(0, 320), reacts=sees, most=(0, 320))
    assert run_on(desk, program) == ("done", "")


def test_a_dialog_in_the_way_or_a_doubt_is_no_reason_to_scroll(desk: Desk) -> None:
    desk.program.dialog_open = True
    assert desk.run(ROWS[1:], mode="auto").status == "asked"
    desk.program.dialog_open = False
    assert desk.run(ROWS[1:], mode="auto", confidence=lambda _: 0.6).status == "asked"
    assert wheel(desk) == []


@pytest.mark.usefixtures("by_name")
def test_a_target_at_the_edge_is_led_away_from_it(desk: Desk) -> None:
    program = LongForm(lies=(0, 400))
    run_on(desk, program)
    assert program.clicked_at[0] == 2 * NOTCH_PX  # one notch further than it came into view
    assert program.saved == [("Jones", "7", True)]


@pytest.mark.usefixtures("by_name")
def test_where_it_is_told_for_sure_is_gone_back_to(desk: Desk) -> None:
    """Beyond, another view of the same says less; and from the end no notch leads back to it."""
    program = LongForm(lies=(0, 400), least=(0, 0), most=(0, 70))
    status, reason = run_on(desk, program, lambda _: 0.5 if program.scrolled[1] != NOTCH_PX else 1.0)
    assert program.clicked_at == [NOTCH_PX]
    assert status == "asked" and "click quantity" in reason


@pytest.mark.usefixtures("by_name")
def test_a_value_that_is_changed_while_the_target_is_led_from_the_edge_is_told(desk: Desk) -> None:
    def once(program: LongForm, action: Action) -> bool:
        if program.scrolled[1] == NOTCH_PX:
            program.odd = "Bergen"
        return False

    program = LongForm(lies=(0, 400), reacts=once)
    status, reason = run_on(desk, program)
    assert status == "asked" and "did not go back: look at it" in reason
    assert program.clicks == []


class Nested(LongForm):
    """On its page lies a list that takes the wheel; as in Qt, until it is at its end."""

    inner = 0
    place = Box(150, -390, 180, 170)

    def list_now(self) -> Box:
        return self.place.moved(self.at[0] - self.scrolled[0], self.at[1] - self.scrolled[1])

    def widgets(self) -> list[Widget]:
        around = self.place.moved(-self.scrolled[0], -self.scrolled[1])
        found = [one for one in super().widgets() if not one.box.overlaps(around)]
        lines = [
            Widget(
                f"clause {at}",
                "text",
                Box(self.place.x + 8 * (at % 3), self.place.y + 4 + 30 * at, 160, 16),
                f"Clause {at} of sale {7 * at}",
            )
            for at in range(14)
        ]
        for one in lines:
            one.box = one.box.moved(-self.scrolled[0], -self.scrolled[1] - self.inner)
        return [*found, *(one for one in lines if around.holds(one.box) and VIEW.holds(one.box))]


def test_a_list_on_the_page_is_not_taken_for_the_page_on_the_way_back(desk: Desk) -> None:
    def takes(program: LongForm, action: Action) -> bool:
        assert isinstance(program, Nested) and isinstance(action, Scroll)
        if not program.list_now().contains(*action.point):
            return False
        inner = min(240, max(0, program.inner - NOTCH_PX * action.dy))
        program.inner, moved = inner, inner != program.inner
        return moved

    program = Nested(lies=(0, 5000), least=(0, -400), most=(0, 120), reacts=takes)
    status, reason = run_on(desk, program)
    assert status == "asked" and "wheel" not in reason and "another part" not in reason
    assert (program.scrolled, program.inner) == ([0, 0], 0)


@pytest.mark.parametrize(
    ("y", "h", "cut"),
    [(100, 38, "up"), (100, 80, None), (700, 38, "down"), (340, 38, None), (100, 60, None)],
    ids=["at the top", "whole", "at the bottom", "amid the others", "hardly lower"],
)
def test_a_field_that_a_page_cuts_is_less_high_than_the_others(y: int, h: int, cut: str | None) -> None:
    others = [Element(Box(40, at, 450, 82), "field", "") for at in (180, 300, 420)]
    best = Candidate(Box(40, y, 450, h), "field", "", 0.7)
    window = Box(20, 20, 1180, 820)
    beside = Element(Box(20, 900, 200, 20), "field", "of another window")
    address = Element(Box(150, 60, 220, 33), "field", "127.0.0.1")
    assert cut_within(best, [*others, Element(best.box, "field", ""), beside, address], window) == cut
    assert cut_within(best, others[:1], window) is None
