"""A library becomes encrypted, and plain again; killed at any moment, it loses nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.errors import EnvironmentFault, UsageError
from lam_desktop.execution.runs.journal import JOURNAL, Journal, read_journal
from lam_desktop.tasks.files import Files
from lam_desktop.tasks.storage import conversion
from lam_desktop.tasks.storage.approvals import Approvals
from lam_desktop.tasks.storage.conversion import count_plain, decrypt_files, encrypt_files
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.retention import keep_days, kept_days
from lam_desktop.tasks.storage.vault import Vault
from recorder.recording import Recording
from recorder.schema import wal_of
from recorder.sealing import Seal
from tests.panel.making import ROWS, make_task, rows_file, write_recording
from tests.tasks.sealed_library import PASSPHRASE, contents, encrypted, seal_of, telling

pytestmark = pytest.mark.slow

TEXTS = (ROWS[0][0], ROWS[0][1], "Order desk", "orderdesk", "Customer", "Click the field", "run_started")
KEY = b"q" * 32


def quiet(_: str) -> None:
    pass


def furnished(home: Path, tasks: int = 1) -> Library:
    """A plain library with everything that a task may have."""
    library = Library(home)
    for number in range(tasks):
        name = f"orders {number}"
        task = make_task(home, name, rows_file(home.parent / "tables"))
        write_recording(task.recording_path, steps=2)  # a short one: it is read again and again
        task.recording_path.with_suffix(".elements.json").write_text(f'{{"frames": "{ROWS[0][0]}"}}')
        pictures = task.recording_path.with_suffix(".pictures")
        pictures.mkdir()
        (pictures / "card.png").write_bytes(b"\x89PNG\r\n")
        run = library.new_run(name)
        with Journal(run) as journal:
            journal.write("run_started", task=name, rows=[1], mode="auto")
            journal.write("acting", row=1, step=1, text=ROWS[0][0])
            journal.picture("seen", np.full((20, 30, 3), 90, np.uint8))
        (run / "orders-results.csv").write_text(ROWS[0][0])
        Approvals(home).give(name, ROWS[0][1])
    keep_days(library, 30)
    return library


def said(library: Library) -> dict[str, object]:
    """What the library says, whichever way it is written."""
    files = library.files
    told: dict[str, object] = {"kept": kept_days(library)}
    for name in library.names():
        task = library.open(name)
        told[name] = task
        with Recording.open(task.recording_path, files.seal) as recording:
            pictures = [recording.frame(one).tobytes() for one in recording.frame_ids()]
            told[f"{name} shown"] = recording.events(), pictures, recording.meta.created_utc
        told[f"{name} seen"] = files.read(task.recording_path.with_suffix(".elements.json"))
        told[f"{name} approved"] = Approvals(library.home, files).has(name, ROWS[0][1])
        (run,) = library.runs(name)
        told[f"{name} run"] = read_journal(run / JOURNAL, files=files)
        told[f"{name} seen then"] = files.read(run / "pictures" / "seen.png")
        told[f"{name} results"] = files.read(run / "orders-results.csv")
    return told


def test_nothing_stays_in_clear_and_all_is_said_again(home: Path) -> None:
    library = furnished(home)
    before, sizes = said(library), {name: len(data) for name, data in contents(home).items()}
    assert telling(contents(home).items(), TEXTS), "the search finds what stands in clear"
    sealed = encrypted(home)
    assert said(sealed) == before
    assert telling(contents(home).items(), TEXTS) == []
    assert count_plain(home) == 0
    gone = set(sizes) - set(contents(home))
    assert gone == {name for name in sizes if ".pictures/" in name}, "only what can be made again"
    assert (home / "tasks" / "orders 0" / "demos").is_dir()
    result = decrypt_files(home, seal_of(sealed), quiet)
    assert result.files == 8 and said(library) == before


def test_what_a_broken_off_writer_left_is_no_correction(home: Path) -> None:
    library = furnished(home)
    kept = library.folder("orders 0") / "corrections"
    kept.mkdir(exist_ok=True)
    (kept / "1.json").write_text(TEXTS[0])
    (kept / "2.json.new").write_text(TEXTS[0])
    encrypt_files(home, seal_of(encrypted(home)), quiet)
    assert sorted(path.name for path in kept.iterdir()) == ["1.json"]
    assert telling(contents(kept).items(), TEXTS) == []


def test_it_is_done_once(home: Path) -> None:
    furnished(home)
    sealed = encrypted(home)
    before = contents(home)
    assert encrypt_files(home, seal_of(sealed), quiet).files == 0
    assert contents(home) == before


def test_what_somebody_put_there_stays_and_is_told(home: Path) -> None:
    furnished(home)
    mine = home / "tasks" / "orders 0" / "notes.new"
    mine.write_text("mine")
    (home / "tasks" / "orders 0" / "link.lamrec").symlink_to(home / "elsewhere")
    result = encrypt_files(home, Seal(KEY, home), quiet)
    assert [path.name for path in result.left] == ["link.lamrec", "notes.new"]
    assert mine.read_text() == "mine"


def test_a_task_that_was_unpacked_into_it_is_refused_until_it_is_taken_in(home: Path) -> None:
    sealed = encrypted(home)
    make_task(home.parent / "other", "marks")
    (home / "tasks").mkdir()
    (home.parent / "other" / "tasks" / "marks").rename(home / "tasks" / "marks")
    with pytest.raises(UsageError, match=r"task\.yaml is not encrypted, though its library is: lam encrypt"):
        sealed.open("marks")
    assert encrypt_files(home, seal_of(sealed), quiet).files == 2
    assert sealed.open("marks").steps


def test_a_library_without_its_key_is_not_written_to_in_clear(home: Path) -> None:
    furnished(home)
    encrypted(home)
    for library in (Library(home), Library(home)):
        with pytest.raises(EnvironmentFault, match="is encrypted"):
            library.create("another")
        with pytest.raises(EnvironmentFault, match="is encrypted"):
            library.new_run("orders 0")
        Vault(home).remove()  # the second time: somebody took the key away
    assert not (home / "tasks" / "another").exists()


def test_what_is_damaged_comes_back_as_it_was(home: Path) -> None:
    library = furnished(home)
    path = library.open("orders 0").recording_path
    damaged = path.with_name("damaged.lamrec")
    damaged.write_bytes(path.read_bytes()[:5000])
    other = path.with_name("other.lamrec")
    other.write_bytes(b"no recording at all")
    wal_of(other).write_bytes(b"half a log")
    journal = library.runs("orders 0")[0] / JOURNAL
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b'"run_started"', b'"run_started'))
    kept = {one: one.read_bytes() for one in (damaged, wal_of(other), other, journal)}
    sealed = encrypted(home)
    assert telling(contents(home).items(), TEXTS) == []
    assert said_of(lambda: read_journal(journal, files=sealed.files)).startswith("Line 1 of the journal")
    decrypt_files(home, seal_of(sealed), quiet)
    assert {one: one.read_bytes() for one in kept} == kept


def said_of(read: Callable[[], object]) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        read()
    return str(caught.value)


def test_a_recording_that_was_cut_short_is_finished_first(home: Path) -> None:
    library = furnished(home)
    path = library.open("orders 0").recording_path
    with Recording.open(path) as recording:
        before = recording.events()
    import sqlite3

    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE events SET x = x + 1")
    db.commit()
    held = path.read_bytes(), wal_of(path).read_bytes()
    db.close()
    path.write_bytes(held[0])
    wal_of(path).write_bytes(held[1])
    sealed = encrypted(home)
    assert not wal_of(path).exists()
    with Recording.open(path, sealed.files.seal) as recording:
        assert [one.x for one in recording.events()] == [one.x + 1 for one in before]


class Killed(BaseException):
    """Ends everything at once, as kill -9 does."""


def interrupted(monkeypatch: pytest.MonkeyPatch, after: int) -> Callable[[], int]:
    """Ends everything after so many calls that change the disk; tells how many there were."""
    count = 0
    calls = {name: getattr(os, name) for name in ("fsync", "replace", "rename", "unlink", "remove")}

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def act(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count > after:
                raise Killed
            return call(*arguments, **named)

        return act

    for name, call in calls.items():
        monkeypatch.setattr(os, name, counted(call))
    return lambda: count


@pytest.mark.parametrize("way", ["encrypt", "decrypt"])
def test_interrupted_anywhere_it_goes_on_and_loses_nothing(
    home: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = furnished(home)
    before = said(library)
    seal = Seal(KEY, home)
    convert, back = (encrypt_files, decrypt_files) if way == "encrypt" else (decrypt_files, encrypt_files)
    sealed = Library(home, Files(seal))
    if way == "decrypt":
        encrypt_files(home, seal, quiet)
    for after in range(200):
        with monkeypatch.context() as patch:
            count = interrupted(patch, after)
            try:
                convert(home, seal, quiet)
                ended = count() <= after
            except Killed:
                ended = False
        if ended:
            assert after > 20, "each file is written, synced and put in its place"
            assert said(sealed if way == "encrypt" else library) == before
            return
        convert(home, seal, quiet)  # as a person does who gives the command again
        assert said(sealed if way == "encrypt" else library) == before, after
        assert not [name for name in contents(home) if name.endswith((".new", ".part"))]
        back(home, seal, quiet)
    pytest.fail("it never came to its end")


def test_the_real_command_killed_at_random_goes_on(home: Path) -> None:
    library = furnished(home, tasks=3)
    before = said(library)
    rng = random.Random(4)
    environment = {**os.environ, "LAM_PASSPHRASE": PASSPHRASE, "OMP_NUM_THREADS": "1"}

    def command(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "lam_desktop.cli.main", "encrypt", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    for arguments in ((), ("--off",)):
        kills = 0
        for _ in range(2):
            running = command(*arguments)
            assert running.stderr is not None
            for _ in range(rng.randint(1, 12)):  # at work, and not while Python starts
                running.stderr.readline()
            time.sleep(rng.random() * 0.02)
            running.send_signal(signal.SIGKILL)
            running.stderr.close()
            kills += running.wait(30) == -signal.SIGKILL
            if running.returncode != 0 and Vault(home).exists:
                listed = subprocess.run(
                    [sys.executable, "-m", "lam_desktop.cli.main", "list"],
                    env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                )  # fmt: skip
                state = Vault(home).read().state
                assert (listed.returncode == 6) == (state != "encrypted"), listed.stderr
        assert kills >= 1
        if arguments and not Vault(home).exists:
            break
        last = command(*arguments)
        _, told = last.communicate(timeout=60)
        assert last.returncode == 0, told
        now = Library(home) if arguments else Library(home, Files(Vault(home).unlock(PASSPHRASE)))
        assert said(now) == before
    assert not Vault(home).exists and said(library) == before


def test_a_full_disk_is_said_and_nothing_is_lost(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = furnished(home)
    before = said(library)

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(conversion, "replace_file", full)
        with pytest.raises(EnvironmentFault, match="No space left on device.*nothing is lost"):
            encrypt_files(home, Seal(KEY, home), quiet)
    encrypt_files(home, Seal(KEY, home), quiet)
    assert said(Library(home, Files(Seal(KEY, home)))) == before
