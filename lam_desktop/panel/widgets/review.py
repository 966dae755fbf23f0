"""What was recorded: every step in words, and the screen it was done on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QProgressBar,
    QSizePolicy,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from lam_desktop.panel.state.events import StepView
from lam_desktop.panel.state.review import ReviewState
from lam_desktop.panel.widgets.going_back import BackToTasks
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, box, column, label, named, row
from lam_desktop.panel.widgets.picture import Drawing, PictureView
from lam_desktop.panel.widgets.secrets_line import SecretsLine
from lam_desktop.panel.widgets.theme import SPACE, current_theme
from lam_desktop.panel.widgets.words import rows_word, steps_word, translated, value_words

STEP = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex

INDENT_PX = 14
"""Of steps of a task that the task does, for each task that they stand in."""


class ReviewPage(QWidget):
    """Steps on the left, the chosen one large on the right."""

    def __init__(
        self,
        intents: Intents,
        on_forget: Callable[[str, str], None],
        on_further: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._intents = intents
        self._state = ReviewState()
        back = BackToTasks(intents)
        self._title = ElidedLabel(size=1.5, bold=True)
        self._count = label(role="muted")
        self._run = Button(
            self.tr("Run"),
            lambda: intents.open_run(self._state.task),
            icon_name="play",
            role="primary",
            name="run-task",
        )
        head = row(back, space=SPACE)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        head.addSpacing(SPACE)
        self._share = Button(
            self.tr("Give away…"),
            lambda: intents.open_share(self._state.task),
            icon_name="share",
            hint=self.tr("Makes a copy in which names, addresses and numbers are masked"),
            name="share-task",
        )
        self._teach = Button(
            self.tr("Learn from corrections"),
            lambda: intents.teach(self._state.task),
            icon_name="hand",
            hint=self.tr("Later runs rely on the places that you showed, as far as they do no harm"),
            name="teach-task",
        )
        self._further = Button(
            self.tr("Show once more…"),
            lambda: on_further(self._state.task),
            icon_name="record",
            hint=self.tr("One more demonstration, with other values, tells what changes from row to row"),
            name="show-once-more",
        )
        head.addWidget(self._teach)
        head.addWidget(self._further)
        head.addWidget(self._share)
        head.addWidget(self._run)
        self._secrets = SecretsLine(on_forget)
        self._busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._busy.setAccessibleName(self.tr("Looking for what each step acted on"))
        self._busy_text = label(role="muted")
        self._model = StepsModel()
        self._list = named(QListView(), "steps", self.tr("Steps"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(StepDelegate(self._list))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setMinimumWidth(250)
        self._list.selectionModel().currentChanged.connect(self._on_current)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(SPACE * 2)
        split.addWidget(self._list)
        split.addWidget(self._details())
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([330, 700])
        layout = column(margin=SPACE * 3, space=SPACE)
        layout.addLayout(head)
        layout.addWidget(self._secrets)
        layout.addSpacing(SPACE)
        layout.addWidget(self._busy)
        layout.addWidget(self._busy_text)
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def _counted(self, state: ReviewState) -> str:
        """How many steps there are, and how often they were shown."""
        if not state.steps:
            return ""
        steps = steps_word(len(state.steps))
        if state.rows == 1:
            return steps
        return self.tr("{steps}, shown for {rows}").format(steps=steps, rows=rows_word(state.rows))

    def show_state(self, state: ReviewState) -> None:
        """Draws the steps."""
        if state == self._state:
            return
        self._state = state
        self._title.set_text(state.task)
        self._count.setText(self._counted(state))
        self._run.setEnabled(bool(state.steps))
        self._share.setEnabled(bool(state.steps))
        self._teach.setVisible(bool(state.shown))
        self._teach.setEnabled(bool(state.steps) and not state.learning)
        self._secrets.show_state(state)
        waiting = state.loading or not state.complete
        self._busy.setVisible(waiting)
        self._busy_text.setVisible(waiting)
        self._busy_text.setText(
            self.tr("Reading the steps…")
            if state.loading
            else self.tr("Looking for what each step acted on…")
        )
        self._model.set_steps(state.steps)
        index = self._model.index(state.selected, 0)
        if index != self._list.currentIndex():
            self._list.setCurrentIndex(index)
        self._show_step(state.current)

    def _details(self) -> QWidget:
        self._picture = PictureView(minimum=QSize(320, 220), empty=self.tr("No picture of this step."))
        self._picture.setAccessibleName(self.tr("The screen just before this step"))
        self._number = label(role="chip")
        self._number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._caption = label(size=1.2, bold=True, wrap=True)
        self._value = label(role="muted", wrap=True)
        self._doubt = label(role="caution", wrap=True)
        before = Button(
            self.tr("Previous"),
            lambda: self._intents.select_step(self._state.selected - 1),
            name="previous-step",
        )
        after = Button(
            self.tr("Next"), lambda: self._intents.select_step(self._state.selected + 1), name="next-step"
        )
        self._before, self._after = before, after
        named_step = row(self._number, space=SPACE)
        named_step.addWidget(self._caption, 1)
        words = column(space=4)
        words.addLayout(named_step)
        words.addWidget(self._value)
        words.addWidget(self._doubt)
        head = row(space=SPACE)
        head.addLayout(words, 1)
        head.addWidget(before, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(after, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(margin=SPACE * 2, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._picture, 1)
        return box(layout, "card")

    def _show_step(self, step: StepView | None) -> None:
        selected, last = self._state.selected, len(self._state.steps) - 1
        self._before.setEnabled(step is not None and selected > 0)
        self._after.setEnabled(step is not None and selected < last)
        self._number.setVisible(step is not None)
        self._doubt.setVisible(step is not None and bool(step.doubt))
        self._doubt.setText(translated(step.doubt) if step is not None else "")
        if step is None:
            self._caption.setText("")
            self._value.setText("")
            self._picture.show_drawing(Drawing())
            return
        self._number.setText(step.told_number)
        self._caption.setText(translated(step.caption))
        self._value.setText(_about(step))
        self._value.setVisible(bool(_about(step)))
        self._picture.show_drawing(Drawing(step.picture, target=step.target, point=step.point))

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() != self._state.selected:
            self._intents.select_step(now.row())


class StepsModel(QAbstractListModel):
    """The steps for a list view; a screen reader hears number and caption."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[StepView, ...] = ()

    def set_steps(self, steps: tuple[StepView, ...]) -> None:
        """Shows other steps; what only gained a target keeps its place."""
        if steps == self._steps:
            return
        if len(steps) == len(self._steps):
            self._steps = steps
            self.dataChanged.emit(self.index(0, 0), self.index(len(steps) - 1, 0))
            return
        self.beginResetModel()
        self._steps = steps
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """Number of steps."""
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A step, or its words."""
        step = self._steps[index.row()]
        if role == STEP:
            return step
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{step.told_number}. {translated(step.caption)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            doubt = step.doubt and translated(step.doubt)
            return "\n".join(filter(None, (translated(step.caption), _about(step), doubt)))
        return None


class StepDelegate(QStyledItemDelegate):
    """Draws number, caption and value of a step in two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Two lines where there is a value or a condition."""
        step: StepView = index.data(STEP)
        line = option.fontMetrics.height()  # pyright: ignore[reportAttributeAccessIssue]
        return QSize(120, line * (2 if _about(step) else 1) + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one step."""
        step: StepView = index.data(STEP)
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(rect.adjusted(4, 2, -4, -2), 6, 6)
        inner = rect.adjusted(14 + INDENT_PX * step.depth, 8, -12, -8)
        number = theme.warn if step.doubt else theme.accent if selected else theme.muted
        painter.setPen(QColor(number))
        high = painter.fontMetrics().height()
        wide = max(30, painter.fontMetrics().horizontalAdvance(step.told_number) + 8)
        painter.drawText(QRect(inner.x(), inner.y(), wide, high), 0, step.told_number)
        line = QRect(inner.x() + wide, inner.y(), inner.width() - wide, high)
        font = painter.font()
        if selected:
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
        painter.setPen(QColor(theme.text))
        _draw_line(painter, line, translated(step.caption))
        if about := _about(step):
            font.setWeight(QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(theme.muted))
            _draw_line(painter, line.translated(0, line.height() + 3), about)
        painter.restore()


def _about(step: StepView) -> str:
    """Where its value comes from, and on what it depends; empty where there is nothing to say."""
    value = "" if step.value is None else value_words(step.value)
    return "; ".join(filter(None, (value, *map(translated, filter(None, (step.read, *step.when))))))


def _draw_line(painter: QPainter, rect: QRect, text: str) -> None:
    line = " ".join(text.split())
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
