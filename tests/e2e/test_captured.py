"""Values of real recordings are traced to where they come from; one test run does two of the cases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lam_desktop.minds import ShippedMinds
from tests.e2e.browser import Browser
from tests.e2e.captured import Captured, Outcome, capture
from tests.e2e.captured_cases import CAPTURED, SAMPLE
from tests.e2e.harness import Office
from tests.e2e.programs.pages import Shop

pytestmark = pytest.mark.e2e
RIGHT = 0.9
"""Share of the cases that one demonstration must get right."""


def test_a_sample_of_the_captured_cases(tmp_path: Path, home: Path) -> None:
    outcomes = captured(SAMPLE, tmp_path, home)
    assert [one for one in outcomes if not one.right] == []


def test_there_are_sixty_cases_and_no_two_alike() -> None:
    assert len({one.name for one in CAPTURED}) == len(CAPTURED) == 60


@pytest.mark.proof
def test_where_the_values_of_real_recordings_come_from(tmp_path: Path, home: Path) -> None:
    outcomes = captured(CAPTURED, tmp_path, home)
    wrong = [f"{one.case.name} -> {one.got}; {one.doubt}" for one in outcomes if not one.right]
    told = sum(not one.right and not one.silent for one in outcomes)
    silent = [one for one in outcomes if one.silent]
    right = len(outcomes) - len(wrong)
    print(
        f"provenance of captured recordings: {right} of {len(outcomes)} right ({right / len(outcomes):.0%}),"
        f" {told} told, {len(silent)} silent",
        *wrong, sep="\n",
    )  # fmt: skip
    assert silent == []
    assert right >= RIGHT * len(outcomes), wrong


def captured(cases: Sequence[Captured], tmp_path: Path, home: Path) -> list[Outcome]:
    parser = ShippedMinds().load_parser()
    with Office(accessibility=True) as office, Shop() as shop:
        browser = Browser(office, shop, tmp_path / "profile", "everything.html", "Entries")
        return [capture(case, office, browser, home, parser) for case in cases]
