"""Reads the library's cards for the panel."""

from __future__ import annotations

from lam_desktop.panel import reading
from lam_desktop.panel.jobs import Jobs
from lam_desktop.panel.shelf import Shelf
from lam_desktop.panel.state import events
from lam_desktop.panel.state.store import Store
from lam_desktop.tasks.storage.library import Library


class Refreshing:
    """The newest reading counts; of an earlier one that comes later nothing is shown."""

    def __init__(self, library: Library, store: Store, jobs: Jobs, shelf: Shelf) -> None:
        self._library = library
        self._store = store
        self._jobs = jobs
        self._shelf = shelf
        self._turn = 0

    def refresh(self) -> None:
        """First what is quick, then the pictures that are not there yet; returns at once."""
        self._turn += 1
        turn = self._turn

        def show(cards: tuple[events.TaskCard, ...]) -> None:
            if turn == self._turn:
                self._store.dispatch(events.LibraryLoaded(cards))

        def quick(cards: tuple[events.TaskCard, ...]) -> None:
            show(cards)
            if any(not card.picture and not card.problem for card in cards):
                self._jobs.run(
                    lambda cancelled: reading.read_cards(
                        self._library, cancelled, cut=True, shelf=self._shelf
                    ),
                    show,
                    self._failed,
                )

        self._store.dispatch(events.LibraryLoading())
        self._jobs.run(
            lambda cancelled: reading.read_cards(self._library, cancelled, cut=False, shelf=self._shelf),
            quick,
            self._failed,
        )

    def _failed(self, message: str) -> None:
        self._store.dispatch(events.LibraryFailed(message))
