"""The panel's language: English as it is written, or 简体中文."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from lam_desktop.panel.chinese.before import BEFORE
from lam_desktop.panel.chinese.doubts import DOUBTS
from lam_desktop.panel.chinese.pages import PAGES
from lam_desktop.panel.chinese.sentences import SENTENCES
from lam_desktop.panel.chinese.taking import FROM_READING, TAKING
from lam_desktop.reporting.words import Language

CHINESE: Mapping[str, str] = PAGES | BEFORE | TAKING
FROM_OTHERS: Mapping[str, str] = DOUBTS | FROM_READING | SENTENCES
FROM_OUTSIDE = "state"
"""Context of sentences that others have written: known ones, or ones that a form with places fits."""

CAPTIONED = "what"


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
        self._forms = [(_form(text), said) for text, said in FROM_OTHERS.items() if "{" in text]

    def isEmpty(self) -> bool:  # noqa: N802
        """Never: Qt leaves empty ones out."""
        return False

    def translate(self, context: str, text: str, note: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]  # noqa: ARG002
        """The Chinese words; None where only the English ones are known."""
        if context != FROM_OUTSIDE:
            return CHINESE.get(text)
        return self._sentence(text)

    def _sentence(self, text: str) -> str | None:
        if text in FROM_OTHERS:
            return FROM_OTHERS[text]
        for form, said in self._forms:
            if found := form.fullmatch(text):
                parts = {name: self._sentence(part) or part for name, part in found.groupdict().items()}
                return said.format(**parts)
        return None


def _form(text: str) -> re.Pattern[str]:
    """What fits a sentence with places in braces."""
    parts = re.split(r"\{(\w+)\}", text)
    literal, places = map(re.escape, parts[::2]), (*map(_place, parts[1::2]), "")
    return re.compile("".join(said + place for said, place in zip(literal, places, strict=True)))


def _place(name: str) -> str:
    """What stands there; a caption ends in no full stop, as a sentence does that begins like one."""
    return f"(?P<{name}>.*[^.])" if name == CAPTIONED else f"(?P<{name}>.+)"
