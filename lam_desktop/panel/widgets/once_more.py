"""After a run without a table that did not end well: go on with it, or do it again; or look first."""

from __future__ import annotations

from PySide6.QtCore import QObject

from lam_desktop.panel.state.before_events import OnceMoreRead
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, label
from lam_desktop.panel.widgets.words import translated

TOLD = 3
"""So many steps are named because of which one has to look first."""


class OnceMore(QObject):
    """Buttons and a sentence that the page of a result has in its own rows."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.look = label(wrap=True)
        self._go_on = Button(
            self.tr("Go on where it broke off"),
            intents.find_undone,
            icon_name="step",
            role="primary",
            hint=self.tr("Looks first how it stands on the screen, and asks where that does not tell"),
            name="go-on",
        )
        self._anew = Button(
            self.tr("Do it again from its beginning"),
            intents.do_anew,
            icon_name="play",
            hint=self.tr("With the same words and values"),
            name="do-anew",
        )
        self.buttons = (self._go_on, self._anew)

    def show_state(self, state: RunState) -> None:
        """Draws what may come next; nothing until that is known."""
        more = state.once_more if state.may_come_once_more else None
        self._go_on.setVisible(more is not None and more.goes_on)
        self._anew.setVisible(more is not None and more.anew)
        told = "" if more is None else self._told(more)
        self.look.setText(told)
        self.look.setVisible(bool(told))

    def _told(self, more: OnceMoreRead) -> str:
        if more.problem or not more.must_look:
            return translated(more.problem)
        if not more.at_stake:
            return self.tr("Something of it may be done already: look in the program before you repeat it.")
        steps = [f"{number} ({translated(caption)})" for number, caption in more.at_stake[:TOLD]]
        if len(more.at_stake) > TOLD:
            steps.append("…")
        return self.tr(
            "Step {steps} may be done already, and must not be done twice: look in the program first."
        ).format(steps=", ".join(steps))
