"""How long a decision takes: parsing the screen and matching it, cold and warm.

    python -m tests.benchmarks.latency

Cold is the first look at a screen, weights loaded, nothing remembered. Warm is what happens at every
step: something was typed into a field, the rest of the screen stands still, and the demonstration has
been seen before. Screens come from the corpus generator (Qt, full-screen office programs).
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import torch
from PIL import Image

from lam_desktop.data.corpus.grammar import make_program
from lam_desktop.data.corpus.looks import make_look
from lam_desktop.data.corpus.qt import QtRenderer
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.models_dir import find_models
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.policy import LamPolicy
from lam_desktop.types import Box, DemonstratedStep, Frame, Observation, Situation
from tests.benchmarks import Figure

SIZES = ((1280, 800), (1920, 1080))
WARM_MS = 150.0
"""Target at the smaller size, the median."""
T = TypeVar("T")
Row = dict[str, float]


def run(quick: bool = False) -> list[Figure]:
    """Figures of the shipped weights; a third of the screens with `quick`."""
    rows = measure(find_models(), 3 if quick else 8, 6 if quick else 12)
    figures: list[Figure] = []
    for size, row in rows.items():
        target = WARM_MS if size == f"{SIZES[0][0]}x{SIZES[0][1]}" else None
        figures += [
            Figure(f"warm decision, {size}, median", row["warm_p50"], "ms", at_most=target),
            Figure(f"warm decision, {size}, 95th percentile", row["warm_p95"], "ms"),
            Figure(f"cold decision, {size}, median", row["cold_p50"], "ms"),
            Figure(f"cold decision, {size}, 95th percentile", row["cold_p95"], "ms"),
        ]
    return figures


def measure(models: Path, screens: int, changes: int, threads: int = 2) -> dict[str, Row]:
    """Milliseconds by screen size, cold and warm, median and 95th percentile; and elements a screen."""
    torch.set_num_threads(threads)
    result = {}
    for size in SIZES:
        cold, warm, elements = [], [], []
        for frame, window in _screens(size, screens):
            parser, policy = LearnedScreenParser.load(models, threads), LamPolicy.load(models)
            _warm_up(parser, policy, size)
            seen, seconds = _timed(lambda f=frame, w=window, p=parser: Observation(f, p.parse(f, w), w))
            step = _step(seen)
            if step is None:
                continue
            _, more = _timed(lambda s=step, o=seen, p=policy: p.decide(Situation(s, o)))
            cold.append(seconds + more)
            elements.append(len(seen.elements))
            for number in range(changes):
                changed = _typed(frame, seen, number)
                _, seconds = _timed(
                    lambda f=changed, w=window, s=step, a=parser, b=policy: b.decide(
                        Situation(s, Observation(f, a.parse(f, w), w))
                    )
                )
                warm.append(seconds)
        result[f"{size[0]}x{size[1]}"] = {
            "cold_p50": _share(cold, 0.5),
            "cold_p95": _share(cold, 0.95),
            "warm_p50": _share(warm, 0.5),
            "warm_p95": _share(warm, 0.95),
            "elements": round(statistics.mean(elements), 1),
        }
    return result


def _screens(size: tuple[int, int], count: int) -> list[tuple[Frame, Box]]:
    """Pictures of office programs with their window, on a screen of this size."""
    renderer = QtRenderer()
    found = []
    for index in range(10_000):
        program = make_program(424_242, index, "qt")
        seed = f"latency/{index}"
        if program.lang == "zh" or make_look(seed, program.lang, False).screen != size:
            continue
        drawn = renderer.render(make_scene(program, program.states[0], "A"), seed, False)
        if drawn.size == size and len(drawn.elements) >= 20:
            with Image.open(io.BytesIO(drawn.png)) as picture:
                found.append((np.asarray(picture.convert("RGB")), Box(*drawn.window)))
        if len(found) == count:
            return found
    raise RuntimeError(f"no {count} screens of {size}")


def _warm_up(parser: LearnedScreenParser, policy: LamPolicy, size: tuple[int, int]) -> None:
    """One look at an empty screen: what the libraries set up at first use is not what is measured."""
    blank = np.full((size[1], size[0], 3), 200, np.uint8)
    cv2.rectangle(blank, (100, 100), (200, 130), (60, 60, 60), 1)
    seen = Observation(blank, parser.parse(blank), None)
    step = _step(seen)
    if step is not None:
        policy.decide(Situation(step, seen))


def _step(seen: Observation) -> DemonstratedStep | None:
    targets = [n for n, one in enumerate(seen.elements) if one.kind in ("field", "button")]
    if not targets:
        return None
    return DemonstratedStep(0, seen, targets[0], seen.elements[targets[0]].box.center)


def _typed(frame: Frame, seen: Observation, number: int) -> Frame:
    """The screen after something was typed into one of its fields."""
    fields = [one.box for one in seen.elements if one.kind in ("field", "cell", "combo")] or [
        one.box for one in seen.elements
    ]
    box = fields[number % len(fields)]
    changed = frame.copy()
    place = box.x + 4, box.y + min(box.h - 4, 18)
    cv2.putText(changed, f"{number * 7919 % 100_000}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (90, 90, 90), 1)
    return changed


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    made = work()
    return made, 1000 * (time.perf_counter() - started)


def _share(values: list[float], share: float) -> float:
    return round(float(np.quantile(values, share)), 1)


def main() -> None:
    """Prints a table, or JSON."""
    parser = argparse.ArgumentParser(description="Time of one decision (parse and match), cold and warm.")
    parser.add_argument("--models", type=Path)
    parser.add_argument("--screens", type=int, default=8)
    parser.add_argument("--changes", type=int, default=12, help="warm decisions a screen")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = measure(given.models or find_models(), given.screens, given.changes)
    if given.json:
        print(json.dumps(rows))
        return
    print(f"{'ms':12}{'cold p50':>10}{'p95':>8}{'warm p50':>10}{'p95':>8}{'elements':>10}")
    for name, row in rows.items():
        print(
            f"{name:12}{row['cold_p50']:>10.0f}{row['cold_p95']:>8.0f}{row['warm_p50']:>10.0f}"
            f"{row['warm_p95']:>8.0f}{row['elements']:>10.0f}"
        )


if __name__ == "__main__":
    main()
