"""Grounding counts what it says it counts, tells what changed, and goes the whole way on a small corpus."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

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
    named = replace(first, elements=tuple(replace(e, text=f"{e.text}!") for e in first.elements))
    assert changes(first, named, (frames[0], frames[0])) == ["renamed"]
    disabled = replace(first, elements=tuple(replace(e, action=False) for e in first.elements))
    assert changes(first, disabled, (frames[0], frames[0])) == []


def test_the_whole_way_on_drawn_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = next(n for n in range(200) if split(f"drawn-{n}") == "test")
    monkeypatch.setenv("LAM_CACHE", str(tmp_path))
    folder = drawn_corpus(tmp_path / "corpus", programs=1)
    for path in folder.glob("records-*.jsonl"):
        text = path.read_text()
        old = json.loads(text.splitlines()[0])["program"]
        path.write_text(text.replace(json.dumps(old), json.dumps(f"drawn-{number}")))
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
