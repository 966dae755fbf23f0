"""What was found out about pieces of a picture, found again by their pixels: most stand where they stood."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from lam_desktop.types import Frame

V = TypeVar("V")


def content(piece: Frame, *beside: int) -> bytes:
    """A name of these pixels, in this shape, and of the numbers `beside` on which the finding rests, too."""
    digest = hashlib.blake2b(piece.tobytes(), digest_size=16)
    digest.update(repr((piece.shape, beside)).encode())
    return digest.digest()


class Remembered(Generic[V]):
    """The findings that were asked for last, at most `capacity` of them."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held: OrderedDict[bytes, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def of(self, names: Sequence[bytes], find: Callable[[list[int]], Sequence[V]]) -> list[V]:
        """The finding of each name, as of `content`.

        `find` is given the places in `names` of those that are not known, of equal ones the last, and returns
        their findings in this order.
        """
        unknown = {name: n for n, name in enumerate(names) if name not in self._held}
        if unknown:
            self._held.update(zip(unknown, find(list(unknown.values())), strict=True))
        found = [self._held[name] for name in names]
        for name in names:
            self._held.move_to_end(name)
        while len(self._held) > self._capacity:
            self._held.popitem(last=False)
        return found
