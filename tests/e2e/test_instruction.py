"""A task that was recorded with a sentence, and is run with other ones: no table is there.

Judged by what the page sent. The sentences name the patient, what ails them, and their card, in one build.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN
from lam_desktop.evaluation.drift.web import REGISTRATION, VISITS
from lam_desktop.execution.runs.journal import JOURNAL
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, wait_for

pytestmark = pytest.mark.e2e
AMID = 3
"""Steps that are done when the run is killed: before the first that stores anything."""
VISIT = "Register {patient} with {complaint} and the card {insurance} for {remark}."
ROWS: list[dict[str, str]] = [{**one, "urgency": "Soon"} for one in VISITS]


def said(row: dict[str, str]) -> str:
    """A sentence about it."""
    return VISIT.format(**row)


def runs_of(home: Path) -> list[Path]:
    """The oldest first."""
    return sorted((home / "tasks" / "visits" / "runs").iterdir())


def acted(run: Path) -> int:
    """How many steps a run has done."""
    journal = run / JOURNAL
    if not journal.exists():
        return 0
    return sum('"kind": "acted"' in line for line in journal.read_text("utf-8").splitlines())


def test_another_sentence_says_what_to_do(tmp_path: Path, home: Path) -> None:
    with Office(SCREEN) as office, REGISTRATION.show(office.desktop, tmp_path / "page", RECORDED) as page:

        def act(clerk: Clerk) -> None:
            page.enter(clerk, ROWS[0])
            office.settled()

        office.record("visits", act, "--instruction", said(ROWS[0]))
        assert page.site.stored == [ROWS[0]]

        def run(row: dict[str, str], sentence: str) -> Any:
            page.site.stored.clear()
            outcome = office.run("visits", "--instruction", sentence)
            return outcome, page.site.stored == [row]

        shown = office.call("show", "visits")
        assert f"shown for “{said(ROWS[0])}”" in shown.out and "words between register and with" in shown.out
        for row in ROWS[1:3]:
            outcome, stored = run(row, said(row))
            assert outcome.code == ExitCode.DONE and stored, outcome.report
        before = len(runs_of(home))
        running = office.start("run", "visits", "--instruction", said(ROWS[3]), "--mode", "auto", "--json")
        wait_for(lambda: len(runs_of(home)) > before, "the next run")
        wait_for(lambda: acted(runs_of(home)[-1]) >= AMID, "some of its steps")
        running.signal(signal.SIGKILL)
        running.process.wait(10.0)
        assert page.site.stored == [ROWS[2]]
        outcome = office.call("run", "visits", "--resume", "--mode", "auto", "--json")
        assert outcome.code == ExitCode.DONE and page.site.stored == [ROWS[2], ROWS[3]], outcome.report
        outcome, _ = run(ROWS[3], "Take care of Luis Ortega, please.")
        assert outcome.code == ExitCode.USAGE and "cannot be written as" in outcome.message
        assert page.site.stored == []
