"""Which part of the screen a step may look at: the program's window, with its popups in front."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lam_desktop.tasks.step import WindowName
from lam_desktop.types import POPUP_KINDS, Box, Element, Window

OWN_CLASS = "lam-desktop"
HELD_KINDS = POPUP_KINDS | {"normal", "dialog", "other"}


@dataclass(frozen=True, slots=True)
class Scope:
    """One program's window at work and what lies in front of it. Boxes in frame pixels."""

    reference: Window
    """The normal window or dialog that places are measured in."""
    popups: tuple[Window, ...]
    """Open menus and lists of the same program in front of it."""
    program: tuple[Window, ...]
    """All windows of the program, bottom to top."""
    desktop: tuple[Window, ...]
    """All windows that hide what is below them, bottom to top."""

    @property
    def above(self) -> tuple[Window, ...]:
        """Windows that hide parts of the one at work, bottom to top."""
        return self.desktop[self.desktop.index(self.reference) + 1 :]

    @property
    def rivals(self) -> tuple[Window, ...]:
        """Other windows of the program, for which the work could be meant as well; none beside a dialog."""
        if self.reference.kind != "normal":
            return ()
        return tuple(one for one in self.program if one.kind == "normal" and one != self.reference)

    def is_beside(self, window: Window) -> bool:
        """Whether this is another body of the program than the one at work: not where its keys belong."""
        if self.reference.kind == "dialog":
            return window.kind == "normal" and window.window_id in self.ids
        return window.window_id in ids_of(self.rivals)

    @property
    def ids(self) -> frozenset[int]:
        """The numbers of the program's windows."""
        return ids_of(self.program)

    @property
    def region(self) -> Box:
        """The smallest box around the program's windows."""
        return functools.reduce(Box.union, (window.box for window in self.program))

    def top_at(self, x: int, y: int) -> Window | None:
        """The window that one sees at a point."""
        return next((one for one in reversed(self.desktop) if one.box.contains(x, y)), None)

    def holds(self, x: int, y: int) -> bool:
        """Whether one sees the window at work, or a popup of it, at this point."""
        return self.top_at(x, y) in (self.reference, *self.popups)

    def at_work(self, elements: Iterable[Element]) -> tuple[Element, ...]:
        """The elements that the policy chooses from: those of the window at work and its popups."""
        return tuple(one for one in elements if self.holds(*one.box.center))

    def of_program(self, elements: Iterable[Element]) -> tuple[Element, ...]:
        """The elements of any window of the program, by which effects are judged."""
        return tuple(one for one in elements if self.top_at(*one.box.center) in self.program)


@dataclass(frozen=True, slots=True)
class Held:
    """The window that the work goes on in, where its program has several."""

    window_id: int
    known: frozenset[int]
    """The program's windows that do not take over by being active; a new one does: the work opened it."""


def ids_of(windows: Iterable[Window]) -> frozenset[int]:
    """The numbers by which windows are known from one look to the next: a title or a place may change."""
    return frozenset(one.window_id for one in windows)


def find_scope(
    windows: Sequence[Window], wanted: WindowName | None, active: Window | None, held: Held | None = None
) -> Scope | None:
    """The program's window to work in; None where none is open.

    `windows` bottom to top. A dialog in front goes first: it is what a person would have to deal with.
    Then a new window that is active, the held one, any that is active, and the topmost. Without a name,
    the active window's program is meant.
    """
    if wanted is None:
        if active is None:
            return None
        wanted = WindowName(active.wm_class, active.process)
    desktop = tuple(window for window in windows if window.kind in HELD_KINDS)
    program = tuple(window for window in desktop if is_of(window, wanted))
    bodies = [window for window in program if window.kind not in POPUP_KINDS]
    if not bodies:
        return None
    reference = bodies[-1]
    if reference.kind != "dialog":
        by_id = {body.window_id: body for body in bodies}
        at_keys = by_id.get(active.window_id) if active is not None else None
        kept = by_id.get(held.window_id) if held is not None else None
        if held is not None and at_keys is not None and at_keys.window_id not in held.known:
            kept = None
        reference = kept or at_keys or reference
    above = desktop[desktop.index(reference) + 1 :]
    popups = tuple(one for one in above if one in program and one.kind in POPUP_KINDS)
    return Scope(reference, popups, program, desktop)


def is_of(window: Window, wanted: WindowName) -> bool:
    """Whether the window belongs to the program: same class, and same process where both are known.

    Some toolkits give popups no class; then the process decides.
    """
    if window.wm_class == OWN_CLASS:
        return False
    if not window.wm_class:
        return bool(window.process) and window.process == wanted.process
    known = bool(window.process and wanted.process)
    return window.wm_class == wanted.wm_class and (not known or window.process == wanted.process)
