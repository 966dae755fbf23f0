"""Eyes on real windows, and sentences where there is nothing to see."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.machine.desktop import LiveDesktop, ScreenChanged, open_desktop, outer_corners
from lam_desktop.office.virtual import VirtualDesktop
from lam_desktop.office.xdisplay import iconify, resize_screen
from lam_desktop.types import Box, Window
from recorder.events import WindowFacts
from recorder.screen._fake import FakeScreen
from recorder.windows._fake import FakeWindows
from tests.execution.stage import Receiver, stage, wait_until


def test_one_monitor_has_four_corners() -> None:
    assert set(outer_corners([Box(0, 0, 800, 600)])) == {(0, 0), (799, 0), (0, 599), (799, 599)}


def test_where_monitors_meet_the_pointer_slides_on() -> None:
    side_by_side = [Box(-1000, 0, 1000, 800), Box(0, 0, 1000, 800)]
    assert set(outer_corners(side_by_side)) == {(-1000, 0), (-1000, 799), (999, 0), (999, 799)}


def test_a_lower_monitor_keeps_its_own_corner() -> None:
    """The smaller one hangs lower: its left corners lie beside the larger one, its right ones do not."""
    corners = set(outer_corners([Box(0, 0, 1000, 1000), Box(1000, 200, 500, 500)]))
    assert corners == {(0, 0), (999, 0), (0, 999), (999, 999), (1499, 200), (1499, 699)}


def test_fakes_are_complete() -> None:
    facts = WindowFacts("Orders", "desk", "python3", 7, (-630, 20, 300, 200), 5, "normal")
    menu = WindowFacts("", "desk", "python3", 7, (-628, 40, 80, 90), 6, "menu")
    own = WindowFacts("LAM", "lam-desktop", "python3", 8, (-50, 0, 50, 50), 9, "normal")
    with LiveDesktop(FakeScreen(640, 480, (-640, 0)), FakeWindows([facts, own, menu])) as desktop:
        frame, origin = desktop.grab()
        assert frame.shape == (480, 640, 3)
        assert origin == (-640, 0)
        assert desktop.box == Box(-640, 0, 640, 480)
        assert [window.kind for window in desktop.windows()] == ["normal", "normal", "menu"]
        assert desktop.windows()[1].wm_class == "lam-desktop"
        orders = desktop.windows()[0]
        assert orders == Window("Orders", "desk", "python3", Box(-630, 20, 300, 200), "normal", 5, 7)
        desktop.activate(orders)
        assert desktop.active_window() == orders
        assert desktop.wait_change(0.1) == Box(0, 0, 640, 480)
        assert desktop.wait_change(0.01) is None


if sys.platform == "linux":

    @pytest.fixture(scope="module")
    def virtual() -> Iterator[VirtualDesktop]:
        with stage() as virtual:
            yield virtual

    @pytest.fixture
    def desktop(virtual: VirtualDesktop) -> Iterator[LiveDesktop]:
        with open_desktop() as desktop:
            yield desktop

    def test_sees_the_screen_its_windows_and_which_is_active(
        desktop: LiveDesktop, virtual: VirtualDesktop, tmp_path: Path
    ) -> None:
        first, second = Receiver(virtual, tmp_path, "first"), Receiver(virtual, tmp_path, "second")
        assert desktop.box == Box(0, 0, 1280, 800)
        titles = [window.title for window in desktop.windows()]
        assert titles.index("first") < titles.index("second")
        active = desktop.active_window()
        assert active is not None
        assert (active.title, active.kind) == ("second", "normal")
        behind = next(window for window in desktop.windows() if window.title == "first")
        assert behind.window_id == first.window.window_id
        desktop.activate(behind)
        wait_until(lambda: (now := desktop.active_window()) and now.title == "first")
        assert desktop.windows()[-1].title == "first"
        frame, origin = desktop.grab()
        assert origin == (0, 0)
        x, y, w, h = first.state()["places"]["line"]
        field = Box(x, y, w, h).crop(frame)
        assert np.median(field) > 200, "the field is empty and white"
        virtual.stop(second.process)
        virtual.stop(first.process)

    def test_a_minimised_window_is_told_and_fetched(
        desktop: LiveDesktop, virtual: VirtualDesktop, tmp_path: Path
    ) -> None:
        receiver = Receiver(virtual, tmp_path, "away")
        assert desktop.minimised() == ()
        iconify(virtual.display, receiver.window.window_id)
        wait_until(lambda: desktop.minimised())
        [away] = desktop.minimised()
        assert (away.title, away.window_id) == ("away", receiver.window.window_id)
        wait_until(lambda: all(window.title != "away" for window in desktop.windows()))
        desktop.activate(away)
        wait_until(lambda: (now := desktop.active_window()) and now.title == "away")
        assert desktop.minimised() == ()
        virtual.stop(receiver.process)

    def test_a_screen_of_another_size_is_told_once_and_then_seen_whole(
        desktop: LiveDesktop, virtual: VirtualDesktop
    ) -> None:
        told: list[Box] = []
        desktop.resized = lambda: told.append(desktop.box)
        for width, height in ((1152, 720), (1280, 800)):
            resize_screen(virtual.display, width, height)
            with pytest.raises(ScreenChanged, match=f"The screen became {width}x{height} pixels"):
                desktop.grab()
            assert desktop.grab()[0].shape == (height, width, 3)
            assert (width - 1, height - 1) in desktop.corners
        assert told == [Box(0, 0, 1152, 720), Box(0, 0, 1280, 800)]

    def test_waits_for_a_change_only_as_long_as_it_must(
        desktop: LiveDesktop, virtual: VirtualDesktop, tmp_path: Path
    ) -> None:
        assert desktop.wait_change(1.0) is not None
        while desktop.wait_change(0.3) is not None:
            pass
        receiver = Receiver(virtual, tmp_path, "new")
        changed = desktop.wait_change(5.0)
        assert changed is not None
        assert changed.overlaps(Box(*receiver.window.geometry))
        virtual.stop(receiver.process)

    def test_corners_of_the_real_screen(desktop: LiveDesktop) -> None:
        assert set(desktop.corners) == {(0, 0), (1279, 0), (0, 799), (1279, 799)}

    def test_a_display_that_vanishes_is_told_in_a_sentence() -> None:
        with stage(window_manager=False) as virtual:
            desktop = open_desktop()
            desktop.grab()
            virtual._servers[0].kill()
            virtual._servers[0].wait()
            for look in (desktop.grab, desktop.windows, desktop.active_window):
                with pytest.raises(EnvironmentFault, match="display"):
                    look()
            desktop.close()
            desktop.close()

    @pytest.mark.parametrize(
        ("environment", "sentence"),
        [
            ({}, "no display"),
            ({"DISPLAY": ":98765"}, "cannot be opened"),
            ({"WAYLAND_DISPLAY": "wayland-0"}, "Wayland"),
        ],
    )
    def test_nothing_to_see_is_told_in_a_sentence(
        environment: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(EnvironmentFault, match=sentence):
            open_desktop()
