"""The first screen: every task with a picture, and the way to record another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lam_desktop.panel.state.events import TaskCard
from lam_desktop.panel.state.library import LibraryState
from lam_desktop.panel.widgets.cards import CardGrid
from lam_desktop.panel.widgets.icons import IconName, pixmap
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, column, label, row
from lam_desktop.panel.widgets.theme import SPACE, current_theme
from lam_desktop.panel.widgets.words import last_run_words, status_look, steps_word

CARD_WIDTH = 268
THUMBNAIL = QSize(CARD_WIDTH, 150)


class LibraryPage(QWidget):
    """All tasks; a friendly invitation where there are none."""

    def __init__(
        self, intents: Intents, on_record: Callable[[], None], on_delete: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._intents = intents
        self._on_delete = on_delete
        self._cards: tuple[TaskCard, ...] | None = None
        self._grid = CardGrid(CARD_WIDTH, SPACE * 2)
        scroll = QScrollArea()
        scroll.viewport().setProperty("role", "clear")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._grid)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._record = Button(
            self.tr("Record a task"), on_record, icon_name="record", role="primary", name="record"
        )
        receive = Button(
            self.tr("Take in a task…"), intents.open_receive, icon_name="receive", name="receive"
        )
        privacy = Button(self.tr("Privacy"), intents.open_privacy, icon_name="shield", name="privacy")
        head = row(label(self.tr("Tasks"), size=1.7, bold=True), None, privacy, receive, self._record)
        full = QWidget()
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        full.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(_Loading(self.tr("Reading the tasks…")))
        self._stack.addWidget(_Invitation(on_record, intents.open_receive, intents.open_privacy))
        self._stack.addWidget(full)
        self.setLayout(column(self._stack))

    def show_state(self, state: LibraryState) -> None:
        """Draws the library."""
        if state.cards == self._cards and not (state.loading and not state.cards):
            self._stack.setCurrentIndex(2 if state.cards else 1)
            return
        self._stack.setCurrentIndex(2 if state.cards else (0 if state.loading else 1))
        if state.loading and not state.cards:
            return
        self._cards = state.cards
        self._grid.show_cards([TaskTile(card, self._intents, self._on_delete) for card in state.cards])


class TaskTile(QFrame):
    """One task: its picture, what it is, how it last went, and what to do with it."""

    def __init__(self, card: TaskCard, intents: Intents, on_delete: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"task:{card.name}")
        self.setAccessibleName(card.name)
        self._card = card
        self._intents = intents
        self._on_delete = on_delete
        name = ElidedLabel(card.name, size=1.15, bold=True)
        layout = QVBoxLayout()
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(Thumbnail(card.picture, "alert" if card.problem else "steps"))
        body = column(name, space=4, margin=SPACE + 4)
        if card.problem:
            problem = label(card.problem, role="muted", wrap=True)
            problem.setToolTip(card.problem)
            body.addWidget(problem, 1)
        else:
            body.addLayout(self._facts(card))
            body.addStretch(1)
        body.addSpacing(SPACE)
        body.addLayout(self._buttons(card, intents))
        layout.addLayout(body, 1)
        self.setLayout(layout)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        """Opens the steps."""
        if not self._card.problem:
            self._intents.review(self._card.name)

    def _facts(self, card: TaskCard) -> QHBoxLayout:
        if card.last_run is None:
            return row(label(steps_word(card.steps), role="muted"), None)
        look = status_look(card.last_run.status)
        mark = IconLabel(look.icon, look.ink, 16, hint=look.word)
        last = ElidedLabel(last_run_words(card.last_run, datetime.now()), role="muted")
        facts = row(label(steps_word(card.steps), role="muted"), label("·", role="muted"), mark, space=5)
        facts.addWidget(last, 1)
        return facts

    def _buttons(self, card: TaskCard, intents: Intents) -> QHBoxLayout:
        name = card.name
        delete = Button(
            "",
            lambda: self._on_delete(name),
            icon_name="trash",
            role="plain",
            hint=self.tr("Delete the task “{name}”…").format(name=name),
            name=f"delete:{name}",
        )
        if card.problem:
            return row(None, delete)
        run = Button(
            self.tr("Run"),
            lambda: intents.open_run(name),
            icon_name="play",
            role="primary",
            name=f"run:{name}",
        )
        run.setAccessibleName(self.tr("Run “{name}”").format(name=name))
        steps = Button(
            self.tr("Steps"), lambda: intents.review(name), icon_name="steps", name=f"steps:{name}"
        )
        steps.setAccessibleName(self.tr("Steps of “{name}”").format(name=name))
        return row(run, steps, None, delete)


class Thumbnail(QWidget):
    """A picture that fills its place, cut at the right and the bottom; an icon where there is none."""

    def __init__(self, picture: str, icon_name: IconName) -> None:
        super().__init__()
        self._pixmap = QPixmap(picture) if picture else QPixmap()
        self._icon: IconName = icon_name
        self.setFixedHeight(THUMBNAIL.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draws it under the card's round upper corners."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        theme = current_theme()
        whole = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(whole.adjusted(0, 0, 0, 12), 9, 9)
        painter.setClipPath(path)
        painter.fillRect(whole, QColor(theme.raised))
        if self._pixmap.isNull():
            colour = theme.bad if self._icon == "alert" else theme.muted
            image = pixmap(self._icon, colour, 36)
            painter.drawPixmap(
                QRectF(whole.center().x() - 18, whole.center().y() - 18, 36, 36).toRect(), image
            )
        else:
            scale = max(whole.width() / self._pixmap.width(), whole.height() / self._pixmap.height())
            part = QRectF(0, 0, whole.width() / scale, whole.height() / scale)
            painter.drawPixmap(whole, self._pixmap, part)
        painter.setClipping(False)
        painter.setPen(QColor(theme.line))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())


class _Invitation(QWidget):
    """What a person sees who has not recorded anything yet."""

    def __init__(
        self,
        on_record: Callable[[], None],
        on_receive: Callable[[], None],
        on_privacy: Callable[[], None],
    ) -> None:
        super().__init__()
        title = label(self.tr("Show it once. The agent repeats it."), size=1.9, bold=True)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = label(
            self.tr("You have not recorded a task yet. It takes as long as doing it once."),
            role="muted",
            size=1.1,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        steps = row(
            _Stage(
                "record",
                self.tr("Record"),
                self.tr("Do the task once, as you always do it. Then press Stop."),
            ),
            _Stage("steps", self.tr("Check"), self.tr("See every step in words, with its picture.")),
            _Stage(
                "play", self.tr("Repeat"), self.tr("Choose a table with the other rows, and watch it work.")
            ),
            space=SPACE * 2,
        )
        record = Button(
            self.tr("Record your first task"),
            on_record,
            icon_name="record",
            role="primary",
            name="record-first",
        )
        receive = Button(
            self.tr("Take in a task…"), on_receive, icon_name="receive", role="plain", name="receive-first"
        )
        local = label(self.tr("Everything stays on this computer."), role="muted")
        local.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = column(space=SPACE)
        middle.addWidget(title)
        middle.addWidget(text)
        middle.addSpacing(SPACE * 3)
        middle.addLayout(steps)
        middle.addSpacing(SPACE * 3)
        middle.addWidget(record, 0, Qt.AlignmentFlag.AlignCenter)
        privacy = Button(
            self.tr("What is never recorded…"),
            on_privacy,
            icon_name="shield",
            role="plain",
            name="privacy-first",
        )
        middle.addWidget(receive, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(privacy, 0, Qt.AlignmentFlag.AlignCenter)
        middle.addSpacing(SPACE)
        middle.addWidget(local)
        holder = QWidget()
        holder.setMaximumWidth(820)
        holder.setLayout(middle)
        layout = column(margin=SPACE * 4)
        layout.addStretch(2)
        across = row(None)
        across.addWidget(holder, 10)
        across.addStretch(1)
        layout.addLayout(across)
        layout.addStretch(3)
        self.setLayout(layout)


class _Stage(QFrame):
    """One of the three things to do, as a small card."""

    def __init__(self, icon_name: IconName, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        mark = IconLabel(icon_name, "accent", 28)
        words = label(text, role="muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout = column(mark, label(title, size=1.15, bold=True), space=6, margin=SPACE * 2)
        layout.addWidget(words, 1)
        self.setLayout(layout)


class _Loading(QWidget):
    """A quiet word while the library is read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        words = label(text, role="muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, words, None))
        self.setAccessibleName(text)
