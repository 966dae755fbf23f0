"""The picture from before an action is from before it, and at most 100 ms old."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lam_desktop.office.virtual import VirtualDesktop
from tests.recorder.conftest import Lines, RecorderProgram
from tests.recorder.fingers import Fingers

OLD_NS = 100_000_000


@pytest.fixture(params=["small", "whole"])
def clock(desktop: VirtualDesktop, request: pytest.FixtureRequest) -> Iterator[str]:
    """A window that shows the time as its colours: as small as a caret, or all over the screen."""
    program = desktop.start(
        sys.executable,
        "-m",
        "tests.recorder.programs.clock",
        request.param,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert Lines(program).next() == "ready"
    yield request.param
    desktop.stop(program)


def test_it_is_fresh(desktop: VirtualDesktop, clock: str, tmp_path: Path) -> None:
    ages = ages_of_pictures(desktop, tmp_path / "r.lamrec", clicks=10)
    # Half of them, because other tests and their programs may share the machine; see the proof.
    assert np.median(ages) <= OLD_NS, [age // 1_000_000 for age in ages]


@pytest.mark.proof
def test_every_picture_is_fresh(desktop: VirtualDesktop, clock: str, tmp_path: Path) -> None:
    ages = ages_of_pictures(desktop, tmp_path / "r.lamrec", clicks=60)
    assert max(ages) <= OLD_NS, [age // 1_000_000 for age in ages]


def ages_of_pictures(desktop: VirtualDesktop, path: Path, clicks: int) -> list[int]:
    """How old (ns) what each picture shows was when the button went down; none may be younger than that."""
    recorder = RecorderProgram(desktop, path)
    with Fingers(desktop.display, pause_s=0.0) as fingers:
        for at in range(clicks):
            fingers.click(600 + 20 * (at % 3), 500)
            time.sleep(0.05 + 0.023 * (at % 10))  # not in step with anything
    ages: list[int] = []
    with recorder.stop() as recording:
        for step in recording.steps():
            frame = recording.frame_before(step)
            assert frame is not None
            ages.append(step.t_ns - shown_ns(frame, step.t_ns))
    assert len(ages) == clicks
    assert min(ages) >= 0, "a picture from after the action"
    return ages


def shown_ns(frame: np.ndarray, near_ns: int) -> int:
    """When what the clock shows was painted: milliseconds in the low 24 bits, as one colour."""
    red, green, blue = (int(part) for part in frame[2, 2])
    low = (red << 16) | (green << 8) | blue
    now = near_ns // 1_000_000
    at = (now & ~0xFFFFFF) | low
    if at > now + (1 << 23):
        at -= 1 << 24
    return at * 1_000_000
