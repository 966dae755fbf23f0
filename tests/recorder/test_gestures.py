"""Events become the steps that a person would name, and none is lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.events import EventKind, InputEvent, KeyFacts
from recorder.gestures import Grouper, Step, group
from tests.recorder.hand import BROWSER, EDITOR, MS, Hand


def steps_of(hand: Hand) -> list[Step]:
    grouping = group(hand.events)
    shared = [seq for step in grouping.steps for seq in step.events]
    shared += [item.event.seq for item in grouping.filtered]
    assert sorted(shared) == [event.seq for event in hand.events]
    return list(grouping.steps)


def kinds_of(hand: Hand) -> list[str]:
    return [step.kind for step in steps_of(hand)]


def reasons_of(hand: Hand) -> list[str]:
    return [item.reason for item in group(hand.events).filtered]


# -- mouse


def test_click_is_where_the_button_went_down() -> None:
    (step,) = steps_of(Hand().click(300, 210))
    assert (step.kind, step.point, step.button, step.window) == ("click", (300, 210), "left", EDITOR)
    assert step.events == (2, 3)


@pytest.mark.parametrize(("button", "kind"), [("right", "right_click"), ("middle", "middle_click")])
def test_other_buttons(button: str, kind: str) -> None:
    assert kinds_of(Hand().click(10, 10, button)) == [kind]


def test_back_button_is_a_click_that_names_its_button() -> None:
    (step,) = steps_of(Hand().click(10, 10, "back"))
    assert (step.kind, step.button) == ("click", "back")


def test_two_quick_clicks_are_a_double_click() -> None:
    (step,) = steps_of(Hand().click(10, 10).click(12, 11))
    assert (step.kind, step.point, step.events) == ("double_click", (10, 10), (2, 3, 5, 6))


@pytest.mark.parametrize(
    "second",
    [
        lambda hand: hand.wait(500).click(10, 10),
        lambda hand: hand.click(40, 10),
        lambda hand: hand.click(10, 10, "right"),
    ],
    ids=["late", "elsewhere", "other button"],
)
def test_what_is_no_double_click(second) -> None:
    assert len(steps_of(second(Hand().click(10, 10)))) == 2


def test_drag_keeps_its_path_and_end() -> None:
    (step,) = steps_of(Hand().move(10, 10).press().move(40, 40).move(90, 60).release())
    assert (step.kind, step.point, step.end_point) == ("drag", (10, 10), (90, 60))
    assert step.events == (2, 3, 4, 5)


def test_a_drag_there_and_back_is_a_drag() -> None:
    (step,) = steps_of(Hand().move(10, 10).press().move(90, 60).move(10, 10).release())
    assert step.kind == "drag"


def test_a_trembling_hand_clicks() -> None:
    hand = Hand().move(10, 10).press().move(13, 12).release()
    assert kinds_of(hand) == ["click"]
    assert reasons_of(hand) == ["pointer move", "pointer move"]


def test_wheel_turns_in_one_go_are_one_step() -> None:
    (step,) = steps_of(Hand().scroll(-1).scroll(-1).scroll(-1))
    assert (step.kind, step.scroll, step.point) == ("scroll", (0, -3), (200, 200))


def test_wheel_turned_back_is_another_step() -> None:
    assert [step.scroll for step in steps_of(Hand().scroll(-1).scroll(-1).scroll(1))] == [(0, -2), (0, 1)]


def test_modifier_held_across_clicks_belongs_to_first_and_last() -> None:
    hand = Hand().down("ctrl_l").click(10, 10).wait(600).click(10, 50).up("ctrl_l")
    first, second = steps_of(hand)
    assert (first.modifiers, second.modifiers) == (("ctrl",), ("ctrl",))
    assert first.events == (1, 3, 4)
    assert second.events == (6, 7, 8)


def test_buttons_held_together_keep_apart() -> None:
    hand = Hand().move(10, 10).press("left").press("right").release("left").release("right")
    assert kinds_of(hand) == ["click", "right_click"]


# -- text


def test_text_is_one_step() -> None:
    (step,) = steps_of(Hand().type("Grüße, 你好 1.50 €"))
    assert (step.kind, step.text, step.keys) == ("type", "Grüße, 你好 1.50 €", ())


def test_corrections_are_folded() -> None:
    hand = Hand().type("Mlle").key("backspace").key("backspace").type("ler")
    assert [step.text for step in steps_of(hand)] == ["Mller"]
    hand.key("left").key("left").key("left").key("left").type("ü")
    assert [step.text for step in steps_of(hand)] == ["Müller"]


def test_typed_and_erased_counts_for_nothing() -> None:
    hand = Hand().type("ab").key("backspace").key("backspace")
    assert steps_of(hand) == []
    assert set(reasons_of(hand)) == {"typed and erased"}


def test_backspace_into_old_text_is_a_key() -> None:
    hand = Hand().type("a").key("backspace").key("backspace").type("b")
    assert [(step.kind, step.keys or step.text) for step in steps_of(hand)] == [
        ("key", ("backspace",)),
        ("type", "b"),
    ]


def test_enter_within_a_text_keeps_the_cursor() -> None:
    hand = Hand().type("onetwo").key("left").key("left").key("left").key("enter")
    assert [(step.kind, step.keys or step.text) for step in steps_of(hand)] == [
        ("type", "onetwo"),
        ("key", ("left",)),
        ("key", ("left",)),
        ("key", ("left",)),
        ("key", ("enter",)),
    ]


def test_tab_leaves_the_field_wherever_the_cursor_is() -> None:
    hand = Hand().type("Smth").key("left").key("left").type("i").key("tab").type("x")
    assert [step.keys or step.text for step in steps_of(hand)] == ["Smith", ("tab",), "x"]


def test_typing_elsewhere_is_another_step() -> None:
    hand = Hand().type("ab")
    hand.window = BROWSER
    assert [step.text for step in steps_of(hand.type("cd"))] == ["ab", "cd"]
    assert [step.text for step in steps_of(Hand().type("ab").click(5, 5).type("cd")) if step.text] == [
        "ab",
        "cd",
    ]


def test_auto_repeat_types_many() -> None:
    hand = Hand().down("a", "a").down("a", "a").down("a", "a").up("a", "a")
    assert [step.text for step in steps_of(hand)] == ["aaa"]


def test_shift_and_altgr_belong_to_the_text() -> None:
    hand = Hand().down("shift_l").type("A").up("shift_l").down("altgr").type("@").up("altgr")
    (step,) = steps_of(hand)
    assert (step.kind, step.text) == ("type", "A@")
    assert len(step.events) == len(hand.events)


def test_capslock_shows_in_the_text_alone() -> None:
    hand = Hand().key("capslock").type("AB").key("capslock")
    assert [step.text for step in steps_of(hand)] == ["AB"]
    assert set(reasons_of(hand)) == {"lock or layout key"}


@pytest.mark.parametrize(
    ("dead", "letter", "text"),
    [
        ("dead_acute", "e", "é"),
        ("dead_diaeresis", "U", "Ü"),
        ("dead_circumflex", " ", "^"),
        ("dead_acute", "x", "´x"),
        ("dead_caron", "š", "ˇš"),
    ],
)
def test_dead_keys(dead: str, letter: str, text: str) -> None:
    assert [step.text for step in steps_of(Hand().key(dead).type(letter))] == [text]


def test_compose_key() -> None:
    assert [step.text for step in steps_of(Hand().type("na").key("compose").type('"ive'))] == ["naïve"]


@pytest.mark.parametrize("kind", ["marker", "pause"])
def test_markers_and_pauses_part_what_is_typed(kind: str) -> None:
    hand = Hand().type("ab").scroll(-1).note(kind).scroll(-1).type("cd").note(kind).type("ef")
    assert [step.text or step.scroll for step in steps_of(hand)] == ["ab", (0, -1), (0, -1), "cd", "ef"]
    assert reasons_of(hand) == [kind, kind]


# -- keys


def test_shortcut_names_its_keys_in_order() -> None:
    (step,) = steps_of(Hand().key("ctrl_l", "shift_l", "s"))
    assert (step.kind, step.keys) == ("shortcut", ("ctrl", "shift", "s"))


def test_one_held_modifier_serves_many_shortcuts() -> None:
    hand = Hand().down("ctrl_l").key("a").key("c").up("ctrl_l")
    assert [step.keys for step in steps_of(hand)] == [("ctrl", "a"), ("ctrl", "c")]


def test_alt_alone_opens_the_menu() -> None:
    assert [step.keys for step in steps_of(Hand().key("alt_l"))] == [("alt",)]


def test_shift_alone_is_nothing() -> None:
    hand = Hand().key("shift_l")
    assert steps_of(hand) == []
    assert reasons_of(hand) == ["modifier pressed alone"] * 2


def test_modifier_that_repeats_itself() -> None:
    hand = Hand().down("ctrl_l").down("ctrl_l").key("s").up("ctrl_l")
    assert [step.keys for step in steps_of(hand)] == [("ctrl", "s")]
    assert reasons_of(hand) == ["auto-repeat of a modifier"]


def test_secret_typing_is_one_step_without_text() -> None:
    (step,) = steps_of(Hand().secret("secret_1"))
    assert (step.kind, step.text, step.secret) == ("type", None, "secret_1")


def test_what_was_held_when_recording_began_or_ended() -> None:
    hand = Hand().up("ctrl_l").release().press().down("shift_l")
    assert steps_of(hand) == []
    assert reasons_of(hand) == [
        "released without a press",
        "released without a press",
        "button never released",
        "modifier pressed alone",
    ]


def test_frames_of_a_step_are_its_first_before_and_last_after() -> None:
    hand = Hand().type("ab")
    hand.events[0] = _with(hand.events[0], frame_before=3)
    hand.events[2] = _with(hand.events[2], frame_before=4, frame_after=5)
    (step,) = steps_of(hand)
    assert (step.frame_before, step.frame_after) == (3, 5)


# -- any stream

KEYS = [
    KeyFacts(38, "a", "a"),
    KeyFacts(38, "a", "A"),
    KeyFacts(65, "space", " "),
    KeyFacts(45, "k", "к"),
    KeyFacts(22, "backspace", None),
    KeyFacts(119, "delete", None),
    KeyFacts(113, "left", None),
    KeyFacts(114, "right", None),
    KeyFacts(36, "enter", None),
    KeyFacts(23, "tab", None),
    KeyFacts(48, "dead_acute", None),
    KeyFacts(135, "compose", None),
    KeyFacts(66, "capslock", None),
    KeyFacts(50, "shift_l", None),
    KeyFacts(37, "ctrl_l", None),
    KeyFacts(64, "alt_l", None),
    KeyFacts(108, "altgr", None),
    KeyFacts(None, "f5", None),
]


@st.composite
def event_streams(draw: st.DrawFn) -> list[InputEvent]:
    kinds: st.SearchStrategy[EventKind] = st.sampled_from(
        ["press", "release", "move", "scroll", "key_press", "key_press", "key_release", "marker", "pause"]
    )
    events: list[InputEvent] = []
    t_ns, seq = 0, 0
    for kind in draw(st.lists(kinds, max_size=40)):
        t_ns += draw(st.integers(0, 1_200)) * MS
        seq += draw(st.integers(1, 3))
        event = InputEvent(
            seq, t_ns, kind, draw(st.integers(0, 40)), draw(st.integers(0, 40)),
            window=draw(st.sampled_from([None, EDITOR, BROWSER])),
            modifiers=tuple(draw(st.sets(st.sampled_from(["ctrl", "alt", "shift", "altgr"]), max_size=2))),
        )  # fmt: skip
        if kind in ("press", "release"):
            event = _with(event, button=draw(st.sampled_from(["left", "right", "middle"])))
        elif kind == "scroll":
            event = _with(event, dx=draw(st.integers(-1, 1)), dy=draw(st.integers(-1, 1)))
        elif kind.startswith("key"):
            if kind == "key_press" and draw(st.integers(0, 9)) == 0:
                event = _with(event, secret=draw(st.sampled_from(["secret_1", "secret_2"])))
            else:
                event = _with(event, key=draw(st.sampled_from(KEYS)))
        events.append(event)
    return events


@given(event_streams())
@settings(max_examples=150)
def test_every_event_is_in_one_step_or_filtered_with_a_reason(events: list[InputEvent]) -> None:
    grouping = group(events)
    shared = Counter(seq for step in grouping.steps for seq in step.events)
    shared += Counter(item.event.seq for item in grouping.filtered)
    assert shared == Counter(event.seq for event in events)
    assert all(item.reason for item in grouping.filtered)


@given(event_streams())
@settings(max_examples=100)
def test_steps_are_in_order_and_whole(events: list[InputEvent]) -> None:
    grouping = group(events)
    by_seq = {event.seq: event for event in events}
    for index, step in enumerate(grouping.steps):
        assert step.index == index
        assert list(step.events) == sorted(step.events) and step.events
        assert step.t_ns == min(by_seq[seq].t_ns for seq in step.events)
        assert step.end_ns == max(by_seq[seq].t_ns for seq in step.events)
        assert (step.point is None) == (step.kind in ("type", "key", "shortcut"))
        assert (step.end_point is not None) == (step.kind == "drag")
        assert (step.text is not None) == (step.kind == "type" and step.secret is None)
        assert bool(step.keys) == (step.kind in ("key", "shortcut"))


@given(event_streams())
@settings(max_examples=100)
def test_the_live_count_is_that_of_the_finished_recording(events: list[InputEvent]) -> None:
    grouper = Grouper()
    for event in events:
        grouper.feed(event)
    open_buttons = sum(item.reason == "button never released" for item in group(events).filtered)
    assert grouper.count - open_buttons <= len(group(events).steps) <= grouper.count


@given(event_streams())
@settings(max_examples=100)
def test_order_of_delivery_does_not_matter(events: list[InputEvent]) -> None:
    assert group(reversed(events)) == group(events)


def _with(event: InputEvent, **changes: object) -> InputEvent:
    from dataclasses import replace

    return replace(event, **changes)  # type: ignore[arg-type]
