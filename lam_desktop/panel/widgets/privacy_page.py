"""What is never recorded and never looked at, and how long runs are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from lam_desktop.panel.state.privacy import PrivacyState
from lam_desktop.panel.state.privacy_events import KeepingAsked, PrivacyRead
from lam_desktop.panel.widgets.going_back import BackToTasks
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.number import NumberField
from lam_desktop.panel.widgets.parts import Button, beside, box, column, label, named, row
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import count, translated
from recorder.exclusions import WindowPattern

WINDOW = Qt.ItemDataRole.UserRole
"""What a line of a list stands for."""
SHOWN, LINE_PX, FIELD_PX = 5, 28, 34
"""Lines of the list that are shown at once; how high one is at least, and a field, logical pixels."""
DAYS, MOST_DAYS = 90, 36_500
"""What is proposed where runs are kept for ever; a hundred years."""


class PrivacyPage(QWidget):
    """Each change counts at once, for all tasks."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: PrivacyState | None = None
        head = row(BackToTasks(intents), label(self.tr("Privacy"), size=1.5, bold=True), None, space=SPACE)
        self._problem = label(wrap=True)
        self._problem_box = box(beside("alert", "bad", self._problem), "card")
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(self._problem_box)
        layout.addWidget(self._left_out())
        layout.addWidget(self._kept())
        layout.addWidget(self._allowed())
        self._encrypted = label(role="muted", wrap=True)
        layout.addWidget(self._encrypted)
        layout.addStretch(1)
        self.setLayout(layout)

    def show_state(self, state: PrivacyState) -> None:
        """Draws it."""
        if state == self._state:
            return
        self._state = state
        self._problem.setText(translated(state.problem))
        self._problem_box.setVisible(bool(state.problem))
        self._left_card.setEnabled(state.read is not None)
        self._kept_card.setEnabled(state.read is not None)
        self._allowed_card.setVisible(state.read is not None and bool(state.read.allowed))
        self._show_asked(state.asked)
        if state.read is not None:
            self._show_read(state.read)

    def _left_out(self) -> QWidget:
        why = label(
            self.tr(
                "Such windows are black in every picture, and nothing of what you do in them is stored;"
                " the agent does not see them either. It counts for all tasks, from now on."
            ),
            role="muted",
            wrap=True,
        )
        self._managers = named(QCheckBox(self.tr("Password managers")), "managers", "")
        self._managers.clicked.connect(self._intents.leave_managers_out)
        self._list = named(QListWidget(), "left-out", self.tr("Windows that are never recorded"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemSelectionChanged.connect(self._on_selected)
        self._again = Button(
            self.tr("Record it again"), self._record_again, icon_name="trash", name="record-again"
        )
        self._programs = named(QComboBox(), "open-programs", self.tr("Programs that are open now"))
        self._programs.setMinimumHeight(FIELD_PX)
        self._add_program = Button(
            self.tr("Never record this program"),
            self._add_chosen,
            icon_name="shield",
            name="leave-program-out",
        )
        self._title = named(QLineEdit(), "title-part", self.tr("Words in the title of a window"))
        self._title.setPlaceholderText(self.tr("Words in its title, such as: payroll"))
        self._title.textChanged.connect(self._on_title)
        self._title.returnPressed.connect(self._add_titled)
        self._add_title = Button(
            self.tr("Never record such windows"), self._add_titled, icon_name="shield", name="leave-title-out"
        )
        self._regions = label(role="muted", wrap=True)
        head = label(self.tr("Never recorded"), size=1.15, bold=True)
        layout = column(head, why, self._managers, self._list, space=SPACE, margin=SPACE * 2)
        layout.addLayout(row(None, self._again))
        for field, button in ((self._programs, self._add_program), (self._title, self._add_title)):
            line = row(space=SPACE)
            line.addWidget(field, 1)
            line.addWidget(button)
            layout.addLayout(line)
        layout.addWidget(self._regions)
        self._left_card = box(layout, "card")
        return self._left_card

    def _kept(self) -> QWidget:
        self._limit = named(
            QCheckBox(self.tr("Remove runs, and recordings that no task needs, after")), "keep-limit", ""
        )
        self._limit.clicked.connect(self._on_limit)
        self._days = named(NumberField(DAYS, 1, MOST_DAYS), "keep-days", self.tr("Days that they are kept"))
        self._days.setFixedWidth(90)
        self._days.changed.connect(lambda days: self._intents.keep_days(float(days)))
        line = row(self._limit, self._days, label(self.tr("days")), None, space=SPACE)
        self._asked = label(wrap=True)
        remove = Button(
            self.tr("Remove them"), self._intents.remove_older, icon_name="trash", name="remove-older"
        )
        leave = Button(self.tr("Leave all as it is"), self._intents.drop_keeping, name="drop-keeping")
        asked = beside("alert", "warn", self._asked)
        asked.addWidget(remove)
        asked.addWidget(leave)
        self._asked_box = box(asked)
        head = label(self.tr("How long it is kept"), size=1.15, bold=True)
        layout = column(head, space=SPACE, margin=SPACE * 2)
        layout.addLayout(line)
        layout.addWidget(self._asked_box)
        self._kept_card = box(layout, "card")
        return self._kept_card

    def _allowed(self) -> QWidget:
        """What tasks may do beside clicking and typing."""
        why = label(
            self.tr("What these tasks check, or start, was read and approved on this computer."),
            role="muted",
            wrap=True,
        )
        self._tasks = named(QListWidget(), "allowed", self.tr("Tasks whose checks or commands are approved"))
        self._tasks.itemSelectionChanged.connect(self._on_selected)
        self._what = label(wrap=True)
        self._withdraw = Button(
            self.tr("Do not allow it any more"), self._withdraw_chosen, icon_name="cross", name="withdraw"
        )
        head = label(self.tr("Approved"), size=1.15, bold=True)
        layout = column(head, why, self._tasks, self._what, space=SPACE, margin=SPACE * 2)
        layout.addLayout(row(None, self._withdraw))
        self._allowed_card = box(layout, "card")
        return self._allowed_card

    def _show_read(self, read: PrivacyRead) -> None:
        self._managers.setChecked(read.password_managers)
        self._list.clear()
        for window in read.windows:
            item = QListWidgetItem(self._called(window))
            item.setData(WINDOW, window)
            self._list.addItem(item)
        self._again.setVisible(bool(read.windows))
        self._tasks.clear()
        for one in read.allowed:
            item = QListWidgetItem(one.task)
            item.setData(WINDOW, one)
            self._tasks.addItem(item)
        for shown in (self._list, self._tasks):
            lines = min(SHOWN, shown.count())
            shown.setVisible(lines > 0)
            shown.setFixedHeight(lines * max(LINE_PX, shown.sizeHintForRow(0)) + 8)
        self._on_selected()
        self._programs.clear()
        for program in read.open:
            if not program.left_out:
                self._programs.addItem(f"{program.name} — {program.title}" if program.title else program.name)
                self._programs.setItemData(self._programs.count() - 1, program.name)
        there = self._programs.count() > 0
        if not there:
            self._programs.addItem(self.tr("No other program is open"))
        self._programs.setEnabled(there)
        self._add_program.setEnabled(there)
        self._on_title()
        self._regions.setText(
            count(
                read.regions,
                self.tr("One part of the screen is left out, too (lam edit --privacy)."),
                self.tr("{n} parts of the screen are left out, too (lam edit --privacy)."),
            )
        )
        self._regions.setVisible(bool(read.regions))
        self._limit.setChecked(read.keep_days is not None)
        self._days.setEnabled(read.keep_days is not None)
        self._days.set_value(DAYS if read.keep_days is None else max(1, round(read.keep_days)))
        self._encrypted.setText(
            self.tr("This library is encrypted: without its passphrase nobody reads what is in it.")
            if read.encrypted
            else self.tr(
                "Everything stays on this computer, for whoever can read your files. With a passphrase nobody"
                " else can: close this window and run “lam encrypt” in a terminal."
            )
        )

    def _show_asked(self, asked: KeepingAsked | None) -> None:
        self._asked_box.setVisible(asked is not None)
        if asked is not None:
            what = [
                count(number, one, many)
                for number, one, many in (
                    (asked.runs, self.tr("one run"), self.tr("{n} runs")),
                    (asked.recordings, self.tr("one recording"), self.tr("{n} recordings")),
                    (asked.corrections, self.tr("one correction"), self.tr("{n} corrections")),
                )
                if number
            ]
            self._asked.setText(
                self.tr("Older than {days} days, and removed for good: {what}.").format(
                    days=f"{asked.days:g}", what=", ".join(what)
                )
            )

    def _called(self, window: WindowPattern) -> str:
        if not window.title:
            return self.tr("The program {name}").format(name=window.wm_class)
        if not window.wm_class:
            return self.tr("Windows called “{title}”").format(title=window.title)
        return self.tr("Windows of {name} called “{title}”").format(name=window.wm_class, title=window.title)

    def _on_selected(self) -> None:
        self._again.setEnabled(bool(self._list.selectedItems()))
        chosen = self._tasks.selectedItems()
        self._withdraw.setEnabled(bool(chosen))
        self._what.setVisible(bool(chosen))
        self._what.setText("".join(item.data(WINDOW).text for item in chosen).rstrip())

    def _on_title(self) -> None:
        self._add_title.setEnabled(bool(self._title.text().strip()))

    def _on_limit(self, limited: bool) -> None:
        self._intents.keep_days(float(self._days.value) if limited else None)
        if self._state is not None and self._state.read is not None:  # ticked once it is so
            self._limit.setChecked(self._state.read.keep_days is not None)

    def _record_again(self) -> None:
        for item in self._list.selectedItems():
            self._intents.record_again(item.data(WINDOW))

    def _withdraw_chosen(self) -> None:
        for item in self._tasks.selectedItems():
            self._intents.withdraw(item.data(WINDOW).task)

    def _add_chosen(self) -> None:
        if name := self._programs.currentData():
            self._intents.leave_out(WindowPattern(wm_class=str(name)))

    def _add_titled(self) -> None:
        if title := self._title.text().strip():
            self._title.clear()
            self._intents.leave_out(WindowPattern(title=title))
