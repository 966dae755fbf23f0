"""Rows while faults strike: stored as the row says, or asked about; never reported right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.contacts import recorded_contacts
from tests.e2e.enduring import FINISHED, NAMED, WRONG, Endured, endure, nth, told
from tests.e2e.faults import KINDS

pytestmark = pytest.mark.e2e

SAMPLE = ("emptied", "slow", "layout", "disabled")


def test_a_sample_of_faults(tmp_path: Path) -> None:
    numbers = [next(n for n in range(KINDS) if nth(n)[0].kind == kind) for kind in SAMPLE]
    with recorded_contacts(tmp_path) as scene:
        found = [endure(scene, nth(number)[0], number, nth(number)[1]) for number in numbers]
    assert {one.outcome for one in found} <= {FINISHED, NAMED}, told(found)
    assert not any(one.astray for one in found), told(found)


def test_what_is_counted() -> None:
    found = [
        Endured(0, "slow", "load", FINISHED, 1, 0, "Done."),
        Endured(1, "caps", "name", WRONG, 1, 1, "Done."),
    ]
    assert told(found).splitlines()[0].startswith("2 faults: 1 rows reported right that are wrong")
    assert "1 caps/name: wrong, 1 stored" in told(found)


def test_every_kind_comes_once_a_round() -> None:
    kinds = [nth(number)[0].kind for number in range(2 * KINDS)]
    assert len(set(kinds[:KINDS])) == len(set(kinds[KINDS:])) == KINDS
    assert [nth(3)[0].addition, nth(3)[1]] == [nth(3)[0].addition, nth(3)[1]]
