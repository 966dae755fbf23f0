"""What is excluded, and that a masked screen shows nothing of it at any moment."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder.events import WindowFacts
from recorder.exclusions import Exclusions, Region, WindowPattern, named
from recorder.frames import Packed
from recorder.regions import Rect, intersection, without
from recorder.screen import MaskedScreen
from recorder.screen._fake import FakeScreen
from recorder.windows import Stack, StackWatch, Standing

VAULT = WindowFacts("Family", "KeePassXC", "keepassxc", 7, (100, 50, 200, 100), 70, "normal")
EDITOR = WindowFacts("Letter", "Editor", "editor", 11, (150, 80, 300, 200), 101, "normal")
WHITE = 0xFFFFFF


class Stacks(StackWatch):
    """Tells what a test puts there, one snapshot after the other; the last one again and again."""

    def __init__(self, *stacks: Stack) -> None:
        self.next = list(stacks)

    def snapshot(self) -> Stack:
        return self.next.pop(0) if len(self.next) > 1 else self.next[0]

    def close(self) -> None:
        pass


def standing(facts: WindowFacts, opaque: bool = True, known: bool = True) -> Standing:
    return Standing(facts, facts.geometry, facts.geometry if opaque else None, known)


def screen(*stacks: Stack, exclusions: Exclusions | None = None) -> MaskedScreen:
    pixels = FakeScreen(640, 480)
    pixels.paint((0, 0, 640, 480), WHITE)
    return MaskedScreen(pixels, Stacks(*stacks), exclusions or Exclusions())


def is_black(frame: Packed, rect: Rect) -> bool:
    x, y, w, h = rect
    return not frame[max(0, y) : y + h, max(0, x) : x + w].any()


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (WindowPattern(wm_class="keepassxc"), True),
        (WindowPattern(wm_class="keepass"), False),
        (WindowPattern(wm_class="keepass*"), True),
        (WindowPattern(title="famil"), True),
        (WindowPattern(title="famil?"), True),
        (WindowPattern(title="amily*"), False),
        (WindowPattern(wm_class="KEEPASSXC", title="shop"), False),
    ],
)
def test_what_a_pattern_means(pattern: WindowPattern, fits: bool) -> None:
    assert pattern.fits(VAULT) == fits


def test_a_window_takes_its_menus_and_dialogs_with_it() -> None:
    menu = replace(VAULT, wm_class="", process="", window_id=71, kind="menu", title="")
    other = replace(menu, pid=11, window_id=102)
    sibling = replace(VAULT, wm_class="x", process="x", window_id=72, title="")
    assert Exclusions().excluded([EDITOR, VAULT, menu, other, sibling]) == {70, 71}


def test_a_word_means_class_or_title() -> None:
    exclusions = Exclusions(named("letter"))
    assert exclusions.fits(EDITOR) and exclusions.fits(replace(VAULT, wm_class="Letter"))
    assert not exclusions.fits(VAULT)


def test_plain_and_back() -> None:
    made = Region((1, 2, 3, 4), WindowPattern("a", "b"))
    assert Region.of(made.plain()) == made
    assert Region.of(Region((0, 0, 1, 1)).plain()) == Region((0, 0, 1, 1))
    with pytest.raises(ValueError, match="X,Y,W,H"):
        Region.parse("1,2,3")
    with pytest.raises(ValueError):
        WindowPattern()


def test_only_what_is_not_hidden_by_another_window_is_black() -> None:
    masked = screen(Stack((standing(VAULT), standing(EDITOR))))
    frame = masked.grab_packed()
    assert is_black(frame, (100, 50, 50, 100)) and is_black(frame, (100, 50, 200, 30))
    assert not is_black(frame, (150, 80, 1, 1))
    assert not is_black(screen(Stack((standing(EDITOR),))).grab_packed(), (100, 50, 50, 50))


def test_a_window_in_front_that_may_be_seen_through_hides_nothing() -> None:
    masked = screen(Stack((standing(VAULT), standing(EDITOR, opaque=False))))
    assert is_black(masked.grab_packed(), VAULT.geometry)


def test_a_window_that_has_not_said_what_it_is() -> None:
    new = standing(replace(EDITOR, wm_class=""), known=False)
    masked = screen(Stack((new,)), Stack((new,)), Stack((standing(EDITOR),)))
    assert is_black(masked.grab_packed(), EDITOR.geometry)
    assert masked.wait_change(0.01) is not None  # it is to be looked at again
    assert not is_black(masked.grab_packed(), EDITOR.geometry)


def test_what_came_and_went_between_two_snapshots() -> None:
    passed = ((99, (300, 300, 40, 40)),)
    masked = screen(Stack(()), Stack((), moved=True, passed=passed), Stack(()))
    assert is_black(masked.grab_packed(), (300, 300, 40, 40))
    assert masked.wait_change(0.01) is not None
    assert not is_black(masked.grab_packed(), (300, 300, 40, 40))


def test_every_place_that_it_moved_over_while_it_was_looked() -> None:
    places = [replace(VAULT, geometry=(at, 50, 100, 100)) for at in (0, 200, 400)]
    before, between, after = (standing(place) for place in places)
    masked = screen(
        Stack((before,)), Stack((after,), moved=True, passed=((70, before.area), (70, between.area)))
    )
    frame = masked.grab_packed()
    assert all(is_black(frame, place.geometry) for place in places)


def test_what_it_left_is_black_until_something_is_drawn_over_it() -> None:
    area, half = VAULT.geometry, (100, 50, 200, 40)
    masked = screen(
        Stack((standing(VAULT),)), Stack((), moved=True, left=((70, area),)), Stack((), left=((70, area),)),
        Stack((), left=((70, half),)), Stack((), left=((70, half),)), Stack(()),
    )  # fmt: skip
    assert is_black(masked.grab_packed(), area)
    frame = masked.grab_packed()
    assert is_black(frame, half) and is_black(frame, area)  # it was still there at the one look
    assert masked.wait_change(0.01) is not None  # and is to be looked at again
    assert not is_black(masked.grab_packed(), area)


def test_of_a_gone_window_only_what_must_not_be_seen_stays_black() -> None:
    gone = ((101, EDITOR.geometry),)
    masked = screen(Stack((standing(EDITOR),)), Stack((), moved=True, left=gone))
    masked.grab_packed()
    assert masked.grab_packed().min() != 0
    part = Exclusions(regions=(Region((0, 0, 20, 20), WindowPattern("Editor")),))
    masked = screen(Stack((standing(EDITOR),)), Stack((), moved=True, left=gone), exclusions=part)
    masked.grab_packed()
    assert is_black(masked.grab_packed(), EDITOR.geometry)


def test_it_is_told_of_which_windows_it_wants_to_know_what_they_leave() -> None:
    watched: list[tuple[frozenset[int], bool]] = []

    class Watched(Stacks):
        def watch(self, windows: frozenset[int], always: bool = False) -> None:
            watched.append((windows, always))

    for remembers in (False, True):
        watched.clear()
        stacks = Watched(Stack((standing(EDITOR), standing(VAULT))), Stack((standing(EDITOR),)))
        masked = MaskedScreen(FakeScreen(640, 480), stacks, Exclusions(), remembers)
        for _ in range(2):
            masked.grab_packed()
        assert watched[0] == watched[-1] == (frozenset(), remembers)
        assert watched[1] == (frozenset({70}), remembers)


def test_where_a_compositor_draws_it_lingers() -> None:
    masked = screen(
        Stack((standing(VAULT),), fading=True), Stack((standing(VAULT),), fading=True),
        Stack((), moved=True, fading=True),
    )  # fmt: skip
    masked.grab_packed()
    assert is_black(masked.grab_packed(), VAULT.geometry)


def test_a_title_that_turns_out_late() -> None:
    exclusions = Exclusions((WindowPattern(title="payroll"),))
    turned = replace(EDITOR, title="Payroll")
    masked = screen(Stack((standing(EDITOR),)), Stack((standing(turned),)), exclusions=exclusions)
    masked.wait_change(0.0)
    masked.wait_change(0.0)
    now = time.monotonic_ns()
    assert masked.late(now - 100_000_000) == (EDITOR.geometry,)
    assert masked.late(now - 11_000_000_000) == ()
    assert masked.excluded == {101} and masked.areas == (EDITOR.geometry,)


def test_a_region_goes_with_its_window() -> None:
    regions = (Region((10, 20, 1000, 30), WindowPattern("editor")), Region((0, 0, 5, 5)))
    masked = screen(Stack((standing(EDITOR),)), exclusions=Exclusions((), regions))
    frame = masked.grab_packed()
    assert is_black(frame, (160, 100, 290, 30)) and is_black(frame, (0, 0, 5, 5))
    assert int((frame == 0).sum()) == 290 * 30 + 25


BOXES = st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(1, 20)] * 2)


@given(BOXES, st.lists(BOXES, max_size=5))
def test_without_holes(rect: Rect, holes: list[Rect]) -> None:
    wanted, made = np.zeros((60, 60), int), np.zeros((60, 60), int)
    wanted[rect[1] : rect[1] + rect[3], rect[0] : rect[0] + rect[2]] = 1
    for x, y, w, h in holes:
        wanted[y : y + h, x : x + w] = 0
    parts = without(rect, holes)
    for x, y, w, h in parts:
        made[y : y + h, x : x + w] += 1
    np.testing.assert_array_equal(made, wanted)
    assert all(intersection(part, hole) is None for part in parts for hole in holes)
