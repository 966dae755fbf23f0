"""What every pair of hands keeps to, proved on the fake: order, stopping at any moment, nothing left down."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lam_desktop.execution.machine.actuators import FakeActuator, Missed
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.types import Action, Click, Drag, PressKeys, Scroll, TypeText

points = st.tuples(st.integers(0, 200), st.integers(0, 200))
buttons = st.sampled_from(["left", "middle", "right"])
modifiers = st.lists(st.sampled_from(["ctrl", "shift", "alt"]), unique=True, max_size=2).map(tuple)
actions = st.one_of(
    st.builds(Click, points, buttons, st.integers(1, 2), modifiers),
    st.builds(Drag, points, points, buttons, modifiers),
    st.builds(Scroll, points, st.integers(-2, 2), st.integers(-2, 2)),
    st.builds(TypeText, st.text(max_size=4), st.booleans()),
    st.builds(PressKeys, st.sampled_from([("ctrl", "s"), ("enter",), ("ctrl", "shift", "tab")])),
)


def never() -> bool:
    return False


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rests take no time here; what they ask is still asked."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for name in ("HOVER_S", "HOLD_S", "BETWEEN_CLICKS_S", "NOTCH_S", "DRAG_STEP_S", "DWELL_S"):
        monkeypatch.setattr(f"lam_desktop.execution.machine.actuators._base.{name}", 0.0)


def test_double_click_presses_twice_at_the_point_with_the_modifier_held() -> None:
    hands = FakeActuator()
    hands.perform(Click((30, 40), count=2, modifiers=("ctrl",)), never)
    assert hands.events == [
        ("move", (29, 40)), ("move", (30, 40)), ("key_down", "ctrl"),
        ("down", "left"), ("up", "left"), ("down", "left"), ("up", "left"), ("key_up", "ctrl"),
    ]  # fmt: skip


@pytest.mark.parametrize("action", [Click((30, 40), count=2), Drag((30, 40), (80, 90))])
def test_nothing_is_pressed_where_what_was_to_be_clicked_has_gone(action: Action) -> None:
    hands = FakeActuator()
    with pytest.raises(Missed) as missed:
        hands.perform(action, never, never)
    assert not missed.value.pressed
    assert {name for name, _ in hands.events} == {"move"} and not hands.actions


def test_a_click_whose_window_goes_while_the_button_is_down_is_told_and_leaves_nothing_down() -> None:
    hands = FakeActuator()
    stands = iter((True, False))
    with pytest.raises(Missed) as missed:
        hands.perform(Click((30, 40), count=2, modifiers=("ctrl",)), never, lambda: next(stands))
    assert missed.value.pressed and not hands.held
    assert [name for name, _ in hands.events if name in ("down", "up")] == ["down", "up"]


def test_drag_moves_in_steps_with_the_button_down_and_releases_at_the_end() -> None:
    hands = FakeActuator()
    hands.perform(Drag((0, 10), (100, 60)), never)
    names = [name for name, _ in hands.events]
    assert names.index("down") < names.index("up") == len(names) - 1
    path = [at for name, at in hands.events[names.index("down") :] if name == "move"]
    assert len(path) >= 8
    assert path[-1] == (100, 60)
    assert hands.pointer() == (100, 60)


def test_scroll_turns_the_wheel_once_a_notch() -> None:
    hands = FakeActuator()
    hands.perform(Scroll((5, 5), dx=1, dy=-3), never)
    assert [value for name, value in hands.events if name == "scroll"] == [(1, 0), (0, -1), (0, -1), (0, -1)]


def test_shortcut_releases_in_the_opposite_order() -> None:
    hands = FakeActuator()
    hands.perform(PressKeys(("ctrl", "shift", "s")), never)
    assert hands.events == [
        ("key_down", "ctrl"), ("key_down", "shift"), ("key_down", "s"),
        ("key_up", "s"), ("key_up", "shift"), ("key_up", "ctrl"),
    ]  # fmt: skip


@given(actions, st.integers(0, 60))
def test_stopped_at_any_moment_nothing_stays_down_and_nothing_more_happens(
    action: Action, after: int
) -> None:
    hands = FakeActuator()
    asked = itertools.count()
    stopped_at: list[int] = []

    def stopped() -> bool:
        if next(asked) < after:
            return False
        stopped_at.append(len(hands.events))
        return True

    try:
        hands.perform(action, stopped)
    except Stopped:
        assert len(stopped_at) == 1, "it asked again after it was told to stop"
        later = hands.events[stopped_at[0] :]
        assert all(name in ("up", "key_up") for name, _ in later), later
        assert hands.actions == []
    else:
        assert stopped_at == []
        assert hands.actions == [action]
    assert hands.held == set()


@given(actions)
def test_asks_between_any_two_presses(action: Action) -> None:
    hands = FakeActuator()
    marks: list[int] = []

    def stopped() -> bool:
        marks.append(len(hands.events))
        return False

    hands.perform(action, stopped)
    presses = [
        at for at, (name, _) in enumerate(hands.events) if name in ("down", "key_down", "scroll", "text")
    ]
    for one, next_one in itertools.pairwise(presses):
        assert any(one < mark <= next_one for mark in marks)


def test_a_program_that_fails_leaves_nothing_down() -> None:
    class Failing(FakeActuator):
        def _button(self, button: str, down: bool, at: tuple[int, int]) -> None:
            super()._button(button, down, at)  # type: ignore[arg-type]
            raise OSError("the display is gone")

    hands = Failing()
    with pytest.raises(OSError):
        hands.perform(Click((1, 1), modifiers=("ctrl",)), never)
    assert hands.held == set()


def test_the_program_reacts_to_each_finished_action() -> None:
    seen: list[Action] = []
    hands = FakeActuator(on_action=seen.append)
    hands.perform(TypeText("ab"), never)
    assert seen == [TypeText("ab")]
    assert [value for name, value in hands.events if name == "text"] == ["a", "b"]
