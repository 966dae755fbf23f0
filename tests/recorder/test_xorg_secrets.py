"""Typing into password fields or under hide typing never reaches the disk, not even as a picture."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import recorder.schema as schema
from lam_desktop.office.clerk import Clerk
from lam_desktop.office.virtual import VirtualDesktop, wait_for_window
from recorder.recording import Recording
from tests.recorder.conftest import FormProgram, RecorderProgram

pytestmark = pytest.mark.slow

# Characters that occur nowhere else in the test: even one of them would be a leak.
SECRET = "Zq7#Xv9ЖЩΩ"
PLAIN = "harbourЮΨ"


@pytest.fixture(scope="module")
def accessible() -> Iterator[VirtualDesktop]:
    """A desktop where accessibility tells of password fields; on `desktop` only bullets do."""
    with VirtualDesktop(accessibility=True) as desktop:
        yield desktop


def leaked_characters(path: Path) -> str:
    """Which of the secret's characters stand in the recording as a key, looked for in the file itself."""
    db = sqlite3.connect(path)
    try:
        rows = db.execute("SELECT key_name, key_char FROM events WHERE key_char IS NOT NULL").fetchall()
    finally:
        db.close()
    found = {char for _, char in rows}
    return "".join(char for char in SECRET if char in found or char.lower() in found - set(PLAIN))


def on_disk(text: str, path: Path) -> list[str]:
    """Which characters of a text stand in the bytes on the disk, the log included.

    The row of a key holds its name and its character side by side; of ASCII that may be an accident.
    """
    octets = path.read_bytes()
    if schema.wal_of(path).exists():
        octets += schema.wal_of(path).read_bytes()
    return [char for char in text if not char.isascii() and f"{char.lower()}{char}".encode() in octets]


def assert_hidden(recording: Recording, shown: np.ndarray, empty: np.ndarray) -> None:
    assert leaked_characters(recording.path) == ""
    assert on_disk(SECRET, recording.path) == []
    different = (shown != empty).any(axis=2)
    assert different.any(), "the secret was on the screen in this test"
    for number in recording.frame_ids():
        frame = recording.frame(number)
        seen = (frame[different] == shown[different]).all(axis=1).mean()
        assert seen < 0.3, f"frame {number} shows {seen:.0%} of it"  # some pixels are alike by accident


def field_of(form: FormProgram, name: str, frame: np.ndarray) -> np.ndarray:
    """The frame with everything black but the inner part of a field."""
    x, y = form.places[name]
    only = np.zeros_like(frame)
    only[y - 8 : y + 8, x - 130 : x + 130] = frame[y - 8 : y + 8, x - 130 : x + 130]
    return only


@pytest.mark.parametrize("known_by", ["accessible", "desktop"])
def test_a_password_field(request: pytest.FixtureRequest, tmp_path: Path, known_by: str) -> None:
    desktop: VirtualDesktop = request.getfixturevalue(known_by)
    form = FormProgram(desktop)
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Clerk(desktop.display, pause_s=0.05) as clerk:
        clerk.click(*form.places["name"])
        clerk.type(PLAIN)
        empty = desktop.screenshot()
        clerk.press("tab")
        clerk.type(SECRET)
        form.until(lambda: form.values["secret"] == SECRET)
        shown = desktop.screenshot()
        clerk.press("tab")
        clerk.type(PLAIN)
        clerk.click(*form.places["save"])
        form.until(lambda: form.clicks == 1)
    with recorder.stop() as recording:
        steps = recording.steps()
        assert [(step.kind, step.text, step.secret) for step in steps] == [
            ("click", None, None),
            ("type", PLAIN, None),
            ("key", None, None),
            ("type", None, "secret_1"),
            ("key", None, None),
            ("type", PLAIN, None),
            ("click", None, None),
        ]
        assert_hidden(recording, field_of(form, "secret", shown), field_of(form, "secret", empty))
        assert on_disk(PLAIN, recording.path) == ["Ю", "Ψ"]  # so this test would see a leak
    desktop.stop(form.process)


def test_a_password_that_is_shown_afterwards(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    with Clerk(desktop.display, pause_s=0.05) as clerk:
        empty = desktop.screenshot()
        clerk.click(*form.places["secret"])
        clerk.type(SECRET)
        form.until(lambda: form.values["secret"] == SECRET)
        clerk.click(*form.places["eye"])
        time.sleep(0.3)
        clerk.click(*form.places["save"])
        form.until(lambda: form.clicks == 1)
        shown = desktop.screenshot()
    with recorder.stop() as recording:
        assert [step.secret for step in recording.steps()] == [None, "secret_1", None, None]
        assert_hidden(recording, field_of(form, "secret", shown), field_of(form, "secret", empty))


def test_hide_typing(desktop: VirtualDesktop, one_form: FormProgram, recorder: RecorderProgram) -> None:
    one_form.clear()
    form = FormProgram(desktop, "--at", "650,40")  # of its own: it is moved
    with Clerk(desktop.display, pause_s=0.05) as clerk:
        empty = desktop.screenshot()
        clerk.click(*form.places["city"])
        clerk.press("ctrl", "alt", "h")
        clerk.type(SECRET)
        form.until(lambda: form.values["city"] == SECRET)
        shown = desktop.screenshot()
        clerk.press("ctrl", "alt", "h")
        clerk.click(*form.places["name"])
        clerk.type(PLAIN)
        clerk.click(*form.places["save"])
        form.until(lambda: form.clicks == 1)
        # The window moves away, and the hidden text with it.
        x, y = form.places["city"]
        clerk.drag((x, form.places["name"][1] - 30), (x - 120, 400))
        clerk.click(x - 120, 400)
    with recorder.stop() as recording:
        texts = [(step.text, step.secret) for step in recording.steps() if step.kind == "type"]
        assert texts == [(None, "secret_1"), (PLAIN, None)]
        assert_hidden(recording, field_of(form, "city", shown), field_of(form, "city", empty))
        # It was looked for, and is not to be seen, where the window went.
        field = shown[y - 8 : y + 8, x - 130 : x + 130]
        for number in recording.frame_ids():
            assert not contains(recording.frame(number), busiest_row(field))
        moved = desktop.screenshot()
        assert contains(moved, busiest_row(field)) and not contains(
            moved[: y + 8, x - 130 :], busiest_row(field)
        )
    desktop.stop(form.process)


def busiest_row(picture: np.ndarray) -> np.ndarray:
    """The row with the most changes of colour; without its end, where a caret blinks."""
    changes = (picture[:, 1:] != picture[:, :-1]).any(axis=2)
    row = int(changes.sum(axis=1).argmax())
    at = np.flatnonzero(changes[row])
    return picture[row, at[0] : at[0] + (at[-1] - at[0]) * 3 // 4]


def contains(frame: np.ndarray, row: np.ndarray) -> bool:
    return np.ascontiguousarray(row).tobytes() in np.ascontiguousarray(frame).tobytes()


def test_killed_in_the_middle_of_a_password(
    desktop: VirtualDesktop, form: FormProgram, recorder: RecorderProgram
) -> None:
    with Clerk(desktop.display, pause_s=0.05) as clerk:
        clerk.click(*form.places["secret"])
        clerk.type(SECRET)
        form.until(lambda: form.values["secret"] == SECRET)
        time.sleep(0.5)  # before it is painted, a bullet cannot be seen
    os.kill(recorder.process.pid, signal.SIGKILL)
    recorder.process.wait()
    assert on_disk(SECRET, recorder.path) == []
    with Recording.open(recorder.path) as recording:
        assert {step.secret for step in recording.steps()} <= {None, "secret_1"}
        assert leaked_characters(recorder.path) == ""


def test_a_field_that_shows_what_it_hides(accessible: VirtualDesktop, tmp_path: Path) -> None:
    """It shows characters while they are typed: only accessibility knows."""
    form = FormProgram(accessible, "--echo", "PasswordEchoOnEdit")
    recorder = RecorderProgram(accessible, tmp_path / "r.lamrec")
    with Clerk(accessible.display, pause_s=0.05) as clerk:
        empty = accessible.screenshot()
        clerk.click(*form.places["secret"])
        clerk.type(SECRET)
        form.until(lambda: form.values["secret"] == SECRET)
        shown = accessible.screenshot()
        clerk.click(*form.places["save"])
    with recorder.stop() as recording:
        assert [step.secret for step in recording.steps()] == [None, "secret_1", None]
        assert_hidden(recording, field_of(form, "secret", shown), field_of(form, "secret", empty))
    accessible.stop(form.process)


def test_a_field_that_had_the_focus_before(accessible: VirtualDesktop, tmp_path: Path) -> None:
    """It shows characters, and no focus moves while recording: it is asked who has it."""
    form = FormProgram(accessible, "--echo", "PasswordEchoOnEdit")
    with Clerk(accessible.display, pause_s=0.05) as clerk:
        clerk.click(*form.places["secret"])
        time.sleep(0.5)
        recorder = RecorderProgram(accessible, tmp_path / "r.lamrec")
        time.sleep(1.0)
        clerk.type(SECRET)
        form.until(lambda: form.values["secret"] == SECRET)
    with recorder.stop() as recording:
        assert [step.secret for step in recording.steps()] == ["secret_1"]
        assert on_disk(SECRET, recording.path) == []
    accessible.stop(form.process)


PAGE = """<title>Login</title><style>* {{font: {font}}}</style>
<p>User <input id=user autofocus><p>Password <input type=password><p>Town <input>"""


@pytest.mark.proof
@pytest.mark.parametrize("font", ["16px sans-serif", "13px serif", "22px monospace"])
def test_a_password_in_a_browser(desktop: VirtualDesktop, tmp_path: Path, font: str) -> None:
    page = tmp_path / "login.html"
    page.write_text(PAGE.format(font=font), encoding="utf-8")
    browser = desktop.start(
        "chromium", "--no-sandbox", "--test-type", "--no-first-run",
        f"--user-data-dir={tmp_path / 'profile'}", f"--app={page.as_uri()}",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for_window(desktop.display, title="Login", timeout_s=60)
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Clerk(desktop.display, pause_s=0.2) as clerk:
        until_written(desktop, clerk)
        for text in (PLAIN, SECRET, PLAIN):
            clerk.type(text)
            clerk.press("tab")
    with recorder.stop() as recording:
        texts = [(step.text, step.secret) for step in recording.steps() if step.kind == "type"]
        assert texts[-3:] == [(PLAIN, None), (None, "secret_1"), (PLAIN, None)]
        assert leaked_characters(recording.path) == ""
        assert on_disk(SECRET, recording.path) == []
    desktop.stop(browser)


def until_written(desktop: VirtualDesktop, clerk: Clerk) -> None:
    """Types into a page until it shows that: a browser's window is there long before its page."""
    deadline = time.monotonic() + 30
    typed = 0
    while True:
        before = desktop.screenshot()
        clerk.type("w")
        typed += 1
        if (desktop.screenshot() != before).any():
            break
        assert time.monotonic() < deadline
    time.sleep(1.0)  # what was typed last may still be on its way
    for _ in range(typed):
        clerk.press("backspace")
