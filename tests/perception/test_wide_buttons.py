"""A button as wide as the fields above it is a button, whole: what is wide need not be a field."""

from __future__ import annotations

import pytest

from lam_desktop.models_dir import find_models
from tests.perception.measure_wide import taken


@pytest.mark.parametrize(
    "style",
    [
        "Windows",
        pytest.param(
            "Fusion",
            marks=pytest.mark.xfail(
                strict=True, reason="mostly taken for fields: see the limits in models/base/README.md"
            ),
        ),
    ],
)
def test_wide_buttons_are_buttons_and_the_fields_above_them_fields(style: str) -> None:
    said = [one for one in taken(find_models() / "detector") if one.look.startswith(style)]
    wrong = [one for one in said if one.taken != one.kind]
    for kind, least in (("button", 0.85), ("field", 0.95)):
        mine = [one for one in said if one.kind == kind]
        right = [one for one in mine if one.taken == kind]
        assert len(right) >= least * len(mine) > 0, wrong
