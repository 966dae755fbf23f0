"""What was seen on a demonstration's pictures, kept for the next time: seeing takes a second a picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lam_desktop.errors import LamUserError
from lam_desktop.tasks.files import Files
from lam_desktop.types import KINDS, Box, Element

MOST_PX = 1 << 20
"""No screen is as large."""


class KeptElements:
    """Elements by frame, kept in a JSON file that may be thrown away at any time.

    `parser`: what identifies the one that sees them; what another one saw does not count.
    """

    def __init__(self, path: Path | None, parser: str, files: Files) -> None:
        self._path = path
        self._parser = parser
        self._files = files
        self._frames: dict[str, list[dict[str, object]]] = {}
        self._changed = False
        if path is None:
            return
        try:
            held = json.loads(files.read(path))
            if held["parser"] == parser and isinstance(held["frames"], dict):
                self._frames = held["frames"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError, LamUserError):
            pass  # nothing kept, or by another parser, or changed: parsed anew

    def get(self, frame_id: int) -> tuple[Element, ...] | None:
        """The elements of a frame; None where none are kept, or what is kept are no elements."""
        try:
            return tuple(map(_kept_element, self._frames[str(frame_id)]))
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, frame_id: int, elements: tuple[Element, ...]) -> None:
        """Takes down what a frame shows."""
        self._frames[str(frame_id)] = [
            {
                **asdict(one),
                "box": [one.box.x, one.box.y, one.box.w, one.box.h],
                "letters": [round(letter, 3) for letter in one.letters],
            }
            for one in elements
        ]
        self._changed = True

    def save(self) -> None:
        """Writes what is new."""
        if not self._changed or self._path is None:
            return
        text = json.dumps({"parser": self._parser, "frames": self._frames}, ensure_ascii=False)
        part = self._path.with_suffix(".part")
        try:
            part.write_bytes(self._files.encode(self._path, text.encode()))
            part.replace(self._path)
        except OSError:
            return  # a read-only library costs time, nothing else
        self._changed = False


def _kept_element(row: Mapping[str, Any]) -> Element:
    """An element as `KeptElements` wrote it; raises ValueError, KeyError or TypeError for anything else."""
    x, y, w, h = row["box"]
    text, kind, checked, enabled = row["text"], row["kind"], row["checked"], row.get("enabled")
    letters = tuple(row.get("letters", ()))
    numbers = row["text_confidence"], row["score"], *letters
    sound = (
        all(type(side) is int and abs(side) < MOST_PX for side in (x, y, w, h)) and w >= 0 and h >= 0
        and isinstance(text, str) and kind in KINDS and {checked, enabled} <= {None, True, False}
        and all(isinstance(number, int | float) and 0 <= number <= 1 for number in numbers)
    )  # fmt: skip
    if not sound:
        raise ValueError(f"no element: {row}")
    sure, score = float(numbers[0]), float(numbers[1])
    return Element(Box(x, y, w, h), kind, text, sure, score, checked, letters, enabled)
