"""One small recording that many tests start from."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, write_rows

NOTE = "note"
"""The task that `noted` holds: a click into an empty document, and a number typed."""


@pytest.fixture(autouse=True)
def warm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests start `lam` warm; proofs, and those marked `cold`, as its users do."""
    as_users_do = any(request.node.get_closest_marker(name) for name in ("proof", "cold"))
    monkeypatch.setattr(Office, "warm", not as_users_do)


@pytest.fixture(scope="session")
def noted_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the task `NOTE`, really recorded; not to be touched."""
    folder = tmp_path_factory.mktemp("noted")
    rows = write_rows(folder / "numbers.csv", [{"number": "4711"}, {"number": "2038"}])
    before = os.environ.get("LAM_HOME")
    os.environ["LAM_HOME"] = str(folder / "home")
    try:
        with Office() as office:
            start_editor(office)
            x, y, width, height = office.window("Mousepad").geometry

            def act(clerk: Clerk) -> None:
                clerk.click(x + width // 2, y + height // 2)
                clerk.type("4711")

            office.record(NOTE, act, "--rows", f"{rows}:1")
    finally:
        if before is None:
            del os.environ["LAM_HOME"]
        else:
            os.environ["LAM_HOME"] = before
    return folder / "home"


@pytest.fixture
def noted(noted_once: Path, home: Path) -> Path:
    """This test's own library, with the task `NOTE` in it."""
    shutil.copytree(noted_once, home)
    return home


def start_editor(office: Office, *documents: Path) -> subprocess.Popen[bytes]:
    """Mousepad with these documents, else an empty one."""
    return office.desktop.start(
        "mousepad",
        "--disable-server",
        *map(str, documents),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
