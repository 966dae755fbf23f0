"""Real input on a real X server, into real programs, comes out as the right steps with their pictures."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from recorder.recording import Recording
from recorder.windows._xorg import XorgWindows
from tests.recorder.conftest import FormProgram, RecorderProgram
from tests.recorder.fingers import Fingers

pytestmark = pytest.mark.slow


def told(recording: Recording) -> list[tuple[object, ...]]:
    """Kind and what matters of each step."""
    return [
        (step.kind, step.text if step.text is not None else step.keys or step.scroll or step.point)
        for step in recording.steps()
    ]


def assert_pictured(recording: Recording) -> None:
    """Each step has a picture from before and one from after."""
    for step in recording.steps():
        assert recording.frame_before(step) is not None, step
        assert recording.frame_after(step) is not None, step


def until_menu(desktop: VirtualDesktop, shown: bool) -> None:
    windows = XorgWindows(desktop.display)
    deadline = time.monotonic() + 20
    while any(window.kind == "menu" for window in windows.all()) is not shown:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    windows.close()


def test_a_clerks_work(desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram) -> None:
    name, city, save, rows = (form.places[at] for at in ("name", "city", "save", "rows"))
    with Clerk(desktop.display, pause_s=0.03) as clerk:
        clerk.click(*name)
        clerk.type("Jane Smiht")
        clerk.press("backspace")
        clerk.press("backspace")
        clerk.type("th & Söhne, Łódź, 東京")
        clerk.press("tab")
        clerk.press("tab")
        clerk.type("Oslo")
        clerk.press("ctrl", "a")
        clerk.press("ctrl", "c")
        clerk.click(*city, count=2)
        clerk.click(*city, button="right")
        until_menu(desktop, True)
        clerk.press("esc")
        until_menu(desktop, False)  # else it would swallow the next click
        clerk.click(*save)
        clerk.scroll(*rows, dy=-3)
        clerk.scroll(*rows, dy=1)
        clerk.drag((rows[0], rows[1] - 20), (rows[0] + 50, rows[1] + 20))
        clerk.click(*rows, button="middle")
    form.until(lambda: form.clicks == 1)
    with recorder.stop() as recording:
        assert told(recording) == [
            ("click", name),
            ("type", form.values["name"]),
            ("key", ("tab",)),
            ("key", ("tab",)),
            ("type", "Oslo"),
            ("shortcut", ("ctrl", "a")),
            ("shortcut", ("ctrl", "c")),
            ("double_click", city),
            ("right_click", city),
            ("key", ("esc",)),
            ("click", save),
            ("scroll", (0, -3)),
            ("scroll", (0, 1)),
            ("drag", (rows[0], rows[1] - 20)),
            ("middle_click", rows),
        ]
        assert form.values["name"] == "Jane Smith & Söhne, Łódź, 東京"
        assert_pictured(recording)
        steps = recording.steps()
        assert steps[13].end_point == (rows[0] + 50, rows[1] + 20)
        window = steps[0].window
        assert window is not None
        assert (window.title, window.pid, window.kind) == ("A form", form.process.pid, "normal")
        assert window.process.startswith("python")
        left, top, width, height = window.geometry
        assert left < name[0] < left + width and top < name[1] < top + height
        # The picture before the first click shows an empty field, the one after the typing the text.
        x, y = name
        empty = recording.frame_before(steps[0])
        written = recording.frame_after(steps[1])
        assert empty is not None and written is not None
        assert (empty[y - 5 : y + 5, x - 60 : x + 60] != written[y - 5 : y + 5, x - 60 : x + 60]).any()


def test_a_letter_in_mousepad(desktop: VirtualDesktop, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    program = desktop.start("mousepad", str(letter), stderr=subprocess.DEVNULL)
    window = wait_for_window(desktop.display, wm_class="Mousepad")
    x, y, width, height = window.geometry
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Clerk(desktop.display, pause_s=0.03) as clerk:
        clerk.click(x + width // 2, y + height // 2)
        clerk.type("Dear Sir,\n\nthank yuo")
        for _ in range(2):
            clerk.press("backspace")
        clerk.type("ou.\n")
        clerk.press("ctrl", "s")
    with recorder.stop() as recording:
        assert {step.window.wm_class if step.window else "" for step in recording.steps()} == {"Mousepad"}
        assert told(recording)[1:] == [
            ("type", "Dear Sir,"),
            ("key", ("enter",)),
            ("key", ("enter",)),
            ("type", "thank you."),
            ("key", ("enter",)),
            ("shortcut", ("ctrl", "s")),
        ]
        assert_pictured(recording)
    assert letter.read_text() == "Dear Sir,\n\nthank you.\n"  # so the steps are what the program saw
    desktop.stop(program)


def test_modifier_held_across_clicks(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    x, y = form.places["rows"]
    with Fingers(desktop.display) as fingers:
        fingers.down("ctrl")
        fingers.click(x, y - 40)
        fingers.click(x, y + 10)
        fingers.up("ctrl")
        fingers.click(x, y - 10, "back")
    with recorder.stop() as recording:
        steps = recording.steps()
        assert [(step.kind, step.modifiers, step.button) for step in steps] == [
            ("click", ("ctrl",), "left"),
            ("click", ("ctrl",), "left"),
            ("click", (), "back"),
        ]
        assert_pictured(recording)


def test_capslock_shift_and_auto_repeat(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    with Fingers(desktop.display) as fingers:
        fingers.click(*form.places["name"])
        fingers.tap("capslock")
        fingers.tap("a")
        fingers.tap("shift", "s")
        fingers.tap("capslock")
        fingers.tap("shift", "d")
        fingers.down("f")  # longer than the server's delay before it repeats
        form.until(lambda: "fff" in form.values["name"])
        fingers.up("f")
    with recorder.stop() as recording:
        (text,) = [step.text for step in recording.steps() if step.kind == "type"]
        assert text is not None and text.startswith("AsDfff")
        form.until(lambda: form.values["name"] == text)
        reasons = [item.reason for item in recording.filtered()]
        assert reasons.count("lock or layout key") == 4


@pytest.mark.skipif(shutil.which("setxkbmap") is None, reason="needs setxkbmap")
def test_other_layouts(desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram) -> None:
    """AltGr, dead keys and another script, the layout being changed while recording."""

    def layout(*names: str) -> None:
        subprocess.run(["setxkbmap", "-display", desktop.display, *names], check=True)

    with Fingers(desktop.display) as fingers:
        try:
            fingers.click(*form.places["name"])
            layout("de")
            fingers.tap("altgr", "q")
            fingers.tap("z")
            fingers.tap("acute")
            fingers.tap("e")
            form.until(lambda: len(form.values["name"]) == 3)
            fingers.click(*form.places["city"])
            layout("us,ru", "-option", "grp:caps_toggle")
            fingers.tap("capslock")
            fingers.tap("f")
            fingers.tap("shift", "d")
            fingers.tap("ctrl", "a")
            fingers.tap("capslock")
            fingers.tap("f")
            form.until(lambda: form.values["city"].endswith("f"))
        finally:
            layout("us", "-option", "")
    with recorder.stop() as recording:
        steps = recording.steps()
        assert [step.text or step.keys for step in steps] == [
            (),
            form.values["name"],
            (),
            "аВ",
            ("ctrl", "a"),
            "f",
        ]
        assert form.values["name"] == "@yé"
        assert any(item.reason == "lock or layout key" for item in recording.filtered())


def test_an_unchanged_screen_stores_nothing(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    x, y = form.places["name"][0] - 160, form.places["rows"][1]
    with Fingers(desktop.display) as fingers:
        for at in range(12):  # in the empty space of the window, too far apart for a double click
            fingers.click(x + 20 * (at % 2), y)
    with recorder.stop() as recording:
        pictures = [(step.frame_before, step.frame_after) for step in recording.steps()]
        assert len(pictures) == 12
        assert len({*pictures[4:]}) == 1 and pictures[-1][0] == pictures[-1][1]
        assert len(recording.frame_ids()) <= 3  # where the pointer was before may have to be repainted


def test_pictures_are_the_screen_without_loss(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    with Clerk(desktop.display) as clerk:
        clerk.click(*form.places["city"])
        clerk.type("x")
    form.until(lambda: form.values["city"] == "x")
    with recorder.stop() as recording:
        after = recording.frame_after(recording.steps()[-1])
        assert after is not None
        np.testing.assert_array_equal(after, desktop.screenshot())
