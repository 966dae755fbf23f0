"""Hot keys are found in the stream, and all of their keys belong to them."""

from __future__ import annotations

import pytest

from recorder.chords import Chord, ChordWatch
from recorder.errors import RecorderUserError
from recorder.inputs import RawInput
from recorder.options import RecordingOptions
from tests.recorder.hand import Hand


def feed(hand: Hand, chords: dict[str, str] | None = None) -> tuple[list[str], set[int]]:
    """Actions that came, and the sequence numbers that belong to chords."""
    named = chords or RecordingOptions().chords()
    watch = ChordWatch({action: Chord.parse(text) for action, text in named.items()})
    actions, parts = [], set()
    for event in hand.events:
        raw = RawInput(
            event.t_ns, event.kind, event.x, event.y, event.button, key=event.key, modifiers=event.modifiers
        )
        action, part, earlier = watch.feed(raw, event.seq)
        actions += [action] if action else []
        parts |= {*earlier, *([event.seq] if part else [])}
    return actions, parts


@pytest.mark.parametrize(
    ("keys", "action"),
    [("esc", "stop"), ("h", "hide"), ("p", "pause"), ("m", "marker")],
)
def test_each_chord(keys: str, action: str) -> None:
    hand = Hand().key("ctrl_l", "alt_l", keys)
    assert feed(hand) == ([action], {1, 2, 3, 4, 5, 6})


def test_either_side_of_a_modifier_will_do() -> None:
    assert feed(Hand().key("alt_r", "ctrl_r", "esc"))[0] == ["stop"]


def test_more_or_fewer_modifiers_are_another_chord() -> None:
    assert feed(Hand().key("ctrl_l", "esc").key("ctrl_l", "alt_l", "shift_l", "esc")) == ([], set())


def test_a_held_chord_acts_once() -> None:
    hand = Hand().down("ctrl_l").down("alt_l").down("p").down("p").down("p").up("p").up("alt_l").up("ctrl_l")
    assert feed(hand) == (["pause"], set(range(1, 9)))


def test_typing_around_a_chord_stays() -> None:
    hand = Hand().type("a").key("ctrl_l", "alt_l", "m").type("b")
    assert feed(hand) == (["marker"], {3, 4, 5, 6, 7, 8})


def test_chosen_chord() -> None:
    assert feed(Hand().key("f9"), {"stop": "F9"}) == (["stop"], {1, 2})


@pytest.mark.parametrize("text", ["", "ctrl+", "ctrl", "hyper+x", "a+b"])
def test_what_is_no_chord(text: str) -> None:
    with pytest.raises(RecorderUserError, match="is not a hot key"):
        Chord.parse(text)
