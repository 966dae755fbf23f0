"""`lam encrypt`, `lam edit` and what commands say of an encrypted library."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.execution.runs.journal import Journal
from lam_desktop.tasks.storage.kept_secrets import KeptPassphrase
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.vault import Vault
from tests.cli.calling import LAM, assert_refused, call
from tests.fakes.keyring import MemoryKeyring
from tests.panel.making import ROWS, make_task
from tests.tasks.sealed_library import PASSPHRASE, contents, encrypted, in_memory, telling

Lam = Callable[..., tuple[int, str]]


@pytest.fixture
def lam(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lam:
    """Calls a command with a passphrase in the environment: its exit code, and all that it said."""

    def run(*arguments: str, passphrase: str = PASSPHRASE) -> tuple[int, str]:
        if passphrase:
            monkeypatch.setenv("LAM_PASSPHRASE", passphrase)
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def environment(**extra: str) -> dict[str, str]:
    return {**os.environ, **extra}


def test_through_the_real_command(home: Path) -> None:
    make_task(home, "orders")
    given = environment(LAM_PASSPHRASE=PASSPHRASE)
    done = call("encrypt", "--json", environment=given)
    assert (done.code, done.report["files"], done.report["left_in_clear"]) == (0, 2, [])
    assert telling(contents(home).items(), [ROWS[0][0], "Order desk"]) == []
    listed = call("list", "--json", environment=given)
    assert [task["name"] for task in listed.report["tasks"]] == ["orders"]
    wrong = call("run", "orders", "--json", environment=environment(LAM_PASSPHRASE="correct horse bakery"))
    assert_refused(wrong, ExitCode.USAGE, "That is not the passphrase of the library")
    nobody = call("run", "orders", "--json")
    assert_refused(nobody, ExitCode.ENVIRONMENT, "nobody is there to give its passphrase: set LAM_PASSPHRASE")


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",), ("show", "orders", "--yaml"), ("runs",), ("run", "orders"), ("forget", "orders", "--yes"),
        ("report", "orders"), ("share", "orders"), ("approve", "orders"), ("secret", "orders"),
        ("edit", "orders"), ("record", "more"), ("forget", "--keep-days", "3"), ("encrypt",),
        ("encrypt", "--off"), ("encrypt", "--change"),
    ],
)  # fmt: skip
def test_no_command_does_anything_without_the_passphrase(
    home: Path, lam: Lam, arguments: tuple[str, ...]
) -> None:
    make_task(home, "orders")
    encrypted(home)
    before = contents(home)
    code, said = lam(*arguments, passphrase="")
    assert code == ExitCode.ENVIRONMENT and "nobody is there to give its passphrase" in said
    code, said = lam(*arguments, passphrase="correct horse bakery")
    assert (code, said) == (ExitCode.USAGE, f"lam: That is not the passphrase of the library {home}.\n")
    assert "LAM_PASSPHRASE" not in os.environ, "what a command starts is not to inherit it"
    assert contents(home) == before


def typed(answers: list[str], *arguments: str) -> tuple[int, str]:
    """What a command says at a terminal where this is typed, a line whenever it asks."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(LAM[0], [*LAM, *arguments], environment(PYTHONPATH=os.pathsep.join(sys.path)))
    said = b""
    deadline = time.monotonic() + 60
    left = list(answers)
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        part = b""
        with contextlib.suppress(OSError):
            part = os.read(terminal, 4096)
        if not part:
            break
        said += part
        if said.endswith(b": ") and left:
            time.sleep(0.2)  # the terminal stops echoing just after the question
            os.write(terminal, f"{left.pop(0)}\n".encode())
            said += b"|"
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    assert not left, said
    return os.waitstatus_to_exitcode(status), said.decode().replace("\r\n", "\n")


def test_at_a_terminal_it_is_asked_for_once_and_unseen(home: Path) -> None:
    make_task(home, "orders")
    code, said = typed(
        [
            "short",
        ],
        "encrypt",
    )
    assert code == ExitCode.USAGE and "too short" in said
    code, said = typed([PASSPHRASE, "another one here"], "encrypt")
    assert code == ExitCode.USAGE and "were not the same: nothing was changed" in said
    assert not Vault(home).exists
    code, said = typed([PASSPHRASE, PASSPHRASE], "encrypt")
    assert code == 0 and "is encrypted (2 files just now)" in said and PASSPHRASE not in said


def test_a_person_may_mistype(home: Path) -> None:
    make_task(home, "orders")
    encrypted(home)
    code, said = typed(["nonsense", PASSPHRASE], "list")
    assert code == 0 and "That is not it; passphrase: " in said and "orders" in said
    assert said.count("assphrase") == 2 and PASSPHRASE not in said and "nonsense" not in said
    code, said = typed(["wrong", "wrong", "wrong"], "list")
    assert code == ExitCode.USAGE and said.endswith(
        f"lam: That is not the passphrase of the library {home}.\n"
    )


def test_another_passphrase(home: Path, lam: Lam, monkeypatch: pytest.MonkeyPatch) -> None:
    make_task(home, "orders")
    encrypted(home)
    before = contents(home / "tasks")
    monkeypatch.setenv("LAM_NEW_PASSPHRASE", "another one here")
    code, said = lam("encrypt", "--change")
    assert (
        code == 0 and "has another passphrase" in said and "old copy of encryption.json still opens" in said
    )
    assert "LAM_NEW_PASSPHRASE" not in os.environ
    assert contents(home / "tasks") == before, "nothing else is written anew"
    assert lam("list")[0] == ExitCode.USAGE
    assert lam("list", passphrase="another one here")[0] == 0
    assert Vault(home).read().cost == 1 << 17, "a cheap one is made dear"


def test_the_keyring_has_it_where_the_person_wants_that(home: Path, lam: Lam, ring: MemoryKeyring) -> None:
    make_task(home, "orders")
    encrypted(home)
    assert lam("list", passphrase="")[0] == ExitCode.ENVIRONMENT
    assert lam("encrypt", "--keyring")[0] == 0
    assert list(ring.kept.values()) == [PASSPHRASE]
    assert lam("list", passphrase="")[0] == 0
    ring.locked = True
    code, said = lam("list", passphrase="")
    assert code == ExitCode.ENVIRONMENT and "keyring is locked" in said
    assert lam("list")[0] == 0, "what was given goes first"
    ring.locked = False
    assert lam("encrypt", "--no-keyring")[0] == 0
    assert not ring.kept and KeptPassphrase(home).text() is None
    assert lam("list", passphrase="")[0] == ExitCode.ENVIRONMENT
    assert lam("encrypt", "--keyring")[0] == 0 and lam("encrypt", "--off", passphrase="")[0] == 0
    assert not ring.kept and not Vault(home).exists


def test_without_a_keyring_nothing_is_kept(home: Path, lam: Lam) -> None:
    make_task(home, "orders")
    encrypted(home)
    code, said = lam("encrypt", "--keyring")
    assert code == ExitCode.ENVIRONMENT and "no keyring here that keeps the passphrase" in said
    assert not Vault(home).read().keyring


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--off",), "is not encrypted; lam encrypt does that"),
        (("--change",), "is not encrypted"),
        (("--off", "--keyring"), "leave --keyring out"),
        (("--off", "--change"), "not allowed with"),
    ],
)
def test_bad_usage(lam: Lam, arguments: tuple[str, ...], told: str) -> None:
    code, said = lam("encrypt", *arguments)
    assert code == ExitCode.USAGE and told in said


def test_while_something_is_at_work_nothing_is_converted(home: Path, lam: Lam) -> None:
    make_task(home, "orders")
    with Vault(home).held():
        code, said = lam("encrypt")
    assert code == ExitCode.USAGE and "A panel, a run or a recording is at work in the library" in said
    assert not Vault(home).exists


def test_what_was_interrupted_is_said_by_every_command(home: Path, lam: Lam) -> None:
    make_task(home, "orders")
    encrypted(home)
    Vault(home).change(PASSPHRASE, state="encrypting")
    code, said = lam("list")
    assert code == ExitCode.ENVIRONMENT and "was interrupted: lam encrypt goes on with it" in said
    assert lam("encrypt")[0] == 0 and lam("list")[0] == 0
    Vault(home).change(PASSPHRASE, state="decrypting")
    assert "lam encrypt --off goes on with it" in lam("list")[1]
    assert "end it first, lam encrypt --off" in lam("encrypt")[1]
    assert lam("encrypt", "--off")[0] == 0 and lam("list", passphrase="")[0] == 0


@pytest.mark.parametrize("change", ["flipped", "cut", "swapped", "in clear", "moved"])
def test_changed_files_are_told_with_their_name(home: Path, lam: Lam, change: str) -> None:
    make_task(home, "orders")
    make_task(home, "marks")
    encrypted(home)
    one, other = (home / "tasks" / name / "task.yaml" for name in ("marks", "orders"))
    held = one.read_bytes()
    match change:
        case "flipped":
            one.write_bytes(held[:-5] + bytes([held[-5] ^ 4]) + held[-4:])
        case "cut":
            one.write_bytes(held[:-5])
        case "swapped":
            one.write_bytes(other.read_bytes())
        case "in clear":
            one.write_text("version: 1\n")
        case _:
            (home / "tasks" / "marks").rename(home / "tasks" / "points")
            one = home / "tasks" / "points" / "task.yaml"
    before = contents(home)
    code, said = lam("show", one.parent.name, "--yaml")
    assert code == ExitCode.USAGE and str(one) in said and "Traceback" not in said and said.count("\n") == 1
    code, said = lam("list")
    assert code == 0 and str(one) in said and "orders" in said, "the others are none the worse"
    assert contents(home) == before


def test_a_recording_that_was_changed_is_told_with_its_name(home: Path, lam: Lam) -> None:
    path = make_task(home, "orders", understood=False).recording_path
    encrypted(home)
    held = path.read_bytes()
    at = held.find(b"\x00" * 8, len(held) // 2) or len(held) // 2
    path.write_bytes(held[: at - 300] + bytes(300) + held[at:])
    code, said = lam("run", "orders", "--mode", "auto")
    assert code == ExitCode.USAGE and str(path) in said and "Traceback" not in said


def test_the_steps_are_edited_in_memory(
    home: Path, lam: Lam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_task(home, "orders")
    encrypted(home)
    shown = tmp_path / "shown"
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"pathlib.Path({str(shown)!r}).write_text(f'{{path}} {{path.parents[2].stat().st_mode & 0o777:o}} '\n"
        "    f\"{(path.parents[2] / '.task.schema.json').exists()}\")\n"
        "path.write_text(path.read_text().replace('watched_rows: 3', 'watched_rows: ' + sys.argv[0][-4]))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {editor}")
    code, said = lam("edit", "orders")
    assert code == ExitCode.USAGE and "«watched_rows»" in said and said.endswith("nothing was changed.\n")
    place, mode, schema = shown.read_text().split()
    assert place.startswith("/dev/shm/lam-") and (mode, schema) == ("700", "True")
    seven = editor.rename(tmp_path / "7.py")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {seven}")
    assert lam("edit", "orders") == (0, "«orders» was changed.\n")
    assert lam("edit", "orders") == (0, "«orders» was left as it was.\n")
    assert "watched_rows: 7" in lam("show", "orders", "--yaml")[1]
    assert telling(contents(home).items(), [ROWS[0][0]]) == []
    monkeypatch.setenv("VISUAL", "false")
    assert "ended with 1: nothing was changed" in lam("edit", "orders")[1]
    assert not [one for one in in_memory() if one.name.split("-")[2] == str(os.getpid())]


def test_a_plain_task_is_edited_in_its_place(home: Path, lam: Lam, monkeypatch: pytest.MonkeyPatch) -> None:
    task = make_task(home, "orders")
    monkeypatch.setenv("VISUAL", "sed -i s/watched_rows:.*/watched_rows:\\ 5/")
    assert lam("edit", "orders", passphrase="") == (0, "«orders» was changed.\n")
    assert Library(home).open("orders").limits.watched_rows == 5
    before = (task.folder / "task.yaml").read_bytes()
    monkeypatch.setenv("VISUAL", "sed -i s/kind/knid/")
    code, said = lam("edit", "orders", passphrase="")
    assert code == ExitCode.USAGE and "nothing was changed" in said
    assert (task.folder / "task.yaml").read_bytes() == before
    assert "There is no task «nobody»" in lam("edit", "nobody", passphrase="")[1]


def test_where_there_is_no_memory_it_is_said(home: Path, lam: Lam, monkeypatch: pytest.MonkeyPatch) -> None:
    make_task(home, "orders")
    encrypted(home)
    monkeypatch.setattr("lam_desktop.tasks.storage.memory.MOUNTS", home / "no mounts")
    code, said = lam("edit", "orders")
    assert (
        code == ExitCode.ENVIRONMENT and "There is no place in memory here" in said and said.count("\n") == 1
    )


def test_a_copy_to_give_away_does_not_go_into_the_library(home: Path, lam: Lam) -> None:
    make_task(home, "orders")
    encrypted(home)
    code, said = lam("share", "orders", "--out", str(home / "copy.zip"))
    assert code == ExitCode.USAGE and "lies within the encrypted library" in said


def test_a_fault_of_ours_writes_no_texts_down(home: Path, lam: Lam, monkeypatch: pytest.MonkeyPatch) -> None:
    make_task(home, "orders")
    library = encrypted(home)

    def fail(*_: object) -> None:
        raise ValueError(ROWS[0][0])

    monkeypatch.setattr("lam_desktop.execution.runs.history.past_runs", fail)
    code, said = lam("runs")
    assert code == ExitCode.BUG and ROWS[0][0] in said
    log = (home / "faults.log").read_text()
    assert "ValueError" in log and "runs.py" in log and ROWS[0][0] not in log
    assert lam("forget", "orders", "--yes")[0] == 0
    assert not (home / "faults.log").exists() and not library.names()


def test_forgetting_leaves_nothing(home: Path, lam: Lam) -> None:
    task = make_task(home, "orders")
    library = encrypted(home)
    for beside in (".lamrec-wal", ".elements.json"):
        task.recording_path.with_suffix(beside).write_bytes(b"x")
    with Journal(library.new_run("orders"), library.files) as journal:
        journal.write("run_started", task="orders")
        journal.write("run_finished", status="done")
    assert lam("forget", "orders", "--yes")[0] == 0
    assert set(contents(home)) == {"encryption.json", "encryption.copy.json"}


def test_what_a_recording_left_that_was_cut_short_can_be_forgotten(home: Path, lam: Lam) -> None:
    path = Library(home).create("orders")
    path.write_bytes(b"")
    path.with_name(path.name + "-wal").write_bytes(b"x")
    code, said = lam("show", "orders", passphrase="")
    assert code == ExitCode.USAGE and "lam forget orders" in said
    code, said = lam("forget", "orders", "--yes", passphrase="")
    assert (code, said) == (0, "Removed what a recording left of «orders».\n")
    assert contents(home) == {}


def test_runs_are_kept_for_some_days(home: Path, lam: Lam) -> None:
    make_task(home, "orders")
    library = Library(home)
    library.new_run("orders").rename(home / "tasks" / "orders" / "runs" / "2020-01-31-101010")
    new = library.new_run("orders")
    code, said = lam("forget", "--keep-days", "30", passphrase="")
    assert code == ExitCode.USAGE and "1 run of more than 30 days ago" in said and "--yes" in said
    assert len(library.runs("orders")) == 2
    code, said = lam("forget", "--keep-days", "30", "--yes", passphrase="")
    assert (code, said) == (
        0,
        "Runs and what no task needs are kept for 30 days from now on; removed 1 run.\n",
    )
    assert library.runs("orders") == [new]
    assert lam("forget", "--keep-days", "none", "--json", passphrase="")[0] == 0
    assert json.loads((home / "retention.json").read_text()) == {"keep_days": None}
    for bad in ("0", "-3", "soon", "1e9", "nan"):
        assert "takes days, more than 0, or none" in lam("forget", f"--keep-days={bad}", passphrase="")[1]
    assert lam("forget", "orders", "--keep-days", "3", passphrase="")[0] == ExitCode.USAGE
    assert lam("forget", passphrase="")[0] == ExitCode.USAGE


def test_doctor_tells(home: Path) -> None:
    from lam_desktop.execution.machine.health import _encryption

    assert _encryption(home).state == "note" and "is not encrypted" in _encryption(home).detail
    make_task(home, "orders")
    encrypted(home)
    assert _encryption(home).state == "ok"
    make_task(home.parent / "other", "marks")
    (home.parent / "other" / "tasks" / "marks").rename(home / "tasks" / "marks")
    assert "2 files are not: lam encrypt takes them in" in _encryption(home).detail
    (home / "encryption.json").write_text("{}")
    assert _encryption(home).state == "problem" and "only its copy is left" in _encryption(home).detail
    Vault(home).change(PASSPHRASE, state="encrypting")
    assert "was interrupted" in _encryption(home).detail
    for name in ("encryption.json", "encryption.copy.json"):
        (home / name).write_text("{}")
    assert "is damaged, and so is its copy" in _encryption(home).detail


def test_a_passphrase_in_the_arguments_is_no_option() -> None:
    done = subprocess.run([*LAM, "encrypt", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "--passphrase" not in done.stdout
