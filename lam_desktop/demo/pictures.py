"""The pictures that the demonstration takes, and the sheet that shows them together."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lam_desktop.types import Frame

if TYPE_CHECKING:
    from PIL import Image

KEPT_WIDTH = 1280
SHEET_COLUMNS = 3
TILE_WIDTH = 620
GAP = 14
CAPTION_HEIGHT = 34
CAPTION_PX = 17


@dataclass(frozen=True, eq=False)
class Picture:
    """One moment of the demonstration."""

    caption: str
    image: Image.Image

    def data_uri(self, width: int) -> str:
        """The picture, scaled, as text for an HTML page."""
        buffer = io.BytesIO()
        _scaled(self.image, width).save(buffer, "JPEG", quality=82)
        return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


@dataclass
class Gallery:
    """Pictures in the sequence they were taken."""

    pictures: list[Picture] = field(default_factory=list[Picture])

    def add(self, caption: str, frame: Frame) -> None:
        """Keeps a screenshot."""
        from PIL import Image

        self.pictures.append(Picture(caption, _scaled(Image.fromarray(frame), KEPT_WIDTH)))

    def add_file(self, caption: str, path: Path) -> None:
        """Keeps a picture from a file."""
        from PIL import Image

        with Image.open(path) as image:
            self.pictures.append(Picture(caption, _scaled(image.convert("RGB"), KEPT_WIDTH)))

    def write_sheet(self, path: Path) -> None:
        """Writes all pictures with their captions as one PNG."""
        from PIL import Image, ImageDraw, ImageFont

        tiles = [_scaled(picture.image, TILE_WIDTH) for picture in self.pictures]
        tile_height = max((tile.height for tile in tiles), default=0) + CAPTION_HEIGHT
        rows = -(-len(tiles) // SHEET_COLUMNS)
        size = (GAP + SHEET_COLUMNS * (TILE_WIDTH + GAP), GAP + rows * (tile_height + GAP))
        sheet = Image.new("RGB", size, "#f3f4f6")
        draw = ImageDraw.Draw(sheet)
        font = ImageFont.load_default(CAPTION_PX)
        for number, (picture, tile) in enumerate(zip(self.pictures, tiles, strict=True)):
            x = GAP + (number % SHEET_COLUMNS) * (TILE_WIDTH + GAP)
            y = GAP + (number // SHEET_COLUMNS) * (tile_height + GAP)
            draw.text((x, y + 4), f"{number + 1}  {picture.caption}", fill="#1f2933", font=font)
            sheet.paste(tile, (x, y + CAPTION_HEIGHT))
        sheet.save(path)


def _scaled(image: Image.Image, width: int) -> Image.Image:
    """Not wider than `width`."""
    from PIL import Image

    if image.width <= width:
        return image
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
