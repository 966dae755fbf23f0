"""Nothing secret passes the gate, and everything else does, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.events import InputEvent
from recorder.frames import Packed
from recorder.masks import SecretMasks
from recorder.privacy import HOLD_NS, PrivacyGate
from recorder.writing import Happened, Hidden, Item, Pictured, Shown, TakenOut
from tests.recorder.hand import BROWSER, MS, Hand
from tests.recorder.screens import FIELD, Screen

EMPTY = Screen().pixels


class Focus:
    """Accessibility, as a test tells it."""

    def __init__(self) -> None:
        self.told: list[tuple[int, bool]] = []

    def last(self, until_ns: int | None) -> tuple[int, bool] | None:
        told = [one for one in self.told if until_ns is None or one[0] <= until_ns]
        return told[-1] if told else None


class Desk:
    """A gate with a screen before it and a file behind it."""

    def __init__(self, watch: bool = True) -> None:
        self.hand = Hand()
        self.focus = Focus()
        self.passed: list[Item] = []
        self._screens: list[tuple[int, Packed]] = [(0, EMPTY)]
        self._sent = 0
        self.gate = PrivacyGate(self.passed.append, self.focus, self, watch)

    # what the gate sees of the screen
    @property
    def changed_ns(self) -> int:
        return self._screens[-1][0]

    def frame_at(self, t_ns: int) -> Packed:
        return [frame for at, frame in self._screens if at <= t_ns][-1].copy()

    # what happens at the desk
    def show(self, pixels: Packed) -> Desk:
        self._screens.append((self.hand.t_ns, pixels))
        return self

    def tell_focus(self, password: bool) -> Desk:
        self.focus.told.append((self.hand.t_ns, password))
        return self

    def wait(self, ms: int) -> Desk:
        """Lets time pass in ticks."""
        for _ in range(0, ms, 20):
            self.hand.wait(20)
            self.gate.tick(self.hand.t_ns)
        return self

    def do(self, act: Callable[[Hand], object], reason: str | None = None) -> Desk:
        act(self.hand)
        for event in self.hand.events[self._sent :]:
            self.gate.put(Happened(event, reason), event.t_ns)
        self._sent = len(self.hand.events)
        return self

    def type(
        self,
        text: str,
        screen: Callable[[Screen, str], Screen] | None = None,
        at: tuple[int, int] = FIELD[:2],
    ) -> Desk:
        """Types, the screen following each character."""
        for count, char in enumerate(text, start=1):
            self.do(lambda hand, char=char: hand.type(char))
            if screen is not None:
                self.show(screen(Screen(at=at), text[:count]).pixels)
            self.wait(60)
        return self

    def picture(self, place: str = "after") -> Desk:
        event = self.hand.events[-1]
        frame = self.frame_at(self.hand.t_ns)
        self.gate.put(Pictured(event.seq, place, frame, self.hand.t_ns), self.hand.t_ns)  # type: ignore[arg-type]
        return self

    def finish(self) -> Desk:
        self.gate.finish(self.hand.t_ns)
        return self

    # what reached the file
    @property
    def events(self) -> list[InputEvent]:
        """As they stand in the file at the end."""
        kept: dict[int, InputEvent] = {}
        for item in self.passed:
            if isinstance(item, Happened):
                assert item.event.seq not in kept
                kept[item.event.seq] = item.event
            elif isinstance(item, Hidden):
                for seq in item.seqs:
                    event = kept.pop(seq)
                    if seq == item.placeholder:
                        kept[seq] = replace(event, key=None, modifiers=(), secret=item.secret)
        return [kept[seq] for seq in sorted(kept)]

    @property
    def text(self) -> str:
        presses = [event for event in self.events if event.kind == "key_press"]
        return "".join(event.secret or (event.key and event.key.char) or "" for event in presses)

    @property
    def pictures(self) -> list[Pictured]:
        """As they are stored: developed in the order in which they passed."""
        masks = SecretMasks()
        developed: list[Pictured] = []
        for item in self.passed:
            if isinstance(item, Shown):
                masks.hide(item.secret, item.frame)
            elif isinstance(item, Pictured):
                developed.append(replace(item, frame=masks.develop(item.frame, item.secrets)))
        return developed


def as_text(screen: Screen, typed: str) -> Screen:
    return screen.write(typed)


def as_bullets(screen: Screen, typed: str) -> Screen:
    return screen.bullets(len(typed))


def shows_secret(frame: Packed, shown: Packed) -> bool:
    different = shown != EMPTY
    return bool((frame[different] == shown[different]).any())


# -- how a secret is known


def test_bullets_are_a_secret() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("secret42", as_bullets).wait(200)
    assert desk.text == "secret_1"
    assert not any(isinstance(item, Hidden) for item in desk.passed)  # never even handed on


def test_plain_text_is_none() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("hello", as_text).wait(200)
    assert desk.text == "hello"
    assert len(desk.events) == len(desk.hand.events)


def test_accessibility_tells_at_once() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).tell_focus(True).type("x")
    assert desk.text == "secret_1"


def test_hide_typing() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110))
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.type("my diagnosis", as_text)
    desk.gate.set_hiding(False, desk.hand.t_ns)
    desk.type("ok", as_text).finish()
    assert desk.text == "secret_1ok"


def test_hide_typing_works_without_watching() -> None:
    desk = Desk(watch=False)
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.type("my diagnosis", as_text).picture().wait(200)
    assert desk.text == "secret_1"
    assert not shows_secret(desk.pictures[0].frame, Screen().write("my diagnosis").pixels)


def test_without_watching_nothing_waits() -> None:
    desk = Desk(watch=False).do(lambda hand: hand.type("abc"))
    assert desk.text == "abc" and not desk.gate.busy


def test_bullets_painted_late_are_those_of_the_field_before() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).tell_focus(True).type("secret")
    desk.show(Screen().bullets(2).pixels).do(lambda hand: hand.key("tab")).tell_focus(False)
    desk.do(lambda hand: hand.type("sm")).show(Screen().bullets(6).pixels).wait(60)
    both = Screen().bullets(6)
    both.draw.text((205, 206), "smith", both.ink)
    desk.do(lambda hand: hand.type("ith")).show(both.pixels).wait(200)
    assert desk.finish().text == "secret_1smith"


def test_back_in_the_same_password_field() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("secret", as_bullets).wait(100)
    desk.do(lambda hand: hand.click(255, 112))
    for count in range(7, 10):
        desk.do(lambda hand: hand.type("x")).show(Screen().bullets(count).pixels).wait(60)
    assert desk.finish().text == "secret_1secret_2"


def test_each_field_has_its_own_secret() -> None:
    desk = Desk()
    for _ in range(2):
        desk.do(lambda hand: hand.key("tab")).show(EMPTY).type("secret", as_bullets)
    assert desk.finish().text == "secret_1secret_2"


def test_the_field_after_a_password_is_open_again() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).tell_focus(True).type("pw", as_bullets)
    desk.do(lambda hand: hand.key("tab")).show(EMPTY).tell_focus(False).type("Smith", as_text)
    assert desk.finish().text == "secret_1Smith"


def test_a_word_of_before_is_waited_for() -> None:
    """Accessibility is slow to tell that the password field was left: nothing is lost, nothing leaks."""
    desk = Desk().do(lambda hand: hand.click(9, 9)).tell_focus(True).type("pw", as_bullets)
    desk.do(lambda hand: hand.click(9, 80)).show(EMPTY)
    desk.do(lambda hand: hand.type("S")).wait(300).tell_focus(False)
    assert desk.type("mith", as_text).finish().text == "secret_1Smith"


def test_a_password_field_that_keeps_the_focus() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).tell_focus(True).type("pw")
    desk.do(lambda hand: hand.click(15, 9)).type("rest").wait(700)
    assert desk.finish().text == "secret_1secret_2"


def test_a_program_that_moves_the_focus_itself() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).type("1234", as_text)
    desk.show(EMPTY).tell_focus(True).type("5678", as_bullets).wait(200)
    assert desk.text == "1234secret_1"
    desk.tell_focus(False).type("90", as_text)
    assert desk.finish().text == "1234secret_190"


def test_a_late_word_wipes_what_was_written() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).type("pass").wait(300)
    assert desk.text == "pass"  # nobody could know; it had to be written
    desk.show(Screen().bullets(4).pixels).wait(60)
    assert desk.text == "secret_1"
    desk.type("word").finish()
    assert desk.text == "secret_1"
    assert all(event.key is None or event.key.char is None for event in desk.events)


def test_releases_tell_as_much_as_presses() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).do(lambda hand: hand.down("s", "s")).wait(400)
    desk.show(Screen().bullets(1).pixels).wait(60).do(lambda hand: hand.up("s", "s")).wait(300)
    assert [event.key for event in desk.events if event.kind.startswith("key")] == [None]


def test_asterisks_are_known_by_being_alike() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9))
    desk.type("secret", lambda screen, typed: screen.write("*" * len(typed)))
    assert desk.finish().text == "secret_1"


def test_a_shortcut_may_lead_to_another_field() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 50)).type("anna", as_text, (200, 40))
    desk.do(lambda hand: hand.key("alt_l", "p")).show(EMPTY).type("secret", as_bullets)
    desk.do(lambda hand: hand.key("ctrl_l", "a")).type("again", as_bullets)
    typed = [event for event in desk.finish().events if event.key is None or not event.modifiers]
    presses = [event for event in typed if event.kind == "key_press"]
    assert (
        "".join(event.secret or (event.key and event.key.char) or "" for event in presses)
        == "annasecret_1secret_2"
    )


def test_another_window_is_another_field() -> None:
    desk = Desk().do(lambda hand: hand.type("abc")).show(Screen().write("abc").pixels).wait(100)
    desk.hand.window = BROWSER
    desk.show(EMPTY).type("secret", as_bullets)
    assert desk.finish().text == "abcsecret_1"


def test_keys_that_write_nothing_stay() -> None:
    desk = Desk()
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.do(lambda hand: hand.key("backspace").key("ctrl_l", "a").type("x").key("shift_l").key("enter"))
    names = [event.key.name if event.key else event.secret for event in desk.finish().events]
    assert [name for name in names if name] == [
        *["backspace"] * 2, "ctrl_l", "a", "a", "ctrl_l", "secret_1", *["enter"] * 2,
    ]  # fmt: skip


# -- how long things wait


def test_undecided_typing_waits_no_longer_than_it_may() -> None:
    desk = Desk().do(lambda hand: hand.down("a", "a"))
    start_ns = desk.hand.t_ns
    while not desk.events:
        desk.hand.wait(10)
        desk.gate.tick(desk.hand.t_ns)
    assert HOLD_NS <= desk.hand.t_ns - start_ns <= HOLD_NS + 10 * MS


def test_clicks_do_not_wait() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9))
    assert [event.kind for event in desk.events] == ["move", "press", "release"]
    assert not desk.gate.busy


def test_order_is_kept() -> None:
    desk = Desk().do(lambda hand: hand.type("a").click(9, 9).type("b").key("enter"))
    desk.finish()
    seqs = [item.event.seq for item in desk.passed if isinstance(item, Happened)]
    assert seqs == sorted(seqs) and len(seqs) == len(desk.hand.events)


def test_it_rests_when_all_is_decided() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).type("hello", as_text).picture().wait(200)
    assert not desk.gate.busy
    desk.do(lambda hand: hand.click(9, 9).type("x")).wait(3200)  # nothing to be seen, ever
    assert not desk.gate.busy


# -- pictures


@pytest.mark.parametrize("screen", [as_text, as_bullets])
def test_no_picture_of_a_hidden_text(screen: Callable[[Screen, str], Screen]) -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).picture("before")
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.type("diagnosis", screen).picture().do(lambda hand: hand.key("tab")).picture("before")
    desk.gate.set_hiding(False, desk.hand.t_ns)
    desk.do(lambda hand: hand.click(300, 300)).picture("before").wait(500).picture().wait(200)
    shown = screen(Screen(), "diagnosis").pixels
    assert len(desk.pictures) == 5
    assert not any(shows_secret(item.frame, shown) for item in desk.pictures)


def test_no_picture_before_the_verdict() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110))
    desk.do(lambda hand: hand.type("p")).picture().wait(400)
    assert desk.pictures == []
    desk.show(Screen().bullets(1).pixels).wait(60)
    assert len(desk.pictures) == 1


def test_pictures_of_plain_text_are_untouched() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("hello", as_text).picture().wait(200)
    np.testing.assert_array_equal(desk.pictures[0].frame, Screen().write("hello").pixels)


def test_a_picture_belongs_to_the_placeholder() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("secret", as_bullets).picture().wait(200)
    (placeholder,) = [event for event in desk.events if event.secret]
    assert [item.seq for item in desk.pictures] == [placeholder.seq]


# -- the rest


def test_chords_within_a_secret_are_still_taken_out() -> None:
    desk = Desk()
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.type("abc").do(lambda hand: hand.key("ctrl_l", "alt_l", "h"))
    secret = {event.seq for event in desk.hand.events[:6]}
    seqs = [event.seq for event in desk.hand.events]
    desk.gate.put(TakenOut(seqs, "hot key"), desk.hand.t_ns)
    desk.finish()
    (taken,) = [item for item in desk.passed if isinstance(item, TakenOut)]
    assert set(taken.seqs) == set(seqs) - secret


def test_what_does_not_count_passes_untouched() -> None:
    desk = Desk()
    desk.gate.set_hiding(True, desk.hand.t_ns)
    desk.do(lambda hand: hand.key("f5"), "injected by the agent")
    assert len(desk.events) == 2


WORDS = st.text("abcdefghijklmnop", min_size=1, max_size=6)
VISITS = st.lists(
    st.tuples(WORDS, st.sampled_from(["plain", "bullets", "password", "hidden"]), st.booleans()), max_size=5
)


@given(VISITS)
@settings(max_examples=25)
def test_any_walk_through_fields(visits: list[tuple[str, str, bool]]) -> None:
    desk = Desk()
    expected = ""
    secrets = 0
    for number, (text, sort, by_tab) in enumerate(visits):
        field = (150 + 250 * (number % 2), 50 + 60 * number)
        desk.do((lambda hand: hand.key("tab")) if by_tab else (lambda hand: hand.click(250, 110)))
        desk.gate.set_hiding(sort == "hidden", desk.hand.t_ns)
        desk.show(Screen(at=field).pixels).tell_focus(sort == "password")
        shown = as_bullets if sort in ("bullets", "password") else as_text
        desk.type(text, shown, field).picture()
        if sort == "plain":
            expected += text
        else:
            secrets += 1
            expected += f"secret_{secrets}"
    desk.finish()
    assert desk.text == expected
    others = {event.seq for event in desk.hand.events if event.key is None or event.key.char is None}
    assert others <= {event.seq for event in desk.events}
    for number, (text, sort, _) in enumerate(visits):
        if sort == "hidden":
            hidden = Screen(at=(150 + 250 * (number % 2), 50 + 60 * number)).write(text).pixels
            assert not any(np.array_equal(item.frame, hidden) for item in desk.pictures)


# -- what was typed, for whoever looks whether the screen showed it


def test_what_was_typed_is_known_in_memory_until_it_is_taken() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("4711x", as_bullets).wait(200)
    desk.do(lambda hand: hand.key("backspace")).type("9").do(lambda hand: hand.click(9, 9)).finish()
    assert desk.gate.take_secrets() == {"secret_1": "47119"}
    assert desk.gate.take_secrets() == {}


def test_what_was_taken_back_late_is_known_too() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).type("pass").wait(300)
    desk.show(Screen().bullets(4).pixels).wait(60)
    desk.type("word").finish()
    assert desk.gate.take_secrets() == {"secret_1": "password"}


def test_what_cannot_be_told_is_not_guessed() -> None:
    desk = Desk().do(lambda hand: hand.click(250, 110)).type("47", as_bullets).wait(200)
    desk.do(lambda hand: hand.key("home").type("1")).finish()
    assert desk.gate.take_secrets() == {}


def test_each_has_its_own_and_open_text_none() -> None:
    desk = Desk().do(lambda hand: hand.click(9, 9)).tell_focus(True).type("pw1")
    desk.do(lambda hand: hand.key("tab")).show(EMPTY).tell_focus(False).type("Smith", as_text).finish()
    assert desk.gate.take_secrets() == {"secret_1": "pw1"}
