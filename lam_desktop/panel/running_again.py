"""What a run left undone, once more: found out first, chosen then, and begun where nothing is doubtful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lam_desktop.panel.preparing import Preparing
from lam_desktop.panel.state import before_events, events
from lam_desktop.panel.state.store import Store
from lam_desktop.panel.task_reader import TaskReader


class RunningAgain:
    """Every call returns at once.

    `begin` starts what is chosen; `still_wanted` does something where the person did not go elsewhere.
    """

    def __init__(
        self,
        store: Store,
        preparing: Preparing,
        reader: TaskReader,
        begin: Callable[[], None],
        still_wanted: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._store = store
        self._preparing = preparing
        self._reader = reader
        self._begin = begin
        self._still_wanted = still_wanted

    def find_undone(self) -> None:
        """Does what the last run left undone; first it is found out what that is."""
        run = self._store.state.run
        if not self._store.state.busy:
            self._preparing.read_undone(
                run.task, run.folder, lambda: self._still_wanted(run.task, self._begin)
            )

    def do_anew(self) -> None:
        """Does the last run again from its beginning, where that may be."""
        run = self._store.state.run
        if not self._store.state.busy and run.once_more is not None and run.once_more.anew:
            again = before_events.Again(run.folder, (1,), anew=True, instruction=run.instruction)
            self._store.dispatch(before_events.AgainChosen(again))
            self._begin()

    def go_on_where_broke_off(self) -> None:
        """Chooses what the newest run left undone, and reads its table."""
        run = self._store.state.run
        again = run.before.broke_off
        if again is not None and not self._store.state.busy:
            choose = before_events.AgainChosen(again)
            if not again.table:
                self._store.dispatch(events.RowsCleared())
                self._store.dispatch(choose)
                return
            self._reader.read_rows(run.task, again.table, None, lambda: self._store.dispatch(choose))

    def run_again(self, repeated: tuple[int, ...]) -> None:
        """Begins with the rows that were found; of what may be stored already only `repeated`."""
        again = self._store.state.run.again
        if again is not None and not self._store.state.busy:
            self._store.dispatch(before_events.AgainChosen(replace(again, repeated=repeated)))
            self._begin()
