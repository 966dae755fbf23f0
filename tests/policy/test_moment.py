"""Which demonstrated screen the present one is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lam_desktop.learning.moments import MomentQuestion, figures, learned
from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import (
    MOMENT_SIGNS,
    MomentSigns,
    StepPointer,
    moment_signs,
    rarities,
)
from lam_desktop.policy.lam.policy import LamPolicy
from tests.policy.test_lam_policy import BEFORE, CONFIG, SCREEN

LIKELY = (0.5, 0.5, 0.5, 1.0, 1.0, 0.2, 0.2, 0.2, 0.2, 0.2, -0.5, -0.5, 0.0)


def _chances(n: int, m: int, matched: int) -> Chances:
    """The first `matched` elements of both have each other, the others nobody."""
    forward, backward = torch.full((n, m + 1), -6.0), torch.full((m, n + 1), -6.0)
    forward[:, -1] = backward[:, -1] = 0.0
    for i in range(matched):
        forward[i, i] = backward[i, i] = 6.0
    return Scores(forward, backward).chances(1.0)


def test_what_all_demonstrated_screens_show_is_not_rare() -> None:
    rare = rarities([4, 6, 2], lambda i, j: _chances((4, 6, 2)[i], (4, 6, 2)[j], 4 if j == 1 else 1))
    assert [one.tolist() for one in rare] == [[0, 0.5, 0.5, 0.5], [0, 0.5, 0.5, 0.5, 1, 1], [0, 1]]
    assert [one.tolist() for one in rarities([2], lambda i, j: _chances(1, 1, 1))] == [[1, 1]]


def test_the_signs_count_what_is_rare_and_what_is_new() -> None:
    signs = moment_signs([_chances(8, 7, 4)], [torch.tensor([0.0, 0, 0, 1, 1, 1, 0, 0])])
    named = dict(zip(MOMENT_SIGNS, signs.shown[0].tolist(), strict=True))
    assert named["own_found"] == pytest.approx(np.log1p(1)) and named["own_lost"] == pytest.approx(
        -np.log1p(2)
    )
    assert named["own"] == pytest.approx(np.log((1.5 / 4) / (1 - 1.5 / 4)), abs=1e-5)
    assert signs.novel[0].item() == pytest.approx(-np.log1p(3))


def _asked(left: torch.Tensor) -> MomentSigns:
    """Three screens with ten elements of their own each, of which so many are not found again."""
    own = [torch.tensor([0.0] * 10 + [1.0] * 10) for _ in left]
    return moment_signs([_chances(20, 20, 20 - int(count)) for count in left], own)


def test_the_screen_whose_own_elements_are_there_is_likelier_and_order_does_not_matter() -> None:
    said = StepPointer(LIKELY).of(_asked(torch.tensor([7, 0, 4])))
    assert said.shape == (4,) and float(said.sum()) == pytest.approx(1.0)
    assert int(said.argmax()) == 1
    turned = StepPointer(LIKELY).of(_asked(torch.tensor([4, 0, 7])))
    assert torch.allclose(turned[:3].flip(0), said[:3]) and torch.allclose(turned[3], said[3])


def test_what_can_be_told_is_learned() -> None:
    """The right screen has fewer elements left over; «none of them» where all have many."""
    generator = torch.Generator().manual_seed(3)
    asked: list[MomentQuestion] = []
    for number in range(240):
        left = torch.randint(5, 10, (3,), generator=generator)
        answer = number % 4
        if answer < 3:
            left[answer] = int(torch.randint(0, 3, (), generator=generator))
        asked.append(MomentQuestion(_asked(left), answer, "step" if answer < 3 else "unexpected"))
    weights = learned(asked[:120])
    table = figures(asked[120:], weights)
    assert table["step"]["right"] > 0.95 and table["unexpected"]["right"] > 0.95
    assert table["step"]["surely_wrong"] < 0.02


def test_a_number_of_weights_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="moment_weights"):
        LamConfig(moment_weights=(1.0, 2.0))


def test_the_policy_tells_where_it_was_taught_to() -> None:
    torch.manual_seed(1)
    model = LamPolicyModel(CONFIG)
    assert LamPolicy(model).moment((BEFORE,), SCREEN) is None
    model.config.moment_weights = LIKELY
    said = LamPolicy(model).moment((BEFORE, SCREEN), SCREEN)
    assert said is not None and len(said.chances) == 2
    assert sum(said.chances) + said.unexpected == pytest.approx(1.0)
    assert LamPolicy(model).moment((BEFORE,), replace(SCREEN, elements=())) is None
