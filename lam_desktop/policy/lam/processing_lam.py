"""Elements of a screen to the tensors of the policy network."""

from __future__ import annotations

import functools
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import torch

from lam_desktop.differences import changed_regions
from lam_desktop.policy.lam.network_lam import ScreenTensors
from lam_desktop.policy.lam.settings_lam import LamSettings
from lam_desktop.policy.lam.wording import heard, plain_words
from lam_desktop.types import KINDS, Box, Element, Frame, Observation

KNOWN_TEXTS = 1 << 9
"""Texts that are not taken apart again: several screens full. Each row of a run brings new ones, so that what
a run holds grows until they are full."""
SURROUNDINGS_LINES = 2.0
"""The second picture shows this many lines of text around the element."""


class LamProcessor:
    """Observations to `ScreenTensors`. One instance serves one thread: it remembers the last pictures."""

    def __init__(self, config: LamSettings) -> None:
        self.config = config
        self._pictures = _Pictures(config.crop_px)

    def screen(self, observation: Observation) -> ScreenTensors:
        """One screen as a batch of one."""
        elements = observation.elements
        frame = observation.frame
        window = observation.window or Box(0, 0, frame.shape[1], frame.shape[0])
        boxes = [element.box for element in elements]
        unit = line_px(elements)
        grams = np.zeros((len(elements), self.config.max_grams), np.int64)
        texts = [_heard(element.text, element.kind) for element in elements]
        for row, text in zip(grams, texts, strict=True):
            row[:] = self._grams(text)
        return collate(
            [
                ElementArrays(
                    crops=self._pictures.of(frame, boxes, unit),
                    grams=grams,
                    words=np.array([words_id(text) for text in texts], np.int64),
                    kind=np.array([KINDS.index(element.kind) for element in elements], np.int64),
                    checked=np.array([checked_index(element.checked) for element in elements], np.int64),
                    follows=np.zeros(len(elements), np.int64),
                    edges=edges(boxes, window, unit),
                    geometry=geometry(boxes, window, unit),
                )
            ]
        )

    def following(self, screen: ScreenTensors, texts: Mapping[int, str]) -> ScreenTensors:
        """The screen where elements follow the row: each shall say its text, whatever it says here.

        What these look like here does not count either.
        """
        grams, words, follows = screen.grams.clone(), screen.words.clone(), screen.follows.clone()
        for element, text in texts.items():
            grams[0, element] = torch.from_numpy(self._grams(text))
            words[0, element] = words_id(text)
            follows[0, element] = 1
        return replace(screen, grams=grams, words=words, follows=follows)

    def _grams(self, text: str) -> npt.NDArray[np.int64]:
        return gram_ids(text, self.config.buckets, self.config.max_grams)


class ElementArrays:
    """Arrays of one screen, fields and shapes as in `ScreenTensors` without batch and `valid`."""

    __slots__ = ("checked", "crops", "edges", "follows", "geometry", "grams", "kind", "words")

    def __init__(
        self,
        crops: npt.NDArray[np.uint8],
        grams: npt.NDArray[np.int64],
        words: npt.NDArray[np.int64],
        kind: npt.NDArray[np.int64],
        checked: npt.NDArray[np.int64],
        follows: npt.NDArray[np.int64],
        edges: npt.NDArray[np.float32],
        geometry: npt.NDArray[np.float32],
    ) -> None:
        self.crops = crops
        self.grams = grams
        self.words = words
        self.kind = kind
        self.checked = checked
        self.follows = follows
        self.edges = edges
        self.geometry = geometry


def collate(screens: Sequence[ElementArrays], multiple: int = 1) -> ScreenTensors:
    """One or more screens to one padded batch; N a multiple of `multiple`, at least one."""
    most = max(1, *(len(screen.kind) for screen in screens))
    most = -(-most // multiple) * multiple

    def padded(name: str) -> torch.Tensor:
        arrays = [getattr(screen, name) for screen in screens]
        out = np.zeros((len(arrays), most, *arrays[0].shape[1:]), arrays[0].dtype)
        for row, array in zip(out, arrays, strict=True):
            row[: len(array)] = array
        return torch.from_numpy(out)

    valid = torch.zeros(len(screens), most, dtype=torch.bool)
    for row, screen in zip(valid, screens, strict=True):
        row[: len(screen.kind)] = True
    return ScreenTensors(**{name: padded(name) for name in ElementArrays.__slots__}, valid=valid)


def line_px(elements: Sequence[Element] | Sequence[Box]) -> float:
    """Height of a line of text on this screen in pixels: the unit that does not change with scale."""
    boxes = [one.box if isinstance(one, Element) else one for one in elements]
    texts = [one.box.h for one in elements if isinstance(one, Element) and one.kind in ("text", "menu_item")]
    heights = texts if len(texts) >= 3 else [box.h for box in boxes]
    return float(np.clip(np.median(heights), 8, 60)) if heights else 16.0


def crops(frame: Frame, boxes: Sequence[Box], unit: float, side: int) -> npt.NDArray[np.uint8]:
    """(N, 2, 3, side, side): each element, and a square of its surroundings."""
    return _Pictures(side).of(frame, boxes, unit)


class _Pictures:
    """Small pictures of parts of a frame; where it shows what the last one showed, they are taken over."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._last: Frame | None = None
        self._asked: tuple[list[Box], float] = [], 0.0
        self._areas: list[Box] = []
        self._pictures = np.zeros((0, 3, side, side), np.uint8)

    def of(self, frame: Frame, boxes: Sequence[Box], unit: float) -> npt.NDArray[np.uint8]:
        """(N, 2, 3, side, side): each element, and a square of its surroundings."""
        comparable = self._last is not None and self._last.shape == frame.shape and len(self._areas) > 0
        changed = changed_regions(self._last, frame) if comparable and self._last is not None else []
        asked = list(boxes), unit
        if asked == self._asked:
            areas, before = self._areas, np.arange(len(self._areas))
        else:
            areas = [area for box in boxes for area in _looked_at(box, unit)]
            known = {area: n for n, area in enumerate(self._areas)}
            before = np.array([known.get(area, -1) for area in areas], np.intp)
        stands = (before >= 0) & ~_overlapping(areas, changed) if comparable else np.zeros(len(areas), bool)
        pictures = np.zeros((len(areas), 3, self._side, self._side), np.uint8)
        pictures[stands] = self._pictures[before[stands]]
        anew: dict[Box, int] = {}
        for n in np.flatnonzero(~stands).tolist():
            same = anew.setdefault(areas[n], n)
            pictures[n] = self._picture(areas[n].crop(frame)) if same == n else pictures[same]
        self._last, self._asked, self._areas, self._pictures = frame, asked, areas, pictures
        return pictures.reshape(len(boxes), 2, 3, self._side, self._side)

    def _picture(self, piece: Frame) -> npt.NDArray[np.uint8]:
        """(3, side, side); black where there is nothing."""
        if not piece.size:
            return np.zeros((3, self._side, self._side), np.uint8)
        small = cv2.resize(piece, (self._side, self._side), interpolation=cv2.INTER_AREA)
        return small.transpose(2, 0, 1)  # type: ignore[return-value] - of uint8, too


def _overlapping(areas: Sequence[Box], changed: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """(N,) which areas have a pixel in common with something that changed."""
    left, top, right, bottom = _corners(areas).T
    over = np.zeros(len(areas), bool)
    for one in changed:
        across = np.maximum(left, one.x) < np.minimum(right, one.right)
        over |= across & (np.maximum(top, one.y) < np.minimum(bottom, one.bottom))
    return over


def _looked_at(box: Box, unit: float) -> tuple[Box, Box]:
    """The element, and what is around it."""
    x, y = box.center
    # Wide boxes keep their left end: that is where labels and icons are.
    near = Box(box.x, box.y, min(box.w, 6 * box.h), box.h).expanded(2)
    half = round(SURROUNDINGS_LINES * unit) + round(min(box.h, 2 * unit) / 2)
    return near, Box(x - 2 * half, y - half, 4 * half, 2 * half)


def edges(boxes: Sequence[Box], window: Box, unit: float) -> npt.NDArray[np.float32]:
    """(N, 4): left, top, right, bottom in pairs of lines of text from the window's corner."""
    corners = _corners(boxes) - (window.x, window.y, window.x, window.y)
    return (corners / (2 * unit)).astype(np.float32)


def geometry(boxes: Sequence[Box], window: Box, unit: float) -> npt.NDArray[np.float32]:
    """(N, 10): edges as shares of the window, distances and sizes as logarithms of lines."""
    left, top, right, bottom = _corners(boxes).T  # (N,) each
    width, height = max(1, window.w), max(1, window.h)
    inwards = [left - window.x, top - window.y, window.right - right, window.bottom - bottom]
    shares = [inwards[0] / width, inwards[1] / height, 1 - inwards[2] / width, 1 - inwards[3] / height]
    lines = [np.log1p(np.maximum(0, value) / unit) / 4 for value in (*inwards, right - left, bottom - top)]
    return np.stack([*np.clip(shares, -0.5, 1.5), *lines], 1).astype(np.float32)


def _corners(boxes: Sequence[Box]) -> npt.NDArray[np.float64]:
    """(N, 4): left, top, right, bottom."""
    corners = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    return np.array(corners, np.float64).reshape(-1, 4)


def checked_index(checked: bool | None) -> int:
    """0 unknown, 1 off, 2 on."""
    return 0 if checked is None else 1 + int(checked)


_heard = functools.lru_cache(maxsize=KNOWN_TEXTS)(heard)


@functools.lru_cache(maxsize=KNOWN_TEXTS)
def words_id(text: str) -> int:
    """A number for the text that only the same words have; 0 for none."""
    plain = plain_words(text)
    return 1 + zlib.crc32(plain.encode()) if plain else 0


@functools.lru_cache(maxsize=KNOWN_TEXTS)
def gram_ids(text: str, buckets: int, most: int) -> npt.NDArray[np.int64]:
    """(most,): hashed words and character n-grams (n = 1..3) of the text, 0 pads.

    Works for any script: Chinese has its meaning in single characters, Latin in words and trigrams.
    Long texts keep their beginning, which changes less than their end.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    words = unicodedata.normalize("NFKC", text).casefold().split()
    framed = f"^{plain}$" if plain else ""
    grams = [f"w{word}" for word in words[:6]]
    grams += [framed[i : i + 3] for i in range(min(len(framed) - 2, 24))]
    grams += list(plain[:8])
    grams += [plain[i : i + 2] for i in range(min(len(plain) - 1, 10))]
    ids = [1 + zlib.crc32(gram.encode()) % (buckets - 1) for gram in dict.fromkeys(grams)][:most]
    out = np.zeros(most, np.int64)
    out[: len(ids)] = ids
    return out
