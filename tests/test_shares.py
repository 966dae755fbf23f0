"""`make test` runs a share of the tests on real programs: together the shares are all of them, each once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.shares import VARIABLE, Share

COUNT = 3
E2E = "import pytest\n\n@pytest.mark.e2e\ndef test_on_a_program():\n    pass\n\ndef test_quick():\n    pass\n"


def test_every_file_is_in_one_share() -> None:
    files = [f"test_{number}.py" for number in range(8)]
    shares = [Share(number, COUNT).of(files) for number in range(1, COUNT + 1)]
    assert Counter(name for share in shares for name in share) == Counter(files)
    assert {len(share) for share in shares} == {2, 3}


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", ""])
def test_there_is_no_other_share(text: str) -> None:
    with pytest.raises(ValueError):
        Share.read(text)


def test_what_needs_no_program_is_in_every_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This conftest over two modules, once for each of two shares."""
    tests = Path(__file__).parent
    folder = tmp_path / "tests"
    for name in ("__init__.py", "conftest.py", "shares.py", "fakes/__init__.py", "fakes/keyring.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((tests / name).read_bytes())
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    e2e\n    slow\n", encoding="utf-8")
    for name in ("test_one.py", "test_two.py"):
        (folder / name).write_text(E2E, encoding="utf-8")
    ran: Counter[str] = Counter()
    for number in (1, 2):
        monkeypatch.setenv(VARIABLE, f"{number}/2")
        command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        ran.update(line.split()[0] for line in done.stdout.splitlines() if " PASSED" in line)
    assert ran == {
        "tests/test_one.py::test_on_a_program": 1,
        "tests/test_one.py::test_quick": 2,
        "tests/test_two.py::test_on_a_program": 1,
        "tests/test_two.py::test_quick": 2,
    }
