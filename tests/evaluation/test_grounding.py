"""Grounding counts what it says it counts, tells what changed, and goes the whole way on a small corpus."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam_desktop.data.corpus.reader import CorpusReader, split
from lam_desktop.evaluation.benchmark import LAM
from lam_desktop.evaluation.evaluate import EvaluationRequest, evaluate
from lam_desktop.evaluation.grounding.changes import changes
from lam_desktop.evaluation.grounding.counting import FIELDS, Judged, count, row
from lam_desktop.evaluation.registry import open_benchmark
from lam_desktop.evaluation.tables import Share
from lam_desktop.learning.trials import Trial
from lam_desktop.types import Box, Candidate, Decision, DemonstratedStep, Observation, Situation
from tests.drawn import drawn_corpus

FRAME = np.zeros((20, 20, 3), np.uint8)
SEEN = Observation(FRAME, (), None)
SITUATION = Situation(DemonstratedStep(0, SEEN, 0, (5, 5)), SEEN)


def _judged(
    point: tuple[int, int] | None, confidence: float, there: Box | None, sort: str = "same"
) -> Judged:
    target = None if point is None else Candidate(Box(*point, 1, 1), "button", "", confidence)
    decision = Decision(target, point, confidence, 0.9, 0.0, (), "")
    trial = Trial(SITUATION, "p", "qt", "button", sort, there)  # type: ignore[arg-type]
    return Judged(trial, decision, proposed=there is not None)


def _of_test() -> str:
    """A program of the test split."""
    return next(name for n in range(200) if split(name := f"drawn-{n}") == "test")


def _retold(corpus: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Writes each of its records anew."""
    for path in corpus.glob("records-*.jsonl"):
        pages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        path.write_text("".join(f"{json.dumps(change(page))}\n" for page in pages), encoding="utf-8")


def test_what_is_counted() -> None:
    box = Box(0, 0, 10, 10)
    counts = count(
        [
            _judged((5, 5), 0.95, box),
            _judged((5, 5), 0.5, box),
            _judged((50, 5), 0.95, box),
            _judged(None, 0.0, box),
            _judged((5, 5), 0.95, None, "gone"),
            _judged(None, 0.0, None, "gone"),
        ]
    )
    assert dict(zip(FIELDS, counts["button"], strict=True)) == {
        "asked": 4, "proposed": 4, "right": 2, "acted": 2, "wrong": 1,
    }  # fmt: skip
    assert counts["gone"] == [2, 0, 0, 1, 1]
    made = row("all", [counts, counts], ["button"])
    assert made["asked"] == 8 and made["wrong of acted"] == Share(2, 4) and made["right"] == Share(4, 8)


def test_changes_are_told_from_the_pages(tmp_path: Path) -> None:
    first, second = CorpusReader(drawn_corpus(tmp_path / "c")).pairs()[2]
    frames = first.load(), second.load()
    assert "dark or light" in changes(first, second, frames)
    assert changes(first, first, (frames[0], frames[0])) == []
    large = replace(
        first,
        elements=tuple(replace(e, box=tuple(2 * v for v in e.box)) for e in first.elements),  # type: ignore[arg-type]
        window=tuple(2 * v for v in first.window),  # type: ignore[arg-type]
    )
    assert changes(first, large, (frames[0], frames[0])) == ["scaled 1.5–"]
    fields = [e for e in first.elements if e.action]
    order = dict(
        zip(
            (e.id for e in fields), random.Random(2).sample([e.box for e in fields], len(fields)), strict=True
        )
    )
    mixed = replace(first, elements=tuple(replace(e, box=order.get(e.id, e.box)) for e in first.elements))
    assert changes(first, mixed, (frames[0], frames[0])) == ["reordered"]
    disabled = replace(first, elements=tuple(replace(e, action=False) for e in first.elements))
    assert changes(first, disabled, (frames[0], frames[0])) == []


def test_pages_with_single_changes_are_counted_by_their_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAM_CACHE", str(tmp_path))
    looks = {"A": "A", "B": "other data"}
    _retold(
        drawn_corpus(tmp_path / "changes", programs=1),
        lambda page: page | {"program": _of_test(), "look": looks[page["look"]], "framework": "bulma"},
    )
    found = evaluate(
        open_benchmark("grounding"), EvaluationRequest("grounding", tmp_path / "out", baselines=False), print
    )
    (only,) = found.results
    assert only.case.endswith("/other-data") and only.values["look"] == "other data"
    rows = {one["name"]: one for one in found.as_json()["rows"]}
    assert rows["  other data"]["asked"] == rows["changed: elements that are there"]["asked"] > 0
    assert rows["  framework bulma, never trained on"]["asked"] == rows["  other data"]["asked"]
    assert "  language nl, never trained on" not in rows


def test_the_whole_way_on_drawn_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAM_CACHE", str(tmp_path))
    _retold(drawn_corpus(tmp_path / "corpus", programs=1), lambda page: page | {"program": _of_test()})
    request = EvaluationRequest("grounding", tmp_path / "out", baselines=True)
    benchmark = open_benchmark("grounding")
    said: list[str] = []
    found = evaluate(benchmark, request, said.append)
    assert found.exit_code == 0 and len(found.results) == 5  # the agent and four baselines
    mine = next(one for one in found.results if one.policy == LAM)
    assert sum(counts[0] for counts in mine.values["counts"].values()) >= 3
    assert "dark or light" in mine.values["changes"]
    names = [one["name"] for one in found.as_json()["rows"]]
    assert names[0] == "generated: elements that are there" and "template, on each twelfth page" in names
    again = evaluate(benchmark, request, said.append)
    assert "5 of 5 cases have their result already." in said and again.results == found.results
