"""Looks, right behind a recording, whether the screen showed a secret that was typed, and covers it there.

What was typed is known in this process alone, and only until this is done: a step that then reads the secret
from the screen knows the sentence around it, and the recording's pictures are black where it stood.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.shown.demonstration import Demonstration
from lam_desktop.perception.cut_off import whole_text
from lam_desktop.perception.text_lines import line_rows, runs
from lam_desktop.protocols import ScreenParser
from lam_desktop.tasks.provenance.shown_secret import ShownSecret, shown_secrets, spans_of_secret, with_shown
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.task import Task
from lam_desktop.tasks.texts.spans import Span
from lam_desktop.types import Box, Element, Frame
from recorder.covering import cover_frames
from recorder.errors import RecorderUserError
from recorder.recording import Recording

GAP = 0.15
"""In heights of what is drawn in a line: so wide a stretch without ink parts two words."""
REACH = 0.5
"""In letters: so far beside where letters of one width would stand a secret may begin or end."""
WORD_GAPS, BESIDE = (0.2, 0.25, 0.3, 0.36, 0.43, 0.5), 4
"""The same between words, tried until as many words are seen as are read; and signs, such as quotation marks,
that stand with a secret in a word."""
HIGHER = 1.7
"""A box so many times as high as what is drawn in it reaches over something else."""
DOT_PX, DOT_SHARE = 2, 12
"""Rows without ink within a line of text, as under the dot of an i: so many, or this part of its height."""
INK = 40
"""Grey levels from the line's background on which something is drawn."""
SAME = 0.98
"""Of the pixels of a covered part, in a picture that shows the same."""
ABOUT_PX = 2
"""Rows above and below a line that are covered with it."""
MOST_LOOKS = 3
"""A picture is read again as covered; what is still read is covered whole."""


def secrets_in(task: Task, typed: Mapping[str, str]) -> frozenset[str]:
    """The names of the secrets that were typed in a task and of which it is known what they say."""
    values = [step.value for step in task.steps if step.kind == "type" and step.value is not None]
    return frozenset(value.name for value in values if value.source == "secret" and value.name in typed)


def with_secrets_shown(task: Task, path: Path, typed: Mapping[str, str], parser: ScreenParser) -> Task:
    """The task, with the secrets that its recording at `path` shows read from the screen.

    They are black in the recording's pictures when this returns. Raises EnvironmentFault where that could not
    be done; the task then has to stay as it is, and so do the pictures.
    """
    with contextlib.closing(Demonstration(path, parser, "", task.files, copy_of=path)) as demonstration:
        found = shown_secrets(task.steps, typed, demonstration.before, demonstration.beside)
        if not found:
            return task
        covering = _Covering(path, task, demonstration, parser, {one.name: typed[one.name] for one in found})
        steps = with_shown(task.steps, typed, found, covering.hidden)
        covers = covering.covers(found)
    try:
        cover_frames(
            path, {at: [_rect(box) for box in boxes] for at, boxes in covers.items()}, task.files.seal
        )
    except (RecorderUserError, OSError) as error:
        raise EnvironmentFault(
            f"A secret that the screen showed could not be covered in the pictures of the recording: {error}"
        ) from error
    return replace(task, steps=steps)


@dataclass(frozen=True, eq=False)
class _Covering:
    """What of the recording's pictures shows the secrets. Boxes in frame pixels, but for `hidden`."""

    path: Path
    task: Task
    demonstration: Demonstration
    parser: ScreenParser
    texts: Mapping[str, str]
    """What the secrets say, by name."""

    def hidden(self, step: TaskStep, element: Element, span: Span) -> Box:
        """What is covered for a part of a text before a step; desktop pixels."""
        seen = self.demonstration.step(step).before
        x, y = seen.origin
        there = replace(element, box=element.box.moved(-x, -y))
        boxes = list(boxes_of(seen.frame, there, span))
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.union(box)
        return whole.moved(x, y)

    def covers(self, found: Sequence[ShownSecret]) -> dict[int, list[Box]]:
        """By the frame's id."""
        made: dict[int, list[Box]] = {}
        with Recording.open(self.path, self.task.files.seal) as recording:
            steps, (x, y) = recording.steps(), recording.frame_origin
            for one in found:
                at = steps[one.shown.demonstrated].frame_before
                if at is not None:
                    made.setdefault(at, []).extend(
                        self.hidden(one.shown, element, span).moved(-x, -y) for element, span in one.found
                    )
            looks = [(box, recording.frame(at)) for at, boxes in made.items() for box in boxes]
            parts = [box.crop(frame).copy() for box, frame in looks]
            for at in recording.frame_ids():
                boxes = self._covered(recording.frame(at), made.get(at, []), parts)
                if boxes:
                    made[at] = boxes
        return made

    def _covered(self, frame: Frame, known: Sequence[Box], parts: Sequence[Frame]) -> list[Box]:
        """All that is to be covered in one picture."""
        boxes = [*known, *(box for part in parts for box in _copies(part, frame))]
        for look in range(MOST_LOOKS):
            shown = frame.copy()
            for box in boxes:
                box.crop(shown)[...] = 0
            more = [
                box
                for element in self.parser.parse(shown)
                for text in self.texts.values()
                for span in spans_of_secret(text, element.text)
                for box in (boxes_of(shown, element, span) if look == 0 else [_whole(shown, element)])
            ]
            if not more:
                break
            boxes += more
        return boxes


def boxes_of(frame: Frame, element: Element, span: Span) -> Iterator[Box]:
    """Where a part of a text is drawn, with a little more than that, in each of its lines; frame pixels."""
    lines = element.text.split("\n")
    box, area = element.box, whole_text(frame, element.box)
    rows, start = _rows_of(frame, area, len(lines)), 0
    for at, text in enumerate(lines):
        first, last = max(span.start, start) - start, min(span.end, start + len(text)) - start
        start += len(text) + 1
        if first >= last:
            continue
        top, bottom = rows[at] if rows else (0, area.h)
        line = Box(area.x, area.y + top, area.w, bottom - top)
        letter = box.w / max(1, max(map(len, lines)))
        guess = Box(
            round(box.x + first * letter - REACH * letter),
            line.y,
            round((last - first + 2 * REACH) * letter),
            line.h,
        )
        screen = Box(0, 0, frame.shape[1], frame.shape[0])
        line = line.intersection(screen)
        if rows:
            line = _written(frame, line, guess)
        line = line.expanded(2).intersection(screen)
        words = _words(frame, line, text, Span(first, last)) if rows else None
        yield words or _to_gaps(frame, line, guess)


def _whole(frame: Frame, element: Element) -> Box:
    """All of an element, with what its box cuts off."""
    area = whole_text(frame, element.box).expanded(ABOUT_PX)
    return area.intersection(Box(0, 0, frame.shape[1], frame.shape[0]))


def _rows_of(frame: Frame, box: Box, lines: int) -> list[tuple[int, int]]:
    """From which row to which each line of a text reaches, in pixels of its box.

    Empty where what is drawn does not tell one line from the next: then all of them are covered.
    """
    if lines == 1:
        return [(0, box.h)]
    drawn = line_rows(box.crop(frame))
    if len(drawn) != lines:
        return []
    return [(max(0, top - ABOUT_PX), min(box.h, bottom + ABOUT_PX)) for top, bottom in drawn]


def _written(frame: Frame, line: Box, guess: Box) -> Box:
    """The part of a line's box in which its words are drawn, where that is a good deal higher than they are.

    Else the border of a field below them, from end to end, would pass for a word without an end.
    """
    left, right = max(0, guess.x - line.x), max(0, guess.right - line.x)
    inked = _inked(line.crop(frame))[:, left:right]
    rows = np.flatnonzero(inked.any(axis=1))
    if not rows.size:
        return line
    bands = np.split(rows, np.flatnonzero(np.diff(rows) > max(DOT_PX, line.h // DOT_SHARE)) + 1)
    band = max(bands, key=lambda one: int(inked[one[0] : one[-1] + 1].sum()))
    top, high = int(band[0]), int(band[-1] - band[0] + 1)
    if line.h <= HIGHER * high:
        return line
    beside = max(DOT_PX, high // 4)
    return Box(line.x, line.y + top - beside, line.w, high + 2 * beside).intersection(line)


def _words(frame: Frame, line: Box, text: str, part: Span) -> Box | None:
    """Where the words of a line stand that a part of its text is of; None where as many are not seen, or
    where they say much more than that part."""
    words = [Span(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    meant = [n for n, word in enumerate(words) if word.start < part.end and part.start < word.end]
    if not meant or words[meant[-1]].end - words[meant[0]].start > part.end - part.start + BESIDE:
        return None
    inked = _inked(line.crop(frame))
    rows = np.flatnonzero(inked.any(axis=1))
    if not rows.size:
        return None
    drawn: NDArray[np.bool_] = np.asarray(inked.any(axis=0), np.bool_)
    high = int(rows[-1] - rows[0] + 1)
    for share in WORD_GAPS:
        seen = runs(drawn, gap=max(1, round(share * high)), shortest=1)
        if len(seen) == len(words):
            left, right = seen[meant[0]][0], seen[meant[-1]][1]
            around = Box(line.x + left - ABOUT_PX, line.y, right - left + 2 * ABOUT_PX, line.h)
            return around.intersection(line)
    return None


def _to_gaps(frame: Frame, line: Box, guess: Box) -> Box:
    """The stretch of a line around a guess, to both sides as far as the words at its ends go."""
    inked = _inked(line.crop(frame))
    drawn: NDArray[np.bool_] = np.asarray(inked.any(axis=0), np.bool_)
    rows = np.flatnonzero(inked.any(axis=1))
    high = int(rows[-1] - rows[0] + 1) if rows.size else line.h
    gap = max(2, round(GAP * min(high, line.h)))
    left, right = max(0, guess.x - line.x), min(line.w, guess.right - line.x)
    while left > 0 and drawn[max(0, left - gap) : left].any():
        left -= 1
    while right < line.w and drawn[right : right + gap].any():
        right += 1
    return Box(line.x + left, line.y, max(1, right - left), line.h)


def _inked(pixels: Frame) -> NDArray[np.bool_]:
    """(h, w): whether something is drawn there."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY).astype(np.int16)
    return np.abs(grey - np.int16(np.median(grey))) > INK


def _copies(part: Frame, frame: Frame) -> Iterator[Box]:
    """Where a picture shows the same pixels: a sentence that stays, or moved with its window."""
    h, w = part.shape[:2]
    if h > frame.shape[0] or w > frame.shape[1] or not _inked(part).any():
        return
    found = cv2.matchTemplate(frame, np.ascontiguousarray(part), cv2.TM_CCOEFF_NORMED)
    ys, xs = np.nonzero(found >= SAME)
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        yield Box(x, y, w, h)


def _rect(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.w, box.h
