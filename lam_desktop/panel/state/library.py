"""The tasks of the library as the panel shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lam_desktop.panel.state import events


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The cards of the first screen."""

    cards: tuple[events.TaskCard, ...] = ()
    loading: bool = True


def reduce_library(state: LibraryState, event: events.Event) -> LibraryState:
    """The library after `event`."""
    match event:
        case events.LibraryLoading():
            return replace(state, loading=True)
        case events.LibraryLoaded(cards):
            return LibraryState(cards=cards, loading=False)
        case events.LibraryFailed():
            return replace(state, loading=False)
        case _:
            return state
