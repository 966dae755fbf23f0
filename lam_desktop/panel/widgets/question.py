"""The agent is not sure and asks: the person shows it, lets it look again, skips, or stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPixmap
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from lam_desktop.execution.runs.supervision import Answer
from lam_desktop.panel.state.events import StepView
from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, box, column, label, row
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.seen import drawing_of
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import translated
from lam_desktop.panel.wire import Asked
from lam_desktop.tasks.once import is_part, row_told
from lam_desktop.types import Box

SHOWN = QSize(236, 170)
"""Size of the picture of the demonstration."""


class QuestionWindow(QWidget):
    """The screen large, to be clicked on; how the step was demonstrated beside it."""

    def __init__(self, intents: Intents, on_close: Callable[[], None]) -> None:
        super().__init__(None, Qt.WindowType.WindowStaysOnTopHint)
        self._intents = intents
        self._on_close = on_close
        self._asked: Asked | None = None
        self._marked: tuple[int, int] | None = None
        self._window_part: Box | None = None
        self.setWindowTitle(self.tr("The agent asks – LAM Desktop"))
        self.setProperty("role", "ground")
        self._title = label(size=1.4, bold=True, wrap=True)
        self._reason = label(role="muted", wrap=True)
        self._where = label(role="muted")
        head = row(IconLabel("question", "warn", 30), space=SPACE * 2)
        head.addLayout(column(self._title, self._reason, space=2), 1)
        head.addWidget(self._where, 0, Qt.AlignmentFlag.AlignTop)
        self._picture = PictureView(pick=True, minimum=QSize(420, 260), empty=self.tr("No picture."))
        self._picture.setObjectName("question-picture")
        self._picture.setAccessibleName(self.tr("The screen: click on the place that is meant"))
        self._picture.picked.connect(self._on_picked)
        self._picture.confirmed.connect(self._here)
        self._whole = Button(
            self.tr("Show the whole screen"), self._toggle_whole, role="plain", name="whole-screen"
        )
        self._hint = label(role="muted")
        under = row(self._hint, None, self._whole)
        middle = row(space=SPACE * 2)
        pictured = column(space=SPACE)
        pictured.addWidget(self._picture, 1)
        pictured.addLayout(under)
        middle.addLayout(pictured, 1)
        middle.addWidget(self._side())
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addLayout(middle, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws the question, if there is one."""
        if state.question == self._asked:
            return
        self._asked = asked = state.question
        self._marked = None
        if asked is None:
            return
        title = self.tr("Where is it? {caption}")
        if asked.approving:
            title = self.tr("May I? {caption}")
        elif asked.settling:
            title = self.tr("Please look in the program: {caption}")
        elif asked.doubted is not None:
            title = self.tr("What does it say? {caption}")
        self._title.setText(title.format(caption=translated(asked.caption)))
        self._yes_button.setVisible(asked.approving or asked.settling)
        self._yes_button.set_text(self.tr("Yes") if asked.settling else self.tr("Yes, do it"))
        self._no_button.setVisible(asked.settling)
        self._here_button.setVisible(not asked.settling)
        self._show_button.setVisible(not asked.settling)
        self._reason.setText(translated(asked.reason))
        self._where.setText(self._where_words(state, asked))
        drawing = drawing_of(asked.look)
        if not asked.approving:
            # The agent's doubtful point is not drawn: the mark that the person sees must be their own.
            drawing = replace(drawing, point=None)
        self._window_part = drawing.region
        self._picture.show_drawing(drawing)
        self._whole.setVisible(asked.look.window is not None)
        self._whole.set_text(self.tr("Show the whole screen"))
        self._show_demonstrated(state.demonstrated)
        self._draw_marked()
        self._show_doubted(asked)
        self._fit()
        (self._value if asked.doubted is not None else self._picture).setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the question is no answer."""
        event.ignore()
        self._on_close()

    def _where_words(self, state: RunState, asked: Asked) -> str:
        step = self.tr("Step {n} of {total}").format(n=asked.step, total=state.steps)
        numbers = [view.index for view in state.rows]
        if is_part(asked.row):
            return f"{translated(row_told(asked.row))}  ·  {step}"
        if asked.row not in numbers or len(numbers) == 1:
            return step
        row = self.tr("Row {n} of {total}").format(n=numbers.index(asked.row) + 1, total=len(numbers))
        return f"{row}  ·  {step}"

    def _side(self) -> QWidget:
        self._yes_button = Button(
            self.tr("Yes, do it"),
            lambda: self._intents.answer(Answer("yes")),
            icon_name="check",
            role="primary",
            name="answer-yes",
        )
        self._no_button = Button(
            self.tr("No"),
            lambda: self._intents.answer(Answer("no")),
            icon_name="cross",
            role="primary",
            name="answer-no",
        )
        self._here_button = Button(
            self.tr("It is here"), self._here, icon_name="here", role="primary", name="answer-here"
        )
        again = Button(
            self.tr("Look again"),
            lambda: self._intents.answer(Answer("look_again")),
            icon_name="look",
            hint=self.tr("You have put the screen right: the agent looks once more"),
            name="answer-again",
        )
        self._show_button = Button(
            self.tr("I do it myself"),
            lambda: self._intents.answer(Answer("show")),
            icon_name="hand",
            hint=self.tr("The agent waits until you have done this step and let it go on"),
            name="answer-show",
        )
        self._skip = Button(
            self.tr("Skip this row"),
            lambda: self._intents.answer(Answer("skip_row")),
            icon_name="skip",
            hint=self.tr("Leave this row as it is and go on with the next one"),
            name="answer-skip",
        )
        stop = Button(
            self.tr("Stop the run"),
            lambda: self._intents.answer(Answer("stop")),
            icon_name="stop",
            role="danger",
            name="answer-stop",
        )
        self._shown = PictureView(minimum=SHOWN, empty="")
        self._shown.setAccessibleName(self.tr("The screen as you showed it"))
        self._shown.setFixedHeight(SHOWN.height())
        self._shown_title = label(self.tr("As you showed it"), role="muted")
        self._place = QLabel()
        self._place.setAccessibleName(self.tr("What could not be read for sure"))
        self._value = QLineEdit()
        self._value.setObjectName("answer-text")
        self._value.setAccessibleName(self.tr("What the screen says"))
        self._value.returnPressed.connect(self._says)
        self._value_button = Button(
            self.tr("The screen says this"),
            self._says,
            icon_name="check",
            role="primary",
            name="answer-value",
        )
        self._value.textChanged.connect(lambda text: self._value_button.setEnabled(bool(text.strip())))
        layout = column(self._shown_title, self._shown, space=SPACE, margin=SPACE * 2)
        layout.addStretch(1)
        for one in (self._place, self._value, self._value_button):
            layout.addWidget(one)
        for button in (self._yes_button, self._no_button, self._here_button, again, self._show_button):
            layout.addWidget(button)
        for button in (self._skip, stop):
            layout.addWidget(button)
        side = box(layout, "card")
        side.setFixedWidth(268)
        return side

    def _show_demonstrated(self, step: StepView | None) -> None:
        there = step is not None and bool(step.picture)
        self._shown.setVisible(there)
        self._shown_title.setVisible(there)
        if step is not None and there:
            self._shown.show_drawing(
                Drawing(step.picture, target=step.target, point=step.point, region=_near(step))
            )

    def _show_doubted(self, asked: Asked) -> None:
        """What may stand there, to be confirmed or corrected, under a picture of the place."""
        doubted = asked.doubted
        for one in (self._place, self._value, self._value_button):
            one.setVisible(doubted is not None)
        if doubted is None:
            return
        picture = QPixmap(doubted.picture)
        self._place.setVisible(not picture.isNull())
        self._place.setPixmap(
            picture.scaled(
                SHOWN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        shown = QLineEdit.EchoMode.Password if doubted.secret else QLineEdit.EchoMode.Normal
        self._value.setEchoMode(shown)
        self._value.setText(doubted.text)
        self._value.selectAll()
        self._value_button.setEnabled(bool(doubted.text.strip()))

    def _says(self) -> None:
        text = self._value.text().strip()
        if text and self._asked is not None and self._asked.doubted is not None:
            self._intents.answer(Answer("value", text=text))

    def _on_picked(self, x: int, y: int) -> None:
        if self._asked is not None and self._asked.settling:
            return
        self._marked = x, y
        self._draw_marked()

    def _draw_marked(self) -> None:
        self._here_button.setEnabled(self._marked is not None)
        if self._marked is not None:
            hint = self.tr("Right? Then press “It is here”, or click anew.")
        elif self._asked is not None and self._asked.settling:
            hint = ""
        elif self._asked is not None and self._asked.approving:
            hint = self.tr("Wrong place? Click on the right one.")
        else:
            hint = self.tr("Click on the place that is meant.")
        self._hint.setText(hint)

    def _here(self) -> None:
        if self._marked is not None:
            self._intents.answer(Answer("here", self._marked))

    def _toggle_whole(self) -> None:
        whole = self._picture.drawing.region is not None
        region = None if whole else self._window_part
        self._picture.show_drawing(replace(self._picture.drawing, region=region))
        self._whole.set_text(self.tr("Show the window") if whole else self.tr("Show the whole screen"))

    def _fit(self) -> None:
        """Large, in the middle: the run stands still, so nothing is in the way of anything."""
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        w, h = min(1180, int(screen.width() * 0.9)), min(780, int(screen.height() * 0.86))
        self.resize(w, h)
        self.move(screen.x() + (screen.width() - w) // 2, screen.y() + (screen.height() - h) // 2)


def _near(step: StepView) -> Box | None:
    """The part of the demonstrated screen around what was acted on, so that it can be recognised small."""
    at = step.target.center if step.target is not None else step.point
    if at is None:
        return None
    w, h = SHOWN.width() * 3 // 2, SHOWN.height() * 3 // 2
    return Box(at[0] - w // 2, at[1] - h // 2, w, h).union(step.target or Box(*at, 1, 1))
