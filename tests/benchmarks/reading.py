"""Whether lines are read quicker one by one, a thread each, or in padded batches on all threads together.

Of the texts of office screens, nothing remembered; the ways take turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import onnxruntime

from lam_desktop.evaluation.benchmarks.latency import THREADS, screens
from lam_desktop.perception.ocr import Reading, TextReader, decoded, normalised, recognition_model
from lam_desktop.perception.parser import LearnedScreenParser
from lam_desktop.perception.text_lines import LONGEST_PX
from lam_desktop.types import Frame
from tests.benchmarks import Figure

SCREENS, ROUNDS = 6, 5
WIDTHS, MOST = (96, 160, 320, 480, 640, 960, LONGEST_PX), 8
"""What the lines of a batch are padded to, and how many there are; together no wider than the longest."""


class _InBatches(TextReader):
    def __init__(self) -> None:
        super().__init__()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(recognition_model()), options)

    def _read_anew(self, pieces: Sequence[Frame]) -> list[Reading]:
        seen = [normalised(piece) for piece in pieces]
        buckets: dict[int, list[int]] = {}
        for n, one in enumerate(seen):
            buckets.setdefault(next(width for width in WIDTHS if one.shape[2] <= width), []).append(n)
        read: dict[int, Reading] = {}
        for width, members in buckets.items():
            many = min(MOST, LONGEST_PX // width)
            for part in (members[at : at + many] for at in range(0, len(members), many)):
                batch = [np.pad(seen[n], ((0, 0), (0, 0), (0, width - seen[n].shape[2]))) for n in part]
                scores = self._session.run(None, {self._input: np.stack(batch)})[0]
                read |= {
                    n: decoded(one, self.characters) for n, one in zip(part, np.asarray(scores), strict=True)
                }
        return [read[n] for n in range(len(pieces))]


def run(quick: bool = False) -> list[Figure]:
    """Time a screen of both ways, and of the batches as a multiple of the other."""
    count, rounds = (2, 2) if quick else (SCREENS, ROUNDS)
    parser = LearnedScreenParser.load(threads=THREADS)
    pages = [
        (frame, [one.box for one in parser.parse(frame) if one.text])
        for frame, _ in screens((1280, 800), count)
    ]
    ways: dict[str, Callable[[], TextReader]] = {
        "one by one, a thread each": lambda: TextReader(threads=THREADS),
        "in batches, on all threads": _InBatches,
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, make in ways.items():
            reader = make()
            started = time.perf_counter()
            for frame, boxes in pages:
                reader.read(frame, boxes)
            took[name].append(1000 * (time.perf_counter() - started) / count)
    alone, together = (float(np.median(took[name])) for name in ways)
    return [
        Figure("a screen's texts one by one, a thread each, median", round(alone, 1), "ms"),
        Figure("in batches, on all threads, median", round(together, 1), "ms"),
        Figure("in batches, a multiple of one by one", round(together / alone, 2), "times"),
    ]
