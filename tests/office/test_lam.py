"""The commands as other programs call them: what they refuse comes back as the error they told."""

from pathlib import Path

import pytest

from lam_desktop.errors import ExitCode, LamBug, UsageError
from lam_desktop.office.lam import Lam
from lam_desktop.office.virtual import VirtualDesktop

pytestmark = pytest.mark.slow

ROWS = "customer\nZoë\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_a_refused_run_raises_what_it_told(tmp_path: Path, rows: Path) -> None:
    with VirtualDesktop(size=(640, 480)) as desktop:
        lam = Lam(desktop, tmp_path, tmp_path)
        with pytest.raises(UsageError, match="orders"):
            lam.run("orders", f"{rows}:1-1", "lam", 1.0)


def test_a_refused_recording_raises_what_it_told(tmp_path: Path) -> None:
    with VirtualDesktop(size=(640, 480)) as desktop:
        lam = Lam(desktop, tmp_path, tmp_path)
        with (
            pytest.raises(UsageError, match=r"nowhere\.csv"),
            lam.recording("orders", f"{tmp_path}/nowhere.csv:1"),
        ):
            raise AssertionError("nothing is recorded")


def test_an_empty_recording_is_refused_and_nothing_runs_on(tmp_path: Path, rows: Path) -> None:
    with VirtualDesktop(size=(640, 480)) as desktop:
        lam = Lam(desktop, tmp_path, tmp_path)
        with pytest.raises(UsageError), lam.recording("orders", f"{rows}:1"):
            pass
        assert not (tmp_path / "tasks" / "orders").exists()


def test_a_run_without_a_report_is_our_fault(tmp_path: Path, rows: Path) -> None:
    with VirtualDesktop(size=(640, 480)) as desktop:
        lam = Lam(desktop, tmp_path, tmp_path, command=("true",))
        with pytest.raises(LamBug, match="without its report"):
            lam.run("orders", f"{rows}:1-1", "lam", 1.0)


def test_what_a_run_told_is_kept(tmp_path: Path, rows: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text(
        '{"status": "asked", "message": "It is not there.", "run": "tasks/orders/runs/1", "rows": ['
        '{"index": 1, "status": "done", "steps_done": 4, "asked": 0, "seconds": 2.5},'
        '{"index": 2, "status": "asked", "steps_done": 1, "asked": 1, "seconds": 1.5},'
        '{"index": 3, "status": "not_started", "steps_done": 0, "asked": 0, "seconds": 0}]}\n'
    )
    script = tmp_path / "lam"
    script.write_text(f'#!/bin/sh\ncat "{report}"\nexit 3\n')
    script.chmod(0o755)
    with VirtualDesktop(size=(640, 480)) as desktop:
        looks: list[int] = []
        lam = Lam(desktop, tmp_path, tmp_path, command=(str(script),))
        outcome = lam.run("orders", f"{rows}:1-3", "lam", 1.0, lambda: looks.append(1), 3)
    assert (outcome.exit_code, outcome.status, outcome.rows_done) == (ExitCode.ASKED, "asked", (1,))
    assert (outcome.asked, outcome.message, outcome.run) == (1, "It is not there.", "tasks/orders/runs/1")
