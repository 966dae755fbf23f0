"""The panel's language: English as it is written, or 简体中文."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from lam_desktop.panel.chinese.before import BEFORE
from lam_desktop.panel.chinese.pages import PAGES
from lam_desktop.panel.chinese.privacy import PRIVACY
from lam_desktop.panel.chinese.receiving import FROM_COPIES, RECEIVING
from lam_desktop.panel.chinese.taking import FROM_READING, TAKING
from lam_desktop.reporting.saying import RUNS, Sentences
from lam_desktop.reporting.words import Language

CHINESE: Mapping[str, str] = PAGES | BEFORE | TAKING | RECEIVING | PRIVACY
FROM_OTHERS: Mapping[str, str] = RUNS | FROM_READING | FROM_COPIES
FROM_OUTSIDE = "state"
"""Context of sentences that others have written: known ones, or ones that a form with places fits."""


def speak(application: QCoreApplication, language: Language) -> None:
    """What is built and drawn from now on says it in that language, Qt's own dialogs included."""
    if language == "en":
        return
    own = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load(QLocale("zh_CN"), "qtbase", "_", folder):
        application.installTranslator(own)
    application.installTranslator(_Chinese(application))


class _Chinese(QTranslator):
    """Looks words up by what they say: the same English is the same Chinese wherever it stands."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._from_others = Sentences(FROM_OTHERS)

    def isEmpty(self) -> bool:  # noqa: N802
        """Never: Qt leaves empty ones out."""
        return False

    def translate(self, context: str, text: str, note: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]  # noqa: ARG002
        """The Chinese words; None where only the English ones are known."""
        if context != FROM_OUTSIDE:
            return CHINESE.get(text)
        return self._from_others.chinese(text)
