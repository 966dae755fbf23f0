"""Slips that one cell shows by itself, beside the demonstrated one."""

from __future__ import annotations

import pytest

from lam_desktop.tasks.provenance.slips import slips


@pytest.mark.parametrize(
    ("shown", "cell", "told"),
    [
        ("30", "7l", "as if “71” were meant"), ("30", "1OO", "as if “100” were meant"),
        ("12.50", "l2.5O", "as if “12.50” were meant"), ("RE-4711", "RE-471S", "as if “RE-4715” were meant"),
        ("K0471", "KO471", "as if “K0471” were meant"), ("2026-03-05", "2026-13-40", "no day of any month"),
        ("05.03.2026", "30.02.2026", "no day of any month"), ("Miller", "M\u0456ller", "of two scripts"),
        ("RE-4711", "R\u0415-4799", "of two scripts"),
    ],
)  # fmt: skip
def test_what_is_told(shown: str, cell: str, told: str) -> None:
    assert told in slips(shown)(cell)


@pytest.mark.parametrize(
    ("shown", "cell"),
    [
        ("30", "12a"), ("30", "7"), ("30", "Ol"), ("30", ""), ("", "7l"), ("RE-4711", "RE-4712"),
        ("SO-4711", "SO-4712"), ("RE-4711", "Bo-4711"), ("RE-4711", "RE-47115"), ("2026-03-05", "05.03.2026"),
        ("2026-03-05", "soon"), ("12.5", "1.2.3"), ("Miller", "Мила"), ("Мila", "Мila"),
        ("Nina Sorenson", "Bo 1l"), ("10:30", "1O"),
    ],
)  # fmt: skip
def test_what_may_be_meant(shown: str, cell: str) -> None:
    assert slips(shown)(cell) == ""
