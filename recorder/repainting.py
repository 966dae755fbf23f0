"""Makes parts of stored frames black, so that nothing of what was there is left in the file."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from recorder.frames import COMPRESSION_LEVEL, TILE, Packed, digest_from_tiles, pack, tile_digest
from recorder.regions import Rect
from recorder.screen import blacken
from recorder.tables import Tables

DIGEST_BYTES = 16
TileDigests = dict[tuple[int, int], bytes]


def repaint(tables: Tables, covers: Callable[[int], Sequence[Rect]]) -> dict[bytes, int]:
    """Blackens in each frame the boxes that `covers` says for its time (monotonic ns), in frame pixels.

    Frames that are equal then become one. Returns the numbers of all frames by their digests. To be called
    in a transaction.
    """
    numbers = tables.frame_ids()
    for number in numbers:  # a new digest may be the old one of another
        row = list(_frame(tables, number))
        row[4] = os.urandom(DIGEST_BYTES)
        tables.change_frame(tuple(row))
    known: dict[bytes, int] = {}
    same: dict[int, int] = {}  # number -> of the equal one that is kept
    tiles_of: dict[int, TileDigests] = {}
    for number in numbers:
        _, t_ns, width, height, _, base, tiles, data = _frame(tables, number)
        if base is not None:
            base = same.get(base, base)
        places = _places(tiles, width, height)
        digests = dict(tiles_of[base]) if base is not None else {}
        data, changed = _blackened(data, places, (width, height), covers(t_ns), whole=tiles is None)
        digests.update(changed)
        digest = digest_from_tiles(width, height, digests)
        if digest in known:
            same[number] = known[digest]
            tables.drop_frame(number, known[digest])
            continue
        known[digest], tiles_of[number] = number, digests
        tables.change_frame((number, t_ns, width, height, digest, base, tiles, data))
    return known


def _frame(tables: Tables, number: int) -> tuple[int, int, int, int, bytes, int | None, bytes | None, bytes]:
    row = tables.frame(number)
    assert row is not None, f"frame {number} was just listed"
    return row  # type: ignore[return-value]


def _places(tiles: bytes | None, width: int, height: int) -> list[tuple[int, int]]:
    """Column and row of each tile that a frame's data holds."""
    if tiles is not None:
        return [(int(column), int(row)) for column, row in np.frombuffer(tiles, "<u2").reshape(-1, 2)]
    return [(column, row) for row in range(-(-height // TILE)) for column in range(-(-width // TILE))]


def _blackened(
    data: bytes,
    places: Sequence[tuple[int, int]],
    size: tuple[int, int],
    covers: Sequence[Rect],
    whole: bool,
) -> tuple[bytes, TileDigests]:
    """The data of a frame without what is covered, and the digests of its tiles."""
    width, height = size
    octets = np.frombuffer(zlib.decompress(data), np.uint8).copy()
    digests: TileDigests = {}
    touched = False
    at = 0
    picture = octets.reshape(height, width, 3) if whole else None
    for column, row in places:
        left, top = column * TILE, row * TILE
        w, h = min(TILE, width - left), min(TILE, height - top)
        if picture is not None:
            tile = picture[top : top + h, left : left + w]
        else:
            tile = octets[at : at + w * h * 3].reshape(h, w, 3)
            at += w * h * 3
        for cover in covers:
            touched |= blacken(tile, cover, (left, top))
        digests[row, column] = tile_digest(_packed(tile))
    return (zlib.compress(octets.tobytes(), COMPRESSION_LEVEL) if touched else data), digests


def _packed(tile: NDArray[np.uint8]) -> Packed:
    return pack(np.ascontiguousarray(tile))
