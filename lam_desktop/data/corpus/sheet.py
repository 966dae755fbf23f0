"""A contact sheet: pages with their boxes and kinds, to look at."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

from lam_desktop.data.corpus.reader import CorpusReader
from lam_desktop.data.corpus.spec import KINDS

_COLOURS = (
    "#d02090",
    "#e02020",
    "#ff8c00",
    "#1e90ff",
    "#00a0a0",
    "#00b020",
    "#70c000",
    "#9040ff",
    "#808000",
    "#c06000",
    "#0040d0",
    "#a00060",
    "#ff50b0",
    "#ff2060",
    "#00d0ff",
)


def draw_sheet(
    folder: Path,
    target: Path,
    count: int = 6,
    seed: int = 0,
    columns: int = 2,
    width: int = 1000,
    boxes: bool = True,
    toolkit: str = "",
) -> int:
    """Write `count` random pages of the corpus, `columns` a row and `width` pixels each, as one picture.

    Returns how many it shows. Raises ValueError where there is no such page.
    """
    pages = [p for p in CorpusReader(folder).pages() if not toolkit or p.toolkit == toolkit]
    if not pages:
        raise ValueError(f"{folder} holds no page{f' of {toolkit}' if toolkit else ''}.")
    chosen = random.Random(seed).sample(pages, min(count, len(pages)))
    tiles = []
    for page in chosen:
        picture = Image.fromarray(page.load())
        pen = ImageDraw.Draw(picture)
        for element in page.elements if boxes else ():
            x, y, w, h = element.box
            colour = _COLOURS[KINDS.index(element.kind)]
            pen.rectangle((x, y, x + w - 1, y + h - 1), outline=colour)
        if boxes:
            x, y, w, h = page.window
            pen.rectangle((x, y, x + w - 1, y + h - 1), outline="#ffff00")
        tiles.append(picture.resize((width, round(picture.height * width / picture.width))))
    rows = [tiles[i : i + columns] for i in range(0, len(tiles), columns)]
    heights = [max(tile.height for tile in row) for row in rows]
    sheet = Image.new("RGB", (width * columns, sum(heights)))
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for n, tile in enumerate(row):
            sheet.paste(tile, (n * width, top))
        top += height
    sheet.save(target)
    return len(chosen)
