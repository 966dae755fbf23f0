"""Cells that no way to make a text may stumble over, and texts that may not be told silently from them."""

from __future__ import annotations

import time

import pytest

from lam_desktop.tasks.provenance.values import bind
from lam_desktop.tasks.task import DemonstratedRow

ODD = (
    "T", "TT", "61 1090 1014 0000 0712 1981 2874", "21 00000 00003 13947 14300 09017",
    "4711 4712 4713 4714 4715 4716 4717 4718", "61109010140000071219812874", "1" * 40 + ".5",
    " ".join(f"word{n}" for n in range(130)), "....", "0", "-", "1e400", "٣٤٥",
)  # fmt: skip


@pytest.mark.parametrize("cell", ODD)
@pytest.mark.parametrize("typed", ["hello", "12.50", "12345", "T", "4.5.2026"])
def test_no_cell_is_stumbled_over(cell: str, typed: str) -> None:
    row = DemonstratedRow("rows.csv", 1, {"a": cell, "card": "4111111111111111", "ean": "4006381333931"})
    assert bind(typed, row, [], (), None).value is not None


def test_long_notes_take_no_time() -> None:
    note = "; ".join(f"see order no. {n}/2026, item {n * 7}: call before noon - twice" for n in range(6))
    row = DemonstratedRow("rows.csv", 1, {f"note{n}": f"{n} {note}" for n in range(20)})
    begun = time.monotonic()
    bind(f"{note} and more", row, [], (), None)
    assert time.monotonic() - begun < 60.0, "it took seconds for each cell"


@pytest.mark.parametrize(("cell", "typed"), [("12.50", "1250"), ("12.50 EUR", "1250")])
def test_an_amount_does_not_lose_its_decimal_sign_silently(cell: str, typed: str) -> None:
    assert bind(typed, DemonstratedRow("rows.csv", 1, {"a": cell}), [], (), None).doubt
