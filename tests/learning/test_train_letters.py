"""Lines are drawn with what is asked for, and a head learns from them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.data.corpus import qt_lines
from lam_desktop.data.corpus.qt_lines import LETTERS, LIKE_LATIN, cyrillic_text, other_text
from lam_desktop.learning import train_letters
from lam_desktop.learning.train_letters import Heard, Labels, Teaching, read_part, seen_characters, teach
from lam_desktop.perception.letter_head import LetterSettings
from lam_desktop.perception.more_letters import MoreLetters
from lam_desktop.perception.ocr import TextReader, recognition_model


def test_what_is_drawn_can_be_told() -> None:
    rng = random.Random(1)
    for _ in range(300):
        text = cyrillic_text(rng)
        words = [word for word in text.split() if any(each in LETTERS for each in word)]
        assert words
        for word in words:  # in each is a letter that no other script has
            assert any(each in LETTERS and each not in LIKE_LATIN for each in word)
        assert not any(each in LETTERS for each in other_text(rng))


def test_labels_need_room_between_two_that_are_the_same() -> None:
    labels = Labels(LetterSettings("жя", "a", "ab", 1))
    said = np.zeros((4, 3), np.float16)
    assert labels.of(Heard("aжя", True, "", 20, said)) == [1, 3, 4]
    assert labels.of(Heard("жжя", True, "", 20, said)) == [3, 3, 4]
    assert labels.of(Heard("жжяя", True, "", 20, said)) is None
    assert labels.of(Heard("?", True, "", 20, said)) is None


def test_a_head_learns_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(train_letters, "PART", 30)
    monkeypatch.setattr(train_letters, "TOLD_EVERY", 10)
    monkeypatch.setattr(qt_lines, "HELD_OUT", ("Liberation Serif",))
    lines, out = tmp_path / "lines", tmp_path / "models" / "letters"
    how = Teaching(count=60, held_out=30, steps=40, batch=8, hidden=32, workers=1)
    told = teach(tmp_path, lines, out, how)
    kept = {path: path.stat().st_mtime_ns for path in lines.iterdir()}
    drawn = [one for path in sorted(kept) for one in read_part(path)]
    assert len(drawn) == 90
    assert sum(one.font == "Liberation Serif" for one in drawn) == 30
    assert 30 < sum(one.taught for one in drawn) < 75
    losses = [float(line.split()[3].rstrip(",")) for line in capsys.readouterr().out.splitlines()]
    assert losses[-1] < 0.8 * losses[0]
    asked = told["fonts not taught"]
    assert asked["taught"]["lines"] + asked["others left alone"]["lines"] == 30
    assert teach(tmp_path, lines, out, how) == told, "the same seed, the same head"
    assert {path: path.stat().st_mtime_ns for path in lines.iterdir()} == kept, "nothing is drawn twice"
    reader = TextReader(threads=1)
    head = MoreLetters.load(out.parent, recognition_model(), reader.characters)
    assert head is not None and head.letters == LETTERS
    assert json.loads((out / "config.json").read_text(encoding="utf-8"))["hidden"] == 32
    assert len(seen_characters(reader.characters)) > 500
