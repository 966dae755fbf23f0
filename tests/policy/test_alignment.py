"""Tools in bars vouch for each other: an alignment with gaps, from the scores of all pairs."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lam_desktop.models_dir import find_models
from lam_desktop.policy.lam.alignment import Array, Rates, in_order, vote
from lam_desktop.policy.lam.bars import bars
from lam_desktop.policy.lam.confidence import (
    AGREEMENTS,
    LIMIT,
    SIGNS,
    Confidence,
    Match,
    Scores,
    log_odds,
    match,
)
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.types import Box, Element

RATES = Rates()
TEMPERATURE = 1.5


def _paths(count: int, places: int, rates: Rates) -> Iterator[tuple[float, list[tuple[int, int]]]]:
    """Every path through the pair HMM without its emissions, by its definition: weight and matches."""
    gap = np.sqrt(rates.opened * (1 - rates.extended))
    price = {
        "MM": 1 - 2 * rates.opened, "MX": gap, "MY": gap, "XM": gap, "YM": gap,
        "XX": rates.extended, "YY": rates.extended, "XY": rates.opened, "YX": rates.opened,
    }  # fmt: skip
    for steps in range(count, count + places + 1):
        for states in itertools.product("MXY", repeat=steps):
            if sum(one != "Y" for one in states) != count or "Y" in (states[0], states[-1]):
                continue
            weight = np.prod([price[a + b] for a, b in itertools.pairwise(("M", *states, "M"))])
            taken = sum(one != "X" for one in states)
            for start in range(places - taken + 1):
                tool, place, matches = 0, start, []
                for one in states:
                    if one == "M":
                        matches.append((tool, place))
                    tool, place = tool + (one != "Y"), place + (one != "X")
                yield float(weight), matches


@pytest.mark.parametrize(("count", "places"), [(1, 1), (2, 3), (3, 2), (3, 4)])
def test_votes_are_the_sums_over_all_paths(count: int, places: int) -> None:
    odds = np.random.default_rng(count).normal(0, 2, (count, places))
    emitted = np.exp(odds.clip(-RATES.most, RATES.most))
    left, none = np.zeros((count, places)), np.zeros(count)
    for weight, matches in _paths(count, places, RATES):
        whole = weight * np.prod([emitted[pair] for pair in matches])
        for pair in matches:
            left[pair] += whole / emitted[pair]
        none[[n for n in range(count) if n not in dict(matches)]] += whole
    expected = np.c_[left, none] / (left.sum(1) + none)[:, None]
    np.testing.assert_allclose(vote(odds, RATES).places, expected, rtol=1e-9)


def _odds(order: list[int | None], places: int, alike: float = 2.0) -> Array:
    """Log odds where tool n looks like place order[n], and like no other."""
    odds = np.full((len(order), places), -2.5)
    for tool, place in enumerate(order):
        if place is not None:
            odds[tool, place] = alike
    return odds


def test_neighbours_tell_the_place_of_a_tool_that_looks_like_nothing() -> None:
    order: list[int | None] = list(range(8))
    order[4] = None
    votes = vote(_odds(order, 8))
    assert votes.places[4].argmax() == 4 and votes.places[4, 4] > 0.7


def test_a_missing_tool_is_not_found_in_its_neighbours() -> None:
    order: list[int | None] = [0, 1, 2, None, 3, 4, 5]
    votes = vote(_odds(order, 6))
    assert votes.places[3].argmax() == 6  # none


def test_bars_that_changed_places_are_found_each() -> None:
    second = vote(_odds([0, 1, 2, 3, None, 5], 12))
    first = vote(_odds([6, 7, 8, None, 10, 11], 12))
    assert second.places[4].argmax() == 4 and first.places[3].argmax() == 9


def _scores(odds: Array) -> Scores:
    """Scores by which each pair has these log odds against ABSENT, in both directions."""
    forward = torch.from_numpy(np.c_[odds, np.zeros(len(odds))]).float() * TEMPERATURE
    backward = torch.from_numpy(np.c_[odds.T, np.zeros(odds.shape[1])]).float() * TEMPERATURE
    return Scores(forward, backward)


def test_an_inserted_tool_shifts_what_stands_behind_it_and_is_nobody_s_place() -> None:
    order: list[int | None] = [0, 1, 2, 4, None, 6, 7]
    odds = _odds(order, 8)
    odds[4] = -0.5  # drawn anew
    told = in_order(_scores(odds), TEMPERATURE, [list(range(7))], [list(range(8))])
    found = told.chances(TEMPERATURE)
    assert found.forward.argmax(1).tolist() == [0, 1, 2, 4, 5, 6, 7]
    assert found.backward[3].argmax() == 7  # ABSENT


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(8)))
def test_a_bar_sorted_anew_gets_no_surer_answer_than_one_in_order(order: list[int]) -> None:
    rows = [list(range(8))]
    sorted_anew, straight = (
        in_order(_scores(_odds(list(one), 8)), TEMPERATURE, rows, rows).chances(TEMPERATURE).both
        for one in (order, range(8))
    )
    for tool, place in enumerate(order):
        assert sorted_anew[tool, place] <= straight[tool, tool] + 1e-6


def test_a_tool_that_was_moved_is_less_sure_and_still_found() -> None:
    order: list[int | None] = [0, 1, 6, 2, 3, 4, 5]
    rows = [list(range(7))]
    alone = _scores(_odds(order, 7, alike=5.0))
    told = in_order(alone, TEMPERATURE, rows, rows)
    before, after = (one.chances(TEMPERATURE).both[2] for one in (alone, told))
    assert after.argmax() == 6 and after[6] < before[6]


def test_votes_that_say_nothing_and_screens_without_bars_change_nothing() -> None:
    scores = _scores(np.random.default_rng(3).normal(0, 1, (6, 7)))
    assert in_order(scores, TEMPERATURE, [], [[1, 2, 3, 4, 5]]) is scores
    assert in_order(scores, TEMPERATURE, [[1, 2, 3, 4, 5]], []) is scores


def test_other_elements_keep_their_scores_and_the_screen_is_known_as_well_as_before() -> None:
    scores = _scores(np.random.default_rng(3).normal(0, 1, (9, 9)))
    told = in_order(scores, TEMPERATURE, [[1, 2, 3, 4, 5]], [[2, 3, 4, 5, 6]])
    rows, columns = [0, 6, 7, 8], [0, 1, 7, 8]
    assert torch.equal(told.forward[rows], scores.forward[rows])
    assert torch.equal(told.backward[columns], scores.backward[columns])
    one, other = (made.chances(TEMPERATURE) for made in (scores, told))
    assert (one.known, one.found_again) == (other.known, other.found_again)


def test_neighbours_make_nothing_surer_and_what_they_contradict_less_sure() -> None:
    surely = Confidence(TEMPERATURE)
    shipped = LamSettings.read(find_models() / "policy").confidence
    assert shipped.weights
    for order, at in itertools.product(([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]), range(6)):
        scores = _scores(_odds(list(order), 6, alike=4.0))
        told = in_order(scores, TEMPERATURE, [list(range(6))], [list(range(6))])
        alone, matched = (
            match(one, at, TEMPERATURE, torch.zeros(6, len(AGREEMENTS))) for one in (scores, told)
        )
        assert shipped.of(matched, alone) <= min(shipped.of(matched), shipped.of(alone))
        assert surely.of(matched, alone) <= surely.of(alone)
        assert (surely.of(matched, alone) < surely.of(alone)) == (order != [0, 1, 2, 3, 4, 5])


@pytest.mark.parametrize("seed", range(40))
def test_by_the_shipped_weights_neighbours_make_nothing_surer(seed: int) -> None:
    """Whatever the scores and how elements agree: the weights take other signs than the best one's score."""
    rng = np.random.default_rng(seed)
    confidence = LamSettings.read(find_models() / "policy").confidence
    agreement = torch.from_numpy(rng.random((7, len(AGREEMENTS)))).float()
    scores = _scores(rng.normal(0, 2.5, (7, 7)))
    told = in_order(scores, confidence.temperature, [list(range(7))], [list(range(7))])
    for at in range(7):
        alone, matched = (match(one, at, confidence.temperature, agreement) for one in (scores, told))
        sure = confidence.of(matched, alone)
        assert sure <= confidence.of(alone)
        if matched.best != alone.best:
            assert sure <= float(alone.mutual[matched.best])


def test_on_a_strange_screen_another_tool_is_no_surer_than_the_first_one_was() -> None:
    """Next to it it came, but by the learned weights the first one was doubtful already."""
    confidence = LamSettings.read(find_models() / "policy").confidence

    def said(mutual: list[float], found_again: float) -> Match:
        chances = torch.tensor(mutual)
        signs = torch.zeros(len(SIGNS))
        signs[:3] = log_odds(torch.stack((chances.max(), chances.max(), 1 - chances.sum())))
        signs[SIGNS.index("found_again")] = signs[SIGNS.index("known")] = found_again
        return Match(chances, float(1 - chances.sum()), signs)

    alone, matched = said([0.45, 0.44], -LIMIT), said([0.1, 0.8], LIMIT)
    assert confidence.of(matched, alone) <= confidence.of(alone) < 0.44 < confidence.of(matched)


def _bar(count: int, y: int, text: str = "", kind: str = "icon") -> list[Element]:
    return [Element(Box(10 + 30 * n, y, 24, 24), kind, text) for n in range(count)]  # type: ignore[arg-type]


def test_bars_are_lines_of_tools_without_words() -> None:
    elements = [*_bar(6, 50), *_bar(7, 90), Element(Box(300, 45, 150, 30), "combo", "Sans")]
    assert bars(elements) == (tuple(range(6)), tuple(range(6, 13)))
    assert bars(_bar(4, 50)) == ()  # a few icons are no bar
    assert bars(_bar(7, 50, "7", "button")) == ()  # a keypad
    for w, h in ((0, 0), (0, 24), (24, 0)):  # what was cut off at the edge of the screen
        flat = [replace(one, box=Box(one.box.x, 0, w, h)) for one in _bar(7, 50)]
        assert bars(flat) == () and bars([*flat, *_bar(6, 50)]) == (tuple(range(7, 13)),)
    assert bars(_bar(20, 50, kind="cell")) == ()  # a sheet
    mixed = [*_bar(5, 50), *(Element(Box(200 + 30 * n, 50, 24, 24), "button", "B") for n in range(3))]
    assert bars(list(reversed(mixed))) == (tuple(range(7, -1, -1)),)
