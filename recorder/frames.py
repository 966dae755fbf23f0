"""Lossless coding of frames: whole, or the 64x64 tiles that changed since the frame before.

A packed frame is a (H, W) uint32 array of 0x00RRGGBB, the form in which comparing is cheapest;
an RGB frame is (H, W, 3) uint8.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Packed = NDArray[np.uint32]
Rgb = NDArray[np.uint8]

TILE = 64
MOST_PIXELS = 1 << 26  # two screens of 8K
KEYFRAME_EVERY = 32  # bounds what must be decoded to show one frame
COMPRESSION_LEVEL = 2  # on office screens level 6 saves a tenth more and takes four times as long


@dataclass(frozen=True, slots=True)
class CodedFrame:
    """What the file keeps of one frame."""

    width: int
    height: int
    digest: bytes  # `digest_of` the frame
    base: int | None  # frame id that `tiles` change; None for a whole frame
    tiles: bytes | None  # uint16 pairs (column, row), little-endian
    data: bytes  # zlib


class FrameEncoder:
    """Codes a recording's frames one after the other, and numbers the different ones from 1."""

    def __init__(self) -> None:
        self._ids: dict[bytes, int] = {}
        self._depths: dict[int, int] = {}  # id -> how many frames it builds on
        self._last: tuple[int, Packed] | None = None
        self._tile_digests: dict[tuple[int, int], bytes] = {}  # of the last frame
        self._highest = 0  # number so far

    def resume(self, ids: Mapping[bytes, int]) -> None:
        """Goes on after what is stored was changed: these are the frames by their digests now."""
        self._ids, self._depths, self._last = dict(ids), dict.fromkeys(ids.values(), 0), None
        self._tile_digests.clear()

    def encode(self, frame: Packed) -> tuple[int, CodedFrame | None]:
        """The frame's number, and what to store of it: None where an equal frame came before."""
        places = _all_tiles(frame.shape)
        if self._last is not None and self._last[1].shape == frame.shape:
            if self._last[1] is frame:
                return self._last[0], None
            places = changed_tiles(self._last[1], frame)
            if not len(places):
                return self._last[0], None
        else:
            self._tile_digests.clear()
        self._tile_digests.update(_tile_digests(frame, places))
        digest = _digest(frame, self._tile_digests)
        known = self._ids.get(digest)
        if known is not None:
            self._last = known, frame
            return known, None
        self._highest = frame_id = self._highest + 1
        coded = self._code(frame, digest, places)
        self._ids[digest] = frame_id
        self._depths[frame_id] = 0 if coded.base is None else self._depths[coded.base] + 1
        self._last = frame_id, frame
        return frame_id, coded

    def _code(self, frame: Packed, digest: bytes, places: NDArray[np.intp]) -> CodedFrame:
        height, width = frame.shape
        if self._last is None or self._last[1].shape != frame.shape:
            return _whole(frame, digest)
        large = 2 * len(places) * TILE * TILE > height * width
        if large or self._depths[self._last[0]] >= KEYFRAME_EVERY:
            return _whole(frame, digest)
        tiles = b"".join(unpack(_tile(frame, column, row)).tobytes() for column, row in places)
        data = zlib.compress(tiles, COMPRESSION_LEVEL)
        return CodedFrame(width, height, digest, self._last[0], places.astype("<u2").tobytes(), data)


def pack(rgb: Rgb) -> Packed:
    """0x00RRGGBB of an RGB frame."""
    wide = rgb.astype(np.uint32)
    return np.asarray((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2], np.uint32)


def unpack(frame: Packed) -> Rgb:
    """RGB of a packed frame, as a fresh contiguous array."""
    octets = np.ascontiguousarray(frame).astype("<u4", copy=False).view(np.uint8).reshape(*frame.shape, 4)
    return np.ascontiguousarray(octets[..., 2::-1])


def digest_of(frame: Packed) -> bytes:
    """Names a frame by its content: equal digests mean equal screens.

    BLAKE2b-128 of «WIDTHxHEIGHT:» and the BLAKE2b-128 of each tile's packed pixels, row by row.
    """
    return _digest(frame, _tile_digests(frame, _all_tiles(frame.shape)))


def decode(coded: CodedFrame, base: Rgb | None) -> Rgb:
    """The RGB frame again; `base` is the decoded base frame, and is left untouched."""
    if not is_screen(coded.width, coded.height):
        raise ValueError(f"a frame of {coded.width}x{coded.height} pixels is none of a screen")
    if coded.tiles is None:
        octets = _unzipped(coded.data, coded.width * coded.height * 3)
        return octets.reshape(coded.height, coded.width, 3).copy()
    if base is None:
        raise ValueError("a frame of tiles needs its base")
    octets = _unzipped(coded.data, len(coded.tiles) // 4 * TILE * TILE * 3)
    frame = base.copy()
    at = 0
    for column, row in np.frombuffer(coded.tiles, "<u2").reshape(-1, 2).tolist():
        target = frame[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
        target[...] = octets[at : at + target.size].reshape(target.shape)
        at += target.size
    return frame


def is_screen(width: object, height: object) -> bool:
    """Whether a screen may have this size, in pixels: a file may hold anything in its place."""
    if not (isinstance(width, int) and isinstance(height, int)):
        return False
    return width > 0 and height > 0 and width * height <= MOST_PIXELS


def _unzipped(data: bytes, most: int) -> NDArray[np.uint8]:
    """The bytes, at most so many: a few of them may be made to unpack into any number."""
    unpacked = zlib.decompressobj().decompress(data, most + 1)
    if len(unpacked) > most:
        raise ValueError("a frame holds more than its pixels")
    return np.frombuffer(unpacked, np.uint8)


def changed_tiles(old: Packed, new: Packed) -> NDArray[np.intp]:
    """(N, 2) column and row of each tile that differs; both frames have one shape."""
    height, width = new.shape
    rows, columns = -(-height // TILE), -(-width // TILE)
    padded = np.zeros((rows * TILE, columns * TILE), bool)
    np.not_equal(old, new, out=padded[:height, :width])
    changed = padded.reshape(rows, TILE, columns, TILE).any(axis=(1, 3))
    row, column = np.nonzero(changed)
    return np.stack([column, row], axis=1)


def _all_tiles(shape: tuple[int, ...]) -> NDArray[np.intp]:
    rows, columns = -(-shape[0] // TILE), -(-shape[1] // TILE)
    row, column = np.divmod(np.arange(rows * columns), columns)
    return np.stack([column, row], axis=1)


def _tile_digests(frame: Packed, places: NDArray[np.intp]) -> dict[tuple[int, int], bytes]:
    found: dict[tuple[int, int], bytes] = {}
    for column, row in places.tolist():
        found[row, column] = tile_digest(_tile(frame, column, row))
    return found


def tile_digest(tile: Packed) -> bytes:
    """Of which the digest of a frame is made."""
    return hashlib.blake2b(tile.astype("<u4").tobytes(), digest_size=16).digest()


def _digest(frame: Packed, tiles: dict[tuple[int, int], bytes]) -> bytes:
    height, width = frame.shape
    return digest_from_tiles(width, height, tiles)


def digest_from_tiles(width: int, height: int, tiles: Mapping[tuple[int, int], bytes]) -> bytes:
    """`digest_of` a frame, from the digests of all its tiles by row and column."""
    state = hashlib.blake2b(f"{width}x{height}:".encode(), digest_size=16)
    for place in sorted(tiles):
        state.update(tiles[place])
    return state.digest()


def _whole(frame: Packed, digest: bytes) -> CodedFrame:
    height, width = frame.shape
    return CodedFrame(
        width, height, digest, None, None, zlib.compress(unpack(frame).tobytes(), COMPRESSION_LEVEL)
    )


def _tile(frame: Packed, column: int, row: int) -> Packed:
    return frame[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
