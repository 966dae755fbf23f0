"""Which demonstrated screen the present one is."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lam_desktop.learning.moments import MomentQuestion, figures, learned
from lam_desktop.policy.lam.confidence import Scores
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import MOMENT_SIGNS, StepPointer, moment_signs
from lam_desktop.policy.lam.policy import LamPolicy
from tests.policy.test_lam_policy import BEFORE, CONFIG, SCREEN

LIKELY = (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 1.0)


def _scores(n: int, m: int, matched: int) -> Scores:
    """The first `matched` elements of both have each other, the others nobody."""
    forward, backward = torch.full((n, m + 1), -6.0), torch.full((m, n + 1), -6.0)
    forward[:, -1] = backward[:, -1] = 0.0
    for i in range(matched):
        forward[i, i] = backward[i, i] = 6.0
    return Scores(forward, backward)


def test_the_signs_count_what_has_no_counterpart() -> None:
    signs = moment_signs(_scores(8, 5, 4), 1.0)
    named = dict(zip(MOMENT_SIGNS, signs.tolist(), strict=True))
    assert named["lost"] == pytest.approx(-torch.log1p(torch.tensor(4.0)).item())
    assert named["new"] == pytest.approx(-torch.log1p(torch.tensor(1.0)).item())
    assert named["found_again"] < named["known"]


def test_the_screen_with_more_counterparts_is_likelier_and_order_does_not_matter() -> None:
    signs = torch.stack([moment_signs(_scores(9, 9, count), 1.0) for count in (3, 9, 6)])
    said = StepPointer(LIKELY).of(signs)
    assert said.shape == (4,) and float(said.sum()) == pytest.approx(1.0)
    assert int(said.argmax()) == 1
    turned = StepPointer(LIKELY).of(signs.flip(0))
    assert torch.allclose(turned[:3].flip(0), said[:3]) and torch.allclose(turned[3], said[3])


def test_what_can_be_told_is_learned() -> None:
    """The right screen has fewer elements left over; «none of them» where all have many."""
    generator = torch.Generator().manual_seed(3)
    asked: list[MomentQuestion] = []
    for number in range(240):
        left = torch.randint(6, 12, (3,), generator=generator)
        answer = number % 4
        if answer < 3:
            left[answer] = int(torch.randint(0, 3, (), generator=generator))
        signs = torch.stack([moment_signs(_scores(20, 20, 20 - int(count)), 1.0) for count in left])
        asked.append(MomentQuestion(signs.double(), answer, "step" if answer < 3 else "unexpected"))
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
