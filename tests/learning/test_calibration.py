"""Temperature and threshold from questions whose answers are known."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest
import torch

from lam_desktop.learning.calibration import (
    Answers,
    betting,
    calibrate,
    expected_calibration_error,
    learned,
    reliability,
)
from lam_desktop.learning.checked import by_toolkit, check
from lam_desktop.learning.examining import Question, answer, matching
from lam_desktop.policy.lam.alignment import in_order
from lam_desktop.policy.lam.compared import Bars
from lam_desktop.policy.lam.confidence import AGREEMENTS, SIGNS, Confidence, Scores, match

pytestmark = pytest.mark.slow


def _question(program: str, logit: float, right: bool, present: bool = True) -> Question:
    """One element, one candidate with `logit` against ABSENT at 0, in both directions."""
    row = torch.tensor([[logit, 0.0]])
    return Question(
        program,
        "qt",
        "button",
        Scores(row, row),
        0,
        torch.tensor([right]),
        present,
        torch.zeros(1, len(AGREEMENTS)),
    )


def _among_others(program: str, logit: float, strange: bool) -> Question:
    """An element and four others that have counterparts, unless the screen is `strange`: then it is wrong."""
    scores = torch.full((5, 6), -6.0)
    scores[:, -1] = 0
    scores[0, 0] = logit
    for n in range(1, 5):
        scores[n, n] = -6.0 if strange else 4.0
    right = torch.tensor([not strange, False, False, False, False])
    agreement = torch.zeros(5, len(AGREEMENTS))
    return Question(program, "qt", "button", Scores(scores, scores), 0, right, not strange, agreement)


def _sample(programs: int, each: int, wrong_at: float, rng: random.Random) -> list[Question]:
    """Answers that are wrong half of the time below the logit `wrong_at`, and right above."""
    asked = []
    for number in range(programs):
        for _ in range(each):
            logit = rng.uniform(0.1, 8)
            asked.append(_question(f"p{number}", logit, logit > wrong_at or rng.random() < 0.5))
    return asked


def test_the_threshold_shuts_out_where_it_errs() -> None:
    chosen = calibrate(_sample(500, 10, 2.0, random.Random(1)))
    confidence = answer(_question("x", 1.8, True), Confidence(chosen.temperature, chosen.weights)).confidence
    assert chosen.threshold >= confidence
    assert chosen.wrong <= chosen.bound / 2 and chosen.confidence == 0.95
    assert chosen.programs == 375 and chosen.errors <= 2
    assert 0.5 < chosen.coverage < 0.8


def test_the_bound_holds_for_new_programs_of_the_same_sort() -> None:
    chosen = calibrate(_sample(500, 10, 2.0, random.Random(2)))
    fresh = _sample(500, 10, 2.0, random.Random(3))
    answers = [answer(one, Confidence(chosen.temperature, chosen.weights)) for one in fresh]
    acted = [said for said in answers if said.acts(chosen.threshold)]
    assert sum(not said.right for said in acted) <= chosen.bound * len(acted)


def test_the_bound_is_of_what_is_acted_on_not_of_all_that_is_asked() -> None:
    """One action in fifty is wrong, and hardly one question in a hundred is acted on: that is no pass."""
    rng = random.Random(9)
    asked = []
    for number in range(500):
        asked += [_question(f"p{number}", -6.0, False, present=False) for _ in range(50)]
        asked.append(_question(f"p{number}", 7.0, rng.random() > 0.02))
    chosen = calibrate(asked)
    assert chosen.confidence == 0.0 and chosen.errors == 0


def test_reliability_tells_what_a_confidence_is_worth() -> None:
    rng = random.Random(3)
    asked = [_question(f"p{n}", 0.0, rng.random() < 0.9) for n in range(400)]  # says 50 %, is right in 90 %
    held_out = Answers(asked, Confidence())
    [(mean, right, count)] = reliability(held_out)
    assert mean == 0.5 and count == 400 and right == pytest.approx(0.9, abs=0.05)
    assert expected_calibration_error(held_out) == pytest.approx(right - mean)


def _in_a_bar(program: str, seed: int) -> Question:
    """A tool among seven in both looks, in one order; what the network says of them is noisy."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (7, 8)) + 3 * np.eye(7, 8)
    scores = Scores(torch.from_numpy(logits).float(), torch.from_numpy(logits).float())
    at = int(rng.integers(7))
    right = torch.arange(7) == at
    return Question(
        program, "qt", "icon", scores, at, right, True, torch.zeros(7, len(AGREEMENTS)), bars=BARS
    )


BARS = Bars((tuple(range(7)),), (tuple(range(7)),))


def test_weights_that_know_no_votes_make_nothing_surer_by_them() -> None:
    asked = [_in_a_bar(f"p{n}", n) for n in range(60)]
    changed = 0
    for one in asked:
        for confidence in (Confidence(0.5), Confidence(2.0)):
            alone = answer(replace(one, bars=None), confidence)
            votes = in_order(one.scores, confidence.temperature, BARS.shown, BARS.present)
            matched = matching(replace(one, scores=votes), confidence.temperature)
            said = answer(one, confidence)
            assert matched is not None and said.right == bool(one.right[matched.best])
            assert matched.gone or said.confidence <= confidence.of(matched)
            assert alone.confidence == 0 or said.confidence <= alone.confidence
            changed += alone.right != said.right
    assert changed


def test_what_votes_are_worth_is_learned_where_there_are_bars() -> None:
    """Neighbours are mostly right here: what they raise is surer, and what they lower less sure."""
    asked = [_in_a_bar(f"p{n}", n) for n in range(300)]
    with_votes, without = learned(asked), learned([replace(one, bars=None) for one in asked])
    assert with_votes.knows_votes and not without.knows_votes
    assert with_votes.temperature == without.temperature
    assert with_votes.weights[len(SIGNS)] > 0
    fresh = [_in_a_bar(f"q{n}", 1000 + n) for n in range(300)]

    def loss(confidence: Confidence, questions: list[Question]) -> float:
        said = [answer(one, confidence) for one in questions]
        chance = [one.confidence if one.right else 1 - one.confidence for one in said]
        return -sum(math.log(max(each, 1e-6)) for each in chance) / len(said)

    assert loss(with_votes, fresh) < loss(without, fresh)


def test_where_none_voted_a_weight_of_votes_counts_nothing() -> None:
    few = learned([replace(_in_a_bar(f"p{n}", n), bars=None) for n in range(60)])
    more = Confidence(few.temperature, (*few.weights[:-1], 3.0, -2.0, few.weights[-1]))
    assert more.knows_votes
    for n in range(20):
        one = replace(_in_a_bar("x", n), bars=None)
        assert answer(one, more) == answer(one, few)


def test_too_few_programs_prove_nothing_and_say_so() -> None:
    chosen = calibrate(_sample(20, 10, 2.0, random.Random(1)))
    assert chosen.confidence == 0.0
    assert chosen.wrong <= 0.005


def test_an_overconfident_network_is_cooled() -> None:
    """Right in 80 % of cases at a logit of 8 (99.97 %): the temperature must rise."""
    rng = random.Random(4)
    asked = [_question(f"p{n}", 8.0, rng.random() < 0.8) for n in range(400)]
    assert calibrate(asked).temperature > 2


def test_a_strange_screen_makes_it_doubt() -> None:
    """Where hardly anything else is found again, the same score was wrong; there it must not act."""
    rng = random.Random(7)
    asked = []
    for number in range(400):
        for _ in range(10):
            strange = rng.random() < 0.3
            asked.append(_among_others(f"p{number}", rng.uniform(3, 6), strange))
    chosen = calibrate(asked)
    confidence = Confidence(chosen.temperature, chosen.weights)
    known, strange = (answer(_among_others("x", 6, one), confidence).confidence for one in (False, True))
    assert strange < chosen.threshold <= known
    assert chosen.wrong < 0.001 and chosen.coverage > 0.6


def test_one_program_is_too_few() -> None:
    with pytest.raises(ValueError, match="two programs"):
        calibrate([_question("p", 1.0, True)])


def test_where_it_is_not_there_no_answer_is_right() -> None:
    gone = _question("p", -6.0, False, present=False)
    assert answer(gone, Confidence()).confidence == 0.0


@pytest.mark.parametrize(("wrong", "count", "below"), [(0, 300, 0.1), (2, 700, 0.1), (0, 500, 0.05)])
def test_p_values_that_exclude(wrong: int, count: int, below: float) -> None:
    assert betting(_risks(wrong, count), 0.01, 0.1) <= below


@pytest.mark.parametrize(("wrong", "count"), [(0, 100), (3, 300), (200, 10_000)])
def test_p_values_that_do_not(wrong: int, count: int) -> None:
    assert betting(_risks(wrong, count), 0.01, 0.1) > 0.1


def test_a_risk_at_the_bound_passes_as_seldom_as_stated() -> None:
    rng = np.random.default_rng(5)
    draws = rng.random((400, 300)) < 0.05  # one program in twenty errs in a fifth of its questions: 1 %
    passed = [betting((0.2 * row).tolist(), 0.01, 0.1) <= 0.1 for row in draws]
    assert np.mean(passed) <= 0.1


def _risks(wrong: int, count: int) -> list[float]:
    """`count` programs, `wrong` of them with nothing but wrong actions."""
    risks = [1.0] * wrong + [0.0] * (count - wrong)
    random.Random(6).shuffle(risks)
    return risks


def test_a_told_record_counts_together_with_the_chances_but_not_for_a_choice() -> None:
    scores = Scores(torch.tensor([[4.0, -4.0, 0.0]]), torch.tensor([[4.0, 0.0], [-4.0, 0.0]]))

    def signs(told: bool, chosen: bool = False) -> dict[str, float]:
        agreement = torch.zeros(2, len(AGREEMENTS))
        agreement[0, AGREEMENTS.index("only_record")] = float(told)
        right = torch.tensor([True, False]) if chosen else None
        return dict(zip(SIGNS, match(scores, 0, 1.0, agreement, right).signs.tolist(), strict=True))

    told = signs(True)
    assert told["only_record"] == 1
    assert told["mutual_record"] == told["mutual"] > 0 and told["backward_record"] == told["backward"] > 0
    for other in (signs(False), signs(True, chosen=True)):
        assert other["only_record"] == other["mutual_record"] == other["backward_record"] == 0


def test_on_the_line_that_names_the_record_twins_compete_no_more() -> None:
    """The best two are the same control in two lines; only the first one's line names the record."""
    forward = torch.tensor([[2.0, 1.6, -3.0, -6.0]])
    scores = Scores(forward, torch.tensor([[4.0, -4.0], [4.0, -4.0], [-4.0, 4.0]]))
    agreement = torch.zeros(3, len(AGREEMENTS))
    among_twins = match(scores, 0, 1.0, agreement)
    agreement[[0, 2], AGREEMENTS.index("only_record")] = 1
    told = match(scores, 0, 1.0, agreement)
    assert among_twins.best == told.best == 0
    assert among_twins.before_next < 0.7 < 0.95 < told.before_next and told.mutual[1] == 0
    agreement[:, AGREEMENTS.index("only_record")] = torch.tensor([0.0, 1.0, 0.0])
    elsewhere = match(scores, 0, 1.0, agreement)
    assert elsewhere.best == 0 and torch.equal(elsewhere.mutual, among_twins.mutual), "the best is not on it"


@pytest.mark.parametrize(
    ("record", "drawn", "absent", "gone"),
    [
        (0, 0.7, 0.4, False),
        (None, 0.7, 0.4, True),
        (1, 0.7, 0.4, True),
        (0, 0.3, 0.4, True),
        (0, 0.7, 1.2, True),
    ],
    ids=["a little likelier", "no record", "on another line", "of another look", "much likelier"],
)
def test_on_the_line_of_its_record_an_element_may_be_a_little_likelier_not_to_be_there(
    record: int | None, drawn: float, absent: float, gone: bool
) -> None:
    scores = Scores(torch.tensor([[0.2, -3.0, absent]]), torch.tensor([[4.0, -4.0], [-4.0, 4.0]]))
    agreement = torch.zeros(2, len(AGREEMENTS))
    agreement[:, AGREEMENTS.index("drawn")] = drawn
    if record is not None:
        agreement[record, AGREEMENTS.index("only_record")] = 1
    matched = match(scores, 0, 1.0, agreement)
    assert matched.best == 0 and matched.absent > matched.mutual[0] and matched.gone is gone


def test_what_lies_in_no_open_list_is_on_no_line_of_a_record() -> None:
    scores = Scores(torch.tensor([[2.0, -3.0, 0.4]]), torch.tensor([[4.0, -4.0], [-4.0, 4.0]]))
    agreement = torch.ones(2, len(AGREEMENTS))
    assert not match(scores, 0, 1.0, agreement, None, torch.tensor([True, True])).gone
    assert match(scores, 0, 1.0, agreement, None, torch.tensor([False, False])).gone


def test_a_threshold_is_tested_on_programs_that_did_not_choose_it() -> None:
    rng = random.Random(5)
    chosen = calibrate(_sample(400, 12, 3.0, rng))
    confidence = Confidence(chosen.temperature, chosen.weights)
    others = _sample(500, 8, 3.0, rng)
    found = check(others, confidence, chosen.threshold)
    assert found.programs > 400 and found.questions == len(others)
    assert found.risk < 0.01 and found.p_value <= 0.05
    assert found.wrong <= 0.02 * found.clicks and found.clicks == pytest.approx(
        found.coverage * len(others), abs=1
    )
    lax = check(others, confidence, 0.0)
    assert lax.p_value > 0.05, "half of what is unsure is wrong"
    assert lax.clicks > found.clicks and lax.first == found.first
    mixed = [replace(one, toolkit="qt" if n % 3 else "tk") for n, one in enumerate(others)]
    parts = by_toolkit(mixed, confidence, chosen.threshold)
    assert list(parts) == ["all", "qt", "tk"] and parts["all"] == found
    assert parts["qt"].questions + parts["tk"].questions == len(others)
    assert parts["qt"].wrong + parts["tk"].wrong == found.wrong
