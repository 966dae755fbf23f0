"""What of a run's memory is what: a process builds up parser and policy piece by piece and weighs itself.

    python -m tests.perception.measure_memory

A run itself (its screens, journal and rows) comes on top: `tests/e2e/test_crashes.py -s` weighs one.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import cv2
import numpy as np

from lam_desktop.types import Frame

SENTENCE = "Order 4711 of the Northern Paper Mill was confirmed by telephone on the third of May and is paid"

MODULES = {
    "lam_desktop.execution.run": "the run's own modules",
    "torch": "torch",
    "lam_desktop.policy.lam.network_lam": "what the networks are made of",
}


def main() -> None:
    """One line a piece: MB resident after it, and the most so far; with --json, one object."""
    weighed: dict[str, tuple[int, int]] = {}

    def weigh(piece: str) -> None:
        weighed[piece] = _mb("VmRSS"), _mb("VmHWM")

    weigh("Python, NumPy, OpenCV")
    for module, piece in MODULES.items():
        importlib.import_module(module)
        weigh(piece)
    from lam_desktop.minds import ShippedMinds

    parser, _, _ = ShippedMinds().load("lam")
    weigh("onnxruntime; weights of detector, recogniser, policy")
    for number in range(3):
        parser.parse(page(number))
    weigh("three screens seen")
    if "--json" in sys.argv:
        print(json.dumps(weighed))
    else:
        print("\n".join(f"{now:6} MB, {most:4} at most   {piece}" for piece, (now, most) in weighed.items()))


def page(number: int) -> Frame:
    """A screen (800, 1280, 3) full of long lines, the most that a recogniser is given at once."""
    frame = np.full((800, 1280, 3), 250, np.uint8)
    for line in range(24):
        said = f"{number}.{line} {SENTENCE}"
        cv2.putText(frame, said, (20, 30 + 32 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (20, 20, 20), 1)
    return frame


def _mb(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) // 1024


if __name__ == "__main__":
    main()
