"""Rows while faults strike: stored as the row says, or asked about; never reported right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.contact_book import ContactBook
from tests.e2e.contacts import Scene as Contacts
from tests.e2e.enduring import (
    AT_SAVE,
    CASES,
    FINISHED,
    NAMED,
    PROGRAMS,
    WRONG,
    Endured,
    endure,
    nth,
    nth_at_save,
    told,
    trusted,
)
from tests.e2e.entry_form import EntryForm
from tests.e2e.faults import Fault, Scene

pytestmark = pytest.mark.e2e

SAMPLES: dict[type[Scene], tuple[str, ...]] = {
    Contacts: ("emptied", "slow", "layout", "disabled"),
    ContactBook: ("message", "turned"),
    EntryForm: ("theme",),
}


def _first(program: type[Scene], kind: str) -> int:
    """The first fault of a kind that strikes in a program."""
    return next(n for n in range(len(CASES)) if nth(n)[0] is program and nth(n)[1].kind == kind)


@pytest.mark.parametrize("program", SAMPLES, ids=lambda program: program.task)
def test_a_sample_of_faults(program: type[Scene], tmp_path: Path) -> None:
    numbers = [_first(program, kind) for kind in SAMPLES[program]]
    with PROGRAMS[program](tmp_path) as scene:
        trusted(scene)
        found = [endure(scene, nth(number)[1], number, nth(number)[2]) for number in numbers]
    assert {one.outcome for one in found} <= {FINISHED, NAMED}, told(found)
    assert not any(one.astray for one in found), told(found)


SAVING: dict[type[Scene], tuple[str, ...]] = {
    Contacts: ("withdrawn", "question", "doubted"),
    ContactBook: ("quits", "held"),
}


@pytest.mark.parametrize("program", SAVING, ids=lambda program: program.task)
def test_a_sample_of_faults_while_the_row_is_stored(program: type[Scene], tmp_path: Path) -> None:
    kinds = {n: nth_at_save(n)[1].kind for n in range(len(AT_SAVE)) if nth_at_save(n)[0] is program}
    numbers = [next(n for n, kind in kinds.items() if kind == wanted) for wanted in SAVING[program]]
    with PROGRAMS[program](tmp_path) as scene:
        trusted(scene)
        found = [endure(scene, nth_at_save(number)[1], number, nth_at_save(number)[2]) for number in numbers]
    assert {one.outcome for one in found} <= {FINISHED, NAMED}, told(found)
    assert not any(one.astray or one.stored > 1 for one in found), told(found)


def test_what_is_counted() -> None:
    found = [
        Endured(0, "contacts", "slow", "load", FINISHED, 1, 0, "Done."),
        Endured(1, "form", "caps", "name", WRONG, 1, 1, "Done."),
    ]
    assert told(found).splitlines()[0].startswith("2 faults: 1 rows reported right that are wrong")
    assert "1 form caps/name: wrong, 1 stored" in told(found)


def test_a_question_that_names_the_step_and_not_what_became_of_it_does_not_count() -> None:
    fault = Fault("dialog", "name", ("Phone", "What is new"), ("covered", "not there"))
    assert fault.is_named_in("Row 2, step 3 (Click the field «Phone»): it is covered.")
    assert not fault.is_named_in("Row 2, step 3 (Click the field «Phone»): the agent is not sure.")
    assert not fault.is_named_in("Row 2, step 1 (Click the field «Name»): it is covered.")


def test_every_kind_comes_once_a_round() -> None:
    rounds = [
        [(nth(n)[0], nth(n)[1].kind) for n in range(r * len(CASES), (r + 1) * len(CASES))] for r in (0, 1)
    ]
    assert len(set(rounds[0])) == len(set(rounds[1])) == len(CASES)
    at_save = {(nth_at_save(n)[0], nth_at_save(n)[1].kind) for n in range(len(AT_SAVE))}
    assert len(at_save) == len(AT_SAVE)
    assert [nth(3)[1].addition, nth(3)[1].stage, nth(3)[2]] == [
        nth(3)[1].addition,
        nth(3)[1].stage,
        nth(3)[2],
    ]
