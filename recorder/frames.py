"""Lossless coding of frames: whole, or the 64x64 tiles that changed since the frame before.

A packed frame is a (H, W) uint32 array of 0x00RRGGBB, the form in which comparing is cheapest;
an RGB frame is (H, W, 3) uint8.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Packed = NDArray[np.uint32]
Rgb = NDArray[np.uint8]

TILE = 64
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
        self._last: tuple[int, Packed] | None = None
        self._since_keyframe = 0

    def encode(self, frame: Packed) -> tuple[int, CodedFrame | None]:
        """The frame's number, and what to store of it: None where an equal frame came before."""
        digest = digest_of(frame)
        known = self._ids.get(digest)
        if known is not None:
            return known, None
        if self._last is None or self._since_keyframe >= KEYFRAME_EVERY:
            coded = encode(frame, digest)
        else:
            base, previous = self._last
            coded = encode(frame, digest, previous, base)
        frame_id = self._ids[digest] = len(self._ids) + 1
        self._last = frame_id, frame
        self._since_keyframe = 0 if coded.base is None else self._since_keyframe + 1
        return frame_id, coded


def pack(rgb: Rgb) -> Packed:
    """0x00RRGGBB of an RGB frame."""
    wide = rgb.astype(np.uint32)
    return np.asarray((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2], np.uint32)


def unpack(frame: Packed) -> Rgb:
    """RGB of a packed frame, as a fresh contiguous array."""
    octets = np.ascontiguousarray(frame).astype("<u4", copy=False).view(np.uint8).reshape(*frame.shape, 4)
    return np.ascontiguousarray(octets[..., 2::-1])


def digest_of(frame: Packed) -> bytes:
    """BLAKE2b-128 of «WIDTHxHEIGHT:» and the packed pixels: equal digests mean equal screens."""
    height, width = frame.shape
    state = hashlib.blake2b(f"{width}x{height}:".encode(), digest_size=16)
    state.update(np.ascontiguousarray(frame).astype("<u4", copy=False).data)
    return state.digest()


def encode(
    frame: Packed, digest: bytes, previous: Packed | None = None, base: int | None = None
) -> CodedFrame:
    """Codes a frame, as changed tiles of `previous` (frame id `base`) where those are under half of it."""
    height, width = frame.shape
    if previous is not None and base is not None and previous.shape == frame.shape:
        places = changed_tiles(previous, frame)
        if 2 * len(places) * TILE * TILE <= height * width:
            tiles = b"".join(unpack(_tile(frame, column, row)).tobytes() for column, row in places)
            return CodedFrame(
                width,
                height,
                digest,
                base,
                places.astype("<u2").tobytes(),
                zlib.compress(tiles, COMPRESSION_LEVEL),
            )
    return CodedFrame(
        width, height, digest, None, None, zlib.compress(unpack(frame).tobytes(), COMPRESSION_LEVEL)
    )


def decode(coded: CodedFrame, base: Rgb | None) -> Rgb:
    """The RGB frame again; `base` is the decoded base frame, and is left untouched."""
    octets = np.frombuffer(zlib.decompress(coded.data), np.uint8)
    if coded.tiles is None:
        return octets.reshape(coded.height, coded.width, 3).copy()
    if base is None:
        raise ValueError("a frame of tiles needs its base")
    frame = base.copy()
    at = 0
    for column, row in np.frombuffer(coded.tiles, "<u2").reshape(-1, 2).tolist():
        target = frame[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
        target[...] = octets[at : at + target.size].reshape(target.shape)
        at += target.size
    return frame


def changed_tiles(old: Packed, new: Packed) -> NDArray[np.intp]:
    """(N, 2) column and row of each tile that differs; both frames have one shape."""
    height, width = new.shape
    rows, columns = -(-height // TILE), -(-width // TILE)
    padded = np.zeros((rows * TILE, columns * TILE), bool)
    np.not_equal(old, new, out=padded[:height, :width])
    changed = padded.reshape(rows, TILE, columns, TILE).any(axis=(1, 3))
    row, column = np.nonzero(changed)
    return np.stack([column, row], axis=1)


def _tile(frame: Packed, column: int, row: int) -> Packed:
    return frame[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
