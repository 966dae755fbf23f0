"""A session's own rules, with the fakes as its desktop."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder.errors import RecorderBug, RecorderError, RecorderUserError
from recorder.events import WindowFacts
from recorder.inputs._fake import FakeInput
from recorder.ledger import InjectionLedger
from recorder.options import RecordingOptions
from recorder.recording import Recording
from recorder.screen._fake import FakeScreen
from recorder.session import RecordingSession
from recorder.surroundings import Monitor, ProgramFacts
from recorder.windows._fake import FakeWindows

EDITOR = WindowFacts("Letter", "Editor", "editor", 11, (0, 0, 600, 440), 1, "normal")
TERMINAL = WindowFacts("bash", "Terminal", "term", 12, (0, 440, 600, 40), 2, "normal")
QUICK = RecordingOptions(settle_s=0.1, settle_limit_s=0.2)


class Desk:
    def __init__(self, tmp_path: Path, options: RecordingOptions = QUICK) -> None:
        self.path = tmp_path / "r.lamrec"
        self.input, self.screen, self.windows = FakeInput(), FakeScreen(), FakeWindows([TERMINAL, EDITOR])
        self.ledger = InjectionLedger(tmp_path / "ring")
        self.session = RecordingSession(
            self.path,
            options,
            input_backend=self.input,
            screen_backend=self.screen,
            window_backend=self.windows,
            ledger=self.ledger,
        )

    def type(self, text: str) -> None:
        for char in text:
            self.input.key(char, char)

    def until(self, holds) -> None:
        deadline = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def stop(self) -> Recording:
        self.session.stop()
        return Recording.open(self.path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    before = set(threading.enumerate())
    desk = Desk(tmp_path)
    desk.session.start()
    yield desk
    desk.session.stop()
    left = [thread for thread in threading.enumerate() if thread not in before]
    assert left == []


def test_steps_and_pictures(desk: Desk) -> None:
    desk.input.click(30, 40)
    desk.screen.paint((0, 0, 50, 50), 0x112233)
    desk.until(lambda: desk.session.stats.frames == 2)
    desk.type("hi")
    with desk.stop() as recording:
        click, typed = recording.steps()
        assert (click.point, typed.text, click.window) == ((30, 40), "hi", EDITOR)
        before, after = recording.frame_before(click), recording.frame_after(click)
        assert before is not None and after is not None
        assert before[10, 10].tolist() == [0, 0, 0] and after[10, 10].tolist() == [0x11, 0x22, 0x33]
        assert typed.frame_before == click.frame_after == typed.frame_after


def test_what_surrounds_the_work_is_known_at_once(desk: Desk) -> None:
    program = ProgramFacts("/usr/bin/editor", "12 bytes of 2026-01-01T00:00:00Z", "de_DE", 1.25)
    desk.windows.programs[EDITOR.pid or 0] = program
    desk.input.click(30, 40)
    desk.until(lambda: programs_now(desk.path))  # a kill would leave it
    with desk.stop() as recording:
        meta = recording.meta
    assert meta.monitors == (Monitor((0, 0, 640, 480)),)
    assert (meta.keyboard, meta.programs) == ("us", {EDITOR.pid: program})


def programs_now(path: Path) -> dict[str, object]:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return json.loads(db.execute("SELECT value FROM meta WHERE key = 'programs'").fetchone()[0])
    finally:
        db.close()


def test_a_list_that_closes_when_pressed_is_still_where_the_press_went(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = WindowFacts("", "", "editor", 11, (100, 100, 200, 120), 3, "menu")
    desk.windows.stack.append(entries)
    look, looked = desk.windows.under, list[tuple[int, int]]()
    monkeypatch.setattr(desk.windows, "under", lambda x, y: (look(x, y), looked.append((x, y)))[0])
    desk.input.move(150, 150)
    desk.until(lambda: looked)
    desk.windows.stack.remove(entries)  # it reacts sooner than anybody can ask about it
    desk.input.click(150, 150)
    desk.input.click(180, 180)
    with desk.stop() as recording:
        first, second = (step.window for step in recording.steps())
        assert (first, second) == (entries, EDITOR)


def test_stop_key_ends_the_wait(desk: Desk) -> None:
    assert desk.session.wait(0.01) is False
    for name in ("ctrl", "alt", "esc"):
        desk.input.key_down(name)
    assert desk.session.wait(5.0) is True
    with desk.stop() as recording:
        assert recording.steps() == []
        assert {item.reason for item in recording.filtered()} == {"hot key"}


def test_request_stop_ends_the_wait(desk: Desk) -> None:
    threading.Timer(0.05, desk.session.request_stop).start()
    assert desk.session.wait(5.0) is True


def test_stats_follow(desk: Desk) -> None:
    desk.input.click(30, 40)
    desk.type("hello")
    desk.until(lambda: desk.session.stats.events == 13)
    stats = desk.session.stats
    assert (stats.steps, stats.paused, stats.hiding) == (2, False, False)
    assert 0 < stats.seconds < 10


def test_pause_and_resume(desk: Desk) -> None:
    desk.type("a")
    desk.until(lambda: desk.session.stats.events == 2)
    desk.session.pause()
    assert desk.session.stats.paused
    desk.type("secret")
    desk.until(lambda: desk.session._observer.dropped["while paused"] == 12)
    desk.session.resume()
    desk.type("b")
    with desk.stop() as recording:
        assert [step.text for step in recording.steps()] == ["a", "b"]
        assert recording.meta.dropped == {"while paused": 12}


def test_a_hot_key_right_after_a_pause_takes_out_its_own_keys(desk: Desk) -> None:
    desk.session.pause()
    desk.type("x")
    desk.until(lambda: desk.session._observer.dropped["while paused"] == 2)
    desk.session.resume()
    for name in ("ctrl", "alt", "m"):
        desk.input.key_down(name)
    for name in ("m", "alt", "ctrl"):
        desk.input.key_up(name)
    desk.type("b")
    with desk.stop() as recording:
        assert [step.text for step in recording.steps()] == ["b"]
        assert [item.reason for item in recording.filtered()] == [
            "pause",
            *["hot key"] * 3,
            "marker",
            *["hot key"] * 3,
        ]


def test_moves_are_thinned_and_counted(desk: Desk) -> None:
    for x in range(100):
        desk.input.move(x, 5)
    desk.input.click(200, 5)
    with desk.stop() as recording:
        kept = len([item for item in recording.filtered() if item.event.kind == "move"])
        assert kept < 50
        assert kept + recording.meta.dropped["pointer moves thinned out"] == 101
        assert [step.point for step in recording.steps()] == [(200, 5)]


def test_the_terminal_that_we_came_from_is_trimmed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, RecordingOptions(terminal_window=2, settle_s=0.1, settle_limit_s=0.2))
    desk.session.start()
    desk.windows.activate(2)
    desk.input.click(10, 450)
    desk.type("date")
    desk.until(desk.session._is_idle)
    time.sleep(0.2)  # the active window is asked for anew
    desk.windows.activate(1)
    desk.input.click(10, 20)
    desk.type("hello")
    desk.until(desk.session._is_idle)
    time.sleep(0.2)
    desk.windows.activate(2)
    desk.input.click(10, 450)
    desk.type("stop")
    with desk.stop() as recording:
        assert [step.text or step.kind for step in recording.steps()] == ["click", "hello"]
        ours = [item.event for item in recording.filtered() if item.reason == "own terminal"]
        assert len([event for event in ours if event.kind == "key_press"]) == 8
        assert all(event.key is None for event in ours)
    assert b"own terminal" in desk.path.read_bytes()


def test_announced_input_is_the_agents(desk: Desk) -> None:
    announcer = InjectionLedger(desk.ledger.path)
    announcer.will_send("key_press", "x")
    announcer.will_send("key_release", "x")
    desk.type("xy")
    announcer.close()
    with desk.stop() as recording:
        assert [step.text for step in recording.steps()] == ["y"]


# -- when something breaks


def test_a_hook_that_dies_ends_the_recording_and_keeps_it(desk: Desk) -> None:
    desk.type("a")
    desk.input.break_down(RecorderUserError("The display vanished."))
    with pytest.raises(RecorderUserError, match="vanished"):
        desk.session.wait(5.0)
    with desk.stop() as recording:
        assert [step.text for step in recording.steps()] == ["a"]


def test_a_fault_of_ours_is_told_as_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    desk.type("a")
    desk.until(lambda: desk.session.stats.events == 2)
    monkeypatch.setattr(desk.session._observer, "_settle", broken)
    desk.input.click(1, 1)
    with pytest.raises(RecorderBug, match="oops"):
        desk.session.wait(5.0)
    with desk.stop() as recording:  # what waited at the gate is not lost
        assert [step.text for step in recording.steps()] == ["a"]


@pytest.mark.parametrize("error", [RecorderUserError("The display vanished."), ZeroDivisionError("oops")])
def test_windows_that_cannot_be_seen_end_it_but_lose_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(desk.windows, "under", broken)
    monkeypatch.setattr(desk.windows, "active", broken)
    desk.input.click(1, 1)
    desk.type("a")
    with pytest.raises(RecorderError, match=str(error)):
        desk.session.wait(5.0)
    with desk.stop() as recording:
        assert [step.text or step.kind for step in recording.steps()] == ["click", "a"]


def test_the_screen_that_breaks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rect: object = None) -> None:
        raise RecorderUserError("The screen could not be captured.")

    monkeypatch.setattr(desk.screen, "grab_packed", broken)
    desk.screen.paint((0, 0, 5, 5), 1)
    with pytest.raises(RecorderUserError, match="captured"):
        desk.session.wait(5.0)


def test_hooks_that_do_not_start_leave_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)

    def refuse(*_: object) -> None:
        raise RecorderUserError("No permission; allow it.")

    monkeypatch.setattr(desk.input, "start", refuse)
    with pytest.raises(RecorderUserError, match="No permission"):
        desk.session.start()
    assert list(tmp_path.glob("r.*")) == []
    desk.session.stop()  # harmless


def test_a_bad_hot_key_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    session = RecordingSession(tmp_path / "r.lamrec", RecordingOptions(stop_chord="hyper+x"))
    with pytest.raises(RecorderUserError, match="is not a hot key"):
        session.start()


def test_stopping_twice(desk: Desk) -> None:
    desk.session.stop()
    desk.session.stop()


def test_options_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="settle_s"):
        RecordingOptions(settle_s=5.0, settle_limit_s=1.0)
