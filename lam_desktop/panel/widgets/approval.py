"""Before a run: checks and start commands that nobody has approved on this machine, letter by letter."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from lam_desktop.panel.state.run import RunState
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.parts import Button, IconLabel, column, label, named, row
from lam_desktop.panel.widgets.theme import SPACE

UNSEEN = ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")
"""Categories of signs that are not seen, or turn the direction of others."""


class ApprovalCard(QFrame):
    """The whole text, and only below it the button: whoever approves has had it before their eyes."""

    def __init__(self, intents: Intents) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._intents = intents
        self._task = ""
        self._approved = ""
        self._title = label(size=1.15, bold=True)
        self._what = label(wrap=True)
        self._sources = label(wrap=True)
        self._sources.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text = named(
            _WholeText(), "approval-text", self.tr("What waits for approval, exactly as it stands")
        )
        self._unseen = label(
            self.tr("Signs that are not seen are written as ⟨U+…⟩: do not approve what you cannot read."),
            wrap=True,
        )
        self._in_clear = label(
            self.tr(
                "The password of a database stands in it as it is: the keyring keeps it where task.yaml has"
                " “password: NAME” below a URL without one."
            ),
            wrap=True,
        )
        self._approve = Button(
            self.tr("Approve exactly this"), self._on_approve, icon_name="check", name="approve"
        )
        why = label(
            self.tr(
                "It counts for this task on this machine only; whoever changes a letter of it is asked again."
            ),
            role="muted",
            wrap=True,
            size=0.92,
        )
        foot = row(self._approve, space=SPACE * 2)
        foot.addWidget(why, 1)
        words = column(
            self._title, self._what, self._sources, self._text, self._unseen, self._in_clear, space=SPACE
        )  # fmt: skip
        words.addLayout(foot)
        layout = row(space=SPACE + 4, margin=SPACE + 4)
        layout.addWidget(IconLabel("alert", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.setLayout(layout)

    def show_state(self, state: RunState) -> None:
        """Draws what waits for approval; nothing where nothing does."""
        text = state.before.approval or ""
        self.setVisible(bool(text))
        owner = state.before.approval_of
        if (owner or state.task, text) == (self._task, self._approved):
            return
        self._task, self._approved = owner or state.task, text
        starts, sources = state.before.starts, state.before.sources
        self._title.setText(
            self.tr("Programs to start that you have not approved")
            if starts
            else self.tr("Checks that you have not approved")
        )
        self._what.setText(self._words(bool(starts), bool(sources), bool(owner)).format(task=self._task))
        self._sources.setText("\n".join(f"• {visible(one)}" for one in (*starts, *sources)))
        shown = visible(text)
        self._text.show_text(shown)
        self._unseen.setVisible(shown != text)
        self._in_clear.setVisible(state.before.in_clear)

    def _words(self, starts: bool, asks: bool, called: bool) -> str:
        if starts and asks:
            return self.tr(
                "Before the first row “{task}” starts programs that are not open, and before and after each"
                " row it asks, without writing anything:"
            )
        if starts:
            return self.tr("Before the first row “{task}” starts programs that are not open:")
        if called:
            return self.tr("Each row does the task “{task}”, which asks, without writing anything:")
        return self.tr("Before and after each row “{task}” asks, without writing anything:")

    def _on_approve(self) -> None:
        if self._approved:
            self._intents.approve(self._task, self._approved)


class _WholeText(QPlainTextEdit):
    """Only to be read, wrapped, and as high as its text: nothing hides below an edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_text(self, text: str) -> None:
        self.setPlainText(text.rstrip("\n"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The size of a plain text's document is counted in lines.
        lines = round(self.document().size().height())
        margins = self.document().documentMargin() * 2 + self.frameWidth() * 2
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing() + margins) + 12)


def visible(text: str) -> str:
    """The text with every sign that is not seen, or that turns the direction of others, as its number."""
    return "".join(f"⟨U+{ord(sign):04X}⟩" if _is_unseen(sign) else sign for sign in text)


def _is_unseen(sign: str) -> bool:
    return sign != "\n" and unicodedata.category(sign) in UNSEEN
