"""`latency`: how long a decision takes (parsing the screen and matching it), cold and warm, and its memory.

Cold is the first look at a screen, weights loaded, nothing remembered. Warm is what happens at every step:
something was typed into a field, the rest of the screen stands still, and the demonstration has been seen
before. Screens come from the corpus generator (Qt, full-screen office programs); those of 3840x2160 are pages
of 1920x1080 at twice the size.
"""

from __future__ import annotations

import contextlib
import platform
import resource
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from lam_desktop.evaluation.benchmark import LAM, Case, Finding, Measure, Result, Workshop
from lam_desktop.evaluation.tables import Cell, Table
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.policy.lam.policy import LamPolicy
from lam_desktop.types import Box, DemonstratedStep, Frame, Observation, Situation

SIZES = {"1280x800": ((1280, 800), 1), "1920x1080": ((1920, 1080), 1), "3840x2160": ((1920, 1080), 2)}
"""Name -> size of the page, and how much it is enlarged."""
SCREENS, CHANGES = 8, 12
"""Screens of each size, and warm decisions on each."""
THREADS = 2
T = TypeVar("T")
COLUMNS = ("screen", "cold p50 ms", "cold p95 ms", "warm p50 ms", "warm p95 ms", "elements", "memory MB")


class Latency:
    """One case a screen; the table says how they spread."""

    title = "Time of one decision, parse and match, on two threads; memory of the whole process at its height"

    def cases(self, seed: int, baselines: bool) -> Sequence[Case]:  # noqa: ARG002 - no baseline parses
        """`SIZE/NUMBER`."""
        return [Case(f"{size}/{number}") for size in SIZES for number in range(SCREENS)]

    def depends(self) -> Mapping[str, str]:
        """Times belong to the machine they were taken on."""
        return {"machine": f"{platform.node()} {platform.processor() or platform.machine()}"}

    @contextlib.contextmanager
    def open(self, workshop: Workshop) -> Generator[Measure]:
        """Draws the screens when they are needed."""
        import torch

        torch.set_num_threads(THREADS)
        drawn: dict[tuple[int, int], list[tuple[Frame, Box]]] = {}

        def measure(case: Case) -> Finding:
            name, _, number = case.name.partition("/")
            size, scale = SIZES[name]
            if size not in drawn:
                workshop.say(f"Pages of {size[0]}x{size[1]} are drawn.")
                drawn[size] = screens(size, SCREENS)
            cold, warm, elements = times(*enlarged(*drawn[size][int(number)], scale), CHANGES)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            values = {"cold_ms": cold, "warm_ms": warm, "elements": elements, "memory_mb": round(memory)}
            return Finding("measured", values)

        yield measure

    def table(self, results: Sequence[Result]) -> Table:
        """A row a size."""
        rows: list[dict[str, Cell]] = []
        for size in SIZES:
            inside = [one.values for one in results if one.case.startswith(f"{size}/") and one.policy == LAM]
            if inside:
                cold = [one["cold_ms"] for one in inside]
                warm = [ms for one in inside for ms in one["warm_ms"]]
                figures = (
                    *(float(np.quantile(times, share)) for times in (cold, warm) for share in (0.5, 0.95)),
                    float(np.mean([one["elements"] for one in inside])),
                    max(one["memory_mb"] for one in inside),
                )
                rows.append({"screen": size, **dict(zip(COLUMNS[1:], figures, strict=True))})
        return Table(COLUMNS, tuple(rows))


def times(frame: Frame, window: Box, changes: int) -> tuple[float, list[float], int]:
    """Milliseconds of the first decision on a screen and of those after changes; elements seen."""
    parser, policy = LearnedScreenParser.load(threads=THREADS), LamPolicy.load()
    _warm_up(parser, policy, frame.shape)
    seen, first = _timed(lambda: Observation(frame, parser.parse(frame, window), window))
    step = _step(seen)
    if step is None:
        raise ValueError("nothing on the screen can be clicked")
    _, more = _timed(lambda: policy.decide(Situation(step, seen)))
    warm: list[float] = []
    for number in range(changes):
        changed = _typed(frame, seen, number)
        _, took = _timed(
            lambda now=changed: policy.decide(
                Situation(step, Observation(now, parser.parse(now, window), window))
            )
        )
        warm.append(round(took, 1))
    return round(first + more, 1), warm, len(seen.elements)


def screens(size: tuple[int, int], count: int) -> list[tuple[Frame, Box]]:
    """Pictures of office programs with their window, on a screen of this size."""
    import io

    from PIL import Image

    from lam_desktop.data.corpus.generate import open_renderer
    from lam_desktop.data.corpus.grammar import make_program
    from lam_desktop.data.corpus.looks import make_look
    from lam_desktop.data.corpus.scene import make_scene

    found: list[tuple[Frame, Box]] = []
    with open_renderer("qt") as renderer:
        for index in range(10_000):
            program = make_program(424_242, index, "qt")
            seed = f"latency/{index}"
            if program.lang != "en" or make_look(seed, program.lang, False).screen != size:
                continue
            drawn = renderer.render(make_scene(program, program.states[0], "A"), seed, False)
            if drawn.size == size and len(drawn.elements) >= 20:
                with Image.open(io.BytesIO(drawn.png)) as picture:
                    found.append((np.asarray(picture.convert("RGB")), Box(*drawn.window)))
            if len(found) == count:
                return found
    raise RuntimeError(f"no {count} screens of {size}")


def enlarged(frame: Frame, window: Box, scale: int) -> tuple[Frame, Box]:
    """A screen and its window at so many times their size."""
    import cv2

    if scale == 1:
        return frame, window
    large = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return large, Box(*(scale * v for v in (window.x, window.y, window.w, window.h)))  # type: ignore[return-value]


def _warm_up(parser: LearnedScreenParser, policy: LamPolicy, shape: tuple[int, ...]) -> None:
    """One look at an empty screen: what the libraries set up at first use is not what is measured."""
    import cv2

    blank = np.full(shape, 200, np.uint8)
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
    import cv2

    changed = frame.copy()
    place = box.x + 4, box.y + min(box.h - 4, 18)
    cv2.putText(changed, f"{number * 7919 % 100_000}", place, cv2.FONT_HERSHEY_SIMPLEX, 0.45, (90, 90, 90), 1)
    return changed


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.perf_counter()
    made = work()
    return made, 1000 * (time.perf_counter() - started)
