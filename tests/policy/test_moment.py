"""Which demonstrated screen the present one is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from lam_desktop.learning.moment_questions import MomentQuestion
from lam_desktop.learning.moments import figures, learned
from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.configuration_lam import LamConfig
from lam_desktop.policy.lam.modeling_lam import LamPolicyModel
from lam_desktop.policy.lam.moment import (
    HISTORY_SIGNS,
    MOMENT_SIGNS,
    OLDER_WEIGHTS,
    WEIGHTS,
    MomentSigns,
    StepPointer,
    moment_signs,
    rarities,
)
from lam_desktop.policy.lam.policy import LamPolicy
from lam_desktop.policy.lam.standing import Kept
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


def test_the_history_tells_what_to_expect_and_nothing_where_it_is_not_known() -> None:
    signs = _asked(torch.tensor([5, 5, 5, 5]))
    known = signs.behind(1)
    named = {name: known.history[:, n].tolist() for n, name in enumerate(HISTORY_SIGNS)}
    assert named["next"] == [0, 0, 1, 0] and named["again"] == [0, 1, 0, 0]
    assert named["ahead"] == pytest.approx([0, 0, 0, np.log1p(1)])
    assert named["behind"] == pytest.approx([np.log1p(1), 0, 0, 0])
    assert signs.behind(-1).history[:, 0].tolist() == [1, 0, 0, 0]
    assert not signs.behind(None).history.any() and signs.behind(None).told == 0


def test_weights_of_a_pointer_without_history_tell_the_same_whatever_was_done() -> None:
    assert len(LIKELY) == OLDER_WEIGHTS
    signs = _asked(torch.tensor([7, 0, 4]))
    filled_up = StepPointer((*LIKELY, *[0.0] * (WEIGHTS - OLDER_WEIGHTS)))
    for done in (None, -1, 2):
        assert torch.equal(StepPointer(LIKELY).of(signs.behind(done)), StepPointer(LIKELY).of(signs))
        assert torch.equal(filled_up.of(signs.behind(done)), StepPointer(LIKELY).of(signs))


def _with_history(alike: bool, count: int, misled: int) -> list[MomentQuestion]:
    """Three screens, told apart by their elements or by the history alone; each `misled`-th misleads."""
    asked: list[MomentQuestion] = []
    for number in range(count):
        answer = number % 3
        left = torch.full((3,), 5)
        if not alike:
            left[answer] = 0
        done = (answer + 1) % 3 - 1 if number % misled == 0 else answer - 1
        asked.append(MomentQuestion(_asked(left), answer, "step", done))
    return asked


def test_history_decides_between_screens_that_look_alike_and_not_against_one_that_does_not() -> None:
    weights = learned([*_with_history(True, 90, 10), *_with_history(False, 90, 10)])
    alike = figures(_with_history(True, 60, 61), weights)["step"]
    assert alike["right"] > 0.95
    assert figures(_with_history(True, 60, 61), weights, history=False)["step"]["right"] < 0.5
    misled = figures(_with_history(False, 60, 1), weights)["step"]
    assert misled["right"] == 1.0


def test_what_stands_in_fields_tells_screens_apart() -> None:
    like = [_chances(20, 20, 20)] * 2
    own = [torch.zeros(20)] * 2
    asked: list[MomentQuestion] = []
    for number in range(40):
        states = [Kept(alike=2), Kept(alike=1, unlike=1)]
        asked.append(
            MomentQuestion(
                moment_signs(like, own, states if number % 2 else states[::-1]), 1 - number % 2, "step"
            )
        )
    assert figures(asked[20:], learned(asked[:20]))["step"]["right"] == 1.0


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


def test_a_screen_that_stands_still_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    model = LamPolicyModel(CONFIG)
    model.config.moment_weights = LIKELY
    policy, calls, compare = LamPolicy(model), list[int](), model.compare
    monkeypatch.setattr(model, "compare", lambda *given: (calls.append(1), compare(*given))[1])
    first = policy.moment((BEFORE, SCREEN), replace(SCREEN, frame=SCREEN.frame.copy()))
    so_many = len(calls)
    assert so_many and policy.moment((BEFORE, SCREEN), replace(SCREEN, frame=SCREEN.frame.copy())) == first
    assert len(calls) == so_many
    policy.moment((BEFORE, SCREEN), replace(SCREEN, frame=255 - SCREEN.frame))
    assert len(calls) == so_many + 2
