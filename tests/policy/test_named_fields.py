"""A field in the place of the demonstrated one is another one where another field was called so."""

from __future__ import annotations

import pytest

from lam_desktop.policy.lam.named_fields import is_called_like_another
from lam_desktop.types import Box, Element


def _form(*names: str) -> list[Element]:
    """Fields below each other, each behind its name."""
    found: list[Element] = []
    for n, name in enumerate(names):
        found.append(Element(Box(20, 20 + 40 * n, 80, 20), "text", name))
        found.append(Element(Box(120, 18 + 40 * n, 160, 26), "field", ""))
    return found


@pytest.mark.parametrize(
    ("then", "now", "another"),
    [
        (("Year:", "Genre:"), ("Genre:", "Year:"), True),
        (("Year", "Director"), ("Director name", "Release"), True),
        (("Release", "Director"), ("Town", "Year of release"), True),
        (("Year", "Genre"), ("Year of release", "Genre"), False),
        (("Customer", "Order"), ("Client", "Order"), False),
        (("First name", "Last name"), ("Last name", "First name"), False),
        (("", "Genre"), ("Genre", "Year"), False),
    ],
    ids=["order", "by one word", "elsewhere", "more exact", "renamed", "not told", "no name"],
)
def test_the_first_field_is_another_one(then: tuple[str, ...], now: tuple[str, ...], another: bool) -> None:
    before, screen = _form(*then), _form(*now)
    assert is_called_like_another(before[1], before, screen[1], screen) is another


def test_of_other_kinds_nothing_is_said() -> None:
    before, screen = _form("Year", "Genre"), _form("Genre", "Year")
    assert not is_called_like_another(before[0], before, screen[1], screen)
