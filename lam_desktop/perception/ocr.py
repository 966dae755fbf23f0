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
from lam_desktop.perception.text_lines import LINE_HEIGHT, LONGEST_PX, ink_of, runs, text_lines
from lam_desktop.threads import on_one_thread
from lam_desktop.types import Box, Frame

BEHIND_PX, WIDTH_PX, SHORTEST_PX = 32, 16, 96
"""So much nothing follows a line, or its last letters are read worse; with it, its width is a multiple of the
second, and at least the third."""
PASSED_OVER, WORD_GAP, HIGH, BROAD = 0.5, 0.2, 0.4, 0.2
"""What a reading is worth that leaves something out; gaps between words, how high they are at least, and how
broad a letter is that is looked for by itself, in line heights."""
MOMENT_PX = 8
"""Of its input the recogniser says something each so many pixels."""
KNOWN_LINES = 1024
"""Lines whose reading is remembered: several screens full. Each row of a table brings a dozen new ones: a
run's memory grows by them until this is full."""


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
        self,
        model: Path | None = None,
        threads: int = 2,
        memory: int = KNOWN_LINES,
        models: Path | None = None,
    ) -> None:
        """`models`: a folder with more letters than the recogniser knows; without it, these are not read."""
        place = model or recognition_model()
        self._session, self.characters = _load(place, threads)
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
            with on_one_thread():
                return [self._read_piece(piece) for piece in pieces]
        order = sorted(range(len(pieces)), key=lambda n: -_width(pieces[n]))
        with on_one_thread(), ThreadPoolExecutor(self._threads) as readers:
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
    ink = ink_of(piece)
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
    ink = ink_of(piece)
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


def _in_crop(marks: Sequence[Box], box: Box) -> list[Box]:
    """What of some marks lies in a box, in pixels of its crop."""
    return [one.intersection(box).moved(-box.x, -box.y) for one in marks if one.overlaps(box)]


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


def _load(model: Path, threads: int) -> tuple[Any, list[str]]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Lines are shared out among the threads; of a single one, as of a field that is typed in, the work is.
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # who waits leaves the core
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
