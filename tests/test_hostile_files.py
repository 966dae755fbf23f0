"""Files from somebody else are read, or refused with a sentence; nothing in them runs."""

from __future__ import annotations

import functools
import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lam_desktop.errors import LamUserError, UsageError
from lam_desktop.execution.demonstration import _Memory
from lam_desktop.execution.history import entries_of
from lam_desktop.tasks import task_file
from lam_desktop.tasks.approvals import Approvals
from lam_desktop.tasks.files import PLAIN
from lam_desktop.tasks.rows import parse_row_numbers, parse_rows_argument, read_rows
from lam_desktop.types import KINDS, Element
from recorder.errors import RecorderUserError
from recorder.frames import TILE, CodedFrame, decode
from recorder.recording import Recording
from tests.panel.making import write_recording
from tests.tasks.test_task_file import example

FUZZ = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REFUSED = (LamUserError, RecorderUserError)


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


def tried(read: Callable[[Path], object], name: str, content: bytes) -> None:
    """Reads a file with this content; anything but success and a refusal fails the test."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            read(path)
        except REFUSED as error:
            assert str(error).strip()


def everything_of(path: Path) -> None:
    with Recording.open(path) as recording:
        recording.steps()
        for frame in recording.frame_ids():
            recording.frame(frame)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("recording") / "whole.lamrec"
    write_recording(path, steps=3)
    return path.read_bytes()


def _task_text() -> bytes:
    return task_file.dumps(example(Path("orders"))).encode()


@functools.cache  # it holds the time of its writing, and examples must not change beneath hypothesis
def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for line in (("customer", "total"), ("Miller", 12.5), ("Smith", 3)):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


@FUZZ
@given(st.data())
def test_a_task_file(data: st.DataObject) -> None:
    content = data.draw(worn(_task_text()) | st.binary(max_size=300))
    tried(lambda path: task_file.load(path.parent), "task.yaml", content)


@FUZZ
@given(st.data())
def test_a_task_file_that_is_written_again(data: st.DataObject) -> None:
    def rewritten(path: Path) -> None:
        task = task_file.load(path.parent)
        changed = replace(task, understood=not task.understood)
        task_file.save(changed)
        assert task_file.load(path.parent) == changed

    tried(rewritten, "task.yaml", data.draw(worn(_task_text())))


def test_aliases_within_aliases_unpack_into_nothing(tmp_path: Path) -> None:
    path = tmp_path / task_file.FILE_NAME
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    path.write_text(bomb + _task_text().decode(), encoding="utf-8")
    with pytest.raises(UsageError, match="is not known here"):
        task_file.load(tmp_path)
    task_file.save(example(tmp_path))
    assert task_file.load(tmp_path) == example(tmp_path)


@FUZZ
@given(st.data())
def test_a_recording(recording: bytes, data: st.DataObject) -> None:
    tried(everything_of, "a.lamrec", data.draw(worn(recording)))


@FUZZ
@given(st.data())
def test_tables(data: st.DataObject) -> None:
    content = data.draw(worn(b'customer,total\nMiller,12\n"a,b",3\n') | st.binary(max_size=200))
    tried(read_rows, "rows.csv", content)
    tried(read_rows, "rows.xlsx", data.draw(worn(_workbook())))


@FUZZ
@given(st.data())
def test_a_journal_and_the_approvals(data: st.DataObject) -> None:
    journal = b'{"kind": "run_started", "rows": [1]}\n{"kind": "row_finished", "row": 1}\n'
    tried(lambda path: entries_of(path.parent), "journal.jsonl", data.draw(worn(journal)))
    tried(
        lambda path: Approvals(path.parent).has("orders", ""), "approvals.json", data.draw(worn(b'{"a": {}}'))
    )


HELD = {
    "box": [10, 20, 30, 12], "kind": "checkbox", "text": "Paid", "text_confidence": 0.98, "score": 0.9,
    "checked": True,
}  # fmt: skip


def _kept(path: Path) -> tuple[Element, ...] | None:
    """What is made of a cache of elements, which must be elements, or nothing."""
    kept = _Memory(path, "w", PLAIN).get(1)
    for one in kept or ():
        assert one.kind in KINDS and isinstance(one.text, str) and one.box.area >= 0
        assert one.checked in (None, True, False) and 0 <= one.score + one.text_confidence <= 2
    return kept


@FUZZ
@given(st.data())
def test_what_was_seen_in_a_recording(data: st.DataObject) -> None:
    whole = json.dumps({"weights": "w", "frames": {"1": [HELD, HELD]}}).encode()
    tried(_kept, "a.elements.json", data.draw(worn(whole) | st.binary(max_size=100)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)


@FUZZ
@given(st.sampled_from([*HELD, "evil"]), JSON, st.booleans())
def test_elements_with_another_value(name: str, value: object, missing: bool) -> None:
    row = {key: one for key, one in {**HELD, name: value}.items() if not (missing and key == name)}
    for frames in ({"1": [row]}, {"1": row}, {"1": value}, [row], value):
        told = json.dumps({"weights": "w", "frames": frames}).encode()
        tried(_kept, "a.elements.json", told)


def test_elements_that_are_sound_are_used_and_others_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.elements.json"
    for row, used in (
        (HELD, True), ({**HELD, "kind": "bomb"}, False), ({**HELD, "box": [0, 0, -1, 5]}, False),
        ({**HELD, "box": [0, 0, 1 << 40, 5]}, False), ({**HELD, "checked": "yes"}, False),
        ({**HELD, "score": float("nan")}, False), ({**HELD, "text": 7}, False),
    ):  # fmt: skip
        path.write_text(json.dumps({"weights": "w", "frames": {"1": [row]}}), encoding="utf-8")
        assert (_kept(path) is not None) == used


@FUZZ
@given(st.text(max_size=30))
def test_what_is_typed_after_rows(text: str) -> None:
    for parse in (parse_rows_argument, parse_row_numbers):
        try:
            parse(text)
        except UsageError as error:
            assert str(error).strip()


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


@pytest.mark.parametrize(("width", "height"), [(64, 64), (1 << 20, 1 << 20), (-1, 64), (0, 0)])
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
