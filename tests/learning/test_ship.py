"""Answers of trained networks are kept, and asking goes on from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lam_desktop.errors import EnvironmentFault
from lam_desktop.learning import ship
from lam_desktop.learning.ship import Shipping, asked
from tests.drawn import drawn_corpus, in_two_states


@pytest.fixture
def shares(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which shares were asked about; a pair's only answer is the first page's program."""
    begun: list[int] = []

    def all_trials(pairs: Sequence[Any], _: Any, seed: int, part: int, parts: int) -> Iterator[list[str]]:
        begun.append(part)
        start, end = (len(pairs) * n // parts for n in (part, part + 1))
        yield from ([f"{first.program} {seed}"] for first, _ in pairs[start:end])

    monkeypatch.setattr(ship, "all_trials", all_trials)
    monkeypatch.setattr(ship, "questions", lambda trials, _: trials)
    monkeypatch.setattr(ship, "_minds", lambda *_: (None, None))
    monkeypatch.setattr(ship, "PAIRS_A_SHARE", 2)
    return begun


def test_what_was_answered_is_not_asked_again(tmp_path: Path, shares: list[int]) -> None:
    corpus, models, kept = tmp_path / "corpus", tmp_path / "models", tmp_path / "answers"
    in_two_states(drawn_corpus(corpus, programs=5))
    how = Shipping(pairs=5, processes=1, split=None, answers=kept)
    first = asked(corpus, models, how)
    assert len(set(first)) == 5 and shares == [0, 1, 2]
    (kept / "0001.pickle").unlink()
    (kept / "0002.begun").write_bytes(b"cut off")
    assert asked(corpus, models, how) == first and shares == [0, 1, 2, 1]
    assert asked(corpus, models, replace(how, answers=None)) == first and len(shares) == 7
    with pytest.raises(EnvironmentFault, match=re.escape(f"{kept} holds answers of other weights")):
        asked(corpus, models, replace(how, seed=2))
    (models / "policy").mkdir(parents=True)
    (models / "policy" / "config.json").write_text("{}")
    with pytest.raises(EnvironmentFault, match="name an empty folder"):
        asked(corpus, models, how)
