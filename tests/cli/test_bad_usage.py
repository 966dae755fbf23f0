"""Unknown tasks, policies and columns; files that cannot be read: exit 2, before anything is touched.

None of these needs a display or weights, and a machine without either must say the same.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.cli.main import main
from lam_desktop.errors import ExitCode
from lam_desktop.tasks.step import Value
from lam_desktop.tasks.task_yaml import task_file
from tests.cli.calling import Outcome, assert_refused
from tests.cli.tasks import made

GOOD = "customer,article\nSorensen,Desk\nNguyen,Lamp\n"


@pytest.fixture(autouse=True)
def nothing_to_fall_back_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever reached for a display or for weights would exit with 6."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("LAM_MODELS", str(tmp_path / "no-models"))


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]):
    """Calls `lam … --json` here, which must end with exit 2 and a sentence with these fragments."""

    def call_it(*arguments: str, tells: tuple[str, ...]) -> None:
        code = main([*arguments, "--json"])
        told = capsys.readouterr()
        assert_refused(Outcome(code, told.out, told.err), ExitCode.USAGE, *tells)

    return call_it


def table(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_an_unknown_task(home: Path, refused) -> None:
    for command in ("run", "show"):
        refused(command, "orders", tells=("no task «orders»", "record"))
    made(home, "orders")
    for command in ("run", "show", "runs"):
        refused(command, "order", tells=("no task «order»", "did you mean «orders»"))


@pytest.mark.parametrize("name", ["../orders", "a/b", "", ".hidden", "con"])
def test_what_cannot_be_a_name(name: str, home: Path, refused) -> None:
    refused("record", name, tells=())
    refused("run", name, tells=())
    assert not home.exists()


def test_what_is_left_out(home: Path, refused) -> None:
    refused("record", "orders", "--exclude-region", "1,2,3", tells=("«1,2,3» is no region", "X,Y,W,H"))
    refused("record", "orders", "--exclude-region", "1,2,0,4", tells=("0x4 pixels",))
    refused("record", "orders", "--exclude", "", tells=("its class, its title",))
    home.mkdir()
    (home / "privacy.yaml").write_text("version: 1\nexlude: []\n")
    refused("record", "orders", tells=("privacy.yaml, line 2", "did you mean «exclude»"))
    refused("edit", tells=("which task", "--privacy"))


def test_an_unknown_policy(home: Path, refused) -> None:
    made(home)
    refused("run", "orders", "--policy", "oracle", tells=("oracle", "lam", "window-coordinates"))


def test_unknown_columns_and_values(home: Path, refused, tmp_path: Path) -> None:
    made(home)
    rows = table(tmp_path, "client,article\nSorensen,Desk\n")
    refused("run", "orders", "--rows", rows, tells=("«customer»", "client, article"))
    refused("run", "orders", "--set", "color=red", tells=("«color»", "customer"))
    refused("run", "orders", "--set", "red", tells=("«red»", "NAME=VALUE"))
    refused("run", "orders", "--wait", "-1", tells=("--wait",))


@pytest.mark.parametrize(
    ("content", "tells"),
    [
        ("", ("empty",)),
        ("customer,article\n", ("no data row",)),
        ("customer,customer\na,b\n", ("columns 1 and 2", "«customer»")),
        ('customer,article\nSorensen,"Desk\nNguyen,Lamp\n', ("line 2",)),
        ("customer,article\nSorensen,Desk,3\n", ("row 1", "3 cells for 2 columns")),
        (b"PK\x03\x04" + bytes(range(256)) * 4, ()),
        (b"customer,article\nS\x00r,Desk\n", ()),
    ],
)
def test_tables_that_cannot_be_read(
    content: str | bytes, tells: tuple[str, ...], home: Path, refused, tmp_path: Path
) -> None:
    made(home)
    rows = table(tmp_path, content)
    refused("run", "orders", "--rows", rows, tells=("rows.csv", *tells))
    refused("record", "others", "--rows", f"{rows}:1", tells=("rows.csv", *tells))
    assert not (home / "tasks" / "others").exists()


def test_rows_that_are_not_there(home: Path, refused, tmp_path: Path) -> None:
    made(home)
    rows = table(tmp_path, GOOD)
    refused("run", "orders", "--rows", f"{rows}:3", tells=("2 data rows", "no row 3"))
    refused("run", "orders", "--rows", f"{rows}:2-1", tells=("backwards",))
    refused("run", "orders", "--rows", f"{rows}:0", tells=("counted from 1",))
    refused("run", "orders", "--rows", str(tmp_path / "none.csv"), tells=("There is no file", "none.csv"))
    refused("run", "orders", "--rows", str(tmp_path), tells=("is a folder",))
    refused("record", "orders", "--add", "--rows", f"{rows}:1-2", tells=("one row",))


def test_a_missing_value_is_said_before_the_first_row_is_entered(home: Path, refused, tmp_path: Path) -> None:
    """Row 2 has no customer: that comes out before a display is even asked for."""
    made(home)
    rows = table(tmp_path, "customer,article\nSorensen,Desk\n,Lamp\n")
    refused("run", "orders", "--rows", rows, tells=("Row 2", "«customer»"))


def test_a_missing_secret_is_said_before_the_first_row_is_entered(home: Path, refused) -> None:
    task = made(home)
    typed = task.steps[0]
    secret = replace(typed, number=2, value=Value("secret", "password"))
    task_file.save(replace(task, steps=(typed, secret)))
    refused("run", "orders", "--set", "customer=Miller", tells=("«password»", "--set password=…"))
    refused("run", "orders", "--set", "customer=Miller", "--set", "password=x", tells=("no recording",))


def test_a_task_file_that_was_edited_badly(home: Path, refused) -> None:
    path = made(home).folder / "task.yaml"
    good = path.read_text(encoding="utf-8")
    for bad, tells in (
        (good.replace("kind: type", "kind: tipe"), ("step 1", "tipe")),
        (good.replace("kind: type", "kind: wait"), ("step 1", "«text» is missing")),
        (good.replace("source: row", "source: clipboard"), ("step 1", "«clipboard»", "choose row")),
        (good.replace("version: 1", "version: 9"), ("newer version",)),
        (good.replace("steps:", "steps: ["), ("not valid YAML",)),
        ("", ()),
    ):
        path.write_text(bad, encoding="utf-8")
        refused("run", "orders", tells=("task.yaml", *tells))
        refused("show", "orders", tells=("task.yaml", *tells))


def test_recording_over_a_task(home: Path, refused) -> None:
    made(home)
    refused("record", "orders", tells=("«orders» already", "--add"))


@pytest.mark.parametrize("option", ["--stop-key", "--hide-key"])
def test_a_hot_key_that_is_none(option: str, home: Path, refused) -> None:
    refused("record", "orders", option, "ctrl+", tells=("«ctrl+» is not a hot key",))
    assert not home.exists()


def test_going_on_with_what_never_began(home: Path, tmp_path: Path, refused) -> None:
    made(home)
    refused("run", "orders", "--resume", tells=("was not run yet", "--rows FILE"))
    refused("run", "orders", "--only-failed", "yesterday", tells=("no run «yesterday»", "lam runs orders"))
    refused("run", "orders", "--resume", "--rows", table(tmp_path, GOOD), tells=("leave --rows out",))
    refused("run", "orders", "--begun-row", "skip", tells=("goes with --resume",))
    refused("run", "orders", "--resume", "--check", tells=("leave --resume and --only-failed out",))
