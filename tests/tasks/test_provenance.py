from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.tasks import provenance_screen
from tests.tasks.provenance_cases import CASES, Outcome, outcome
from tests.tasks.provenance_fresh import FRESH
from tests.tasks.provenance_screen import MORE

RIGHT = 0.9
"""Share of the cases that one demonstration must get right."""
RIGHT_CHOICES = 0.9


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return [outcome(case, tmp_path_factory.mktemp("case")) for case in FRESH]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return [outcome(case, tmp_path_factory.mktemp("case")) for case in CASES]


def test_there_are_sixty_cases_and_no_two_alike() -> None:
    assert len({(case.shown, case.typed) for case in CASES}) == len(CASES) == 60


def test_one_demonstration_tells_where_most_values_come_from(outcomes: list[Outcome]) -> None:
    wrong = [f"{one.case.typed} -> {one.typed}, not {one.case.expected}" for one in outcomes if not one.right]
    print(_summary("first sixty texts", outcomes))
    assert len(wrong) <= (1 - RIGHT) * len(outcomes), wrong


def test_nothing_wrong_is_silent(outcomes: list[Outcome]) -> None:
    assert [one for one in outcomes if one.silent] == []


def test_parts_names_of_months_and_the_like_are_known(fresh: list[Outcome]) -> None:
    wrong = [f"{one.case.typed} -> {one.typed}, not {one.case.expected}" for one in fresh if not one.right]
    print(_summary("fresh texts", fresh))
    assert len({(case.shown, case.typed) for case in (*CASES, *FRESH)}) == len(CASES) + len(FRESH)
    assert len(fresh) >= 30 and len(wrong) <= (1 - RIGHT) * len(fresh), wrong
    assert [one for one in fresh if one.silent] == []


@pytest.fixture(scope="module")
def further(tmp_path_factory: pytest.TempPathFactory) -> list[provenance_screen.Outcome]:
    return [provenance_screen.outcome(case, tmp_path_factory.mktemp("case")) for case in MORE]


def test_choices_days_and_the_screen_are_known_too(further: list[provenance_screen.Outcome]) -> None:
    wrong = [f"{one.case} -> {one.got}, not {one.expected}; {one.doubt}" for one in further if not one.right]
    print(_summary("choices and the screen", further), *wrong, sep="\n")
    assert len(further) >= 30 and len(wrong) <= (1 - RIGHT_CHOICES) * len(further), wrong


def test_nothing_wrong_that_is_chosen_is_silent(further: list[provenance_screen.Outcome]) -> None:
    assert [one for one in further if one.silent] == []


def _summary(name: str, outcomes: Sequence[Outcome | provenance_screen.Outcome]) -> str:
    """The figures of one collection, as one line; `tests.proof.parts` looks for it."""
    right = sum(one.right for one in outcomes)
    told, silent = (sum(one.silent == kind and not one.right for one in outcomes) for kind in (False, True))
    share = right / len(outcomes)
    return (
        f"provenance of {name}: {right} of {len(outcomes)} right ({share:.0%}), {told} told, {silent} silent"
    )
