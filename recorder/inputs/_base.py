"""What every input backend offers: a stream of stamped raw input."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from recorder.events import EventKind, KeyFacts


@dataclass(frozen=True, slots=True)
class RawInput:
    """Input as the hook saw it. `t_ns` is monotonic; x and y are physical screen pixels."""

    t_ns: int
    kind: EventKind
    x: int
    y: int
    button: str | None = None
    dx: int = 0
    dy: int = 0
    key: KeyFacts | None = None
    modifiers: tuple[str, ...] = ()


class InputBackend(ABC):
    """Listens to mouse and keyboard without keeping anything from the programs."""

    @abstractmethod
    def start(self, on_input: Callable[[RawInput], None], on_error: Callable[[BaseException], None]) -> None:
        """Returns when the hook is live. Both callbacks run in the hook's thread and must not block.

        `on_error` is called once if the hook dies, for example because the display vanished.
        """

    @abstractmethod
    def stop(self) -> None:
        """Ends the hook and its thread; harmless when called twice."""
