"""What a check of the screen found: each step, whether it would be found, and how it was shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSplitter, QWidget

from lam_desktop.execution.machine.start_check import CheckedStep
from lam_desktop.panel.state.events import StepView
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.icons import IconName, pixmap
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, box, column, label, named, row
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.surroundings import difference_words
from lam_desktop.panel.widgets.theme import SPACE, Ink, current_theme
from lam_desktop.panel.widgets.words import count, percent, translated
from lam_desktop.types import Box

LOOKS: dict[str, tuple[IconName, Ink]] = {
    "found": ("check", "good"),
    "would_ask": ("question", "warn"),
    "not_yet": ("ring", "muted"),
    "keys": ("dash", "muted"),
}
NEAR = 400
"""So many pixels around a target are shown, so that it can be recognised."""


class RunCheckPage(QWidget):
    """Steps on the left, the chosen one's picture and reason on the right."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._state: RunState | None = None
        back = Button(
            "",
            lambda: intents.show_check(False),
            icon_name="back",
            role="plain",
            hint=self.tr("Back to the run"),
            name="check-back",
        )
        self._title = ElidedLabel(size=1.5, bold=True)
        again = Button(self.tr("Check again"), intents.check_screen, icon_name="look", name="check-again")
        done = Button(
            self.tr("Back to the run"), lambda: intents.show_check(False), role="primary", name="check-done"
        )
        head = row(back, space=SPACE)
        head.addWidget(self._title, 1)
        head.addWidget(again)
        head.addWidget(done)
        self._differs = label(wrap=True)
        self._none_done = label(role="muted", wrap=True)
        self._list = named(QListWidget(), "checked-steps", self.tr("Steps"))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setWordWrap(True)
        self._list.setMinimumWidth(240)
        self._list.currentRowChanged.connect(self._on_current)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE * 2)
        split.addWidget(self._list)
        split.addWidget(self._details())
        split.setStretchFactor(1, 1)
        split.setSizes([380, 640])
        layout = column(margin=SPACE * 3, space=SPACE)
        layout.addLayout(head)
        layout.addWidget(self._none_done)
        layout.addWidget(self._differs)
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what was found; the first step that would not be is chosen."""
        if state == self._state:
            return
        before, self._state = self._state, state
        self._title.set_text(self._headline(state))
        self._none_done.setText(self._what(state))
        told = [difference_words(one) for one in state.before.differs]
        self._differs.setText("\n".join(told))
        self._differs.setVisible(bool(told))
        if before is None or before.before.steps != state.before.steps:
            self._fill(state.before.steps)

    def _headline(self, state: RunState) -> str:
        asks = len(state.before.asks)
        if not asks:
            return self.tr("What this screen should show was found")
        return count(asks, self.tr("1 step would not be found"), self.tr("{n} steps would not be found"))

    def _what(self, state: RunState) -> str:
        if state.rows_path and state.before.steps:
            return self.tr(
                "Nothing was done; looked for the steps of row {row} on the screen as it is."
            ).format(row=state.before.steps[0].row)
        return self.tr("Nothing was done; looked for the steps on the screen as it is.")

    def _details(self) -> QWidget:
        self._caption = label(size=1.2, bold=True, wrap=True)
        self._stands = label(wrap=True)
        self._why = label(role="muted", wrap=True)
        self._shown = label(self.tr("As you showed it"), role="muted")
        self._picture = PictureView(empty=self.tr("No picture of this step."), at_top=True)
        self._picture.setAccessibleName(self.tr("The screen as you showed it"))
        layout = column(self._caption, self._stands, self._why, self._shown, space=SPACE, margin=SPACE * 2)
        layout.addWidget(self._picture, 1)
        return box(layout, "card")

    def _fill(self, steps: tuple[CheckedStep, ...]) -> None:
        self._list.clear()
        theme = current_theme()
        for step in steps:
            name, ink = LOOKS[step.state]
            text = f"{step.number}. {translated(step.caption)}\n{state_words(step)}"
            item = QListWidgetItem(QIcon(pixmap(name, theme.ink(ink), 20)), text)
            item.setToolTip(text)
            self._list.addItem(item)
        first = next((at for at, step in enumerate(steps) if step.state == "would_ask"), 0)
        self._list.setCurrentRow(first)
        self._on_current(first)
        self._list.setFocus()

    def _on_current(self, place: int) -> None:
        steps = () if self._state is None else self._state.before.steps
        if self._state is None or not 0 <= place < len(steps):
            return
        step = steps[place]
        self._caption.setText(f"{step.number}. {translated(step.caption)}")
        self._stands.setText(state_words(step))
        self._why.setText(translated(step.why))
        self._why.setVisible(bool(step.why))
        shown = next((one for one in self._state.task_steps if one.number == step.number), None)
        there = shown is not None and bool(shown.picture)
        self._shown.setVisible(there)
        self._picture.show_drawing(_drawing(shown) if shown is not None and there else Drawing())


def state_words(step: CheckedStep) -> str:
    """How a checked step stands, in a few words."""
    tr = QCoreApplication.translate
    match step.state:
        case "found" if step.probability is not None:
            return tr("checked", "Found, {share} sure").format(share=percent(step.probability))
        case "found":
            return tr("checked", "Found")
        case "would_ask":
            return tr("checked", "Would not be found: the agent would ask")
        case "not_yet":
            return tr("checked", "Comes later: not on this screen yet")
        case "keys":
            return tr("checked", "By the keyboard")


def _drawing(step: StepView) -> Drawing:
    at = step.target.center if step.target is not None else step.point
    region = None
    if at is not None:
        around = Box(at[0] - NEAR, at[1] - NEAR * 2 // 3, 2 * NEAR, NEAR * 4 // 3)
        region = around.union(step.target) if step.target is not None else around
    return Drawing(step.picture, region=region, target=step.target, point=step.point)
