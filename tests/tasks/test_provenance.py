from __future__ import annotations

import pytest

from tests.tasks import provenance_screen
from tests.tasks.provenance import CASES, Outcome, outcome
from tests.tasks.provenance_screen import MORE

RIGHT = 0.9
"""Share of the cases that one demonstration must get right."""
RIGHT_CHOICES = 0.75


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return [outcome(case, tmp_path_factory.mktemp("case")) for case in CASES]


def test_there_are_sixty_cases_and_no_two_alike() -> None:
    assert len({(case.shown, case.typed) for case in CASES}) == len(CASES) == 60


def test_one_demonstration_tells_where_most_values_come_from(outcomes: list[Outcome]) -> None:
    wrong = [f"{one.case.typed} -> {one.typed}, not {one.case.expected}" for one in outcomes if not one.right]
    print(f"{len(outcomes) - len(wrong)} of {len(outcomes)} right")
    assert len(wrong) <= (1 - RIGHT) * len(outcomes), wrong


def test_nothing_wrong_is_silent(outcomes: list[Outcome]) -> None:
    assert [one for one in outcomes if one.silent] == []


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> list[provenance_screen.Outcome]:
    return [provenance_screen.outcome(case, tmp_path_factory.mktemp("case")) for case in MORE]


def test_choices_days_and_the_screen_are_known_too(further: list[provenance_screen.Outcome]) -> None:
    wrong = [f"{one.case} -> {one.got}, not {one.expected}; {one.doubt}" for one in further if not one.right]
    print(f"{len(further) - len(wrong)} of {len(further)} right", *wrong, sep="\n")
    assert len(further) >= 30 and len(wrong) <= (1 - RIGHT_CHOICES) * len(further), wrong


def test_nothing_wrong_that_is_chosen_is_silent(further: list[provenance_screen.Outcome]) -> None:
    assert [one for one in further if one.silent] == []
