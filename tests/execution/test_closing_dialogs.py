"""By what a known dialog is closed, and when it is left to the person: in a window, with eyes and hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import pytest

from lam_desktop.execution.acting.interruptions import Interruptions, words_of
from lam_desktop.execution.finding.guard import Guard
from lam_desktop.execution.finding.located import Located
from lam_desktop.execution.finding.locating import Locator
from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.screen.readiness import Looker
from lam_desktop.execution.supervising.telling import Telling
from lam_desktop.tasks.limits import Limits
from lam_desktop.tasks.step import TaskStep, WindowName
from lam_desktop.tasks.storage.corrections import Interruption
from lam_desktop.types import (
    Action,
    Box,
    Candidate,
    Click,
    Decision,
    Element,
    Frame,
    Observation,
    PressKeys,
    Situation,
    Window,
)

MAIN = Window("Orders", "orders", "orders", Box(0, 0, 640, 480), "normal", 1)
FRONT = Window("Orders", "orders", "orders", Box(150, 120, 340, 200), "dialog", 2)
OTHER = Window("Mail", "mail", "mail", Box(0, 0, 640, 480), "normal", 3)
BUTTON = Box(380, 280, 90, 26)
STEP = StepPlan(TaskStep(1, 0, "click", "the field", window=WindowName("orders", "orders")))


class Screen:
    """Eyes, hands and a policy that finds the button by where it is; whom it tells keeps nothing."""

    name = "by place"

    def __init__(self, elements: Sequence[Element], own_window: bool = True) -> None:
        self.elements = tuple(elements)
        self.shown = (MAIN, FRONT) if own_window else (MAIN,)
        self.active = self.shown[-1]
        self.frame: Frame = np.zeros((480, 640, 3), np.uint8)
        self.did: list[Action] = []

    def grab(self) -> tuple[Frame, tuple[int, int]]:
        return self.frame, (0, 0)

    def windows(self) -> tuple[Window, ...]:
        return self.shown

    def minimised(self) -> tuple[Window, ...]:
        return ()

    def active_window(self) -> Window | None:
        return self.active

    def activate(self, window: Window) -> None:
        self.active = window

    def parse(self, frame: Frame, region: Box | None = None) -> tuple[Element, ...]:
        return self.elements

    def forget(self) -> None: ...

    def read(self, frame: Frame, box: Box) -> tuple[str, float]:
        return "", 0.0

    def decide(self, situation: Situation) -> Decision:
        [clicked] = [one for one in situation.screen.elements if one.box == BUTTON]
        target = Candidate(clicked.box, clicked.kind, clicked.text, 1.0)
        return Decision(target, BUTTON.center, 1.0, 0.5, 0.0, (target,), "It is there.")

    def perform(
        self, action: Action, stopped: Callable[[], bool], lands: Callable[[], bool] | None = None
    ) -> None:
        self.did.append(action)

    def release_all(self) -> None: ...

    def put_right(self, plan: StepPlan, reason: str, **facts: object) -> None: ...


def says(text: str) -> Element:
    return Element(Box(170, 230, 300, 20), "text", text)


def button(text: str) -> Element:
    return Element(BUTTON, "button", text)


def known(elements: Sequence[Element], keys: tuple[str, ...] = (), own_window: bool = True) -> Interruption:
    """A dialog that was closed once, by its button or by a key."""
    seen = Observation(np.zeros((480, 640, 3), np.uint8), tuple(elements), FRONT.box)
    target = None if keys else next(at for at, one in enumerate(elements) if one.box == BUTTON)
    texts = tuple(sorted(filter(None, (words_of(one.text, ()) for one in elements))))
    return Interruption(seen, target, None if keys else BUTTON.center, keys, texts, own_window)


def close(
    screen: Screen, once: Interruption, meanwhile: Callable[[], None] = lambda: None
) -> tuple[bool, str]:
    """Whether it was closed, and the objection; `meanwhile` happens between the look and the act."""
    guard = Guard((WindowName("orders", "orders"),), Limits())
    looker = Looker(screen, screen, still_s=0.0)
    locator = Locator(looker, screen, guard, lambda plan, found: None, lambda: False)

    def pace() -> bool:
        meanwhile()
        return False

    interruptions = Interruptions([once], locator, guard, screen, cast(Telling, screen), lambda: False, pace)
    view = looker.look(STEP.step.window, lambda: False)
    done = interruptions.close(STEP, Located(view, None, "A dialog is in front."), ())
    assert done is bool(screen.did)
    return done, interruptions.objection


@pytest.mark.parametrize("own_window", [True, False])
@pytest.mark.parametrize("name", ["Not now", "Later", "Cancel", "×", "Nicht jetzt"])
def test_what_declines_is_pressed(name: str, own_window: bool) -> None:
    once, now = says("12 colleagues wrote to you."), says("7 colleagues wrote to you.")
    screen = Screen([now, button(name)], own_window)
    assert close(screen, known([once, button(name)], (), own_window)) == (True, "")
    assert screen.did == [Click(BUTTON.center)]


@pytest.mark.parametrize("own_window", [True, False])
@pytest.mark.parametrize("name", ["Continue", "Next", "Got the idea", "Delete", ""])
def test_a_harmless_word_may_agree_to_something(name: str, own_window: bool) -> None:
    once, now = says("All 14 invoices will be deleted."), says("All 2300 invoices will be deleted.")
    done, objection = close(
        Screen([now, button(name)], own_window), known([once, button(name)], (), own_window)
    )
    assert not done and "may not be possible to undo" in objection


def test_a_longer_label_that_was_read_in_parts_is_none_that_declines() -> None:
    elements = [
        says("Shall it be so?"),
        Element(BUTTON.expanded(8), "button", "Cancel order"),
        button("Cancel"),
    ]
    done, objection = close(Screen(elements), known(elements))
    assert not done and "“Cancel”" in objection


def test_the_windows_own_button_is_pressed() -> None:
    elements = [says("All 14 invoices will be deleted."), Element(BUTTON, "window_control")]
    assert close(Screen(elements), known(elements))[0]


def test_ok_is_pressed_in_a_message_only() -> None:
    message = [says("The order was stored."), button("OK")]
    assert close(Screen(message), known(message))[0]
    choice = [*message, Element(BUTTON.moved(-120, 0), "button", "Cancel")]
    assert not close(Screen(choice), known(choice))[0]


@pytest.mark.parametrize(("key", "name", "done"), [
    ("esc", "Continue", True), ("enter", "Continue", False), ("enter", "OK", True),
])  # fmt: skip
def test_a_key_closes_what_it_cannot_agree_to(key: str, name: str, done: bool) -> None:
    elements = [says("All 14 invoices will be deleted."), button(name)]
    screen = Screen(elements)
    closed, objection = close(screen, known(elements, (key,)))
    assert closed is done and bool(objection) is not done
    assert screen.did == ([PressKeys((key,))] if done else [])


@pytest.mark.parametrize("keys", [(), ("enter",)])
def test_a_cancel_that_the_form_below_has_too_is_of_the_dialog(keys: tuple[str, ...]) -> None:
    """Drawn into the page: what the form says as well is not among what the dialog was known by."""
    message = [says("The entries of the form are put back."), button("OK")]
    once = known(message, keys, own_window=False)
    assert close(Screen(message, own_window=False), once)[0]
    cancel = Element(BUTTON.moved(100, 0), "button", "Cancel")
    done, objection = close(Screen([*message, cancel], own_window=False), once)
    assert not done and "may not be possible to undo" in objection


def test_what_changed_since_the_look_is_left_alone() -> None:
    """Another dialog has come into its place meanwhile, or another window has the keyboard."""
    elements = [says("12 colleagues wrote to you."), button("Later")]
    for once in (known(elements), known(elements, ("esc",))):
        screen = Screen(elements)
        assert close(screen, once)[0]

        def redrawn(screen: Screen = screen) -> None:
            screen.frame = np.full_like(screen.frame, 90)

        screen.did.clear()
        assert close(screen, once, redrawn) == (False, "")

    screen = Screen(elements)

    def elsewhere() -> None:
        screen.active = OTHER

    assert close(screen, known(elements, ("esc",)), elsewhere) == (False, "")
