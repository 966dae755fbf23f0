"""The runner process, as far as it goes without a model; the whole of it is driven end to end elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.panel import wire
from lam_desktop.tasks import task_file
from lam_desktop.tasks.task import Value
from tests.panel.making import make_task, rows_file


def run(home: Path, *more: str, says: str = "", **environment: str) -> tuple[list[wire.Report], int]:
    """All it says and its exit code; its panel listens to the end."""
    pictures = home / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    argv = [
        sys.executable,
        "-m",
        "lam_desktop.panel.runner",
        "--home",
        str(home),
        "--pictures",
        str(pictures),
    ]
    environment = {**os.environ, **environment}
    with subprocess.Popen(
        [*argv, *more], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(says)
        child.stdin.flush()
        reports = [wire.decode_report(line) for line in child.stdout]
        return reports, child.wait(60)


def last(reports: list[wire.Report]) -> wire.Finished:
    assert isinstance(reports[-1], wire.Finished)
    return reports[-1]


def test_an_unknown_task_ends_it_with_a_sentence(home: Path) -> None:
    reports, code = run(home, "orders")
    assert reports[0] == wire.Loading("Reading the task.")
    assert (last(reports).status, last(reports).exit_code, code) == ("error", 2, 2)
    assert "There is no task «orders»" in last(reports).message


@pytest.mark.parametrize(
    ("rows", "told"), [("nowhere.csv:1-2", "There is no file"), ("{file}:5-9", "no row 9")]
)
def test_bad_rows_end_it_with_a_sentence(home: Path, tmp_path: Path, rows: str, told: str) -> None:
    file = rows_file(tmp_path)
    make_task(home, "orders", file)
    reports, code = run(home, "orders", "--rows", rows.format(file=file))
    assert told in last(reports).message
    assert (last(reports).exit_code, code) == (2, 2)


def test_a_secret_comes_by_the_first_line_and_is_missed_before_the_run(home: Path) -> None:
    task = make_task(home, "login")
    steps = (replace(task.steps[1], number=1, value=Value("secret", "pin")),)
    task_file.save(replace(task, steps=steps))
    reports, code = run(home, "login", DISPLAY="", WAYLAND_DISPLAY="")
    assert "«pin»" in last(reports).message and code == 2
    given = wire.encode_secrets({"pin": "1234"}) + "\n"
    reports, code = run(home, "login", "--secrets", says=given, DISPLAY="", WAYLAND_DISPLAY="")
    assert "display" in last(reports).message and code == 6


def test_without_a_display_it_says_so(home: Path) -> None:
    make_task(home, "orders")
    reports, code = run(home, "orders", DISPLAY="", WAYLAND_DISPLAY="")
    assert (last(reports).status, code) == ("error", 6)
    assert last(reports).message.endswith(".")


def test_a_panel_that_is_gone_ends_it_at_once(home: Path, tmp_path: Path) -> None:
    make_task(home, "orders", rows_file(tmp_path))
    argv = [
        sys.executable,
        "-m",
        "lam_desktop.panel.runner",
        "--home",
        str(home),
        "--pictures",
        str(tmp_path),
    ]
    child = subprocess.run([*argv, "orders"], input="", capture_output=True, text=True, timeout=60)
    reports = [wire.decode_report(line) for line in child.stdout.splitlines()]
    assert (last(reports).status, child.returncode) == ("stopped", 4)
    assert child.stderr == ""
