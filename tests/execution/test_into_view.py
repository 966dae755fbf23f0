"""A target outside of what a window shows is scrolled into view; nothing else moves, and no value changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lam_desktop.execution.actuators._fake import FakeActuator
from lam_desktop.types import Action, Box, Scroll
from tests.execution.test_executor import ROWS, Desk, Watcher
from tests.fakes.program import MAIN, OrderProgram, Widget

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
        return [one for one in [*moved, *texts] if near.holds(one.box) and VIEW.intersection(one.box).area]

    def react(self, action: Action) -> None:
        if isinstance(action, Scroll) and not self.reacts(self, action):
            wanted = self.scrolled[0] + NOTCH_PX * action.dx, self.scrolled[1] - NOTCH_PX * action.dy
            for axis in (0, 1):
                self.scrolled[axis] = min(self.most[axis], max(self.least[axis], wanted[axis]))
        super().react(action)

    def under(self, point: tuple[int, int]) -> list[Widget]:
        return [one for one in self.widgets() if self.box_of(one).contains(*point)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("lam_desktop.execution.wheel.REACTS_S", 0.0)  # a program in memory has reacted
    monkeypatch.setattr("lam_desktop.execution.wheel.WATCHED_S", 0.0)
    monkeypatch.setattr("lam_desktop.execution.actuators._base.HOVER_S", 0.0)
    return Desk(tmp_path)


def run_on(desk: Desk, program: LongForm) -> tuple[str, str]:
    """The row's status, and what was asked."""
    desk.program = program
    desk.actuator = FakeActuator(program.react)
    [row] = desk.run(ROWS[1:], mode="auto", watcher=Watcher()).rows
    return row.status, row.reason


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
