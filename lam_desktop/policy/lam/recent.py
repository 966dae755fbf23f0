"""What was computed for the last few keys."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """What was computed for the last `capacity` keys; keys are the same when they are the same objects."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held: OrderedDict[tuple[int, ...], tuple[K, V]] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What is kept for a key, made where nothing is."""
        parts = key if isinstance(key, tuple) else (key,)
        name = tuple(id(part) for part in parts)
        if name not in self._held:
            self._held[name] = key, make()  # holding the key keeps its id from being given away
        self._held.move_to_end(name)
        while len(self._held) > self._capacity:
            self._held.popitem(last=False)
        return self._held[name][1]

    def newest(self) -> V | None:
        """What was asked for last."""
        return next(reversed(self._held.values()))[1] if self._held else None
