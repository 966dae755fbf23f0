"""Frames that are stored already lose what is covered, in every form of the file, and stay good frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from recorder.covering import cover_frames
from recorder.errors import RecorderUserError
from recorder.events import InputEvent
from recorder.exclusions import Exclusions
from recorder.frames import FrameEncoder, Packed, digest_of, pack
from recorder.recording import Recording
from recorder.recording_writer import RecordingWriter
from recorder.regions import Rect
from recorder.rows import RecordingMeta
from recorder.schema import wal_of
from recorder.sealing import Seal
from tests.tasks.sealed_library import encrypted

SIZE = (200, 150)
COVER: Rect = (70, 40, 60, 50)
NOTHING = Exclusions(windows=())


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def frames(rng: np.random.Generator) -> list[Packed]:
    """Screens that change in places: some differ only in what will be covered."""
    first = rng.integers(1, 1 << 24, SIZE[::-1], dtype=np.uint32)
    second = first.copy()
    second[45:60, 80:110] ^= 0xFFFF
    third = second.copy()
    third[140:148, 3:9] ^= 0xFF
    return [first, second, third, first.copy()]


def covered(frame: Packed, cover: Rect = COVER) -> Packed:
    x, y, w, h = cover
    made = frame.copy()
    made[y : y + h, x : x + w] = 0
    return made


@pytest.mark.parametrize("sealed", [False, True])
def test_all_frames_are_repainted_and_equal_ones_become_one(
    home: Path, tmp_path: Path, rng: np.random.Generator, sealed: bool
) -> None:
    seal: Seal | None = encrypted(home).files.seal if sealed else None
    path = (home if sealed else tmp_path) / "r.lamrec"
    path.parent.mkdir(exist_ok=True)
    writer = RecordingWriter(path, RecordingMeta((0, 0, *SIZE)), seal)
    shown = frames(rng)
    writer.write([(InputEvent(at, at, "press", 1, 1, "left"), None) for at in range(1, 6)])
    encoder = FrameEncoder()
    for at, frame in enumerate(shown, start=1):
        number, coded = encoder.encode(frame)
        writer.write_picture(at, "before", number, coded, at * 1000)
    known = writer.repaint(lambda t_ns: [COVER] if t_ns else [], NOTHING)
    assert len(known) == 2
    encoder.resume(known)
    other = shown[2] ^ np.uint32(1)
    for frame in (covered(shown[0]), covered(other)):
        number, coded = encoder.encode(frame)
        writer.write_picture(5, "after", number, coded, 9000)
    writer.close()
    with Recording.open(path, seal=seal) as recording:
        linked = [event.frame_before for event in recording.events()]
        wanted = [covered(shown[0])] * 2 + [covered(shown[2]), covered(shown[0])]
        for number, frame in zip(linked, wanted, strict=False):
            assert number is not None
            np.testing.assert_array_equal(pack(recording.frame(number)), frame)
        last = recording.events()[4].frame_after
        assert last is not None and len(recording.frame_ids()) == 3
        np.testing.assert_array_equal(pack(recording.frame(last)), covered(other))


def test_only_frames_of_the_time_are_touched(tmp_path: Path, rng: np.random.Generator) -> None:
    path = tmp_path / "r.lamrec"
    writer = RecordingWriter(path, RecordingMeta((0, 0, *SIZE)))
    first, other = frames(rng)[0], np.asarray(rng.integers(1, 1 << 24, SIZE[::-1]), np.uint32)
    numbers = [writer.write_frame(frame, t_ns) for frame, t_ns in ((first, 1), (other, 2))]
    known = writer.repaint(lambda t_ns: [COVER] if t_ns == 2 else [], NOTHING)
    assert known == {digest_of(first): numbers[0], digest_of(covered(other)): numbers[1]}
    writer.close()
    with Recording.open(path) as recording:
        np.testing.assert_array_equal(pack(recording.frame(numbers[0])), first)
        np.testing.assert_array_equal(pack(recording.frame(numbers[1])), covered(other))


@pytest.mark.parametrize("sealed", [False, True])
def test_a_finished_recording_is_covered_as_well(
    home: Path, tmp_path: Path, rng: np.random.Generator, sealed: bool
) -> None:
    seal: Seal | None = encrypted(home).files.seal if sealed else None
    path = (home if sealed else tmp_path) / "r.lamrec"
    path.parent.mkdir(exist_ok=True)
    writer = RecordingWriter(path, RecordingMeta((0, 0, *SIZE)), seal)
    shown = frames(rng)
    ids = [writer.write_frame(frame, at * 1000) for at, frame in enumerate(shown)]
    writer.close()
    cover_frames(path, {ids[0]: [COVER], ids[2]: [COVER]}, seal)
    with Recording.open(path, seal) as recording:
        found = {at: pack(recording.frame(at)) for at in recording.frame_ids()}
    assert np.array_equal(found[ids[0]], covered(shown[0]))
    assert np.array_equal(found[ids[1]], shown[1]), "built on the first one, but to be seen"
    assert np.array_equal(found[ids[2]], covered(shown[2])), "built on the second one"
    assert not wal_of(path).exists()


def test_one_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecorderUserError, match="no recording"):
        cover_frames(tmp_path / "none.lamrec", {1: [COVER]})
