"""Files from somebody else are read, or refused with a sentence; nothing in them runs."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lam_desktop.errors import UsageError
from lam_desktop.execution.shown.kept_elements import KeptElements
from lam_desktop.tasks.files import PLAIN
from lam_desktop.tasks.provenance.rows import read_rows
from lam_desktop.tasks.storage.corrections import Corrections
from lam_desktop.tasks.task_yaml import task_file
from lam_desktop.tasks.texts.rows_argument import parse_rows_argument
from recorder.errors import RecorderUserError
from recorder.frames import TILE, CodedFrame, decode
from recorder.recording import Recording
from tests.fuzz.parsers import CORRECTION, HELD, PARSERS, RUN
from tests.tasks.task_yaml.test_task_file import example

FUZZ = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def worn(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file of which some bytes were changed, left out, or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        piece = draw(
            st.binary(max_size=12) | st.sampled_from([b"\x00", b"\n- ", b"{", b"&a *a", b"!!python/x"])
        )
        data[at : at + draw(st.integers(0, 24))] = piece
    return bytes(data)


def everything_of(path: Path) -> None:
    with Recording.open(path) as recording:
        recording.steps()
        for frame in recording.frame_ids():
            recording.frame(frame)


@pytest.fixture(scope="module")
def recording() -> bytes:
    return PARSERS["lamrec"].sound()


@pytest.mark.parametrize("name", PARSERS)
@FUZZ
@given(st.data())
def test_whatever_a_file_holds_it_is_read_or_refused(name: str, data: st.DataObject) -> None:
    parser = PARSERS[name]
    parser.tried(data.draw(worn(parser.sound()) | st.binary(max_size=300)))


@pytest.mark.parametrize("name", PARSERS)
def test_a_sound_file_is_read(name: str) -> None:
    assert PARSERS[name].tried(PARSERS[name].sound())


@pytest.mark.parametrize("name", [name for name in PARSERS if "json" in name])
@pytest.mark.parametrize(
    "evil", [b"[" * 100_000, b'{"a":' * 100_000, b"1e999", b"NaN", b"[]", b"7", b'"x"', b"null", b"\xff"]
)
def test_odd_json_is_read_or_refused(name: str, evil: bytes) -> None:
    PARSERS[name].tried(evil)
    PARSERS[name].tried(evil + b"\n{}\n")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("policy/config.json", {"buckets": 10**9}),
        ("policy/config.json", {"blocks": 10**6}),
        ("policy/config.json", {"width": 2**40}),
        ("policy/config.json", {"confidence_weights": [float("nan")] * 18}),
        ("policy/config.json", {"score_temperature": float("inf")}),
        ("detector/config.json", {"widths": [10**9] * 5}),
        ("detector/config.json", {"depths": [10**9, 1, 1]}),
        ("detector/config.json", {"enabled_hidden": 10**12}),
    ],
)
def test_weights_of_any_size_do_not_take_all_memory(name: str, wrong: dict[str, object]) -> None:
    """A network is built before anybody knows whether weights of its shape are there."""
    parser = PARSERS[name]
    assert not parser.tried(json.dumps({**json.loads(parser.sound()), **wrong}).encode())


@pytest.mark.parametrize("name", ["sealed.lamrec", "sealed journal.jsonl"])
def test_a_bit_that_flips_in_what_is_sealed_is_told(name: str) -> None:
    sound = PARSERS[name].sound()
    end = sound.index(b"\n") if name.endswith("jsonl") else 0
    for at in range(end + 1, len(sound), max(1, len(sound) // 40)):
        worn = bytearray(sound)
        worn[at] ^= 1
        PARSERS[name].tried(bytes(worn))
    if end:
        second = sound.index(b"\n", end + 1)
        assert not PARSERS[name].tried(sound[: end + 1] + sound[second + 1 :]), "a line was taken out"


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\n\r\n",
        b"HTTP/1.1 500 \xff\r\n\r\n", b"HTTP/9.9 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n[]", b"x" * 100_000,
        b'HTTP/1.1 200 OK\r\n\r\n{"found": [{"orders": true}]}',
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_no_count(answer: bytes) -> None:
    assert not PARSERS["http"].tried(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)


def otherwise(draw: st.DrawFn, plain: object) -> object:
    """The same with one value, somewhere in it, that is another one or missing."""
    if not isinstance(plain, dict | list) or not plain or draw(st.integers(0, 3)) == 0:
        return draw(JSON)
    if isinstance(plain, list):
        at = draw(st.integers(0, len(plain) - 1))
        return [*plain[:at], otherwise(draw, plain[at]), *plain[at + 1 :]]
    key = draw(st.sampled_from(sorted(plain)))
    if draw(st.integers(0, 4)) == 0:
        return {name: one for name, one in plain.items() if name != key}
    return {**plain, key: otherwise(draw, plain[key])}


@pytest.mark.parametrize("name", [name for name in PARSERS if name.endswith("json")])
@FUZZ
@given(st.data())
def test_json_with_another_value(name: str, data: st.DataObject) -> None:
    draw = data.draw
    plain = st.composite(otherwise)(json.loads(PARSERS[name].sound()))
    PARSERS[name].tried(json.dumps(draw(plain)).encode())


@settings(FUZZ, max_examples=100)
@given(st.data())
def test_a_journal_with_another_value(data: st.DataObject) -> None:
    lines = [json.dumps(one) for one in data.draw(st.composite(_entries_otherwise)())]
    PARSERS["journal.jsonl"].tried("".join(f"{line}\n" for line in lines).encode())


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "run_started", "at": "0001-01-01T00:00:00", "rows": [1]},
        {"kind": "run_started", "rows": 7}, {"kind": "run_started", "rows": [[1]]},
        {"kind": "run_started", "rows": [1], "values": ["x"]}, {"kind": "run_finished", "seconds": 1e999},
        {"kind": "understood", "seconds": float("nan")}, {"kind": "row_started"}, {"kind": ["row_started"]},
        {"kind": "row_finished", "row": {}}, {"kind": "passport", "facts": [None]},
        {"kind": "decided", "row": 1, "step": 1, "confidence": "sure"},
        {"kind": "verified", "row": 1, "step": 1, "pictures": ["a\0b.png", "x" * 5000 + ".png", "../a.png"]},
        {"kind": "decided", "row": 1, "step": 1, "candidates": 3}, {"kind": "acting", "row": 1, "action": 4},
    ],
)  # fmt: skip
def test_an_entry_that_no_run_has_written(odd: dict[str, object]) -> None:
    for entries in ([odd], [*RUN, odd], [RUN[0], odd, *RUN[1:]]):
        PARSERS["journal.jsonl"].tried("".join(f"{json.dumps(one)}\n" for one in entries).encode())


def _entries_otherwise(draw: st.DrawFn) -> list[object]:
    at = draw(st.integers(0, len(RUN) - 1))
    return [*RUN[:at], otherwise(draw, RUN[at]), *RUN[at + 1 :]]


def claimed(width: int, height: int) -> bytes:
    """A sound picture of few bytes that says that it is this large."""
    size = struct.pack(">II", width, height)
    head = b"IHDR" + size + bytes([8, 2, 0, 0, 0])
    body = zlib.compress(bytes(3 * 64 + 1))
    parts = ((b"IHDR", head[4:]), (b"IDAT", body), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    "picture",
    [
        claimed(30_000, 30_000), claimed(1, 1 << 30), claimed(0, 5), b"", b"\x89PNG\r\n\x1a\n",
        b"P6 99999 99999 255\n", b"\xff\xd8\xff\xe0" + bytes(40),
        claimed(60, 40)[:33] + b"\xa8\xff\xff\0IDAT" + bytes(90), claimed(60, 40)[:-2],
    ],
    ids=["square", "line", "nothing", "empty", "head", "pnm", "jpeg", "chunk", "cut"],
)  # fmt: skip
def test_a_small_picture_does_not_unpack_into_a_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: bytes
) -> None:
    """It is not even given to what unpacks it; the correction is left out, and others are read."""
    unpacked: list[int] = []
    decode = cv2.imdecode

    def watched(data: np.ndarray, flags: int) -> object:
        unpacked.append(data.size)
        return decode(data, flags)

    folder = tmp_path / "corrections"
    folder.mkdir()
    for number, content in ((1, picture), (2, PARSERS["corrections.png"].sound())):
        (folder / f"{number:04d}.json").write_text(json.dumps({**CORRECTION, "step": number}))
        for when in ("before", "after"):
            (folder / f"{number:04d}-{when}.png").write_bytes(content)
    monkeypatch.setattr("lam_desktop.tasks.storage.corrections.cv2.imdecode", watched)
    assert [one.step for one in Corrections(tmp_path, PLAIN).all()] == [2]
    assert len(unpacked) == 2


def test_many_pictures_do_not_unpack_into_more_than_can_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lam_desktop.tasks.storage.corrections.MOST_TOGETHER", 5 * 40 * 60)
    folder = tmp_path / "corrections"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number:04d}.json").write_text(json.dumps({**CORRECTION, "step": number}))
        for when in ("before", "after"):
            (folder / f"{number:04d}-{when}.png").write_bytes(PARSERS["corrections.png"].sound())
    assert [one.step for one in Corrections(tmp_path, PLAIN).all()] == [2, 3], "the newest ones are used"


@pytest.mark.parametrize("name", ["~\0", "a\0.csv", "a\0.xlsx:3"])
def test_a_table_whose_name_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="name of no file"):
        parse_rows_argument(name)
    with pytest.raises(UsageError):
        read_rows(Path(name))


def test_aliases_within_aliases_unpack_into_nothing(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    path.write_text(bomb + PARSERS["task.yaml"].sound().decode(), encoding="utf-8")
    with pytest.raises(UsageError, match="is not known here"):
        task_file.load(tmp_path)
    task_file.save(example(tmp_path))
    assert task_file.load(tmp_path) == example(tmp_path)


def test_elements_that_are_sound_are_used_and_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.elements.json"
    for row, used in (
        (HELD, True), ({**HELD, "kind": "bomb"}, False), ({**HELD, "box": [0, 0, -1, 5]}, False),
        ({**HELD, "box": [0, 0, 1 << 40, 5]}, False), ({**HELD, "checked": "yes"}, False),
        ({**HELD, "score": float("nan")}, False), ({**HELD, "text": 7}, False),
    ):  # fmt: skip
        path.write_text(json.dumps({"parser": "w", "frames": {"1": [row]}}), encoding="utf-8")
        assert (KeptElements(path, "w", PLAIN).get(1) is not None) == used


@pytest.mark.parametrize(
    "name", ["../other/demos/1.lamrec", "/etc/passwd", "demos/../../x.lamrec", "", "a\0b"]
)
def test_a_task_names_no_recording_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    path = task_file.save(example(tmp_path))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("demos/2026-01-15-101530.lamrec", f'"{name}"'.replace("\0", "\\0")), "utf-8")
    with pytest.raises(UsageError, match="outside of the task's folder"):
        task_file.load(tmp_path)


def test_a_link_out_of_the_folder_is_one_outside(tmp_path: Path) -> None:
    task = tmp_path / "task"
    (task / "demos").mkdir(parents=True)
    (task / "demos" / "2026-01-15-101530.lamrec").symlink_to(tmp_path / "elsewhere.lamrec")
    task_file.save(example(task))
    with pytest.raises(UsageError, match="outside"):
        task_file.load(task)


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER t AFTER INSERT ON migrations BEGIN DELETE FROM events; END",
        "CREATE VIEW more AS SELECT * FROM events",
        "DROP TABLE meta; CREATE VIEW meta AS SELECT 'screen' AS key, load_extension('x') AS value",
        "DROP TABLE meta; CREATE VIRTUAL TABLE meta USING fts5(key, value)",
        "DROP TABLE meta; CREATE TABLE meta (key, value AS (zeroblob(1000000000)))",
        "DROP TABLE meta; CREATE TABLE meta (key, value, CHECK (length(zeroblob(1000000000)) > length(key)))",
        "CREATE INDEX heavy ON events (hex(zeroblob(seq)))",
        "CREATE TABLE more (key TEXT)",
    ],
)
def test_a_recording_that_would_do_something_is_refused(
    tmp_path: Path, recording: bytes, hostile: str
) -> None:
    path = tmp_path / "a.lamrec"
    path.write_bytes(recording)
    with sqlite3.connect(path) as db:
        db.executescript(hostile)
    db.close()
    with pytest.raises(RecorderUserError, match="which no recorder has put there"):
        Recording.open(path)


def test_frames_that_build_on_each_other_for_ever_are_damage(tmp_path: Path, recording: bytes) -> None:
    path = tmp_path / "a.lamrec"
    path.write_bytes(recording)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE frames SET base = id, tiles = x'00000000'")
    db.close()
    with pytest.raises(RecorderUserError, match="damaged"):
        everything_of(path)


@pytest.mark.parametrize("value", ["'left'", "x'00ff'", "9e999", "-5", "''", "9223372036854775807"])
@pytest.mark.parametrize("table", ["windows", "frames", "events", "meta"])
def test_what_stands_in_a_column_that_is_none_of_its_kind_is_damage(
    tmp_path: Path, recording: bytes, table: str, value: str
) -> None:
    """SQLite keeps a text in a column of numbers, and gives it back as one."""
    path = tmp_path / "a.lamrec"
    path.write_bytes(recording)
    with sqlite3.connect(path) as db:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if not row[5]]
    db.close()
    refused = 0
    for column in columns:
        path.write_bytes(recording)
        with sqlite3.connect(path) as db:
            db.execute(f"UPDATE OR REPLACE {table} SET {column} = {value}")
        db.close()
        try:
            everything_of(path)
        except RecorderUserError as error:
            assert "damaged" in str(error)
            refused += 1
    assert refused or value in ("''", "-5", "9223372036854775807")


@pytest.mark.parametrize(
    ("width", "height"), [(64, 64), (1 << 20, 1 << 20), (-1, 64), (-9, -9), (0, 0), ("wide", 1 << 40)]
)
def test_a_small_frame_does_not_unpack_into_a_large_one(width: int, height: int) -> None:
    bomb = zlib.compress(bytes(64 << 20), 9)
    with pytest.raises(ValueError, match="more than its pixels|none of a screen"):
        decode(CodedFrame(width, height, b"", None, None, bomb), None)
    base = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(ValueError, match="more than its pixels"):
        decode(CodedFrame(TILE, TILE, b"", 1, bytes(4), bomb), base)


def test_a_small_workbook_does_not_unpack_into_a_large_one(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for number in range(5):
            book.writestr(f"xl/worksheets/sheet{number}.xml", bytes(64 << 20))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(UsageError):
        read_rows(path)
