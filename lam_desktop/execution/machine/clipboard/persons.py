"""What the person had on the clipboard before the run copied something, kept for them in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

Held: TypeAlias = Mapping[str, bytes]
"""What lies on a clipboard: by kind, such as `UTF8_STRING` or `image/png`. Nobody changes it."""


class Board(Protocol):
    """A clipboard that tells of its changes."""

    def changes(self) -> list[int]:
        """When anybody but us put something on it since the last call, ns on the monotonic clock."""
        ...

    def held(self) -> Held | None:
        """What lies there, as far as `put` can put it back: at most 16 MB, read within two seconds.

        None where that is nothing, or it is a password manager's. Raises EnvironmentFault once the display is
        gone.
        """
        ...

    def put(self, held: Held) -> bool:
        """Puts it there, where it stays when this process ends; False where that did not work."""
        ...

    def close(self) -> None:
        """Lets go of it; what was put there stays."""
        ...


class PersonsClipboard:
    """One a run. Everything happens in its thread, when it is called.

    A change belongs to whoever pressed something last before it. A person's copy is always noticed while it
    still lies there: what they press breaks the run off, and it asks here before it goes on.
    """

    def __init__(self, board: Board, by_person: Callable[[int], bool]) -> None:
        """`by_person`: whether the last press up to a monotonic time, ns, was the person's."""
        self._board = board
        self._by_person = by_person
        self._theirs = board.held()
        """None: nothing that could be put back."""
        self._displaced = False
        """Whether something of the run's lies there now."""
        self._ours: Held | None = None
        """What the run had there when it was handed over."""

    def notice(self) -> None:
        """Takes note of what has changed; called whenever the person may have had the desktop."""
        if not (changes := self._board.changes()):
            return
        if self._by_person(changes[-1]):
            self._theirs, self._displaced = self._board.held(), False
        else:
            self._displaced = True

    def give(self) -> None:
        """The person has the desktop: what they had lies there again, and the run's is kept until `take`."""
        self.notice()
        if self._displaced and self._theirs is not None:
            self._ours = self._board.held()
            self._displaced = not self._board.put(self._theirs)

    def take(self) -> None:
        """The run goes on: what it had copied lies there again, for the step that pastes it."""
        self.notice()
        ours, self._ours = self._ours, None
        if ours is not None and not self._displaced:
            self._displaced = self._board.put(ours)

    def close(self) -> None:
        """The run ends: what the person had lies there, unless they have copied something else since."""
        try:
            self.give()
        finally:
            self._board.close()
