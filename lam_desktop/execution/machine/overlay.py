"""Draws a decision over the screenshot that it was made on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lam_desktop.types import Box, Candidate, Decision, Frame

RUNNERS_UP = 4
LEAST = 0.005
"""A candidate less likely than this is not worth a box."""

LARGE = 0.1
"""Labels may lie over an element that takes up more than this share of the screen."""

_SURE, _UNSURE, _OTHER = (22, 163, 74), (234, 122, 10), (37, 99, 235)
_INK, _PAPER, _SOFT = (255, 255, 255), (17, 24, 39), (203, 213, 225)
_LATIN = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf", "Helvetica.ttc",
)  # fmt: skip
_WIDE = ("NotoSansCJK-Regular.ttc", "msyh.ttc", "PingFang.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf")
_WIDE_FROM = 0x2E80
_TOKEN = re.compile(r"\s+|[\u2e80-\U0010ffff]|[^\s\u2e80-\U0010ffff]+")
_EDGE = (75, 85, 99)
_DIMMED = 0.72


def draw_decision(frame: Frame, decision: Decision, window: Box | None = None) -> Frame:
    """The screenshot with the chosen element, its rivals, the click point, and the reason in a strip below.

    Same width and origin as `frame`, so that a point of the picture is a point of the screen; the strip makes
    it taller. Outside `window` (frame pixels) it is dimmed. Green: sure enough to act; orange: not.
    """
    unit = max(1.0, frame.shape[1] / 1280)
    return np.concatenate([
        mark_decision(_dimmed(frame, window), decision), _strip(decision, frame.shape[1], unit)
    ])  # fmt: skip


def mark_decision(frame: Frame, decision: Decision) -> Frame:
    """The screenshot with the chosen element, its rivals and the click point alone, of the same size."""
    picture = Image.fromarray(frame)
    pen = _Pen(picture, max(1.0, frame.shape[1] / 1280))
    colour = _SURE if decision.accepted else _UNSURE
    rivals = [one for one in decision.candidates if one != decision.target and one.probability >= LEAST]
    for candidate in reversed(rivals[:RUNNERS_UP]):
        pen.box(candidate.box, _OTHER, width=1.5)
    chosen = decision.target
    if chosen is not None:
        pen.box(chosen.box, colour, width=3)
    shown = ([chosen] if chosen is not None else []) + rivals[:RUNNERS_UP]
    taken = [one.box for one in shown if one.box.area < LARGE * frame.shape[0] * frame.shape[1]]
    if chosen is not None:
        pen.label(chosen.box, percent(decision.confidence), colour, taken, size=15)
    for candidate in rivals[:RUNNERS_UP]:
        pen.label(candidate.box, percent(candidate.probability), _OTHER, taken, size=12)
    if decision.point is not None:
        pen.cross(decision.point, colour)
    return np.asarray(picture)


def outlined(frame: Frame, box: Box) -> Frame:
    """The screenshot with an outline around one place (frame pixels), of the same size."""
    picture = Image.fromarray(frame)
    _Pen(picture, max(1.0, frame.shape[1] / 1280)).box(box, _UNSURE, width=3)
    return np.asarray(picture)


def _dimmed(frame: Frame, window: Box | None) -> Frame:
    if window is None:
        return frame.copy()
    dimmed = (frame * _DIMMED).astype(np.uint8)
    window.crop(dimmed)[:] = window.crop(frame)
    return dimmed


class _Pen:
    """Draws so that it stands out on light and on dark: every line has a halo, every text its own ground."""

    def __init__(self, picture: Image.Image, unit: float) -> None:
        self._draw = ImageDraw.Draw(picture)
        self._size = picture.size
        self._unit = unit

    def box(self, box: Box, colour: tuple[int, int, int], width: float) -> None:
        thick = max(1, round(width * self._unit))
        for grow, ink, line in ((thick + 1, _INK, thick + 2), (thick, colour, thick)):
            around = box.expanded(grow)
            self._draw.rounded_rectangle(
                (around.x, around.y, around.right - 1, around.bottom - 1),
                radius=round(3 * self._unit),
                outline=ink,
                width=line,
            )

    def cross(self, point: tuple[int, int], colour: tuple[int, int, int]) -> None:
        """A ring with its centre dotted: what is under it stays readable."""
        x, y = point
        for radius, thick, ink in ((9, 4, _INK), (8, 2, colour), (2, 2, _INK), (1.2, 2, colour)):
            reach = radius * self._unit
            self._draw.ellipse(
                (x - reach, y - reach, x + reach, y + reach),
                outline=ink,
                width=max(1, round(thick * self._unit)),
            )

    def label(self, box: Box, text: str, colour: tuple[int, int, int], taken: list[Box], size: int) -> None:
        """Beside the box, where it covers neither an element nor another label."""
        points = round(size * self._unit)
        pad = round(4 * self._unit)
        w, h = round(_width(text, points)) + 2 * pad, points + 2 * pad
        gap = round(5 * self._unit)
        middle = box.y + (box.h - h) // 2
        places = [
            (box.x, box.y - h - gap), (box.x, box.bottom + gap), (box.right - w, box.y - h - gap),
            (box.right + gap, middle), (box.x - w - gap, middle), (box.x, box.y - 2 * (h + gap)),
            (box.x, box.bottom + h + 2 * gap), (box.x, box.y),
        ]  # fmt: skip
        spots = [Box(*place, w, h) for place in places]
        inside = Box(0, 0, *self._size)
        free = [spot for spot in spots if spot.intersection(inside).area == spot.area]
        clear = [spot for spot in free if not any(spot.overlaps(other) for other in taken)]
        spot = (clear or free or spots)[0]
        taken.append(spot)
        self._draw.rounded_rectangle(
            (spot.x, spot.y, spot.right, spot.bottom), radius=pad, fill=colour, outline=_INK
        )
        _write(self._draw, (spot.x + pad, spot.y + pad), text, _INK, points)


def _strip(decision: Decision, width: int, unit: float) -> Frame:
    """The reason, and the candidates in words."""
    points, small, pad = round(16 * unit), round(13 * unit), round(12 * unit)
    reason = " ".join(decision.reason.split())  # a line break of an element's text has no width
    lines = list(_wrapped(reason, points, width - 3 * pad))
    facts = _facts(decision)
    details = list(_wrapped(facts, small, width - 3 * pad)) if facts else []
    height = 2 * pad + round(1.4 * points) * len(lines) + round(1.5 * small) * len(details)
    strip = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(strip)
    draw.line((0, 0, width, 0), fill=_EDGE)
    draw.rectangle((0, 0, round(5 * unit), height), fill=_SURE if decision.accepted else _UNSURE)
    y = pad
    for line in lines:
        _write(draw, (2 * pad, y), line, _INK, points)
        y += round(1.4 * points)
    for line in details:
        _write(draw, (2 * pad, y), line, _SOFT, small)
        y += round(1.5 * small)
    return np.asarray(strip)


def _facts(decision: Decision) -> str:
    named = [
        f"{_name(one)} {percent(one.probability)}"
        for one in decision.candidates[: RUNNERS_UP + 1]
        if one.probability >= LEAST
    ]
    if decision.absent >= LEAST:
        named.append(f"not there {percent(decision.absent)}")
    if not decision.accepted:
        named.append(f"needs {percent(decision.threshold)}")
    return "   ·   ".join(named)


def _name(candidate: Candidate) -> str:
    kind = candidate.kind.replace("_", " ")
    text = " ".join(candidate.text.split())
    return f"{kind} «{text[:40]}»" if text else kind


def percent(share: float) -> str:
    """Never a certainty that it is not: 0.9996 is not 100 %."""
    percent = 100 * share
    if 99 < percent < 100 or 0 < percent < 1:
        return f"{min(percent, 99.9):.1f} %"
    return f"{percent:.0f} %"


def _wrapped(text: str, points: int, width: int) -> Iterator[str]:
    """Lines no wider than `width`: broken between words, between wide characters, and else within a word."""
    line = ""
    for token in _TOKEN.findall(text):
        pieces = token if _width(token, points) > width else [token]
        for piece in pieces:
            if line and _width(line + piece.rstrip(), points) > width:
                yield line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
    yield line.rstrip()


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, ink: tuple[int, int, int], points: int
) -> None:
    x, y = float(at[0]), at[1]
    for part, wide in _runs(text):
        font = _font(points, wide)
        draw.text((x, y + points), part, fill=ink, font=font, anchor="ls")
        x += font.getlength(part)


def _width(text: str, points: int) -> float:
    return sum(_font(points, wide).getlength(part) for part, wide in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts that one font can write; whether it is the one for wide scripts."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or (ord(text[at]) >= _WIDE_FROM) != (ord(text[start]) >= _WIDE_FROM):
            yield text[start:at], ord(text[start]) >= _WIDE_FROM
            start = at


@cache
def _font(points: int, wide: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in (*_WIDE, *_LATIN) if wide else _LATIN:
        try:
            return ImageFont.truetype(name, points)
        except OSError:
            continue
    return ImageFont.load_default(points)
