"""Pictures for the panel outlive neither their maker nor its successor."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lam_desktop.execution.machine.passing_pictures import PassingPictures, remove_abandoned

MAKER = """
import time
from lam_desktop.execution.machine.passing_pictures import PassingPictures
made = PassingPictures()
(made.path / "screen.png").write_bytes(b"somebody's data")
print(made.path, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAM_RUNTIME_DIR", str(tmp_path / "runtime"))
    return tmp_path / "runtime"


def test_the_folder_is_ours_alone_and_goes_when_it_is_closed(runtime: Path) -> None:
    made = PassingPictures()
    assert made.path.parent == runtime and made.path.stat().st_mode & 0o077 == 0
    (made.path / "screen.png").write_bytes(b"x")
    made.close()
    made.close()
    assert list(runtime.iterdir()) == []


def test_of_a_maker_that_was_killed_nothing_stays_once_another_begins(runtime: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", MAKER], stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        folder = Path(maker.stdout.readline().strip())
        assert remove_abandoned() == 0 and (folder / "screen.png").exists(), "its maker still draws it"
        maker.send_signal(signal.SIGKILL)
        maker.wait()
    assert (folder / "screen.png").exists()
    made = PassingPictures()
    assert not folder.exists()
    assert list(runtime.iterdir()) == [made.path]
    made.close()


def test_a_link_that_lies_in_the_folder_is_not_followed(runtime: Path, tmp_path: Path) -> None:
    made = PassingPictures()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "at-work").touch()
    made.path.with_name(f"{made.path.name}x").symlink_to(mine)
    assert remove_abandoned() == 0 and mine.exists()
    made.close()


def test_of_an_encrypted_library_they_lie_in_memory_and_nowhere_else(runtime: Path) -> None:
    code = MAKER.replace("PassingPictures()", "PassingPictures(in_memory=True)")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout is not None
        folder = Path(maker.stdout.readline().strip())
        remove_abandoned()
        assert folder.parent == Path("/dev/shm") and (folder / "screen.png").exists()
        maker.send_signal(signal.SIGKILL)
        maker.wait()
    remove_abandoned()
    assert not folder.exists() and not any(runtime.glob("*"))
