"""A field that rewrites what is typed is right only in the form that the demonstration showed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lam_desktop.execution.finding.plan import StepPlan
from lam_desktop.execution.verifying.field_writing import rewritten, shows_it, typed_in
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.types import Box, DemonstratedStep, Element, Observation


@pytest.mark.parametrize(
    ("demonstrated", "seen", "typed", "expected"),
    [
        ("1249.5", "1,249.50", "12345.25", ["12,345.25"]),
        ("1249.5", "€ 1,249.50", "-7", ["-7.00"]),
        ("1249.50", "1.249,50", "89.9", ["89,90"]),
        ("1249", "1.249", "5000", ["5.000"]),
        ("5.3.2026", "05.03.2026", "7.11.2025", ["07.11.2025"]),
        ("2026-03-05", "05/03/2026", "2025-11-07", ["07/11/2025"]),
        ("07152013", "07/15/2013", "12312020", ["12/31/2020"]),
        ("0341 12", "(0341) 12", "0341 99", ["(0341) 99"]),
        ("Miller", "Miller", "Smith", []),
        ("12", "Item 7", "13", []),
    ],
)
def test_a_form_is_learnt(demonstrated: str, seen: str, typed: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(rewritten(demonstrated, seen, typed))) == expected


def test_without_decimals_no_mark_between_thousands_is_learnt() -> None:
    """1249 shown as 1.249 may be another number, where the demonstration showed no mark at all."""
    assert set(rewritten("12", "12", "1249")) <= {"1249"}
    assert set(rewritten("12.5", "12.50", "1249.5")) >= {"1249.50", "1,249.50"}
    assert not set(rewritten("12.5", "12.50", "1249.5")) & {"1249,50", "1.249,50", "124950"}


def test_the_demonstrated_field_tells_of_units_and_completions() -> None:
    field = Box(40, 40, 200, 26)
    empty = np.full((120, 320, 3), 250, np.uint8)
    full = empty.copy()
    full[46:60, 48:230] = 30

    def typed(demonstrated: str, seen: str, stood: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        before = Observation(empty, (Element(field, "field", stood),), Box(0, 0, 320, 120))
        after = replace(before, frame=full, elements=(Element(field, "field", seen),))
        step = TaskStep(1, 0, "type", "type", None, None, None, Value("row", "x", demonstrated))
        told = typed_in(StepPlan(step, text="13"), DemonstratedStep(1, before, None, None, after))
        return told.writings, told.longer

    assert typed("12", "12 kg") == (("13",), ("kg",))
    assert typed("Mill", "Miller") == ((), ("er",))
    assert typed("Miller", "Name Miller", "Name") == ((), ())


@pytest.mark.parametrize(("seen", "holds"), [("1,249.50", True), ("1249.5", True), ("88", False)])
def test_a_rewritten_text_is_shown(seen: str, holds: bool) -> None:
    assert shows_it("1249.5", seen) is holds
