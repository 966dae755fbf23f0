"""A task that was recorded with a sentence, and is run with other ones: no table is there.

Judged by what the page sent. The sentences name the patient, what ails them, and their card, in one build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import ExitCode
from lam_desktop.evaluation.drift.conditions import RECORDED, SCREEN
from lam_desktop.evaluation.drift.web import REGISTRATION, VISITS
from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office

pytestmark = pytest.mark.e2e
VISIT = "Register {patient} with {complaint} and the card {insurance} for {remark}."
ROWS: list[dict[str, str]] = [{**one, "urgency": "Soon"} for one in VISITS]


def said(row: dict[str, str]) -> str:
    """A sentence about it."""
    return VISIT.format(**row)


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
        outcome, _ = run(ROWS[3], "Take care of Luis Ortega, please.")
        assert outcome.code == ExitCode.USAGE and "cannot be written as" in outcome.message
        assert page.site.stored == []
