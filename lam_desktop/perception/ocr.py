"""Text recognition of crops, with a memory of the crops already read.

The recognition model (PP-OCRv6 small) lies inside the `rapidocr` wheel. It is run through onnxruntime
directly, because the library pads every crop to 320 px. Each line is read by itself, hardly wider than it is,
and as many at a time as there are threads: `python -m tests.benchmarks reading` tells what that takes beside
batches of padded lines. What a line says rests on nothing beside it so.
"""

from __future__ import annotations

import importlib.util
import itertools
import math
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from lam_desktop.errors import EnvironmentFault
from lam_desktop.perception.more_letters import MoreLetters
from lam_desktop.perception.remembered import Remembered, content
from lam_desktop.types import Box, Frame

LINE_HEIGHT = 48
"""Height of the recogniser's input in pixels."""
BEHIND_PX, WIDTH_PX, SHORTEST_PX, LONGEST_PX = 32, 16, 96, 1280
"""So much nothing follows a line, or its last letters are read worse; with it, its width is a multiple of the
second, at least the third and at most the last: what is longer is cut. The recogniser answers with
a chance for each of 18,710 characters at every eighth pixel: 24 MB for the longest, while it works."""
MARGIN_PX = 3
OUTLINE_PX, LARGE_PX = 2, 28
"""In a box this large an outline is thinner than the strokes of a letter would be."""
BLOCK_PX = 25, 13
"""Width and height of what is solid, from which on it may be what was made black of a line, or a bar."""
BLOCK_LONG, BLOCK_HIGH = 1.2, 0.45
"""Its width in heights, and its share of its line's height, at least."""
OUTSIDE = 0.25
"""What runs along an edge, over at most this share of the box, lies beside an element in a box too wide."""
APART, HIGHER, CUT_PX = 0.5, 1.1, 3
"""Heights of a mark between it and the next letter at least, for words are closer to each other; how much
higher than a line of letters it is, for figures are not; and what ends so near an edge goes on beyond it."""
BEYOND = 0.5
"""A mark's strokes reach at most this share of its size beyond its box."""
PASSED_OVER, WORD_GAP, HIGH, BROAD = 0.5, 0.2, 0.4, 0.2
"""What a reading is worth that leaves something out; gaps between words, how high they are at least, and how
broad a letter is that is looked for by itself, in line heights."""
MOMENT_PX = 8
"""Of its input the recogniser says something each so many pixels."""
SIGN_PX = 16
"""Signs without height of their own, such as - and =, are read within this much of their surroundings."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a crop says, and how sure that is."""

    text: str
    confidence: float
    """Mean probability of its characters, 0..1."""
    letters: tuple[float, ...] = ()
    """Probability of each character of `text`; 1 for a gap or a line's end between two spans."""


NOTHING = Reading("", 1.0)


class TextReader:
    """Reads text lines of crops; remembers up to `memory` lines by their content."""

    def __init__(
        self, model: Path | None = None, threads: int = 2, memory: int = 4096, models: Path | None = None
    ) -> None:
        """`models`: a folder with more letters than the recogniser knows; without it, these are not read."""
        place = model or recognition_model()
        self._session, self.characters = _load(place)
        self._input: str = self._session.get_inputs()[0].name
        self._more = MoreLetters.load(models, place, self.characters) if models is not None else None
        self._all: list[str] = [*self.characters, *(self._more.letters if self._more is not None else "")]
        self._threads = threads
        self._memory = Remembered[Reading](memory)

    def read(self, frame: Frame, boxes: Sequence[Box], marks: Sequence[Box] = ()) -> list[Reading]:
        """Text of each box: its lines from top to bottom joined by newlines, spans by a space.

        `marks`: icons and the like, which are not read as letters where they lie within a box.
        """
        layouts = [
            [span for line in text_lines(box.crop(frame), _in_crop(marks, box)) for span in line]
            for box in boxes
        ]
        lines = [line for layout in layouts for line in layout]
        readings = iter(self._recognise([piece for piece, _ in lines]))
        return [_joined([(next(readings), row) for _, row in layout]) for layout in layouts]

    def _recognise(self, pieces: Sequence[Frame]) -> list[Reading]:
        names = [content(piece) for piece in pieces]
        return self._memory.of(names, lambda unknown: self._read_anew([pieces[n] for n in unknown]))

    def _read_anew(self, pieces: Sequence[Frame]) -> list[Reading]:
        """What pieces say; the longest are begun with, so that no thread is left alone with one."""
        if len(pieces) == 1 or self._threads <= 1:
            return [self._read_piece(piece) for piece in pieces]
        order = sorted(range(len(pieces)), key=lambda n: -_width(pieces[n]))
        with ThreadPoolExecutor(self._threads) as readers:
            read = dict(zip(order, readers.map(self._read_piece, [pieces[n] for n in order]), strict=True))
        return [read[n] for n in range(len(pieces))]

    def scores(self, piece: Frame) -> npt.NDArray[np.float32]:
        """(T, characters) the recogniser's chances for each moment of one line, blank first."""
        [scores] = self._session.run(None, {self._input: normalised(piece)[None]})[0]
        return scores

    def _read_piece(self, piece: Frame) -> Reading:
        scores = self.scores(piece)
        told = scores if self._more is None else self._more.with_letters(scores)
        reading = _sure_of_equals(decoded(told, self._all), piece)
        if told is not scores and _passes_over(piece, told, len(self.characters) - 1):
            # The recogniser is silent where it is at a loss: «6» of «Склад 6» was sure to be nothing.
            letters = tuple(one * PASSED_OVER for one in reading.letters)
            return replace(reading, confidence=reading.confidence * PASSED_OVER, letters=letters)
        return reading


def decoded(scores: npt.NDArray[np.float32], characters: list[str]) -> Reading:
    """Greedy CTC decoding (Graves et al. 2006); scores (T, characters) are probabilities, blank first."""
    best = scores.argmax(1)
    kept = [t for t in range(len(best)) if best[t] and (t == 0 or best[t] != best[t - 1])]
    if not kept:
        return NOTHING
    said = [unicodedata.normalize("NFKC", characters[best[t]]) for t in kept]
    sure = [float(scores[t, best[t]]) for t in kept]
    text = "".join(said)
    letters = [one for word, one in zip(said, sure, strict=True) for _ in word]
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return Reading(text[start:end], float(np.mean(sure)), tuple(letters[start:end]))


def _passes_over(piece: Frame, scores: npt.NDArray[np.float32], space: int) -> bool:
    """Whether a word, or a broad letter, has no character in `scores` (T, characters), or only a space."""
    ink = _ink(piece)
    height, width = ink.shape
    best = scores.argmax(1)
    said = np.flatnonzero((best > 0) & (best != space))
    a_pixel = min(_width(piece) - BEHIND_PX, width * LINE_HEIGHT / height) / width / MOMENT_PX
    columns = np.any(ink, axis=0)
    letters = [(a, b) for a, b in runs(columns, gap=0, shortest=2) if b - a >= BROAD * height]
    for left, right in [*letters, *runs(columns, gap=round(WORD_GAP * height), shortest=2)]:
        rows = np.flatnonzero(ink[:, left:right].any(1))
        is_high = int(rows[-1]) - int(rows[0]) + 1 >= HIGH * height
        here = (said >= left * a_pixel - 1) & (said <= right * a_pixel + 1)
        if is_high and not here.any():
            return True
    return False


def _sure_of_equals(reading: Reading, piece: Frame) -> Reading:
    """The reading; two bars of one length are an equals sign, where the recogniser sees the Chinese two."""
    if reading.text != "二":
        return reading
    ink = _ink(piece)
    rows = np.any(ink, axis=1)
    bars = [np.flatnonzero(ink[top:bottom].any(0)) for top, bottom in runs(rows, gap=0, shortest=1)]
    ends = [(int(bar[0]), int(bar[-1])) for bar in bars]
    same = len(ends) == 2 and max(abs(a - b) for a, b in zip(*ends, strict=True)) <= 1
    return replace(reading, text="=") if same else reading


def recognition_model() -> Path:
    """The recogniser inside the installed `rapidocr`; raises EnvironmentFault where there is none."""
    found = importlib.util.find_spec("rapidocr")  # found without importing it: that takes a second
    folder = Path(next(iter(found.submodule_search_locations or []), "")) if found else Path()
    models = sorted((folder / "models").glob("*rec*.onnx")) if found else []
    if not models:
        raise EnvironmentFault(
            "The text recogniser's model is missing from the package rapidocr: reinstall it with "
            "`pip install --force-reinstall rapidocr`."
        )
    return models[-1]


def text_lines(crop: Frame, marks: Sequence[Box] = ()) -> list[list[tuple[Frame, int]]]:
    """Lines of text in a crop, top to bottom; each a list of (span, line number), left to right.

    Ink is what differs from the commonest colour; frames around the edge are ignored. A gap wider than one
    and a half lines divides spans, so that a short text in a wide box stays cheap to read. No span is made
    of `marks`, in pixels of the crop, that stand apart from all letters.
    """
    height, width = crop.shape[:2]
    if height < 6 or width < 3:
        return []
    ink = _without_marks(_ink(crop), marks)
    found: list[list[tuple[Frame, int]]] = []
    for number, (top, bottom) in enumerate(_rows(ink)):
        columns = runs(np.any(ink[top:bottom], axis=0), gap=round(1.5 * (bottom - top)), shortest=2)
        line: list[tuple[Frame, int]] = []
        for left, right in columns:
            y0, y1 = max(0, top - MARGIN_PX), min(height, bottom + MARGIN_PX)
            x0, x1 = max(0, left - MARGIN_PX), min(width, right + MARGIN_PX)
            line += [(crop[y0:y1, a:b], number) for a, b in _pieces(ink[top:bottom], x0, x1, y1 - y0)]
        if line:
            found.append(line)
    return found


def line_rows(crop: Frame) -> list[tuple[int, int]]:
    """Rows (top, behind the bottom) of the lines of a crop that are read by themselves, top to bottom."""
    return _rows(_ink(crop)) if crop.shape[0] >= 6 and crop.shape[1] >= 3 else []


def _rows(ink: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    rows = np.any(ink, axis=1)
    return runs(rows, gap=1, shortest=4) or _sign(rows)


def _in_crop(marks: Sequence[Box], box: Box) -> list[Box]:
    """What of some marks lies in a box, in pixels of its crop."""
    return [one.intersection(box).moved(-box.x, -box.y) for one in marks if one.overlaps(box)]


def _without_marks(ink: npt.NDArray[np.bool_], marks: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """The ink of the letters alone; all of it where there are none.

    What stands close to letters, or is no higher than their line, stays: it may be one, a figure or a sign.
    """
    if not marks:
        return ink
    parts = [_drawn(ink, one) for one in marks]
    letters = ink & ~np.logical_or.reduce(parts)
    lines = runs(np.any(letters, axis=1), gap=1, shortest=4)
    if not lines:
        return ink
    line = max(bottom - top for top, bottom in lines)
    left = [part for part in parts if part.any()]
    while True:
        near = [part for part in left if not _stands_apart(part, letters, line)]
        if not near:
            return letters
        letters = np.logical_or.reduce([letters, *near])
        left = [part for part in left if not any(part is one for one in near)]


def _stands_apart(part: npt.NDArray[np.bool_], letters: npt.NDArray[np.bool_], line: int) -> bool:
    """Whether a mark (h, w) has no letters beside it, and is higher than a `line` of them.

    Of what reaches beyond the picture nobody sees how high it is.
    """
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    is_whole = top > CUT_PX and bottom < len(part) - CUT_PX
    if is_whole and bottom - top <= HIGHER * line:
        return False
    gap = round(APART * max(line, bottom - top))
    beside = slice(max(0, int(columns[0]) - gap), int(columns[-1]) + 1 + gap)
    return not letters[top:bottom, beside].any()


def _drawn(ink: npt.NDArray[np.bool_], mark: Box) -> npt.NDArray[np.bool_]:
    """(h, w) the ink of a mark: what lies in its box, and where its strokes reach a little beyond."""
    around = mark.expanded(round(BEYOND * max(mark.w, mark.h)))
    near = np.zeros_like(ink)
    near[max(0, around.y) : around.bottom, max(0, around.x) : around.right] = True
    _, strokes = cv2.connectedComponents((ink & near).astype(np.uint8), connectivity=8)
    inside = np.unique(strokes[mark.y : mark.bottom, mark.x : mark.right])
    return np.isin(strokes, inside[inside > 0])


def _sign(rows: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where no line is, rows that may hold a flat sign alone: all the ink, if it is close together."""
    marked = np.flatnonzero(rows)
    if not len(marked) or marked[-1] - marked[0] >= SIGN_PX:
        return []
    middle = int(marked[0] + marked[-1] + 1) // 2
    top = max(0, min(middle - SIGN_PX // 2, len(rows) - SIGN_PX))
    return [(top, min(len(rows), top + SIGN_PX))]


def _ink(crop: Frame) -> npt.NDArray[np.bool_]:
    """(h, w): True where something is drawn; what remains of a box's outline is taken away."""
    grey: npt.NDArray[np.uint8] = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)  # type: ignore[assignment]
    height, width = grey.shape
    rim = 2 if min(height, width) > 12 else 0
    inner = grey[rim : height - rim, rim : width - rim]
    background = int(np.bincount(inner.ravel(), minlength=256).argmax())
    difference = cv2.absdiff(grey, np.full_like(grey, background))
    contrast = max(24.0, 0.3 * float(np.percentile(difference[rim : height - rim or None], 99.5)))
    ink: npt.NDArray[np.bool_] = difference > contrast
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    x, y, w, h = (stats[:, index] for index in range(4))
    spans = (w > 0.8 * width) & (width > 1.2 * height)  # outlines and underlines, not letters
    corner = max(2, min(6, height // 4))
    aside = (np.minimum(x, width - x - w) <= 1) & (w <= corner)
    cut_outline = aside & ((y <= 1) | (y + h >= height - 1)) & (h <= corner)
    posts = aside & (h > 0.9 * height) & (w <= 3) & (width > 3 * height)
    large = min(height, width) >= LARGE_PX
    ring = large & (w > 0.8 * width) & (h > 0.8 * height) & (stats[:, 4] <= OUTLINE_PX * 2 * (w + h))
    near = np.minimum(x, width - x - w) <= 4
    side = large & near & (w <= OUTLINE_PX) & (h > 0.65 * height)  # what rounded corners leave of one
    upright = (np.minimum(x, width - x - w) <= 1) & (h > 0.9 * height)
    level = (np.minimum(y, height - y - h) <= 1) & (w > 0.9 * width)
    beside = large & (upright | level) & (stats[:, 4] <= OUTSIDE * width * height)
    drawn_over = spans | cut_outline | posts | ring | side | beside
    drawn_over[0] = False
    ink[drawn_over[labels]] = False
    ink = _without_blocks(ink)
    ink[:rim] = ink[height - rim :] = False
    ink[:, :rim] = ink[:, width - rim :] = False
    return ink


def _without_blocks(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The ink but for solid blocks as high as much of the line that they stand in; all where nothing is left.

    A bar of a letter in a large type is solid, too, but low beside the letter; a minus stands alone.
    """
    solid = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones(BLOCK_PX[::-1], np.uint8))
    if not solid.any():
        return ink
    _, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    rows = runs(np.any(ink, axis=1), gap=0, shortest=1)
    lines = [next(end - start for start, end in rows if start <= top < end) for top in stats[1:, 1].tolist()]
    w, h = stats[1:, 2], stats[1:, 3]
    blocks = np.flatnonzero((w >= BLOCK_LONG * h) & (h >= BLOCK_HIGH * np.array(lines))) + 1
    left = ink & ~np.isin(labels, blocks)
    return left if left.any() else ink


def runs(marks: npt.NDArray[np.bool_], gap: int, shortest: int) -> list[tuple[int, int]]:
    """Ranges of True in `marks`; holes of at most `gap` are closed, ranges under `shortest` dropped."""
    padded = np.concatenate([[False], marks, [False]]).astype(np.int8)
    starts, ends = np.flatnonzero(np.diff(padded) == 1), np.flatnonzero(np.diff(padded) == -1)
    merged: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return [(start, end) for start, end in merged if end - start >= shortest]


def _pieces(ink: npt.NDArray[np.bool_], left: int, right: int, height: int) -> list[tuple[int, int]]:
    """Cuts an over-long line at its gaps, so that no piece has to be squeezed."""
    longest = max(8, LONGEST_PX * height // LINE_HEIGHT)
    pieces = []
    while right - left > longest:
        empty = np.flatnonzero(~ink[:, left + longest // 2 : left + longest].any(0))
        cut = left + longest // 2 + int(empty[-1]) if len(empty) else left + longest
        pieces.append((left, cut))
        left = cut
    return [*pieces, (left, right)]


def _joined(spans: Sequence[tuple[Reading, int]]) -> Reading:
    """Spans of one box with their line numbers to one text."""
    said = [(reading, row) for reading, row in spans if reading.text]
    if not said:
        return NOTHING
    text, letters = said[0][0].text, said[0][0].letters
    for (_, before), (reading, row) in itertools.pairwise(said):
        text += ("\n" if row != before else " ") + reading.text
        letters += (1.0, *reading.letters)
    weights = [len(reading.text) for reading, _ in said]
    mean = float(np.average([reading.confidence for reading, _ in said], weights=weights))
    return Reading(text, mean, letters)


def _width(piece: Frame) -> int:
    """Width of a piece as the recogniser sees it, padding included."""
    wanted = piece.shape[1] * LINE_HEIGHT / piece.shape[0] + BEHIND_PX
    return min(LONGEST_PX, max(SHORTEST_PX, math.ceil(wanted / WIDTH_PX) * WIDTH_PX))


def normalised(piece: Frame) -> npt.NDArray[np.float32]:
    """(3, 48, `_width`) float in -1..1, BGR as the model was trained; padded with zeros on the right."""
    width = _width(piece)
    wide = min(width, max(1, round(piece.shape[1] * LINE_HEIGHT / piece.shape[0])))
    way = cv2.INTER_AREA if piece.shape[0] > LINE_HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(piece, (wide, LINE_HEIGHT), interpolation=way)
    out = np.zeros((3, LINE_HEIGHT, width), np.float32)
    out[:, :, :wide] = scaled[:, :, ::-1].transpose(2, 0, 1) / 127.5 - 1
    return out


def _load(model: Path) -> tuple[Any, list[str]]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # lines are shared out among the threads, not the work on one
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps what the longest lines once took, hundreds of MB
    options.enable_mem_pattern = False  # one for each width would be kept
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no root
        raise EnvironmentFault(
            f"The text recogniser {model.name} cannot be loaded ({type(error).__name__}): reinstall rapidocr."
        ) from error
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ["", *characters, " "]
