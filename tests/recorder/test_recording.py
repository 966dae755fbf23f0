"""Recordings come back as they were written; what cannot be read is refused with a sentence."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recorder.schema as schema
from recorder.errors import RecorderUserError
from recorder.events import InputEvent
from recorder.frames import unpack
from recorder.recording import Recording, RecordingMeta
from recorder.recording_writer import RecordingWriter
from recorder.surroundings import Monitor, ProgramFacts
from tests.recorder.hand import Hand
from tests.recorder.test_gestures import event_streams

META = RecordingMeta(screen=(-100, 0, 320, 200), scale=1.5, platform="here", product_version="1.2")
MONITORS = (Monitor((-100, 0, 200, 200), (300, 200)), Monitor((100, 0, 120, 200)))
EDITOR = ProgramFacts("/usr/bin/editor", "12 bytes of 2026-01-01T00:00:00Z", "de_DE", 1.25)


def small_recording(path: Path, close: bool = True) -> RecordingWriter:
    rng = np.random.default_rng(3)
    writer = RecordingWriter(path, META)
    frame = rng.integers(0, 1 << 24, (200, 320), np.uint32)
    hand = Hand().click(20, 30).type("Müller").key("ctrl_l", "s")
    writer.write([(event, None) for event in hand.events])
    for event in hand.events[::2]:
        frame = frame.copy()
        frame[event.seq, :50] = event.seq
        writer.set_frame_after(event.seq, writer.write_frame(frame, event.t_ns))
    if close:
        writer.close()
    return writer


def assert_readable(path: Path) -> None:
    with Recording.open(path) as recording:
        assert [step.kind for step in recording.steps()] == ["click", "type", "shortcut"]
        for step in recording.steps():
            assert recording.frame_after(step) is not None


def refusal(path: Path) -> str:
    with pytest.raises(RecorderUserError) as caught:
        Recording.open(path).close()
    sentence = str(caught.value)
    assert str(path) in sentence and "\n" not in sentence and sentence.endswith(".")
    return sentence


# -- round trips


@given(
    st.lists(st.tuples(event_streams(), st.none() | st.sampled_from(["hot key", "own window"])), max_size=3)
)
@settings(max_examples=12)
def test_events_come_back(
    tmp_path_factory: pytest.TempPathFactory, batches: list[tuple[list[InputEvent], str | None]]
) -> None:
    path = tmp_path_factory.mktemp("r") / "a.lamrec"
    writer = RecordingWriter(path, META)
    written: list[tuple[InputEvent, str | None]] = []
    last = 0
    for events, reason in batches:
        batch = [(_numbered(event, last + event.seq), reason) for event in events]
        last = batch[-1][0].seq if batch else last
        writer.write(batch)
        written += batch
    writer.close()
    with Recording.open(path) as recording:
        assert recording.events() == [event for event, reason in written if reason is None]
        kept_out = {(item.event.seq, item.reason) for item in recording.filtered()}
        assert kept_out >= {(event.seq, reason) for event, reason in written if reason is not None}
        in_steps = {seq for step in recording.steps() for seq in step.events}
        assert in_steps | {seq for seq, _ in kept_out} == {event.seq for event, _ in written}


def test_frames_and_meta_come_back(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    rng = np.random.default_rng(5)
    writer = RecordingWriter(path, META)
    frames = [rng.integers(0, 1 << 24, (200, 320), np.uint32)]
    for number in range(70):
        frames.append(frames[-1].copy())
        frames[-1][number, :60] = number
    numbers = [writer.write_frame(frame, at) for at, frame in enumerate(frames)]
    assert writer.write_frame(frames[0], 99) == numbers[0]
    writer.set_dropped({"while paused": 3})
    writer.close()
    with Recording.open(path) as recording:
        assert recording.frame_ids() == numbers
        for number, frame in reversed(list(zip(numbers, frames, strict=True))):
            np.testing.assert_array_equal(recording.frame(number), unpack(frame))
        assert recording.frame_time_ns(numbers[7]) == 7
        assert recording.frame_origin == (-100, 0)
        meta = recording.meta
        assert (meta.screen, meta.scale, meta.platform) == (META.screen, META.scale, META.platform)
        assert meta.dropped == {"while paused": 3}
        assert meta.created_utc.endswith("+00:00")


def test_surroundings_come_back_and_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    writer = RecordingWriter(path, replace(META, monitors=MONITORS, keyboard="de(neo)"))
    writer.add_program(7, EDITOR)
    writer.add_program(9, ProgramFacts())
    writer.close()
    with Recording.open(path) as recording:
        assert (recording.meta.monitors, recording.meta.keyboard) == (MONITORS, "de(neo)")
        assert recording.meta.programs == {7: EDITOR, 9: ProgramFacts()}
    db = sqlite3.connect(path)  # as one of before they were known
    db.execute("DELETE FROM meta WHERE key IN ('monitors', 'keyboard', 'programs')")
    db.commit()
    db.close()
    with Recording.open(path) as recording:
        assert (recording.meta.monitors, recording.meta.keyboard, recording.meta.programs) == ((), "", {})


@pytest.mark.parametrize("told", ["5", "[5]", '[{"geometry": [1, 2], "size_mm": null}]', "{", "[[]]"])
def test_surroundings_that_are_none(told: str, tmp_path: Path) -> None:
    for key in ("monitors", "programs"):
        path = tmp_path / f"{key}.lamrec"
        small_recording(path)
        db = sqlite3.connect(path)
        db.execute("UPDATE meta SET value = ? WHERE key = ?", (told, key))
        db.commit()
        db.close()
        assert "damaged" in refusal(path)


def test_a_frame_is_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    small_recording(path)
    with Recording.open(path) as recording:
        first = recording.frame(1)
        first[:] = 0
        assert recording.frame(1).any()


def test_hidden_keys_are_wiped_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    writer = RecordingWriter(path, META)
    hand = Hand().type("x").type("ẞ" * 30)
    writer.write([(event, None) for event in hand.events])
    seqs = [event.seq for event in hand.events[2:]]
    assert "ẞ".encode() in path.read_bytes() + schema.wal_of(path).read_bytes()
    writer.hide(seqs, seqs[0], "secret_1")
    assert "ẞ".encode() not in path.read_bytes() + schema.wal_of(path).read_bytes()
    assert "ß".encode() not in path.read_bytes()
    writer.close()
    with Recording.open(path) as recording:
        assert [(step.text, step.secret) for step in recording.steps()] == [("x", None), (None, "secret_1")]


def test_events_taken_out_keep_their_reason_and_may_lose_their_keys(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    writer = RecordingWriter(path, META)
    writer.write([(event, None) for event in Hand().type("ab").events])
    writer.set_filtered([1, 2], "hot key")
    writer.set_filtered([3, 4], "own terminal", forget=True)
    writer.close()
    with Recording.open(path) as recording:
        assert recording.steps() == []
        filtered = recording.filtered()
        assert [item.reason for item in filtered] == ["hot key"] * 2 + ["own terminal"] * 2
        assert [item.event.key is None for item in filtered] == [False, False, True, True]


def test_a_closed_recording_is_one_file(tmp_path: Path) -> None:
    small_recording(tmp_path / "a.lamrec")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.lamrec"]


# -- cut short


def test_a_recording_cut_short_opens(tmp_path: Path) -> None:
    """The state of the files at a moment is what a killed recorder leaves."""
    small_recording(tmp_path / "a.lamrec", close=False)
    for name in ("a.lamrec", "a.lamrec-wal"):
        shutil.copy(tmp_path / name, tmp_path / name.replace("a.", "killed."))
    assert_readable(tmp_path / "killed.lamrec")
    assert not (tmp_path / "killed.lamrec-wal").exists()


def test_any_cut_of_the_log_leaves_whole_transactions(tmp_path: Path) -> None:
    small_recording(tmp_path / "a.lamrec", close=False)
    log = (tmp_path / "a.lamrec-wal").read_bytes()
    for at in np.linspace(0, len(log), 25).astype(int):
        cut = tmp_path / "cut.lamrec"
        shutil.copy(tmp_path / "a.lamrec", cut)
        (tmp_path / "cut.lamrec-wal").write_bytes(log[:at])
        try:
            with Recording.open(cut) as recording:
                assert len(recording.events()) in (0, 19)
                for number in recording.frame_ids():
                    recording.frame(number)
        except RecorderUserError as error:
            assert at < len(log) / 2, error  # the tables were not there yet


def test_it_can_be_read_while_it_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    writer = small_recording(path, close=False)
    assert_readable(path)
    writer.write([(_numbered(Hand().click(1, 1).events[1], 100), None)])
    writer.close()
    with Recording.open(path) as recording:
        assert recording.events()[-1].seq == 100


def test_a_place_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_recording(tmp_path / "a.lamrec", close=False)
    for name in ("a.lamrec", "a.lamrec-wal"):
        shutil.copy(tmp_path / name, tmp_path / name.replace("a.", "killed."))
    before = {path.name: path.read_bytes() for path in tmp_path.glob("killed*")}
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write anywhere
    assert_readable(tmp_path / "killed.lamrec")
    assert {path.name: path.read_bytes() for path in tmp_path.glob("killed*")} == before


# -- refused


def test_missing(tmp_path: Path) -> None:
    assert "There is no recording" in refusal(tmp_path / "a.lamrec")


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "a.lamrec").touch()
    assert "is empty" in refusal(tmp_path / "a.lamrec")


def test_a_folder(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path)


def test_another_file(tmp_path: Path) -> None:
    (tmp_path / "a.lamrec").write_bytes(b"%PDF-1.7 " * 100)
    assert "is not a recording" in refusal(tmp_path / "a.lamrec")


def test_another_database(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "a.lamrec")
    db.execute("CREATE TABLE events (seq)")
    db.close()
    assert "another program" in refusal(tmp_path / "a.lamrec")


def test_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    small_recording(path)
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    db.close()
    before = path.read_bytes()
    assert "newer version" in refusal(path)
    assert path.read_bytes() == before


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    small_recording(tmp_path / "a.lamrec")
    whole = (tmp_path / "a.lamrec").read_bytes()
    for at in np.linspace(1, len(whole) - 1, 25).astype(int):
        cut = tmp_path / "cut.lamrec"
        cut.write_bytes(whole[:at])
        assert "damaged" in refusal(cut)


def test_damage_is_told_in_a_sentence_whenever_it_shows(tmp_path: Path) -> None:
    small_recording(tmp_path / "a.lamrec")
    whole = (tmp_path / "a.lamrec").read_bytes()
    rng = np.random.default_rng(11)
    told = 0
    for _ in range(60):
        damaged = bytearray(whole)
        at = int(rng.integers(100, len(whole) - 300))
        damaged[at : at + 200] = rng.bytes(200)
        path = tmp_path / "damaged.lamrec"
        path.write_bytes(damaged)
        try:
            with Recording.open(path) as recording:
                recording.filtered()
                for number in recording.frame_ids():
                    recording.frame(number)
        except RecorderUserError as error:
            told += 1
            assert str(path) in str(error) and "\n" not in str(error)
    assert told > 50  # the rest hit free space


def test_writing_over_a_recording_is_refused(tmp_path: Path) -> None:
    small_recording(tmp_path / "a.lamrec")
    with pytest.raises(RecorderUserError, match="exists already"):
        RecordingWriter(tmp_path / "a.lamrec", META)
    assert_readable(tmp_path / "a.lamrec")


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RecorderUserError, match="choose another folder"):
        RecordingWriter(tmp_path / "nowhere" / "a.lamrec", META)


# -- versions


def test_migrations_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    small_recording(path)
    db = sqlite3.connect(path)
    assert [row[0] for row in db.execute("SELECT what FROM migrations")] == ["first tables"]
    assert db.execute("PRAGMA application_id").fetchone() == (int.from_bytes(b"LAMR", "big"),)
    assert schema.migrate(db) == []
    db.close()


def test_every_column_is_documented(tmp_path: Path) -> None:
    path = tmp_path / "a.lamrec"
    small_recording(path)
    document = (Path(schema.__file__).parent.parent / "docs" / "lamrec.md").read_text(encoding="utf-8")
    db = sqlite3.connect(path)
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert len(tables) == 5
    for table in tables:
        assert f"**`{table}`**" in document
        for column in db.execute(f"PRAGMA table_info({table})"):
            assert f"`{column[1]}`" in document, (table, column[1])
    for key, _ in db.execute("SELECT * FROM meta"):
        assert f"`{key}`" in document
    db.close()


def _numbered(event: InputEvent, seq: int) -> InputEvent:
    from dataclasses import replace

    return replace(event, seq=seq)
