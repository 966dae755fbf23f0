"""What a person marks is left out, also of what was stored before: pictures, keys, and stale bytes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lam_desktop.office.virtual import VirtualDesktop
from recorder.frames import digest_of, pack
from recorder.schema import wal_of
from tests.recorder.conftest import FormProgram, RecorderProgram
from tests.recorder.fingers import Fingers
from tests.recorder.test_xorg_secrets import busiest_row, contains

LIMIT_S = 15.0


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def stored(path: Path) -> dict[int, bytes]:
    """The packed pixels of all frames in a recording, which may be at work."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        found = dict(db.execute("SELECT id, data FROM frames").fetchall())
    db.close()
    return found


def on_disk(path: Path) -> bytes:
    log = wal_of(path)
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_what_is_marked_is_gone(desktop: VirtualDesktop, tmp_path: Path) -> None:
    form = FormProgram(desktop, "--at", "100,80")
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    with Fingers(desktop.display) as fingers:
        empty = desktop.screenshot()
        fingers.click(*form.places["name"])
        fingers.tap("z")
        fingers.click(*form.places["city"])
        for name in ("w", "q", "k", "w", "q", "k", "m"):
            fingers.tap(name)
        form.until(lambda: form.values["city"] == "wqkwqkm")
        fingers.click(*form.places["save"])
        time.sleep(0.8)
        shown = desktop.screenshot()
        until(lambda: len(stored(recorder.path)) >= 4)
        before = stored(recorder.path)
        x, y = form.places["city"]
        field = (slice(y - 8, y + 8), slice(x - 130, x + 130))
        assert (shown[field] != empty[field]).any()
        fingers.move(x - 100, y)
        fingers.tap("ctrl", "alt", "b")
        until(lambda: any(stored(recorder.path).get(number) != data for number, data in before.items()))
        changed = {n: data for n, data in before.items() if stored(recorder.path).get(n) != data}
        octets = on_disk(recorder.path)
        for data in changed.values():
            middle = data[len(data) // 2 :][:48]
            assert middle not in octets, "what was there lingers in the file or its log"
        fingers.click(*form.places["city"])
        fingers.tap("v")
        fingers.click(*form.places["name"])
        fingers.tap("s")
        form.until(lambda: form.values["name"] == "zs")
    with recorder.stop() as recording:
        steps = [(step.kind, step.text, step.secret) for step in recording.steps() if step.kind == "type"]
        assert [text for _, text, _ in steps] == ["z", None, None, "s"]
        assert len({secret for _, _, secret in steps if secret}) == 2
        every = [*recording.events(), *(one.event for one in recording.filtered())]
        assert not {"w", "q", "k", "v"} & {one.key.name for one in every if one.key}
        row = busiest_row(shown[field])
        assert contains(shown, row)
        digests = set()
        for number in recording.frame_ids():
            frame = recording.frame(number)
            assert not frame[y - 4 : y + 4, x - 120 : x + 10].any()
            assert not contains(frame, row)
            digests.add(digest_of(pack(frame)))
        assert len(digests) == len(recording.frame_ids())
        assert all(
            recording.frame_before(step) is not None for step in recording.steps() if step.kind == "click"
        )
        region = recording.meta.excluded.regions[-1]
        assert region.window is not None and region.window.wm_class == "form"
    octets = recorder.path.read_bytes()
    assert not any(data[len(data) // 2 :][:48] in octets for data in changed.values())
    desktop.stop(form.process)


def test_two_places_mean_all_in_between(desktop: VirtualDesktop, tmp_path: Path) -> None:
    form = FormProgram(desktop, "--at", "100,80")
    recorder = RecorderProgram(desktop, tmp_path / "r.lamrec")
    (x, y), (_, bottom) = form.places["name"], form.places["city"]
    with Fingers(desktop.display) as fingers:
        fingers.click(*form.places["save"])
        fingers.move(x - 60, y)
        fingers.tap("ctrl", "alt", "b")
        fingers.move(x + 60, bottom)
        fingers.tap("ctrl", "alt", "b")
        fingers.click(*form.places["save"])
    with recorder.stop() as recording:
        for number in recording.frame_ids():
            frame = recording.frame(number)
            assert not frame[y : bottom + 1, x - 60 : x + 60].any()
            assert np.ptp(frame[bottom + 40 :]) > 0
    desktop.stop(form.process)
