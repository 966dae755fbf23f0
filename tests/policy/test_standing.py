"""How entries and marks stand on one screen, and whether they still do on another."""

from __future__ import annotations

import torch

from lam_desktop.policy.lam.confidence import Chances, Scores
from lam_desktop.policy.lam.standing import NO_ENTRY, Kept, Standing, counterparts, differ, kept, varied

EMPTY, HINT, MILLER, SMITH = 0, 7, 11, 12
OFF, ON = 1, 2


def same(count: int, lost: tuple[int, ...] = ()) -> Chances:
    """Each element has that of its own number, but for the lost ones."""
    forward, backward = torch.full((count, count + 1), -6.0), torch.full((count, count + 1), -6.0)
    forward[:, -1] = backward[:, -1] = 0.0
    for i in set(range(count)) - set(lost):
        forward[i, i] = backward[i, i] = 6.0
    return Scores(forward, backward).chances(1.0)


def standing(name: int, box: int = 0) -> Standing:
    """A label, a field and a check box."""
    return Standing.of([None, name, None], [0, 0, box])


def test_only_what_stands_otherwise_somewhere_tells() -> None:
    shown = [standing(EMPTY, OFF), standing(MILLER, OFF), standing(MILLER, ON)]
    found = varied(shown, lambda _i, _j: same(3))
    assert [one.entry.tolist() for one in found] == [[False, True, False]] * 3
    assert [one.mark.tolist() for one in found] == [[False, False, True]] * 3
    assert found[0].texts[:, 1].tolist() == [MILLER, MILLER]
    unmatched = varied(shown[:2], lambda _i, _j: same(3, lost=(1,)))
    assert not any(bool(one.entry.any()) for one in unmatched)
    [alone] = varied(shown[:1], lambda _i, _j: same(3))
    assert not alone.entry.any() and alone.texts.shape == (0, 3)


def _counts(shown: list[Standing], now: Standing) -> list[Kept]:
    found = varied(shown, lambda _i, _j: same(3))
    return [kept(one, what, now, same(3)) for one, what in zip(shown, found, strict=True)]


def test_a_filled_field_is_known_whatever_the_row_says() -> None:
    shown = [standing(EMPTY), standing(MILLER)]
    assert _counts(shown, standing(SMITH)) == [Kept(filled=1), Kept(alike=1)]
    assert _counts(shown, standing(EMPTY)) == [Kept(alike=1), Kept(unlike=1)]


def test_a_hint_is_known_by_its_words() -> None:
    shown = [standing(HINT), standing(MILLER)]
    assert _counts(shown, standing(HINT)) == [Kept(alike=1), Kept(unlike=1)]
    assert _counts(shown, standing(SMITH)) == [Kept(alike=1)] * 2  # it could be another hint


def test_marks_count_where_both_are_known() -> None:
    shown = [standing(EMPTY, OFF), standing(EMPTY, ON)]
    assert _counts(shown, standing(EMPTY, ON)) == [Kept(marked=1), Kept(alike=1)]
    assert _counts(shown, standing(EMPTY, 0)) == [Kept(), Kept()]


def test_what_is_no_entry_or_has_no_counterpart_does_not_differ() -> None:
    at, known = counterparts(same(3, lost=(1,)).both)
    entry, mark = differ(standing(EMPTY, OFF), standing(MILLER, ON), at, known)
    assert not entry.any() and mark.tolist() == [False, False, True]
    assert standing(EMPTY).said[0] == NO_ENTRY
