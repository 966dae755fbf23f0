"""What encryption costs: journal, frames, events, opening, and the passphrase; beside the same in clear."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lam_desktop.execution.runs.journal import Journal, read_journal
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage.vault import COST, Vault
from recorder.events import InputEvent, KeyFacts, WindowFacts
from recorder.frames import FrameEncoder, Packed
from recorder.recording import Recording
from recorder.recording_writer import RecordingWriter
from recorder.rows import RecordingMeta
from recorder.sealing import Seal
from tests.benchmarks import Figure

SIZE = (1920, 1080)
WINDOW = WindowFacts("Order desk", "orderdesk", "python3", 41, (100, 50, 800, 600), 7, "normal")
MOST_MS = 0.2
"""Of a journal's line: waiting for the disk takes longer."""


def run(quick: bool = False) -> list[Figure]:
    """Medians; half a minute, less with `quick`."""
    lines, frames = (200, 20) if quick else (2000, 100)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        written: dict[str, dict[str, float]] = {}
        for name, seal in (("in clear", None), ("sealed", Seal(os.urandom(32), home))):
            place = home / name.replace(" ", "-")
            place.mkdir()
            written[name] = {**_journal(place, Files(seal), lines), **_recording(place, seal, frames)}
        for what, unit in UNITS.items():
            plain, sealed = written["in clear"][what], written["sealed"][what]
            figures.append(Figure(f"{what}, in clear", plain, unit))
            limit = MOST_MS + plain if what == "a line of the journal, written" else None
            figures.append(Figure(f"{what}, sealed", sealed, unit, at_most=limit))
        vault = Vault(home / "vault")
        vault.create("correct horse battery")
        figures.append(
            Figure(f"the passphrase, scrypt with N = {COST}", _ms(lambda: _unlock(vault), 3), "ms")
        )
    return figures


UNITS = {
    "a line of the journal, written": "ms",
    "a line of the journal, without waiting for the disk": "ms",
    "a line of the journal, read": "ms",
    "the journal": "bytes a line",
    "a frame of 1920x1080 of which a part changed": "ms",
    "ten key events, stored": "ms",
    "a recording of these frames, opened and its steps read": "ms",
    "all frames of it, read": "ms a frame",
    "the recording": "KB a frame",
}


def _journal(folder: Path, files: Files, count: int) -> dict[str, float]:
    took: list[float] = []
    with Journal(folder, files) as journal:
        for number in range(count):
            took.append(_ms(lambda number=number: _write_line(journal, number)))
    path = folder / "journal.jsonl"
    sync, os.fsync = os.fsync, lambda _file: None
    try:
        (folder / "quick").mkdir()
        with Journal(folder / "quick", files) as journal:
            quick = [_ms(lambda number=number: _write_line(journal, number)) for number in range(count)]
    finally:
        os.fsync = sync
    return {
        "a line of the journal, written": statistics.median(took),
        "a line of the journal, without waiting for the disk": statistics.median(quick),
        "a line of the journal, read": _ms(lambda: read_journal(path, files=files), 3) / count,
        "the journal": path.stat().st_size / count,
    }


def _write_line(journal: Journal, number: int) -> None:
    journal.write(
        "acting", row=number, step=3, caption="Type the customer", action={"text": "Lindqvist " * 8}
    )


def _recording(folder: Path, seal: Seal | None, count: int) -> dict[str, float]:
    path = folder / "shown.lamrec"
    writer = RecordingWriter(path, RecordingMeta(screen=(0, 0, *SIZE)), seal)
    encoder = FrameEncoder()
    coded = [encoder.encode(frame) for frame in _screens(count)]
    seq = 0
    events: list[float] = []
    frames: list[float] = []
    for number, (frame_id, one) in enumerate(coded):
        batch: list[tuple[InputEvent, str | None]] = [(_key(seq + at), None) for at in range(10)]
        events.append(_ms(lambda batch=batch: writer.write(batch)))
        at = seq
        frames.append(
            _ms(
                lambda at=at, frame_id=frame_id, one=one, number=number: writer.write_picture(
                    at, "before", frame_id, one, number
                )
            )
        )
        seq += 10
    writer.close()

    def open_it() -> None:
        with Recording.open(path, seal) as recording:
            recording.steps()

    def read_all() -> None:
        with Recording.open(path, seal) as recording:
            for frame_id in recording.frame_ids():
                recording.frame(frame_id)

    return {
        "a frame of 1920x1080 of which a part changed": statistics.median(frames),
        "ten key events, stored": statistics.median(events),
        "a recording of these frames, opened and its steps read": _ms(open_it, 5),
        "all frames of it, read": _ms(read_all, 3) / count,
        "the recording": path.stat().st_size / 1024 / count,
    }


def _screens(count: int) -> list[Packed]:
    """An office screen on which a window's worth of text changes from frame to frame."""
    rng = np.random.default_rng(5)
    screen = np.full((SIZE[1], SIZE[0]), 0xFBFBFC, np.uint32)
    made: list[Packed] = []
    for number in range(count):
        screen = screen.copy()
        y, x = 40 + number % 8 * 120, 60 + number % 5 * 300
        screen[y : y + 110, x : x + 280] = rng.choice(np.array([0x22262D, 0xFBFBFC], np.uint32), (110, 280))
        made.append(screen)
    return made


def _key(seq: int) -> InputEvent:
    return InputEvent(seq, seq * 10**8, "key_press", 5, 6, key=KeyFacts(38, "a", "a"), window=WINDOW)


def _unlock(vault: Vault) -> None:
    vault.unlock("correct horse battery")


def _ms(work: Callable[[], object], times: int = 1) -> float:
    took: list[float] = []
    for _ in range(times):
        begin_s = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - begin_s))
    return statistics.median(took)
