"""Copies that somebody made to do harm: each is refused with a sentence, and nothing of it reaches a disk."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import struct
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.receiving import members, receive, zip_copy
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task import Further, Task
from lam_desktop.tasks.task_yaml import task_file
from recorder.anew import MOST_ROWS, write_anew
from recorder.frames import pack
from recorder.recording import Recording
from recorder.recording_writer import RecordingWriter
from tests.panel.making import Form
from tests.receiving.giving import NAME, files_of, given, packed, refused, taken, yaml_of
from tests.tasks.sealed_library import contents


@pytest.fixture
def theirs(tmp_path: Path) -> Task:
    return given(tmp_path)


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home)


def entry(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def with_entry(path: Path, task: Task, info: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    """A sound copy with one more member."""
    packed(path, files_of(task))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "orders/../../evil", "/etc/cron.d/evil", "C:/evil", "orders\\..\\..\\evil", "orders//evil",
        "./evil", "..", "orders/demos/../../../evil.lamrec", "orders/a\nb", "orders/\x1b[2Jb", "../evil/",
        "//x/y",
    ],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused(name: str, theirs: Task, library: Library, tmp_path: Path) -> None:
    around = set(tmp_path.iterdir())
    path = with_entry(tmp_path / "a.zip", theirs, entry(name))
    said = refused(library, path, "leads out of it|has a sign in its name")
    assert "\n" not in said and "\x1b" not in said
    assert set(tmp_path.iterdir()) == around | {path}


@pytest.mark.parametrize(
    "name",
    [
        "orders/task.yaml", "orders/TASK.yaml", "ORDERS/task.yaml", "orders/ｔask.yaml",
        "orders/demos/e\u0301", "orders/demos/É",
    ],
)  # fmt: skip
def test_two_files_of_one_name_are_refused(name: str, theirs: Task, library: Library, tmp_path: Path) -> None:
    (theirs.folder / "demos" / "é").touch()
    with warnings.catch_warnings(action="ignore"):  # zipfile's, of a name that is there already
        path = with_entry(tmp_path / "a.zip", theirs, entry(name), b"version: 1\n")
    refused(library, path, "is there twice")


@pytest.mark.parametrize(
    ("mode", "told"), [(stat.S_IFLNK, "a link"), (stat.S_IFCHR, "a device"), (stat.S_IFIFO, "a device")]
)
@pytest.mark.parametrize("part", ["task.yaml", "recording"])
def test_what_is_no_file_stands_for_none_in_a_zip(
    mode: int, told: str, part: str, theirs: Task, library: Library, tmp_path: Path
) -> None:
    name = f"{NAME}/{theirs.recording if part == 'recording' else part}"
    files = files_of(theirs)
    files.pop(name)
    path = packed(tmp_path / "a.zip", files)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry(name, mode | 0o777), "/etc/passwd")
    refused(library, path, f"holds {told} in place of «{name.partition('/')[2]}»")


def test_a_link_beside_the_task_is_not_made(theirs: Task, library: Library, tmp_path: Path) -> None:
    link = entry(f"{NAME}/demos/out", stat.S_IFLNK | 0o777)
    path = with_entry(tmp_path / "a.zip", theirs, link, b"/etc")
    assert taken(library, path).left_out == ("demos/out",)
    assert not any(one.is_symlink() for one in library.home.rglob("*"))


@pytest.mark.parametrize("part", ["task.yaml", "recording", "demos"])
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_file_stands_for_none_in_a_folder(
    kind: str, part: str, theirs: Task, library: Library, tmp_path: Path
) -> None:
    path = theirs.folder / (theirs.recording if part == "recording" else part)
    path.rename(tmp_path / "aside")
    if kind == "link":
        path.symlink_to(tmp_path / "aside")
    else:
        os.mkfifo(path)
    refused(library, theirs.folder, "in place of «|lacks «demos/")


def test_links_beside_the_task_are_not_followed(theirs: Task, library: Library) -> None:
    (theirs.folder / "secrets").symlink_to(Path.home())
    (theirs.folder / "loop").symlink_to(theirs.folder)
    assert taken(library, theirs.folder).left_out == ("loop", "secrets")


@pytest.mark.parametrize(
    "recording",
    ["task.yaml", "demos/../task.yaml", "runs/a.lamrec", "demos/a/b.lamrec", "demos/a.sh", "demos/.lamrec",
     "demos/con.lamrec", "demos/ .lamrec", "demos/a\u202eb.lamrec", "demos/a:b.lamrec",
     "demos/e\u0301.lamrec"],
)  # fmt: skip
def test_a_recording_lies_among_the_demonstrations(recording: str, theirs: Task, library: Library) -> None:
    task_file.save(replace(theirs, recording=recording))
    refused(library, theirs.folder, "which is not called demos/NAME.lamrec")


def test_a_recording_outside_and_one_that_lacks(theirs: Task, library: Library) -> None:
    task_file.save(replace(theirs, recording="demos/gone.lamrec"))
    refused(library, theirs.folder, "lacks «demos/gone.lamrec»")
    task_file.save(replace(theirs, further=(Further("demos/a.lamrec"), Further("demos/A.lamrec"))))
    refused(library, theirs.folder, "differ in capitals alone")
    text = yaml_of(theirs).read_text("utf-8")
    yaml_of(theirs).write_text(text.replace(f"recording: {theirs.recording}", "recording: /etc/passwd"))
    refused(library, theirs.folder, "outside of the task's folder")


def test_what_unpacks_into_more_than_any_task_has(
    theirs: Task, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = bytes(zip_copy.FROM_BYTES + 1)
    files = files_of(theirs)
    path = packed(tmp_path / "a.zip", files | {f"{NAME}/{theirs.recording}": bomb})
    assert path.stat().st_size < 1 << 20
    refused(library, path, "unpacks into more than 200 times its size")
    path = packed(tmp_path / "b.zip", files | {f"{NAME}/task.yaml": b"#" * (receive.MOST_OF_TASK + 1)})
    refused(library, path, "has more than 2 MiB")
    yaml_of(theirs).write_bytes(b"#" * (receive.MOST_OF_TASK + 1))
    refused(library, theirs.folder, "has more than 2 MiB")
    monkeypatch.setattr(receive, "MOST_OF_RECORDING", 1 << 10)
    refused(library, packed(tmp_path / "c.zip", files), "has more than 0 MiB")


def test_a_size_that_is_a_lie_is_noticed(theirs: Task, library: Library, tmp_path: Path) -> None:
    """Where it says less than it unpacks into, only so much is unpacked; where more, the rest lacks."""
    sound = packed(tmp_path / "a.zip", files_of(theirs)).read_bytes()
    real = theirs.recording_path.stat().st_size
    for told in (real - 100, real + 100, 10):
        path = tmp_path / "lie.zip"
        path.write_bytes(sound.replace(struct.pack("<I", real), struct.pack("<I", told)))
        refused(library, path, "is damaged")


def test_a_list_without_end_is_not_read(
    theirs: Task, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_of(theirs) | {f"{NAME}/runs/{number}/a": b"" for number in range(300)}
    path = packed(tmp_path / "a.zip", files)
    monkeypatch.setattr(members, "MOST_MEMBERS", 200)
    refused(library, path, "holds more than 200 files")
    monkeypatch.setattr(zip_copy, "LONGEST_LIST", 5000)
    refused(library, path, "its list of files is too long")


def test_bombs_that_are_not_needed_are_not_unpacked(theirs: Task, library: Library, tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"a": bytes(64 << 20)}).read_bytes()
    files = files_of(theirs) | {f"{NAME}/demos/inner.zip": inner, f"{NAME}/other": bytes(64 << 20)}
    assert taken(library, packed(tmp_path / "a.zip", files)).left_out == ("demos/inner.zip", "other")
    assert sum(map(len, contents(library.folder(NAME)).values())) < 1 << 20


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(method: int, theirs: Task, library: Library, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", files_of(theirs), compress_type=method)
    refused(library, path, "is packed in an unusual way; unpack it, and take in the folder")


def test_a_password_is_told(theirs: Task, library: Library, tmp_path: Path) -> None:
    held = bytearray(packed(tmp_path / "a.zip", files_of(theirs)).read_bytes())
    at = held.index(b"PK\x01\x02")
    while at >= 0:
        held[at + 8] |= 1
        at = held.find(b"PK\x01\x02", at + 1)
    (tmp_path / "a.zip").write_bytes(held)
    refused(library, tmp_path / "a.zip", "is locked with a password")


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"PK\x05\x06" + b"\xff" * 18, b"x" * 9999]
)
def test_what_is_no_zip_is_told(content: bytes, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    refused(library, path, "is no .zip, or is damaged|holds no task")


def test_what_is_no_task_is_told(theirs: Task, library: Library, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    refused(library, empty, "holds no task: there is no task.yaml in it")
    refused(library, tmp_path / "nowhere.zip", "There is no folder and no file")
    refused(library, Path("/dev/zero"), "There is no folder and no file")
    files = files_of(theirs)
    refused(library, packed(tmp_path / "a.zip", files | files_of(theirs, "two")), "holds several tasks")


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE TRIGGER t AFTER INSERT ON migrations BEGIN DELETE FROM events; END",
        "DROP TABLE meta; CREATE VIEW meta AS SELECT 'screen' AS key, load_extension('x') AS value",
        "DROP TABLE meta; CREATE TABLE meta (key, value AS (zeroblob(1000000000)))",
        "CREATE TABLE hidden (key TEXT)",
    ],
)
def test_a_recording_that_would_do_something_is_refused(hostile: str, theirs: Task, library: Library) -> None:
    with sqlite3.connect(theirs.recording_path) as db:
        db.executescript(hostile)
    db.close()
    said = refused(library, theirs.folder, "which no recorder has put there")
    assert said.startswith(f"{theirs.folder}/{theirs.recording} holds «")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE frames SET width = 1 << 20, height = 1 << 20", "is none of a screen"),
        ("UPDATE frames SET width = -1", "is none of a screen"),
        ("UPDATE frames SET width = 'wide'", "is damaged"),
        ("UPDATE frames SET base = id", "is none of a screen"),
        ("UPDATE frames SET base = 99", "is none of a screen"),
        ("UPDATE frames SET data = zeroblob(1000)", "is damaged"),
        ("UPDATE events SET frame_before = 99", "is damaged"),
        ("UPDATE events SET kind = 7", "is damaged|repeats step"),
        ("UPDATE meta SET value = '[1' WHERE key = 'screen'", "is damaged"),
        ("DELETE FROM events WHERE seq > 4", "repeats step . of demos/.*, which has 2;"),
        ("DROP TABLE events", "is damaged"),
        ("PRAGMA user_version = 2", "recorded by a newer version"),
        ("PRAGMA user_version = 1001", "is encrypted"),
        ("PRAGMA application_id = 5", "of another program"),
    ],
)
def test_a_recording_that_does_not_fit_is_refused(
    change: str, told: str, theirs: Task, library: Library
) -> None:
    with sqlite3.connect(theirs.recording_path) as db:
        db.execute(change)
    db.close()
    refused(library, theirs.folder, told)


def test_a_recording_that_passes_for_an_encrypted_one_is_not_worked_out(
    theirs: Task, library: Library
) -> None:
    """Whoever worked out what it is to hold would find it damaged, and could be kept at that for hours."""
    with sqlite3.connect(theirs.recording_path) as db:
        db.execute("CREATE TABLE more (key, CHECK (key > 0))")
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("INSERT INTO more VALUES (-1)")
        db.execute("PRAGMA user_version = 1001")
    db.close()
    refused(library, theirs.folder, "is encrypted")


def test_pictures_that_take_hours_are_not_looked_at(
    theirs: Task, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lam_desktop.receiving.examining.MOST_WORK", 1280 * 800 * 7 - 1)
    refused(library, theirs.folder, "would take hours to unpack")
    monkeypatch.setitem(MOST_ROWS, "events", 20)
    refused(library, theirs.folder, "events, and of somebody else's recording at most 20 are read")


def test_a_frame_is_weighed_with_all_that_it_builds_on(theirs: Task, tmp_path: Path) -> None:
    with Recording.open(theirs.recording_path) as recording:
        meta = recording.meta
    path = tmp_path / "a.lamrec"
    writer = RecordingWriter(path, meta)
    for text in ("", "a", "b"):
        writer.write_frame(pack(Form({"Customer": text}).draw()), 1)
    writer.close()
    weights = write_anew(path, tmp_path / "b.lamrec", tmp_path / "b.lamrec", None)
    assert [one / (1280 * 800) for one in weights.values()] == [1, 2, 3]


def test_nothing_that_was_put_into_the_gaps_of_a_recording_comes_along(
    theirs: Task, library: Library
) -> None:
    with sqlite3.connect(theirs.recording_path) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE gone (text)")
        db.execute("INSERT INTO gone VALUES ('smuggled' || hex(zeroblob(9000)))")
        db.execute("DROP TABLE gone")
    db.close()
    assert b"smuggled" in theirs.recording_path.read_bytes()
    yaml_of(theirs).write_text(
        "# yaml-language-server: $schema=https://example.org\n" + yaml_of(theirs).read_text("utf-8")
    )
    taken(library, theirs.folder)
    held = b"".join(contents(library.home).values())
    assert b"smuggled" not in held and b"example.org" not in held


def test_bytes_that_were_changed_anywhere_are_taken_or_refused(
    theirs: Task, library: Library, tmp_path: Path
) -> None:
    sound = packed(tmp_path / "a.zip", files_of(theirs)).read_bytes()
    draw = random.Random(7)
    for number in range(40):
        held = bytearray(sound)
        tail = len(held) - 1000 if number % 2 else 0
        for _ in range(3):
            held[draw.randrange(tail, len(held))] = draw.randrange(256)
        path = tmp_path / "worn.zip"
        path.write_bytes(held)
        try:
            taken(library, path, f"n{number}", lambda _: None)
        except Exception as error:
            from lam_desktop.errors import LamUserError

            assert isinstance(error, LamUserError), repr(error)
        assert {one.name for one in library.home.iterdir()} <= {"tasks", ".task.schema.json"}
