"""The run at work: what the agent sees and does, beside the program it works in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QStackedLayout, QWidget

from lam_desktop.panel.placing import has_room
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.floating import FloatingWindow
from lam_desktop.panel.widgets.icons import IconName
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, Role, column, label, row, set_tone
from lam_desktop.panel.widgets.picture import PictureView
from lam_desktop.panel.widgets.rows import RowsModel, run_table
from lam_desktop.panel.widgets.seen import drawing_of, near_target
from lam_desktop.panel.widgets.theme import SPACE, Ink
from lam_desktop.panel.widgets.words import look_words, translated
from lam_desktop.tasks.once import is_part, row_told
from lam_desktop.types import Box

LARGE = QSize(372, 640)
SMALL = QSize(372, 84)
PICTURE_HEIGHT = 218
"""The part around a target has this height at the dock's width."""


class RunDock(FloatingWindow):
    """Large where there is room beside the target window, else one strip; the person may choose."""

    def __init__(self, intents: Intents, on_close: Callable[[], None]) -> None:
        super().__init__("LAM Desktop", on_close, keyboard=True)
        self._intents = intents
        self._state: RunState | None = None
        self._wished: bool | None = None
        self._dodged: set[tuple[int, int]] = set()
        self._large = _Large(intents, lambda: self._wish(large=False))
        self._small = _Small(intents, lambda: self._wish(large=True))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._large)
        self._stack.addWidget(self._small)
        self.setLayout(self._stack)
        self._choose_size(large=True)

    @property
    def is_large(self) -> bool:
        """Whether it shows everything."""
        return self._stack.currentIndex() == 0

    def show_state(self, state: RunState) -> None:
        """Draws the run and keeps out of its way."""
        if state == self._state:
            return
        before, self._state = self._state, state
        if before is None or not before.ready:
            self._wished = None
            self._dodged.clear()
            self.forget_place()
        self._large.show_state(state)
        self._small.show_state(state)
        self._fit(state)

    def may_give_way_again(self) -> None:
        """The person answered a question: what is sought may lie under the dock after all."""
        self._dodged.clear()

    def _fit(self, state: RunState) -> None:
        """Large while it stands still, or fits beside the window; small otherwise, unless wished."""
        screen, size = self.room(LARGE)
        large = state.phase == "paused" or has_room(screen, size, state.window)
        self._choose_size(large=large if self._wished is None else self._wished)
        if state.phase == "paused":
            self.place_beside(state.window)
        elif self._may_hide_it(state):
            self._dodged.add((state.row, state.step))
            self.place_beside(state.window, self.box)
        else:
            self.place_beside(state.window, _reach(state))

    def _may_hide_it(self, state: RunState) -> bool:
        """Whether the agent, unsure, may be missing what lies under the dock; once a step."""
        if state.look is None or state.look.accepted or state.window is None or state.shown is not None:
            return False
        covers = self.isVisible() and self.box.overlaps(state.window)
        return covers and (state.row, state.step) not in self._dodged

    def _choose_size(self, *, large: bool) -> None:
        size = LARGE if large else SMALL
        height = min(size.height(), self._screen_rect().height() - 2 * SPACE)
        if self.size() == QSize(size.width(), height) and self.is_large == large:
            return
        self._stack.setCurrentIndex(0 if large else 1)
        self.setFixedSize(size.width(), height)

    def _wish(self, *, large: bool) -> None:
        self._wished = large
        if self._state is not None:
            self._fit(self._state)


class _Controls:
    """Pause or resume, one step, stop; the same in both sizes."""

    def __init__(self, intents: Intents, owner: QWidget, *, words: bool, prefix: str) -> None:
        tr = owner.tr

        def make(
            text: str, act: Callable[[], None], icon_name: IconName, role: Role, hint: str, name: str
        ) -> Button:
            button = Button(
                text if words else "", act, icon_name=icon_name, role=role, hint=hint, name=prefix + name
            )
            button.setAccessibleName(text)
            return button

        self.pause = make(
            tr("Pause"), intents.pause, "pause", "normal", tr("Stand still before the next action"), "pause"
        )
        self.resume = make(tr("Resume"), intents.resume, "play", "primary", tr("Go on"), "resume")
        self.step = make(
            tr("One step"), intents.step, "step", "normal", tr("Do one step, then stand still"), "step"
        )
        self.stop = make(
            tr("Stop"), intents.stop_run, "stop", "danger", tr("End the run (Ctrl+Alt+Esc)"), "stop"
        )

    def show_state(self, state: RunState) -> None:
        paused = state.phase == "paused"
        self.pause.setVisible(not paused)
        self.resume.setVisible(paused)
        self.pause.setEnabled(state.phase == "working")
        self.step.setEnabled(state.phase in ("working", "paused"))
        self.stop.setEnabled(state.phase != "stopping")


class _Large(QFrame):
    """Everything: progress, the picture with the decision, the reason, the rows."""

    def __init__(self, intents: Intents, on_shrink: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "dock")
        self._dot = IconLabel("dot", "accent", 18)
        self._name = ElidedLabel(bold=True, size=1.1)
        shrink = Button(
            "", on_shrink, icon_name="shrink", role="plain", hint=self.tr("Make it small"), name="shrink"
        )
        head = row(self._dot, space=SPACE)
        head.addWidget(self._name, 1)
        head.addWidget(shrink)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(self.tr("Rows done"))
        self._where = label(role="muted")
        self._caption = ElidedLabel(bold=True)
        self._picture = PictureView(minimum=QSize(200, 205), empty=self.tr("It has not looked yet."))
        self._picture.setFixedHeight(PICTURE_HEIGHT)
        self._picture.setAccessibleName(self.tr("The screen as the agent sees it"))
        self._sure = label(role="chip")
        self._sure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._note = ElidedLabel(role="muted")
        self._reason = label(role="muted", wrap=True, size=0.92)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reason.setFixedHeight(self._reason.fontMetrics().lineSpacing() * 3 + 2)
        facts = row(self._sure, space=SPACE)
        facts.addWidget(self._note, 1)
        self._model = RowsModel()
        self._table = run_table(self._model, "dock-rows", compact=True)
        self._table.setAccessibleName(self.tr("Rows of this run"))
        self._controls = _Controls(intents, self, words=True, prefix="dock-")
        c = self._controls
        foot = row(c.pause, c.resume, c.step, None, c.stop, space=SPACE)
        layout = column(margin=SPACE + 4, space=SPACE)
        layout.addLayout(head)
        layout.addWidget(self._progress)
        layout.addWidget(self._where)
        layout.addWidget(self._caption)
        layout.addWidget(self._picture)
        layout.addLayout(facts)
        layout.addWidget(self._reason)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        self._dot.set_icon(*_dot(state))
        self._name.set_text(state.task)
        self._progress.setMaximum(max(1, len(state.rows)))
        self._progress.setValue(sum(row.status not in ("waiting", "working", "asked") for row in state.rows))
        self._where.setText(_where(self, state))
        self._caption.set_text(state.caption or translated(state.note))
        self._note.set_text(translated(state.note))
        look = state.look
        self._sure.setVisible(look is not None)
        self._reason.setText(look.reason if look is not None else "")
        self._reason.setToolTip(self._reason.text())
        if look is not None:
            self._sure.setText(look_words(look))
            set_tone(self._sure, "" if look.accepted else "warn")
            self._picture.show_drawing(drawing_of(look, near_target(look)))
        self._model.set_rows(state.rows)
        if (index := self._model.place_of(state.row)).isValid():
            self._table.scrollTo(index)
        self._controls.show_state(state)


class _Small(QFrame):
    """One strip: where it stands, and the brake."""

    def __init__(self, intents: Intents, on_grow: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "dock")
        self._dot = IconLabel("dot", "accent", 18)
        self._where = ElidedLabel(role="muted", size=0.92)
        self._caption = ElidedLabel(bold=True)
        self._note = ElidedLabel(role="muted", size=0.92)
        self._controls = _Controls(intents, self, words=False, prefix="strip-")
        grow = Button("", on_grow, icon_name="grow", role="plain", hint=self.tr("Show more"), name="grow")
        c = self._controls
        layout = row(self._dot, space=4, margin=SPACE + 2)
        layout.addSpacing(4)
        layout.addLayout(column(self._where, self._caption, self._note, space=1), 1)
        for button in (c.pause, c.resume, c.step, c.stop, grow):
            button.setProperty("size", "small")
            button.setFixedWidth(34)
            layout.addWidget(button)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        self._dot.set_icon(*_dot(state))
        self._where.set_text(_where(self, state))
        self._caption.set_text(translated(state.caption) or state.task)
        self._note.set_text(translated(state.note))
        self._controls.show_state(state)


def _dot(state: RunState) -> tuple[IconName, Ink]:
    return ("pause", "warn") if state.phase == "paused" else ("dot", "accent")


def _where(widget: QWidget, state: RunState) -> str:
    parts: list[str] = []
    numbers = [view.index for view in state.rows]
    if state.row in numbers and len(numbers) > 1:
        parts.append(
            widget.tr("Row {n} of {total}").format(n=numbers.index(state.row) + 1, total=len(numbers))
        )
    elif is_part(state.row):
        parts.append(translated(row_told(state.row)))
    if state.step and state.steps:
        parts.append(widget.tr("step {n} of {total}").format(n=state.step, total=state.steps))
    return "  ·  ".join(parts)


def _reach(state: RunState) -> Box | None:
    """The target with some air: the pointer and what opens at it need room too."""
    look = state.shown or state.look  # the agent may look once more where the person has shown it
    if look is None or look.target is None:
        return None
    return look.target.box.moved(*look.origin).expanded(24)
