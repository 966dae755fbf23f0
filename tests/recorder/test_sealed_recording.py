"""An encrypted recording: nothing of it stands in clear on the disk, and nothing of it can be exchanged."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recorder.converting import copy_recording, seal_recording, unseal_recording
from recorder.errors import RecorderUserError
from recorder.events import InputEvent, KeyFacts, WindowFacts
from recorder.frames import Packed, unpack
from recorder.inputs._fake import FakeInput
from recorder.ledger import InjectionLedger
from recorder.options import RecordingOptions
from recorder.recording import Recording
from recorder.recording_writer import RecordingWriter
from recorder.rows import RecordingMeta
from recorder.schema import wal_of
from recorder.screen._fake import FakeScreen
from recorder.sealing import NotGenuine, Seal
from recorder.session import RecordingSession
from recorder.surroundings import ProgramFacts
from recorder.windows._fake import FakeWindows

KEY = b"k" * 32
TITLE, TYPED, PROGRAM = "Patient Lindqvist - record", "Ödegaard", "/opt/clinic/bin/registry"
WINDOW = WindowFacts(TITLE, "Registry", "registry", 11, (0, 0, 600, 440), 1, "normal")
FACTS = {11: ProgramFacts(PROGRAM, "12 bytes", "sv_SE", 1.0)}
META = RecordingMeta(screen=(0, 0, 320, 200), keyboard="se(dvorak)", platform="Plan9-4", programs=FACTS)
ZLIB = b"\x78\x5e"
"""How zlib begins at the level of our frames."""


def events(text: str = TYPED) -> list[InputEvent]:
    keys = [KeyFacts(38 + at, char.lower(), char) for at, char in enumerate(text)]
    return [
        InputEvent(at + 1, (at + 1) * 10**9, "key_press", 5, 6, key=key, window=WINDOW)
        for at, key in enumerate(keys)
    ]


def frames(count: int = 3) -> list[Packed]:
    rng = np.random.default_rng(7)
    first = rng.integers(0, 1 << 24, (200, 320), np.uint32)
    made = [first]
    for at in range(1, count):
        changed = made[-1].copy()
        changed[:40, : 30 + at] = 0x445566 + at
        made.append(changed)
    return made


def write(path: Path, seal: Seal | None, text: str = TYPED) -> None:
    writer = RecordingWriter(path, META, seal)
    writer.write([(event, None) for event in events(text)])
    for at, frame in enumerate(frames(), start=1):
        writer.set_frame_after(at, writer.write_frame(frame, at * 10**9))
    writer.set_filtered([2], "own window", forget=True)
    writer.close()


def everything(path: Path, seal: Seal | None) -> tuple[object, ...]:
    with Recording.open(path, seal) as recording:
        pictures = [recording.frame(one).tobytes() for one in recording.frame_ids()]
        times = [recording.frame_time_ns(one) for one in recording.frame_ids()]
        meta = recording.meta
        facts = (meta.screen, meta.keyboard, meta.platform, meta.programs, meta.created_utc, meta.dropped)
        return recording.events(), recording.filtered(), recording.steps(), pictures, times, facts


def holds_packed_pixels(held: bytes) -> bool:
    """Whether something in there unpacks as our frames do; by chance two bytes look so, and then break."""
    at = held.find(ZLIB)
    while at >= 0:
        try:
            if len(zlib.decompressobj().decompress(held[at : at + 600], 1 << 16)) > 200:
                return True
        except zlib.error:
            pass
        at = held.find(ZLIB, at + 1)
    return False


def refuse_what_tells(held: bytes) -> None:
    """Fails where bytes hold a title, a text, a name, or a picture, packed or not."""
    for text in (TITLE, "Lindqvist", TYPED, PROGRAM, "registry", "Registry", "dvorak", "Plan9", "key_press"):
        assert text.encode() not in held and text.encode("utf-16-le") not in held, text
    assert b'"' + TYPED[0].encode() not in held
    assert not holds_packed_pixels(held)
    for frame in frames():
        assert unpack(frame)[100, 40:60].tobytes() not in held


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(KEY, tmp_path)


def test_it_says_what_the_same_recording_in_clear_says(tmp_path: Path, seal: Seal) -> None:
    write(tmp_path / "sealed.lamrec", seal)
    write(tmp_path / "plain.lamrec", None)
    sealed = everything(tmp_path / "sealed.lamrec", seal)
    plain = everything(tmp_path / "plain.lamrec", None)
    assert sealed[:5] == plain[:5] and sealed[5][:4] == plain[5][:4]  # type: ignore[index]
    assert len(sealed[3]) == 3  # type: ignore[arg-type]


def test_nothing_of_it_stands_in_the_file_nor_in_its_log(tmp_path: Path, seal: Seal) -> None:
    path = tmp_path / "r.lamrec"
    writer = RecordingWriter(path, META, seal)
    writer.write([(event, None) for event in events()])
    writer.add_program(12, ProgramFacts(PROGRAM, "13 bytes", "sv_SE", 1.0))
    for at, frame in enumerate(frames(), start=1):
        writer.set_frame_after(at, writer.write_frame(frame, at))
    log = wal_of(path).read_bytes()
    assert len(log) > 10_000
    refuse_what_tells(log)
    writer.close()
    assert not wal_of(path).exists()
    refuse_what_tells(path.read_bytes())


def test_the_search_finds_what_stands_in_clear(tmp_path: Path) -> None:
    write(tmp_path / "plain.lamrec", None)
    held = (tmp_path / "plain.lamrec").read_bytes()
    with pytest.raises(AssertionError):
        refuse_what_tells(held)
    assert holds_packed_pixels(held)


def test_a_recorder_that_was_killed_leaves_what_opens_again(tmp_path: Path, seal: Seal) -> None:
    path, killed = tmp_path / "r.lamrec", tmp_path / "killed"
    writer = RecordingWriter(path, META, seal)
    writer.write([(event, None) for event in events()])
    writer.write_picture(1, "after", 1, None, 5)
    killed.mkdir()
    for part in (path, wal_of(path)):
        shutil.copyfile(part, killed / part.name)
    writer.close()
    for part in (path, wal_of(path)):
        part.unlink(missing_ok=True)
        if (killed / part.name).exists():
            shutil.copyfile(killed / part.name, part)
    with Recording.open(path, seal) as recording:
        assert [step.text for step in recording.steps()] == [TYPED]
    assert not wal_of(path).exists()


def test_what_was_hidden_too_late_is_gone_for_who_has_the_key_too(tmp_path: Path, seal: Seal) -> None:
    path = tmp_path / "r.lamrec"
    writer = RecordingWriter(path, META, seal)
    writer.write([(event, None) for event in events("hunter2")])
    before = rows_of(path)
    writer.hide([1, 2, 3, 4, 5, 6, 7], 1, "password")
    writer.close()
    held = path.read_bytes()
    assert len(before) == 7 and not any(sealed in held for sealed in before.values())
    with Recording.open(path, seal) as recording:
        (event,) = recording.events()
        assert (event.secret, event.key, event.kind) == ("password", None, "key_press")


def rows_of(path: Path, table: str = "events") -> dict[int, bytes]:
    db = sqlite3.connect(path)
    try:
        return dict(db.execute(f"SELECT id, sealed FROM {table}").fetchall())
    finally:
        db.close()


def change(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    db = sqlite3.connect(path)
    for statement, values in statements:
        db.execute(statement, values)
    db.commit()
    db.close()


def test_a_frame_of_another_recording_is_refused(tmp_path: Path, seal: Seal) -> None:
    path, other = tmp_path / "r.lamrec", tmp_path / "other.lamrec"
    write(path, seal)
    write(other, seal)
    change(path, ("UPDATE frames SET sealed = ? WHERE id = 2", (rows_of(other, "frames")[2],)))
    with pytest.raises(NotGenuine, match=r"r\.lamrec is damaged or was changed \(frames 2 is not"):
        everything(path, seal)


def test_frames_and_events_that_changed_places_are_refused(tmp_path: Path, seal: Seal) -> None:
    for table in ("frames", "events"):
        path = tmp_path / f"{table}.lamrec"
        write(path, seal)
        held = rows_of(path, table)
        statement = f"UPDATE {table} SET sealed = ? WHERE id = ?"
        change(path, (statement, (held[1], 2)), (statement, (held[2], 1)))
        with pytest.raises(NotGenuine, match=f"{table} 1 is not as it was written"):
            everything(path, seal)


@pytest.mark.parametrize("table", ["windows", "frames", "events"])
def test_rows_that_were_taken_out_are_missed(tmp_path: Path, seal: Seal, table: str) -> None:
    path = tmp_path / "r.lamrec"
    write(path, seal)
    change(path, (f"DELETE FROM {table} WHERE id = 1", ()))
    with pytest.raises(NotGenuine, match="the number of its rows"):
        Recording.open(path, seal)


def test_a_recording_in_the_place_of_another_says_where_it_belongs(tmp_path: Path, seal: Seal) -> None:
    write(tmp_path / "r.lamrec", seal)
    (tmp_path / "r.lamrec").rename(tmp_path / "s.lamrec")
    with pytest.raises(NotGenuine, match=r"s\.lamrec was put there from another place, r\.lamrec; move it"):
        Recording.open(tmp_path / "s.lamrec", seal)
    copy = tmp_path / "copy.lamrec"
    shutil.copyfile(tmp_path / "s.lamrec", copy)
    with Recording.open(copy, seal, copy_of=tmp_path / "r.lamrec") as recording:
        assert recording.events()


def test_without_the_key_it_says_so(tmp_path: Path, seal: Seal) -> None:
    write(tmp_path / "r.lamrec", seal)
    with pytest.raises(RecorderUserError, match="is encrypted: it can be read only within its library"):
        Recording.open(tmp_path / "r.lamrec")
    with pytest.raises(NotGenuine, match="is damaged or was changed"):
        Recording.open(tmp_path / "r.lamrec", Seal(b"x" * 32, tmp_path))
    write(tmp_path / "plain.lamrec", None)
    with pytest.raises(RecorderUserError, match="not encrypted, though its library is: lam encrypt takes it"):
        Recording.open(tmp_path / "plain.lamrec", seal)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, tuple[object, ...], Path]:
    folder = tmp_path_factory.mktemp("whole")
    write(folder / "r.lamrec", Seal(KEY, folder))
    return (folder / "r.lamrec").read_bytes(), everything(folder / "r.lamrec", Seal(KEY, folder)), folder


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1 << 30), min_size=1, max_size=3), st.booleans())
def test_flipped_bits_are_refused_or_change_nothing(
    whole: tuple[bytes, tuple[object, ...], Path], bits: list[int], cut: bool
) -> None:
    held, said, folder = whole
    changed = bytearray(held)
    for bit in bits:
        changed[bit // 8 % len(held)] ^= 1 << bit % 8
    path = folder / "r.lamrec"
    path.write_bytes(changed[: bits[0] % len(held)] if cut else changed)
    try:
        assert everything(path, Seal(KEY, folder)) == said  # a bit that holds nothing
    except RecorderUserError as error:
        assert str(path) in str(error) and "\n" not in str(error)


def test_sealed_and_unsealed_it_is_the_same(tmp_path: Path, seal: Seal) -> None:
    path = tmp_path / "r.lamrec"
    write(path, None)
    said, size = everything(path, None), path.stat().st_size
    assert seal_recording(path, seal) and not seal_recording(path, seal)
    refuse_what_tells(path.read_bytes())
    assert everything(path, seal) == said
    assert path.stat().st_size < 1.2 * size + 40_000
    assert unseal_recording(path, seal) and not unseal_recording(path, seal)
    assert everything(path, None) == said
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_says_the_same_and_opens_in_its_own_place_alone(tmp_path: Path, seal: Seal) -> None:
    path, copy = tmp_path / "r.lamrec", tmp_path / "r-row2.lamrec"
    write(path, None)
    said = everything(path, None)
    copy_recording(path, copy, None)
    assert everything(copy, None) == said == everything(path, None)
    seal_recording(path, seal)
    copy_recording(path, copy, seal)
    assert everything(copy, seal) == said
    copy.replace(path)
    with pytest.raises(RecorderUserError):
        everything(path, seal)
    copy.write_bytes(b"no recording at all")
    with pytest.raises(RecorderUserError):
        copy_recording(copy, tmp_path / "other.lamrec", seal)
    assert sorted(tmp_path.iterdir()) == [copy, path]


class Desk:
    """A session of the fakes, which records into an encrypted library."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.path = folder / "r.lamrec"
        self.input, self.screen = FakeInput(), FakeScreen()
        self.session = RecordingSession(
            self.path,
            RecordingOptions(settle_s=0.1, settle_limit_s=0.2),
            input_backend=self.input,
            screen_backend=self.screen,
            window_backend=FakeWindows([WINDOW]),
            ledger=InjectionLedger(folder / "ring"),
            seal=seal,
        )


@pytest.fixture
def desk(tmp_path: Path, seal: Seal) -> Iterator[Desk]:
    desk = Desk(tmp_path, seal)
    desk.session.start()
    yield desk
    desk.session.stop()


def test_a_session_leaves_nothing_in_clear(
    desk: Desk, seal: Seal, tmp_path: Path, until: Callable[[Callable[[], bool]], None]
) -> None:
    desk.input.click(30, 40)
    desk.screen.paint((0, 0, 200, 200), 0x112233)
    until(lambda: desk.session.stats.frames >= 2)
    for char in TYPED:
        desk.input.key(char, char)
    until(lambda: desk.session.stats.steps >= 2)
    while_recording = b"".join(one.read_bytes() for one in tmp_path.iterdir() if one.name != "ring")
    desk.session.stop()
    for held in (while_recording, desk.path.read_bytes()):
        refuse_what_tells(held)
    with Recording.open(desk.path, seal) as recording:
        click, typed = recording.steps()
        assert (click.point, typed.text, typed.window) == ((30, 40), TYPED, WINDOW)
        after = recording.frame_after(click)
        assert after is not None and after[10, 10].tolist() == [0x11, 0x22, 0x33]


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    import time

    def wait(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    return wait


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM events; END",
        "CREATE INDEX heavy ON events (hex(zeroblob(id)))",
        "CREATE TABLE more (key TEXT)",
        "DROP TABLE windows; CREATE TABLE windows (id INTEGER PRIMARY KEY, sealed AS (zeroblob(1000000000)))",
        "CREATE TABLE more (key, CHECK (key > 0)); INSERT INTO more VALUES (-1)",
    ],
)
def test_what_no_recorder_has_put_there_is_refused_before_anything_of_it_is_worked_out(
    hostile: str, tmp_path: Path, seal: Seal
) -> None:
    """Whoever worked out the check of the last one would find it damaged."""
    path = tmp_path / "r.lamrec"
    write(path, seal)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.executescript(hostile)
    db.close()
    with pytest.raises(RecorderUserError, match="which no recorder has put there"):
        Recording.open(path, seal)
    with pytest.raises(RecorderUserError, match="is encrypted"):
        Recording.open(path)
