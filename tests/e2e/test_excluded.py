"""What is left out of recordings is left out of what a run sees, and so of all that it keeps and shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.execution.machine.desktop import open_desktop
from lam_desktop.office.clerk import Clerk
from lam_desktop.tasks.storage.privacy_file import FILE_NAME, parse_exclusions
from lam_desktop.types import Frame
from tests.e2e.conftest import NOTE, start_editor
from tests.e2e.harness import Office, write_rows
from tests.e2e.secret_search import files_in, pictures
from tests.execution.stage import stage, wait_until

pytestmark = pytest.mark.e2e

MENU = "version: 1\nregions:\n  - box: [420, 250, 120, 60]\n    class: mousepad\n"


def is_black_somewhere(picture: Frame) -> bool:
    """Whether it has a black part of about the region's size."""
    black = (picture == 0).all(axis=2).astype(np.uint8)
    return bool(cv2.erode(black, np.ones((12, 50), np.uint8)).any())


@pytest.mark.parametrize("excluded", [True, False])
def test_pictures_of_a_run(noted: Path, excluded: bool, tmp_path: Path) -> None:
    if excluded:
        (noted / FILE_NAME).write_text(MENU)
    rows = write_rows(tmp_path / "numbers.csv", [{"number": "4711"}, {"number": "2038"}])
    with Office() as office:
        start_editor(office)
        office.window("Mousepad")
        ran = office.run(NOTE, "--rows", f"{rows}:2")
        report = office.call("report", ran.report["run"], "--out", str(tmp_path / "report.html"))
    assert ran.report["status"] == "done" and report.code == ExitCode.DONE, ran.out + report.err
    kept = files_in([noted / ran.report["run"], tmp_path / "report.html"])
    shown = [picture for path in kept for _, picture in pictures(path)]
    assert len(shown) > 4
    assert all(map(is_black_somewhere, shown)) == excluded
    assert any(map(is_black_somewhere, shown)) == excluded


def test_eyes_that_are_told() -> None:
    with stage() as desktop:
        program = desktop.start(
            sys.executable, "-m", "tests.recorder.programs.vault", "--name", "purse", "--still",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert program.stdout is not None and program.stdout.readline()
        with open_desktop() as eyes:

            def seen() -> int:
                return int((eyes.grab()[0] == (0xFF, 0, 0xFE)).all(axis=2).sum())

            wait_until(lambda: seen() > 1000)
            assert any("Family" in window.title for window in eyes.windows())
            eyes.exclude(parse_exclusions("version: 1\nexclude:\n  - class: purse\n"))
            assert seen() == 0
            assert not any("Family" in window.title for window in eyes.windows())


def test_what_was_left_out_is_told(home: Path) -> None:
    with Office() as office:
        start_editor(office)
        x, y, width, height = office.window("Mousepad").geometry
        office.desktop.start(
            sys.executable, "-m", "tests.recorder.programs.vault", "--still", "--name", "purse",
            "--at", f"200x100+{x + width + 10}+{y + 20}", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        purse = office.window("", "Family").geometry

        def act(clerk: Clerk) -> None:
            clerk.click(x + width // 2, y + height // 2)
            clerk.type("4711")
            clerk.click(purse[0] + 50, purse[1] + 50)
            clerk.type("zq")
            clerk.click(x + width // 2, y + height // 2)
            clerk.type("38")

        saved = office.record(NOTE, act, "--exclude", "purse")
        shown = office.call("show", NOTE, "--json")
    assert saved.report["left_out"] == 6  # a click and two keys, each pressed and let go
    texts = [step["value"]["text"] for step in shown.report["steps"] if step["kind"] == "type"]
    assert texts == ["4711", "38"]
    octets = Path(saved.report["path"]).read_bytes()
    assert b"Family" not in octets and b"purse" in octets  # the word that was given, and nothing else
