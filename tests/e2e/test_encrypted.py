"""A task is recorded, killed, resumed and forgotten in an encrypted library, by the real commands."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from tests.e2e.harness import ALONE, Office, wait_for
from tests.e2e.test_resume import recorded_numbers, resumed, stored, workbook
from tests.tasks.sealed_library import PASSPHRASE, contents, encrypted, telling

NUMBERS = ["47110815", "20384471", "51509923", "66213308"]
"""Long ones: four digits stand somewhere in anything."""
TOLD = (*NUMBERS, "Mousepad", "mousepad", "notes.txt", "run_started", "A task of LAM Desktop", "Type ")


@pytest.mark.e2e
def test_no_byte_of_it_tells_what_was_done(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, table = tmp_path / "notes.txt", tmp_path / "numbers.xlsx"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    notes.write_text("")
    workbook(table, NUMBERS)
    home.mkdir()
    encrypted(home)
    monkeypatch.setenv("LAM_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Office() as office:
        recorded_numbers(office, notes, table, NUMBERS[0])
        assert told_by(home) == []
        cut_short = office.start("run", "numbers", "--rows", f"{table}:2-4", *ALONE)
        wait_for(lambda: stored(notes) == NUMBERS[:2], "the first row of the run")
        cut_short.signal(signal.SIGKILL)
        cut_short.process.wait(10.0)
        assert told_by(home) == []
        going_on = resumed(office)
        if going_on.code == 3:  # what a person sees in the file, she says
            going_on = resumed(office, "--begun-row", "skip")
        assert going_on.code == 0, going_on.report
        assert stored(notes) == NUMBERS
    assert told_by(home) == []
    assert len([name for name in contents(home) if "/pictures/" in name]) >= 4
    ours = {name: held for name, held in contents(temporary).items() if "lam" in name}
    assert telling(ours.items(), TOLD) == [], "nor a temporary file"
    assert os.environ["LAM_PASSPHRASE"] == PASSPHRASE


def told_by(home: Path) -> list[str]:
    """What the library tells; its schema is everybody's."""
    return telling(((name, held) for name, held in contents(home).items() if name[0] != "."), TOLD)
