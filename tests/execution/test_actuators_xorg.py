"""The hands on real X servers and a real Qt program: what reaches it, and what is left afterwards."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext.xtest import fake_input

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.actuators import BaseActuator, KeyboardLost, open_actuator
from lam_desktop.execution.machine.actuators._keys import key_name
from lam_desktop.execution.machine.actuators._xorg import XorgActuator
from lam_desktop.execution.machine.stopping import Stopped
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from lam_desktop.types import Click, Drag, PressKeys, Scroll, TypeText
from recorder.inputs import RawInput
from recorder.inputs._xorg import XorgInput
from recorder.ledger import InjectionLedger
from tests.execution.stage import LIMIT_S, Receiver, crowding, never, stage, wait_until

if sys.platform != "linux":
    pytest.skip("needs an X server", allow_module_level=True)

CONTROL = 37  # its key code on every PC keyboard
CONTROL_ITSELF = "0x1000021"


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with stage() as desktop:
        yield desktop


@pytest.fixture(scope="module")
def receiver(desktop: VirtualDesktop, tmp_path_factory: pytest.TempPathFactory) -> Receiver:
    return Receiver(desktop, tmp_path_factory.mktemp("receiver"))


@pytest.fixture
def hands(desktop: VirtualDesktop) -> Iterator[BaseActuator]:
    ledger = InjectionLedger()
    with open_actuator(ledger) as hands:
        yield hands
    ledger.close()


@pytest.fixture
def person(desktop: VirtualDesktop) -> Iterator[Display]:
    """Somebody else at the same mouse and keyboard."""
    display = Display(desktop.display)
    yield display
    display.close()


def test_clicks_arrive_with_button_count_and_modifier(hands: BaseActuator, receiver: Receiver) -> None:
    at = receiver.place("pad")
    before = len(receiver.state()["mouse"])
    hands.perform(Click(at), never)
    hands.perform(Click(at, button="right"), never)
    hands.perform(Click(at, modifiers=("ctrl", "shift")), never)
    time.sleep(0.5)  # longer than a double click, so that the next is one by itself
    hands.perform(Click(at, count=2), never)
    expected = [
        ["press", "LeftButton", ""], ["release", "LeftButton", ""],
        ["press", "RightButton", ""], ["release", "RightButton", ""],
        ["press", "LeftButton", "ShiftModifier|ControlModifier"],
        ["release", "LeftButton", "ShiftModifier|ControlModifier"],
        ["press", "LeftButton", ""], ["release", "LeftButton", ""],
        ["double", "LeftButton", ""], ["release", "LeftButton", ""],
    ]  # fmt: skip

    def arrived() -> list[list[str]]:
        events = receiver.state()["mouse"][before:]
        return [[what, button, keys] for what, button, _, _, keys in events if what != "move"]

    wait_until(lambda: len(arrived()) >= len(expected), arrived)
    assert [[what, button, keys.replace("NoModifier", "")] for what, button, keys in arrived()] == expected


def test_drag_and_wheel_arrive(hands: BaseActuator, receiver: Receiver) -> None:
    x, y, w, h = receiver.state()["places"]["slider"]
    hands.perform(Drag((x + 6, y + h // 2), (x + w - 6, y + h // 2)), never)
    receiver.shows("slider", 99)
    assert hands.pointer() == (x + w - 6, y + h // 2)
    before = len(receiver.state()["mouse"])
    hands.perform(Scroll(receiver.place("pad"), dx=0, dy=-2), never)
    hands.perform(Scroll(receiver.place("pad"), dx=1, dy=0), never)

    def turned() -> list[tuple[int, int]]:
        return [(x, y) for what, _, x, y, _ in receiver.state()["mouse"][before:] if what == "wheel"]

    wait_until(lambda: len(turned()) == 3, turned)
    assert turned() == [(0, -120), (0, -120), (-120, 0)]


@pytest.mark.parametrize(
    "keys", [("ctrl", "a"), ("ctrlleft", "A"), ("ctrl", "home"), ("ctrl_l", "end"), ("ctrl", "shift", "a")]
)
def test_shortcuts_by_any_known_name(keys: tuple[str, ...], hands: BaseActuator, receiver: Receiver) -> None:
    hands.perform(Click(receiver.place("area")), never)
    before = len(receiver.state()["shortcuts"])
    hands.perform(PressKeys(keys), never)
    last = {"a": "A", "home": "0x1000010", "end": "0x1000011"}[keys[-1].lower()]
    wait_until(lambda: last in receiver.state()["shortcuts"][before:], lambda: receiver.state()["shortcuts"])


def test_a_sign_brings_the_shift_that_it_needs(hands: BaseActuator, receiver: Receiver) -> None:
    hands.perform(Click(receiver.place("line")), never)
    hands.perform(PressKeys(("ctrl", "a")), never)
    for keys in (("?",), ("/",), ("shift", "b"), ("C",)):
        hands.perform(PressKeys(keys), never)
    receiver.shows("line", "?/Bc")


def test_keys_are_where_pyautogui_finds_them(hands: BaseActuator) -> None:
    import pyautogui

    codes = pyautogui.platformModule.keyboardMapping  # type: ignore[attr-defined]
    assert isinstance(hands, XorgActuator)
    layout = hands._keyboard._layout
    known = {name: code for name in pyautogui.KEYBOARD_KEYS if (code := codes.get(name))}
    assert len(known) > 100
    assert {name: layout.code_named(key_name(name)) for name in known} == known


def test_a_key_that_no_keyboard_has_is_told(hands: BaseActuator) -> None:
    with pytest.raises(EnvironmentFault, match=r"«hyperdrive»"):
        hands.perform(PressKeys(("ctrl", "hyperdrive")), never)
    assert pressed() == set()


def test_every_event_is_announced(hands: BaseActuator, receiver: Receiver) -> None:
    seen: list[RawInput] = []
    reader = InjectionLedger()
    watcher = XorgInput()
    watcher.start(seen.append, lambda error: None)
    receiver.activate()
    for action in (
        Click(receiver.place("area"), count=2, modifiers=("ctrl",)),
        Drag(receiver.place("slider"), receiver.place("pad")),
        Scroll(receiver.place("pad"), dx=-1, dy=2),
        PressKeys(("ctrl", "a")),
        TypeText("Aé€中"),
    ):
        hands.perform(action, never)
    wait_until(lambda: any(raw.key is not None and raw.key.char == "中" for raw in seen), lambda: seen[-5:])
    watcher.stop()
    foreign = [raw for raw in seen if not reader.is_ours(raw)]
    reader.close()
    assert {raw.kind for raw in seen} == {"move", "press", "release", "scroll", "key_press", "key_release"}
    assert foreign == []


def test_what_others_left_down_is_released_first(
    hands: BaseActuator, receiver: Receiver, person: Display
) -> None:
    fake_input(person, X.KeyPress, CONTROL)
    fake_input(person, X.ButtonPress, 2)
    person.sync()
    assert pressed() == {CONTROL}
    hands.release_all()
    assert pressed() == set()
    assert person.screen().root.query_pointer().mask & 0x1F00 == 0


def test_stopped_while_dragging_with_a_modifier_leaves_nothing_down(
    hands: BaseActuator, receiver: Receiver
) -> None:
    asked = iter(range(1000))
    with pytest.raises(Stopped):
        hands.perform(
            Drag(receiver.place("pad"), (20, 20), modifiers=("ctrl", "shift")), lambda: next(asked) > 12
        )
    assert pressed() == set()
    assert Display().screen().root.query_pointer().mask & 0x1F00 == 0


def test_letters_wait_while_a_person_holds_a_modifier(
    hands: BaseActuator, receiver: Receiver, person: Display
) -> None:
    hands.perform(Click(receiver.place("line")), never)
    hands.perform(PressKeys(("ctrl", "a")), never)
    hands.perform(TypeText("x"), never)
    receiver.shows("line", "x")
    shortcuts = len(receiver.state()["shortcuts"])
    moments: list[float] = []

    def person_holds_control() -> bool:
        """Called between any two events: Ctrl goes down after the second letter, and up a moment later."""
        moments.append(time.monotonic())
        if len(moments) == 3:
            receiver.shows("line", "xab")
            fake_input(person, X.KeyPress, CONTROL)
            person.sync()
        elif len(moments) > 3 and pressed() == {CONTROL} and moments[-1] - moments[2] > 0.3:
            fake_input(person, X.KeyRelease, CONTROL)
            person.sync()
        return False

    hands.perform(TypeText("abcdef"), person_holds_control)
    receiver.shows("line", "xabcdef")
    assert receiver.state()["shortcuts"][shortcuts:] == [CONTROL_ITSELF]


def test_keys_wait_for_a_click_that_the_window_manager_holds_up(tmp_path: Path) -> None:
    """It freezes the pointer at each click to raise the window first; this one takes its time."""
    with stage(window_manager=False) as desktop, Slow(desktop.display):
        receiver = Receiver(desktop, tmp_path)
        ledger = InjectionLedger()
        with open_actuator(ledger) as hands:
            hands.perform(Click(receiver.place("line")), never)
            hands.perform(TypeText("first"), never)
            hands.perform(Click(receiver.place("area")), never)
            hands.perform(TypeText("second"), never)
            receiver.shows("area", "second")
            receiver.shows("line", "first")
        ledger.close()


class Slow:
    """A window manager that lets every click through after half a second."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        self._display.screen().root.grab_button(
            1, X.AnyModifier, True, X.ButtonPressMask, X.GrabModeSync, X.GrabModeAsync, X.NONE, X.NONE
        )
        self._display.sync()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._thread.join(LIMIT_S)
        self._display.close()

    def _work(self) -> None:
        for _ in range(2):
            while self._display.next_event().type != X.ButtonPress:
                pass
            time.sleep(0.5)
            self._display.allow_events(X.ReplayPointer, X.CurrentTime)
            self._display.flush()


def test_a_program_that_its_own_click_ends_is_not_waited_for(
    hands: BaseActuator, desktop: VirtualDesktop
) -> None:
    program = desktop.start(sys.executable, "-c", textwrap.dedent(CLOSING))
    window = wait_for_window(desktop.display, title="closing")
    x, y, w, h = window.geometry
    started = time.monotonic()
    hands.perform(Click((x + w // 2, y + h // 2)), never)
    assert time.monotonic() - started < 2.5 * crowding()
    assert program.wait(LIMIT_S) == 0


CLOSING = """
    import os, time
    from PySide6.QtWidgets import QApplication, QPushButton
    app = QApplication([])
    button = QPushButton("Close")
    button.setWindowTitle("closing")
    button.resize(200, 100)
    # It works for a while, and ends without having read what came meanwhile.
    button.released.connect(lambda: (time.sleep(0.6), os._exit(0)))
    button.show()
    app.exec()
"""


def test_text_ends_when_another_window_takes_the_keyboard(
    hands: BaseActuator, receiver: Receiver, desktop: VirtualDesktop, tmp_path: Path
) -> None:
    receiver.activate()
    hands.perform(Click(receiver.place("area")), never)
    before = receiver.state()["area"]
    others: list[Receiver] = []

    def another_opens() -> bool:
        if not others and len(receiver.state()["area"]) > len(before) + 20:
            others.append(Receiver(desktop, tmp_path, "another"))
        return False

    with pytest.raises(KeyboardLost, match="took the keyboard"):
        hands.perform(TypeText("0123456789" * 60), another_opens)
    wait_until(lambda: len(receiver.state()["area"]) > len(before) + 20)
    desktop.stop(others[0].process)
    assert len(others[0].state()["line"]) < 20, "the rest of the text went into the wrong window"
    receiver.activate()


def test_thousand_characters_arrive_quickly(hands: BaseActuator, receiver: Receiver) -> None:
    receiver.activate()
    hands.perform(Click(receiver.place("area")), never)
    hands.perform(PressKeys(("ctrl", "a")), never)
    text = "The quick brown fox jumps over 13 lazy dogs; «größer» als 5 €. " * 16
    started = time.monotonic()
    hands.perform(TypeText(text), never)
    seconds = time.monotonic() - started
    receiver.shows("area", text)
    assert len(text) / seconds >= 100 / crowding(), f"{len(text) / seconds:.0f} characters a second"


def test_more_unusual_characters_than_spare_keys(hands: BaseActuator, receiver: Receiver) -> None:
    receiver.activate()
    hands.perform(Click(receiver.place("area")), never)
    hands.perform(PressKeys(("ctrl", "a")), never)
    characters = [chr(0x4E00 + 37 * number) for number in range(50)]
    text = "".join(characters) + "abc" + "".join(reversed(characters))
    hands.perform(TypeText(text), never)
    receiver.shows("area", text)


def test_lent_keys_are_empty_again_afterwards(desktop: VirtualDesktop, receiver: Receiver) -> None:
    before = Display().get_keyboard_mapping(8, 248)
    ledger = InjectionLedger()
    with open_actuator(ledger) as hands:
        hands.perform(TypeText("中文"), never)
        assert Display().get_keyboard_mapping(8, 248) != before
    ledger.close()
    assert Display().get_keyboard_mapping(8, 248) == before


AGENT = """
    import os, signal, sys
    from lam_desktop.execution.machine.actuators import open_actuator
    from lam_desktop.types import Drag, TypeText
    from recorder.ledger import InjectionLedger

    hands = open_actuator(InjectionLedger())
    hands.perform(TypeText("中"), lambda: False)
    asked = 0
    def die() -> bool:
        global asked
        asked += 1
        if asked == 12:
            print("holding", flush=True)
            {death}
        return False
    hands.perform(Drag((600, 300), (700, 500), modifiers=("ctrl", "shift")), die)
"""


@pytest.mark.parametrize(
    "death",
    ["os.kill(os.getpid(), signal.SIGKILL)", "os.kill(os.getpid(), signal.SIGTERM)", "sys.exit(1)", "1 / 0"],
    ids=["killed", "terminated", "exits", "crashes"],
)
def test_an_agent_that_dies_leaves_nothing_down(
    death: str, desktop: VirtualDesktop, receiver: Receiver
) -> None:
    before = Display().get_keyboard_mapping(8, 248)
    program = textwrap.dedent(AGENT).format(death=death)
    agent = desktop.start(sys.executable, "-c", program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert agent.stdout is not None
    assert agent.stdout.readline() == b"holding\n"
    assert agent.wait(LIMIT_S) != 0
    display = Display()
    wait_until(lambda: pressed() == set(), pressed)
    wait_until(lambda: display.screen().root.query_pointer().mask & 0x1F00 == 0)
    wait_until(lambda: display.get_keyboard_mapping(8, 248) == before)


def test_a_display_that_vanishes_is_told_in_a_sentence(tmp_path: Path) -> None:
    with stage(window_manager=False) as desktop:
        ledger = InjectionLedger()
        hands = open_actuator(ledger)
        desktop._servers[0].kill()
        desktop._servers[0].wait()
        with pytest.raises(EnvironmentFault, match="The display vanished"):
            hands.perform(Click((5, 5)), never)
        hands.close()
        ledger.close()


def test_without_a_display_there_are_no_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    ledger = InjectionLedger()
    with pytest.raises(EnvironmentFault, match="no display"):
        open_actuator(ledger)
    ledger.close()


def pressed() -> set[int]:
    """Key codes that are down, by the server's account."""
    display = Display()
    keys = display.query_keymap()
    display.close()
    return {8 * at + bit for at, byte in enumerate(keys) for bit in range(8) if byte >> bit & 1}
