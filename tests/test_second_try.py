"""`make test`: only what failed is tried again, and only after a run that came to its end."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

RUNNER = Path(__file__).parents[1] / ".ci" / "run_tests.py"
ONCE = """
    from pathlib import Path

    def test_well():
        pass

    def test_busy():
        marker = Path("tried")
        tried = marker.exists()
        marker.touch()
        assert tried
"""
NEVER = """
    def test_broken():
        assert False
"""
CRASH = """
    import os

    def test_crash():
        os.abort()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    proof\n", encoding="utf-8")
    return tmp_path


def run(project: Path, *bodies: str) -> subprocess.CompletedProcess[str]:
    """The runner on these test modules."""
    for number, body in enumerate(bodies):
        (project / f"test_{number}.py").write_text(textwrap.dedent(body), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, RUNNER], cwd=project, env=environment, capture_output=True, text=True, timeout=120
    )


def test_what_holds_at_the_second_try_passes_and_is_told(project: Path) -> None:
    done = run(project, ONCE)
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("Held only at the second try:\n  test_0.py::test_busy\n")


def test_it_tells_where_the_time_went(project: Path) -> None:
    done = run(project, ONCE)
    told = done.stdout.split("Seconds of both workers, by folder:\n")
    assert len(told) == 2 and told[1].splitlines()[0].endswith(" s  test_0 (2 tests)"), done.stdout


def test_what_fails_twice_fails_and_is_told(project: Path) -> None:
    done = run(project, ONCE, NEVER)
    assert done.returncode == 1, done.stdout
    assert done.stdout.endswith(
        "Held only at the second try:\n  test_0.py::test_busy\n\nFailed twice:\n  test_1.py::test_broken\n"
    )


def test_a_crash_is_no_reason_for_a_second_try(project: Path) -> None:
    assert run(project, NEVER).returncode == 1  # leaves a list of what failed
    (project / "test_0.py").unlink()
    done = run(project, CRASH)
    assert done.returncode == 128 + 6, done.stdout
    assert "second try" not in done.stdout
