"""The panel's large window: library, review, run; and the banner above them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from lam_desktop.panel.state.panel import PanelState
from lam_desktop.panel.widgets.banner import Banner
from lam_desktop.panel.widgets.check_page import RunCheckPage
from lam_desktop.panel.widgets.confirm import confirm
from lam_desktop.panel.widgets.intents import Intents
from lam_desktop.panel.widgets.library import LibraryPage
from lam_desktop.panel.widgets.parts import box, column, scrolled
from lam_desktop.panel.widgets.privacy_page import PrivacyPage
from lam_desktop.panel.widgets.receive_page import ReceivePage
from lam_desktop.panel.widgets.record_dialog import RecordDialog
from lam_desktop.panel.widgets.review import ReviewPage
from lam_desktop.panel.widgets.run_choose import RunChoosePage
from lam_desktop.panel.widgets.run_result import RunLoadingPage, RunResultPage
from lam_desktop.panel.widgets.share_page import SharePage
from lam_desktop.panel.widgets.taking_page import TakingPage
from lam_desktop.panel.widgets.theme import SPACE


class MainWindow(QMainWindow):
    """Draws the state; what the person wants goes to `intents`, closing to `on_close`."""

    def __init__(self, intents: Intents, on_close: Callable[[], None]) -> None:
        super().__init__()
        self._intents = intents
        self._on_close = on_close
        self._state = PanelState()
        self.setWindowTitle("LAM Desktop")
        self.setMinimumSize(720, 420)
        self.place()
        self._banner = Banner(intents)
        self._library = LibraryPage(intents, self.ask_what_to_record, self._ask_to_delete)
        self._review = ReviewPage(intents, self._ask_to_forget, self.ask_what_to_record)
        self._choose = RunChoosePage(intents)
        self._loading = RunLoadingPage(intents)
        self._check = RunCheckPage(intents)
        self._result = RunResultPage(intents)
        self._share = SharePage(intents)
        self._taking = TakingPage(intents)
        self._receive = ReceivePage(intents, self._is_taken)
        self._privacy = PrivacyPage(intents)
        self._pages = QStackedWidget()
        alone = (
            self._library,
            self._choose,
            self._loading,
            self._share,
            self._taking,
            self._receive,
        )  # they scroll by parts, or never
        self._holders: dict[QWidget, QWidget] = {page: page for page in alone}
        self._holders |= {
            page: scrolled(page) for page in (self._review, self._check, self._result, self._privacy)
        }
        for holder in self._holders.values():
            self._pages.addWidget(holder)
        banner = QWidget()
        layout = column(margin=0)
        layout.setContentsMargins(SPACE * 3, SPACE * 2, SPACE * 3, 0)
        layout.addWidget(self._banner)
        banner.setLayout(layout)
        self._banner_room = banner
        whole = column(banner, space=0)
        whole.addWidget(self._pages, 1)
        centre = box(whole)
        centre.setProperty("role", "ground")
        self.setCentralWidget(centre)
        centre.setFocus()  # nothing looks chosen before the person presses Tab
        for keys, act in (
            (QKeySequence.StandardKey.New, self._record_by_key),
            (QKeySequence.StandardKey.Back, self._back),
            (QKeySequence("Esc"), self._back),
            (QKeySequence.StandardKey.Quit, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def place(self) -> None:
        """In the middle, as large as is comfortable on a small office screen."""
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        w, h = min(1120, screen.width() - 80), min(740, screen.height() - 80)
        self.resize(w, h)
        self.move(screen.x() + (screen.width() - w) // 2, screen.y() + (screen.height() - h) // 2 - 12)

    def show_state(self, state: PanelState) -> None:
        """Draws everything; each page looks itself whether it has something to do."""
        self._state = state
        self._banner.show_message(state.banner)
        self._banner_room.setVisible(state.banner is not None)
        self._library.show_state(state.library)
        self._review.show_state(state.review)
        page: QWidget
        match state.screen:
            case "review":
                page = self._review
            case "run":
                page = self._run_page(state)
            case "share":
                page = self._share_page(state)
            case "taking":
                self._taking.show_state(state.taking)
                page = self._taking
            case "receive":
                self._receive.show_state(state.receiving)
                page = self._receive
            case "privacy":
                self._privacy.show_state(state.privacy)
                page = self._privacy
            case _:
                page = self._library
        holder = self._holders[page]
        if holder is not self._pages.currentWidget():
            self._pages.setCurrentWidget(holder)
            page.setFocus()

    def ask_what_to_record(self, of: str = "") -> None:
        """Opens the dialog that begins a recording; `of`: one more of this task."""
        dialog = RecordDialog(self, self._intents, self._is_taken, of)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Whoever composes the panel decides: something may still be at work."""
        event.ignore()
        self._on_close()

    def _is_taken(self, name: str) -> bool:
        return name in {card.name for card in self._state.library.cards}

    def _run_page(self, state: PanelState) -> QWidget:
        run = state.run
        if run.live:
            self._loading.show_state(run)
            return self._loading
        if run.phase == "finished":
            self._result.show_state(run)
            return self._result
        if run.before.check_shown:
            self._check.show_state(run)
            return self._check
        self._choose.show_state(run)
        return self._choose

    def _share_page(self, state: PanelState) -> QWidget:
        runs = {card.name: card.last_run for card in state.library.cards}
        self._share.show_state(state.sharing, was_run=runs.get(state.sharing.task) is not None)
        return self._share

    def _ask_to_delete(self, task: str) -> None:
        told = self.tr("Its recording and the journals of its runs are deleted for good.")
        users = [f"“{card.name}”" for card in self._state.library.cards if task in card.does]
        if users:
            lacking = self.tr("Without it these tasks cannot run: {names}.").format(names=", ".join(users))
            told = f"{told} {lacking}"
        confirm(
            self,
            self.tr("Delete the task “{name}”?").format(name=task),
            told,
            self.tr("Delete"),
            lambda: self._intents.delete(task),
        )

    def _ask_to_forget(self, task: str, secret: str) -> None:
        confirm(
            self,
            self.tr("Forget the secret “{name}”?").format(name=secret),
            self.tr(
                "It is removed from this machine’s keyring; each run of “{task}” asks for it again."
            ).format(task=task),
            self.tr("Forget"),
            lambda: self._intents.forget_secret(task, secret),
        )

    def _record_by_key(self) -> None:
        if self._state.screen == "library":
            self.ask_what_to_record()

    def _back(self) -> None:
        if self._state.screen == "run" and self._state.run.before.check_shown and not self._state.busy:
            self._intents.show_check(False)
        elif self._state.screen != "library" and not self._state.busy:
            self._intents.navigate("library")
