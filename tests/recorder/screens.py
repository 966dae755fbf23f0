"""Paints small screens for tests of what looks at pixels."""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from recorder.frames import Packed, pack

SIZE = (640, 400)
FIELD = (200, 100, 240, 30)
WHITE, BLACK, GREY, BLUE = "#ffffff", "#101010", "#d0d0d0", "#2060c0"


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{name}", size)


class Screen:
    """A window with a labelled field, on which a test writes."""

    def __init__(
        self,
        at: tuple[int, int] = FIELD[:2],
        paper: str = WHITE,
        ink: str = BLACK,
        label: str = "Password",
        border: str = GREY,
    ) -> None:
        self.image = Image.new("RGB", SIZE, paper)
        self.draw = ImageDraw.Draw(self.image)
        self.at, self.paper, self.ink = at, paper, ink
        x, y = at
        w, h = FIELD[2:]
        self.draw.text((x - 100, y + 6), label, self.ink, font(14))
        self.draw.rectangle((x - 1, y - 1, x + w, y + h), outline=border)

    def write(self, text: str, size: int = 14, bold: bool = False, caret: bool = True) -> Screen:
        x, y = self.at
        face = font(size, bold)
        self.draw.text((x + 5, y + 6), text, self.ink, face)
        if caret:
            self._caret(x + 8 + int(face.getlength(text)))
        return self

    def bullets(self, count: int, radius: int = 4, gap: int = 3, caret: bool = True) -> Screen:
        x, y = self.at
        for number in range(count):
            left = x + 5 + number * (2 * radius + gap)
            self.draw.ellipse((left, y + 11, left + 2 * radius - 1, y + 10 + 2 * radius), self.ink)
        if caret:
            self._caret(x + 6 + count * (2 * radius + gap))
        return self

    def soft_bullets(self, count: int, radius: float, pitch: float) -> Screen:
        """Bullets between the pixels, with soft edges, as browsers draw them."""
        fine = 8
        x, y = self.at
        width, height = FIELD[2:]
        line = Image.new("L", (width * fine, height * fine), 0)
        pen = ImageDraw.Draw(line)
        for number in range(count):
            left, top = (5 + number * pitch) * fine, (14.3 - radius) * fine
            pen.ellipse((left, top, left + 2 * radius * fine, top + 2 * radius * fine), fill=255)
        self.image.paste(self.ink, (x, y), line.resize((width, height), Image.Resampling.BOX))
        self._caret(x + 7 + int(count * pitch))
        return self

    def _caret(self, x: int) -> None:
        self.draw.line((x, self.at[1] + 5, x, self.at[1] + 24), self.ink)

    @property
    def pixels(self) -> Packed:
        return pack(np.asarray(self.image))
