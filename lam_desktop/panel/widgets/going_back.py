"""The way back from a page to the tasks."""

from __future__ import annotations

from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button


class BackToTasks(Button):
    """An arrow at the head of a page."""

    def __init__(self, intents: Intents) -> None:
        super().__init__("", lambda: intents.navigate("library"), icon_name="back", role="plain", name="back")
        self.setToolTip(self.tr("Back to the tasks"))
        self.setAccessibleName(self.toolTip())
