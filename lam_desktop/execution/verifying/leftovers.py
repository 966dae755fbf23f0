"""What a row that broke off left in the fields: the agent's own typing may be typed over, nothing else.

A form that a crash or a skipped row left half filled would make a wrong text of the next row's: «Miller»
behind «Smi». Whatever else stands in a field is somebody's data, and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.execution.runs.history import entries_of
from lam_desktop.execution.runs.journal import HIDDEN
from lam_desktop.execution.runs.supervision import RowStatus
from lam_desktop.execution.screen.screen_texts import folded
from lam_desktop.execution.verifying.typed_text import shows
from lam_desktop.tasks.once import is_part
from lam_desktop.tasks.step import TaskStep
from lam_desktop.tasks.storage.library import Library

LEAST_BEGINNING = 3
"""A shorter beginning of what was typed may be somebody's own, as a 1 is in a new form."""
LEAST_PIECE = 12
"""So many letters in a row are no coincidence."""
MISREAD = 8
"""One letter in so many may be misread, left out, or read twice."""


class Leftovers:
    """Texts that were typed by rows that did not come to their end, by the step that typed them."""

    def __init__(self, known: Mapping[int, set[str]]) -> None:
        self._known = {number: set(texts) for number, texts in known.items()}
        self._broke_off = bool(known)
        self._at_work = 0

    def typing(self, step: TaskStep, text: str, secret: bool = False) -> None:
        """The text is about to be typed: from now on it may stand there."""
        self._known.setdefault(step.number, set()).add(HIDDEN if secret else text)

    def broke_off(self, at_work: int | None) -> None:
        """The row is gone on with; where it broke off, the step `at_work` was typing."""
        self._broke_off, self._at_work = True, at_work or 0

    def hold_secret(self, step: TaskStep) -> bool:
        """Whether this step has typed a secret, which nobody can read, and its row broke off."""
        return self._broke_off and HIDDEN in self._known.get(step.number, ())

    @property
    def any(self) -> bool:
        """Whether a row broke off before this one."""
        return self._broke_off

    def row_ended(self, status: RowStatus) -> None:
        """A row that was done has left the form as it should be."""
        self._broke_off, self._at_work = status != "done", 0
        if status == "done":
            self._known.clear()

    def are_in(self, step: TaskStep, stood: str) -> bool:
        """Whether a field, as read, shows nothing but what this step typed, or began to type."""
        read = folded(stood)
        if not read:
            return False
        least = 1 if step.number == self._at_work else LEAST_BEGINNING
        return any(_is_of(text, stood, read, least) for text in self._known.get(step.number, ()))


def _is_of(text: str, stood: str, read: str, least: int) -> bool:
    """Whether a field shows the text, its beginning, or, of a long one in a narrow field, a good piece."""
    wanted = folded(text)
    begins = wanted.startswith(read) and (read == wanted or len(read) >= least)
    if begins or (len(read) >= LEAST_PIECE and read in wanted):
        return True
    return abs(len(read) - len(wanted)) <= len(wanted) // MISREAD and shows(text, stood)


def left_by_last_run(library: Library, task: str) -> dict[int, set[str]]:
    """What was typed, by step, since a row last came to its end; of a secret only that it was."""
    found: dict[int, set[str]] = {}
    for folder in reversed(library.runs(task)):
        try:
            entries = entries_of(folder, ("run_started", "row_finished", "acting"), library.files)
        except EnvironmentFault:
            return found
        if not entries or any(one["kind"] == "run_started" and one.get("dry_run") for one in entries):
            continue
        for number, texts in typed_since_done(entries).items():
            found.setdefault(number, set()).update(texts)
        if any(map(_is_row_done, entries)):
            break
    return found


def _is_row_done(entry: Mapping[str, Any]) -> bool:
    """Whether a row came to its end: what is done once in a run says nothing of what a row left."""
    ended = entry["kind"] == "row_finished" and entry.get("status") == "done"
    return ended and not is_part(entry.get("row", 0))


def typed_since_done(entries: Iterable[Mapping[str, Any]]) -> dict[int, set[str]]:
    """What a run typed, by step, behind the last row that came to its end."""
    found: dict[int, set[str]] = {}
    for entry in entries:
        action = entry.get("action")
        if _is_row_done(entry):
            found.clear()
        elif entry["kind"] == "acting" and isinstance(action, dict) and action.get("type") == "TypeText":
            number, text = entry.get("step"), action.get("text")
            if isinstance(number, int) and isinstance(text, str):
                found.setdefault(number, set()).add(HIDDEN if action.get("secret") else text)
    return found
