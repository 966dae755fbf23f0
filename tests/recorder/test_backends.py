"""What each kind of backend promises; the real one and the fake pass the same tests."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from lam_desktop.office.virtual import VirtualDesktop
from recorder.events import WindowFacts
from recorder.frames import unpack
from recorder.screen import ScreenBackend
from recorder.screen._fake import FakeScreen
from recorder.screen._xorg import XorgScreen
from recorder.surroundings import ProgramFacts
from recorder.windows import WindowBackend
from recorder.windows._fake import FakeWindows
from recorder.windows._xorg import XorgWindows
from tests.recorder.conftest import FormProgram, Lines

COLOURS = (0x102030, 0xF0E0D0)


@pytest.fixture(scope="module")
def bare() -> Iterator[VirtualDesktop]:
    """A desktop without a window manager."""
    with VirtualDesktop((640, 480), window_manager=False) as desktop:
        yield desktop


# -- screens

Painter = Callable[[tuple[int, int, int, int], int], None]


@pytest.fixture(params=["fake", "xorg"])
def screen(request: pytest.FixtureRequest) -> Iterator[tuple[ScreenBackend, Painter]]:
    if request.param == "fake":
        fake = FakeScreen(640, 480)
        yield fake, fake.paint
        return
    from Xlib.display import Display

    desktop: VirtualDesktop = request.getfixturevalue("bare")
    display = Display(desktop.display)
    root = display.screen().root
    window = root.create_window(0, 0, 640, 480, 0, display.screen().root_depth, override_redirect=True)
    window.map()
    pen = window.create_gc(foreground=0)

    def paint(rect: tuple[int, int, int, int], colour: int) -> None:
        pen.change(foreground=colour)
        window.fill_rectangle(pen, *rect)
        display.sync()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", desktop.display)
        backend = XorgScreen()
    paint((0, 0, 640, 480), 0)
    yield backend, paint
    backend.close()
    display.close()


def test_size_and_origin(screen: tuple[ScreenBackend, Painter]) -> None:
    backend, _ = screen
    assert (backend.size, backend.origin, backend.scale) == ((640, 480), (0, 0), 1.0)


def test_monitors(screen: tuple[ScreenBackend, Painter]) -> None:
    backend, _ = screen
    assert [one.geometry for one in backend.monitors()] == [(0, 0, 640, 480)]


def test_it_grabs_what_was_painted(screen: tuple[ScreenBackend, Painter]) -> None:
    backend, paint = screen
    paint((100, 50, 30, 20), COLOURS[0])
    frame = backend.grab_packed()
    assert frame.shape == (480, 640) and frame.dtype == np.uint32
    assert (frame[50:70, 100:130] == COLOURS[0]).all() and frame[49, 100] == 0 and frame[50, 130] == 0
    np.testing.assert_array_equal(backend.grab_packed((90, 40, 50, 60)), frame[40:100, 90:140])
    rgb, origin = backend.grab()
    np.testing.assert_array_equal(rgb, unpack(frame))
    assert origin == (0, 0)


def test_a_grab_is_a_copy(screen: tuple[ScreenBackend, Painter]) -> None:
    backend, paint = screen
    before = backend.grab_packed()
    paint((0, 0, 10, 10), COLOURS[1])
    assert before[5, 5] == 0


def test_it_tells_where_something_changed(screen: tuple[ScreenBackend, Painter]) -> None:
    backend, paint = screen
    while backend.wait_change(0.05) is not None:  # arms it, and takes what was before
        pass
    paint((200, 100, 10, 10), COLOURS[0])
    paint((300, 150, 20, 10), COLOURS[1])
    x, y, right, bottom = 640, 480, 0, 0
    while (rect := backend.wait_change(0.2)) is not None:
        x, y = min(x, rect[0]), min(y, rect[1])
        right, bottom = max(right, rect[0] + rect[2]), max(bottom, rect[1] + rect[3])
    assert x <= 200 and y <= 100 and right >= 320 and bottom >= 160
    assert (right - x) * (bottom - y) < 640 * 480 / 2


def test_it_wakes_up_at_a_change_and_waits_no_longer_than_it_should(
    screen: tuple[ScreenBackend, Painter],
) -> None:
    backend, paint = screen
    while backend.wait_change(0.05) is not None:
        pass
    begin_s = time.monotonic()
    assert backend.wait_change(0.3) is None
    assert 0.25 < time.monotonic() - begin_s < 3
    painter = threading.Timer(0.1, paint, ((0, 0, 50, 50), COLOURS[0]))
    painter.start()
    begin_s = time.monotonic()
    assert backend.wait_change(10.0) is not None
    assert time.monotonic() - begin_s < 5
    painter.join()


# -- windows


@pytest.fixture(params=["fake", "xorg", "xorg without a manager"])
def two_windows(request: pytest.FixtureRequest) -> Iterator[tuple[WindowBackend, WindowFacts, WindowFacts]]:
    """Two windows, the second above the first, side by side."""
    if request.param == "fake":
        facts = [
            WindowFacts(
                f"Window {number}",
                "Thing",
                "thing",
                40 + number,
                (100 * number, 50, 80, 60),
                number,
                "normal",
            )
            for number in (1, 2)
        ]
        fake = FakeWindows(list(facts))
        fake.programs[41] = ProgramFacts("/usr/bin/thing", "12 bytes", "C", 1.0)
        yield fake, facts[0], facts[1]
        return
    desktop: VirtualDesktop = request.getfixturevalue("desktop" if request.param == "xorg" else "bare")
    programs = [
        desktop.start(
            sys.executable,
            "-m",
            "tests.recorder.programs.plain",
            str(number),
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in (1, 2)
    ]
    for program in programs:
        assert Lines(program).next() == "ready"
    backend = XorgWindows(desktop.display)
    deadline = time.monotonic() + 20
    found: list[WindowFacts] = []
    while len(found) < 2:
        assert time.monotonic() < deadline
        found = sorted(
            (one for one in backend.all() if one.title.startswith("Window ")), key=lambda one: one.title
        )
        time.sleep(0.02)
    yield backend, found[0], found[1]
    backend.close()
    for program in programs:
        desktop.stop(program)


Two = tuple[WindowBackend, WindowFacts, WindowFacts]


def test_facts(two_windows: Two) -> None:
    _, first, second = two_windows
    for number, facts in ((1, first), (2, second)):
        assert (facts.title, facts.wm_class, facts.kind) == (f"Window {number}", "Thing", "normal")
        assert facts.process and facts.pid and facts.window_id
        assert facts.geometry[2:] == (80, 60)
    assert first.pid != second.pid and first.window_id != second.window_id


def test_the_window_under_a_point(two_windows: Two) -> None:
    backend, first, second = two_windows
    for facts in (first, second):
        x, y, w, h = facts.geometry
        assert backend.under(x + w // 2, y + h // 2) == facts
    assert backend.under(600, 440) is None


def test_activate_gives_the_keyboard_and_raises(two_windows: Two) -> None:
    backend, first, second = two_windows
    for wanted in (first, second, first):
        _activated(backend, wanted)
    numbers = [one.window_id for one in backend.all()]
    assert numbers.index(first.window_id) > numbers.index(second.window_id)


def test_the_window_that_was_active_when_a_key_came(two_windows: Two) -> None:
    """A key may be looked at only after it has opened a dialog."""
    backend, first, second = two_windows
    _activated(backend, first)
    at = backend.active_at(time.monotonic_ns())
    assert at is not None and at.window_id == first.window_id
    key_ns = time.monotonic_ns()
    time.sleep(0.005)
    _activated(backend, second)
    late = [backend.active_at(key_ns) for _ in range(3)]  # a chord is several keys
    now = backend.active_at(time.monotonic_ns())
    assert now is not None and now.window_id == second.window_id
    if isinstance(backend, XorgWindows) and backend.manager():
        assert [one and one.window_id for one in late] == [first.window_id] * 3


def _activated(backend: WindowBackend, wanted: WindowFacts) -> None:
    backend.activate(wanted.window_id)
    deadline = time.monotonic() + 10
    while (active := backend.active()) is None or active.window_id != wanted.window_id:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_keyboard_and_what_a_program_was_started_as(two_windows: Two) -> None:
    backend, first, _ = two_windows
    assert backend.keyboard() == "us"
    assert first.pid is not None
    facts = backend.program(first.pid)
    assert facts.path.startswith("/") and facts.build and facts.language and facts.scale == 1.0
    unknown = backend.program(2**22 + 1)  # more than any process has
    assert (unknown.path, unknown.build) == ("", "")


def test_areas_of_some(two_windows: Two) -> None:
    backend, first, second = two_windows
    for _ in range(2):
        assert backend.areas_of(lambda facts: facts.pid == second.pid) == [second.geometry]
    assert first.geometry != second.geometry


# -- what only a real desktop has


def test_windows_that_open_move_and_vanish(desktop: VirtualDesktop) -> None:
    backend = XorgWindows(desktop.display)
    form = FormProgram(desktop)

    def forms() -> list[WindowFacts]:
        return [one for one in backend.all() if one.title == "A form"]

    (facts,) = forms()
    assert facts.geometry[2:] == (420, 360)
    assert backend.areas_of(lambda one: one.pid == form.process.pid) == [facts.geometry]
    desktop.stop(form.process)
    deadline = time.monotonic() + 10
    while forms():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert backend.areas_of(lambda one: one.pid == form.process.pid) == []
    x, y, w, h = facts.geometry
    assert backend.under(x + w // 2, y + h // 2) is None
    backend.close()


def test_the_scale_and_the_layout_that_were_set(bare: VirtualDesktop) -> None:
    from Xlib.display import Display

    from lam_desktop.execution.machine.actuators._xorg_xkb import LockedModifiers

    def call(*argv: str, text: bytes = b"") -> None:
        subprocess.run(argv, env=bare.environment, input=text, check=True, timeout=20)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", bare.display)
        screen = XorgScreen()
    windows = XorgWindows(bare.display)
    other = Display(bare.display)
    try:
        call("xrdb", "-merge", "-", text=b"Xft.dpi: 144\n")
        call("setxkbmap", "us,de", ",neo")
        assert (screen.scale, windows.keyboard()) == (1.5, "us")
        LockedModifiers(other).set(0, 0, group=1)
        assert windows.keyboard() == "de(neo)"
    finally:
        call("xrdb", "-remove")
        LockedModifiers(other).set(0, 0, group=0)
        call("setxkbmap", "us")
        for one in (screen, windows, other):
            one.close()


def test_an_invisible_window_on_top_hides_nothing(bare: VirtualDesktop) -> None:
    from Xlib import X
    from Xlib.display import Display

    display = Display(bare.display)
    root = display.screen().root
    seen = root.create_window(20, 20, 100, 100, 0, display.screen().root_depth, override_redirect=True)
    seen.set_wm_name("Seen")
    veil = root.create_window(0, 0, 300, 300, 0, 0, window_class=X.InputOnly, override_redirect=True)
    seen.map()
    veil.map()
    display.sync()
    backend = XorgWindows(bare.display)
    facts = backend.under(50, 50)
    assert facts is not None and (facts.title, facts.kind) == ("Seen", "popup")
    assert backend.under(200, 200) is None
    backend.close()
    display.close()
