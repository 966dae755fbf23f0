from __future__ import annotations

import pytest

from tests.tasks.provenance import CASES, Outcome, outcome

RIGHT = 0.9
"""Share of the cases that one demonstration must get right."""


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
