"""Whether an action did what it did in the demonstration."""

from __future__ import annotations

import pytest
import torch

from lam_desktop.learning.moment_questions import EffectQuestion
from lam_desktop.learning.moments import effect_figures, learned_effect
from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.effect import EFFECT_SIGNS, EffectHead, EffectScreens, effect_signs
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import moment_signs
from lam_desktop.policy.lam.policy import LamPolicy
from lam_desktop.policy.lam.standing import Standing
from tests.policy.test_lam_policy import BEFORE, CONFIG, SCREEN


def _matched(first: list[str], second: list[str]) -> Chances:
    """Elements of the same name have each other."""
    forward = torch.full((len(first), len(second) + 1), -6.0)
    backward = torch.full((len(second), len(first) + 1), -6.0)
    forward[:, -1] = backward[:, -1] = 0.0
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            if one == other:
                forward[i, j] = backward[j, i] = 6.0
    return Scores(forward, backward).chances(1.0)


def _signs(
    screens: list[list[str]], filled: tuple[tuple[str, ...], ...] = ((), (), (), ())
) -> dict[str, float]:
    """Before and after there, before and after now; `filled`: fields in which something stands."""
    standing = [
        Standing.of(
            [int(name in full) * (3 + at) if name.startswith("field") else None for name in names],
            [0] * len(names),
        )
        for at, (names, full) in enumerate(zip(screens, filled, strict=True))
    ]
    before, after, was, now = screens
    compared = EffectScreens(
        _matched(before, after), _matched(was, now), _matched(before, was), _matched(after, now), standing
    )
    return dict(zip(EFFECT_SIGNS, effect_signs(compared).tolist(), strict=True))


PAGE, DIALOG = ["title", "field", "ok"], ["title", "field", "ok", "question", "yes"]
OTHER = ["title", "field", "ok", "note", "close"]


def test_what_came_there_came_here() -> None:
    came = _signs([PAGE, DIALOG, PAGE, DIALOG])
    assert came["come"] == pytest.approx(torch.tensor(3.0).log().item())
    assert came["not_come"] == came["strange"] == came["unmoved"] == 0
    nothing = _signs([PAGE, DIALOG, PAGE, PAGE])
    assert nothing["come"] == 0 and nothing["unmoved"] == 1 and nothing["not_come"] < -1
    other = _signs([PAGE, DIALOG, PAGE, OTHER])
    assert other["come"] == 0 and other["not_come"] < -1 and other["strange"] < -1 and other["unmoved"] == 0


def test_what_stood_there_before_did_not_come() -> None:
    stood = _signs([PAGE, DIALOG, DIALOG, DIALOG])
    assert stood["come"] == 0 and stood["stood_before"] < -1 and stood["share_come"] < 0


def test_what_went_there_went_here() -> None:
    assert _signs([DIALOG, PAGE, DIALOG, PAGE])["gone"] > 1
    stayed = _signs([DIALOG, PAGE, DIALOG, DIALOG])
    assert stayed["gone"] == 0 and stayed["not_gone"] < -1
    assert _signs([DIALOG, DIALOG, DIALOG, PAGE])["vanished"] < -1


def test_a_field_that_was_filled_there_is_filled_here() -> None:
    page = [PAGE] * 4
    did = _signs(page, ((), ("field",), (), ("field",)))
    assert did["changed"] > 0 and did["not_changed"] == did["changed_else"] == 0
    did_not = _signs(page, ((), ("field",), (), ()))
    assert did_not["changed"] == 0 and did_not["not_changed"] < 0 and did_not["unmoved"] == 1
    else_ = _signs(page, ((), (), (), ("field",)))
    assert else_["changed_else"] < 0 and else_["silent"] == 1


def test_what_can_be_told_is_learned() -> None:
    generator = torch.Generator().manual_seed(5)
    none = moment_signs([_matched(PAGE, PAGE)] * 2, [torch.ones(3)] * 2)
    asked: list[EffectQuestion] = []
    for number in range(200):
        signs = torch.randn(len(EFFECT_SIGNS), generator=generator, dtype=torch.float64)
        signs[0] += 4 * (number % 2)
        asked.append(EffectQuestion(signs, none, number % 2 == 1, "came" if number % 2 else "still"))
    weights = learned_effect(asked[:100])
    assert len(weights) == len(EFFECT_SIGNS) + 1 and weights[0] > 0.5
    table = effect_figures(asked[100:], weights)
    assert table["came"]["right"] > 0.85 and table["still"]["right"] > 0.85
    assert table["still"]["withheld"] > 0.3 and table["came"]["withheld"] < 0.1


def test_a_number_of_weights_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="effect_weights"):
        LamConfig(effect_weights=(1.0, 2.0))


def test_the_policy_judges_where_it_was_taught_to() -> None:
    torch.manual_seed(1)
    model = LamPolicyModel(CONFIG)
    assert LamPolicy(model).effect((BEFORE, SCREEN), (BEFORE, SCREEN)) is None
    model.config.effect_weights = (0.0,) * len(EFFECT_SIGNS) + (1.0,)
    said = LamPolicy(model).effect((BEFORE, SCREEN), (BEFORE, SCREEN))
    assert said == pytest.approx(torch.tensor(1.0).sigmoid().item())
    assert EffectHead(model.config.effect_weights).of(torch.zeros(len(EFFECT_SIGNS))) == pytest.approx(said)
    model.config.effect_weights = ()
