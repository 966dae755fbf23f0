"""What looking at screens takes of memory, and that it is given back."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from lam_desktop.perception.ocr import TextReader
from lam_desktop.perception.text_lines import LONGEST_PX
from lam_desktop.types import Box
from tests.perception.measure_memory import page

pytestmark = pytest.mark.slow

AT_REST_MB, AT_MOST_MB = 440, 590
"""A run, which is to stay under 800, holds some 100 MB more: its own screens, rows and journal."""


@pytest.mark.skipif(sys.platform != "linux", reason="weighed by /proc, given back by glibc")
def test_screens_full_of_long_lines_leave_no_memory_behind() -> None:
    command = [sys.executable, "-m", "tests.perception.measure_memory", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    weighed: dict[str, list[int]] = json.loads(done.stdout.splitlines()[-1])
    at_rest, at_most = weighed["three screens seen"]
    assert at_rest <= AT_REST_MB, weighed
    assert at_most <= AT_MOST_MB, weighed


def test_long_lines_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = TextReader(threads=1)
    session = reader._session
    shapes: list[tuple[int, ...]] = []

    class Watched:
        def get_inputs(self) -> Any:
            return session.get_inputs()

        def run(self, outputs: None, given: dict[str, Any]) -> Any:
            shapes.extend(one.shape for one in given.values())
            return session.run(outputs, given)

    monkeypatch.setattr(reader, "_session", Watched())
    frame = page(0)
    read = reader.read(frame, [Box(10, 10 + 32 * line, 1260, 28) for line in range(4)])
    assert all("Paper Mill" in one.text for one in read), [one.text for one in read]
    assert 640 <= max(width for *_, width in shapes) <= LONGEST_PX
    assert all(count == 1 for count, *_ in shapes)
