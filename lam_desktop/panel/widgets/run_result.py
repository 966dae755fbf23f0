"""While a run gets ready, and after it: what came of every row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.again import AgainCard
from lam_desktop.panel.widgets.flow import FlowRow
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.once_more import OnceMore
from lam_desktop.panel.widgets.parts import Button, ElidedLabel, IconLabel, box, column, label, row
from lam_desktop.panel.widgets.picture import PictureView
from lam_desktop.panel.widgets.rows import RowsModel, run_table
from lam_desktop.panel.widgets.seen import drawing_of
from lam_desktop.panel.widgets.theme import SPACE
from lam_desktop.panel.widgets.words import count, rows_word, status_look, translated


class RunLoadingPage(QWidget):
    """The agent reads its weights; the panel steps aside when that is done."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._title = label(size=1.5, bold=True, wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = label(role="muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        busy.setFixedWidth(320)
        busy.setAccessibleName(self.tr("Getting ready"))
        self._cancel = Button(self.tr("Cancel"), intents.stop_run, name="cancel-run")
        layout = column(None, self._title, space=SPACE * 2, margin=SPACE * 4)
        layout.addWidget(busy, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._note)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what it is getting ready with."""
        title = (
            self.tr("The screen is being checked for “{task}”")
            if state.checking
            else self.tr("“{task}” begins")
        )
        self._title.setText(title.format(task=state.task))
        self._note.setText(translated(state.note))
        self._cancel.setEnabled(state.phase == "loading")


class RunResultPage(QWidget):
    """Says in one line how it went, then row by row; what it saw last, where something is open."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self._intents = intents
        self._state: RunState | None = None
        self._icon = IconLabel("check", "good", 30)
        self._title = ElidedLabel(size=1.5, bold=True)
        self._message = label(role="muted", wrap=True)
        self._uncertain = label(wrap=True)
        self._entered = label(role="muted", wrap=True)
        self._once_more = OnceMore(intents)
        words = column(
            self._title, self._message, self._uncertain, self._entered, self._once_more.look, space=2
        )
        self._rest = Button(
            self.tr("Run the rest"), self._run_rest, icon_name="play", role="primary", name="run-rest"
        )
        self._again = Button(self.tr("Run again…"), self._run_again, icon_name="look", name="run-again")
        self._table = Button(
            self.tr("Open the results"),
            intents.open_table,
            icon_name="table",
            hint=self.tr("A copy of your table, with what came of each row"),
            name="open-table",
        )
        self._report = Button(
            self.tr("Open the report"),
            intents.open_report,
            icon_name="report",
            hint=self.tr("A page with every row, step and picture of this run"),
            name="open-report",
        )
        self._share = Button(
            self.tr("Give the report away…"),
            self._give_away,
            icon_name="share",
            hint=self.tr("Makes a copy in which names, addresses and numbers are masked"),
            name="share-report",
        )
        self._undone = Button(
            self.tr("Do the row again that did not end well"),
            intents.find_undone,
            icon_name="look",
            name="run-undone",
        )
        self._approve = Button(
            self.tr("Read and approve what it checks or starts…"),
            self._run_again,
            icon_name="check",
            role="primary",
            name="read-checks",
        )
        done = Button(
            self.tr("Back to the tasks"), lambda: intents.navigate("library"), icon_name="back", name="back"
        )
        head = row(self._icon, space=SPACE * 2)
        head.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        acts = FlowRow(
            (
                self._approve,
                self._rest,
                self._undone,
                *self._once_more.buttons,
                self._again,
                self._table,
                self._report,
                self._share,
            ),
            SPACE,
        )
        self._decide = AgainCard(intents)
        self._model = RowsModel()
        table = run_table(self._model, "run-rows", compact=False)
        table.setAccessibleName(self.tr("Rows of this run"))
        rows = column(table, margin=SPACE * 2)
        self._seen_title = label(self.tr("What it saw last"), size=1.15, bold=True)
        self._caption = label(wrap=True)
        self._picture = PictureView(minimum=QSize(280, 180), empty=self.tr("No picture."), at_top=True)
        self._picture.setAccessibleName(self.tr("The screen as the agent saw it last"))
        self._reason = label(role="muted", wrap=True)
        seen = column(self._seen_title, self._caption, space=SPACE, margin=SPACE * 2)
        seen.addWidget(self._picture, 1)
        seen.addWidget(self._reason)
        self._seen = box(seen, "card")
        body = row(space=SPACE * 2)
        body.addWidget(box(rows, "card"), 1)
        body.addWidget(self._seen, 1)
        layout = column(margin=SPACE * 3, space=SPACE * 2)
        layout.addLayout(head)
        layout.addWidget(acts)
        layout.addWidget(self._decide)
        layout.addLayout(body, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws the result."""
        if state == self._state:
            return
        self._state = state
        look = status_look(state.status)
        self._icon.set_icon(look.icon, look.ink, look.word)
        self._title.set_text(self._headline(state))
        unapproved = state.status == "error" and state.before.waits_for_approval
        self._message.setText(
            self.tr("What it checks or starts was not approved here, or was changed since: read it first.")
            if unapproved
            else translated(state.message)
        )
        self._message.setVisible(bool(state.message) and (state.status != "done" or state.none_left))
        self._uncertain.setText(
            self.tr(
                "Row {row} was begun and may be stored already: it goes on at the step where it broke off, or"
                " look in the program before you repeat it."
            ).format(row=state.uncertain)
        )
        self._uncertain.setVisible(bool(state.uncertain))
        self._entered.setText(self._entered_words(state))
        self._entered.setVisible(bool(state.entered))
        self._model.set_rows(state.rows_told)
        rest = state.rest
        self._rest.setVisible(rest is not None)
        if rest is not None:
            first, last = rest
            text = (
                self.tr("Run row {first}").format(first=first)
                if first == last
                else self.tr("Run rows {first} to {last}").format(first=first, last=last)
            )
            self._rest.set_text(text)
        self._undone.setVisible(bool(state.undone))
        self._undone.set_text(self._undone_words(state))
        self._once_more.show_state(state)
        self._approve.setVisible(unapproved)
        self._decide.show_state(state)
        self._table.setVisible(bool(state.table))
        self._report.setVisible(bool(state.folder))
        self._share.setVisible(bool(state.folder))
        self._seen.setVisible(state.status != "done" and state.look is not None)
        if state.look is not None:
            self._caption.setText(translated(state.caption))
            self._picture.show_drawing(drawing_of(state.look))
            self._reason.setText(state.look.reason)

    def _give_away(self) -> None:
        if self._state is not None:
            self._intents.share_report(self._state.task, self._state.folder)

    def _undone_words(self, state: RunState) -> str:
        if any(row.status == "not_started" for row in state.rows):
            return count(
                state.undone,
                self.tr("Do the row that is not done"),
                self.tr("Do the {n} rows that are not done"),
            )
        return count(
            state.undone,
            self.tr("Do the row again that did not end well"),
            self.tr("Do the {n} rows again that did not end well"),
        )

    def _entered_words(self, state: RunState) -> str:
        return count(
            len(state.entered),
            self.tr("One row was entered by an earlier run, and was left out."),
            self.tr("{n} rows were entered by earlier runs, and were left out."),
        )

    def _headline(self, state: RunState) -> str:
        done, total = state.rows_done, len(state.rows)
        if state.none_left:
            return self.tr("No row was left to do")
        if state.status == "done" and total == 1:
            return self.tr("“{task}” is done").format(task=state.task)
        if state.status == "done" and done == total:
            return self.tr("All {rows} are done").format(rows=rows_word(total))
        return self.tr("{done} of {rows} done").format(done=done, rows=rows_word(total))

    def _run_again(self) -> None:
        if self._state is not None:
            self._intents.open_run(self._state.task)

    def _run_rest(self) -> None:
        if self._state is not None and (rest := self._state.rest) is not None:
            self._intents.choose_range(*rest)
            if self._state.lacks_secrets:  # the page before asks again
                self._intents.open_run(self._state.task)
            else:
                self._intents.start_run()
