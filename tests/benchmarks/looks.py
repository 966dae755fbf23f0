"""Looks and decisions of one version of the package, in a process of its own: see `versions`.

Run as a script with the version's folder as PYTHONPATH. Reads pickled `(frame file, window, changes)` from
its input and answers each with a pickled `Looks`, or None where nothing on the screen can be clicked.
"""

from __future__ import annotations

import pickle
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch


class Looks(NamedTuple):
    """What a screen and changes of it took, and what was seen and decided, in plain values."""

    cold: tuple[float, float]
    """Milliseconds of the first look and decision: on the clock, and of all threads' computing."""
    warm: list[tuple[float, float]]
    """The same of each change."""
    said: list[list[tuple[Any, ...]]]
    """Of each look: a tuple for each element, and one for the decision; numbers of 0..1 are floats."""


def looked(frame: Any, place: tuple[int, int, int, int], changes: int) -> Looks | None:
    """Of a screen (H, W, 3), first seen and then typed in."""
    from lam_desktop.evaluation.benchmarks import latency
    from lam_desktop.perception.parser import LearnedScreenParser
    from lam_desktop.policy.lam.policy import LamPolicy
    from lam_desktop.types import Box, Observation, Situation

    parser, policy, window = LearnedScreenParser.load(threads=latency.THREADS), LamPolicy.load(), Box(*place)
    latency._warm_up(parser, policy, frame.shape)  # pyright: ignore[reportPrivateUsage] - as the product's table does
    started = _now()
    seen = Observation(frame, parser.parse(frame, window), window)
    step = latency._step(seen)  # pyright: ignore[reportPrivateUsage]
    if step is None:
        return None
    said = [_plain(seen, policy.decide(Situation(step, seen)))]
    cold = _since(started)
    warm: list[tuple[float, float]] = []
    for number in range(changes):
        changed = latency._typed(frame, seen, number)  # pyright: ignore[reportPrivateUsage]
        started = _now()
        now = Observation(changed, parser.parse(changed, window), window)
        decision = policy.decide(Situation(step, now))
        warm.append(_since(started))
        said.append(_plain(now, decision))
    return Looks(cold, warm, said)


def _plain(seen: Any, decision: Any) -> list[tuple[Any, ...]]:
    elements = [
        (
            _place(one.box), one.kind, one.text, one.checked, one.enabled, float(one.text_confidence),
            float(one.score), *(float(letter) for letter in one.letters),
        )
        for one in seen.elements
    ]  # fmt: skip
    found = [(_place(one.box), one.kind, one.text, float(one.probability)) for one in decision.candidates]
    return [*elements, (decision.point, float(decision.confidence), float(decision.absent)), *found]


def _place(box: Any) -> tuple[int, int, int, int]:
    return box.x, box.y, box.w, box.h


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> tuple[float, float]:
    clock, computing = _now()
    return 1000 * (clock - started[0]), 1000 * (computing - started[1])


def main() -> None:
    """Answers until its input ends."""
    torch.set_num_threads(2)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    while True:
        try:
            file, place, changes = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        found = looked(np.load(Path(file)), place, changes)
        pickle.dump(None if found is None else tuple(found), answers)
        answers.flush()


if __name__ == "__main__":
    main()
