"""Captions of real programs, to be told from names: those that Qt brings translated, and the panel's own."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from lam_desktop.panel.chinese.before import BEFORE
from lam_desktop.panel.chinese.pages import PAGES
from lam_desktop.panel.chinese.taking import TAKING

MESSAGES, TRANSLATION, OBSOLETE, END = 0x69, 3, 5, 1
HEADER = 16
NO_WORDS = re.compile(r"%\w*|<[^>]*>|\{[^}]*\}|\(&.\)|&|\.\.\.|…")
LOCALES = {"de": "de", "fr": "fr", "pl": "pl", "zh": "zh_CN"}


def captions(language: str, longest: int) -> list[str]:
    """Different captions of one line and at most `longest` letters, without placeholders and short cuts."""
    # English is what Qt's programs are written in: they bring no translation into it.
    texts = (*PAGES, *BEFORE, *TAKING) if language == "en" else _of_qt(LOCALES[language])
    cleaned = {NO_WORDS.sub("", text).strip() for text in texts if "\n" not in text}
    return sorted(text for text in cleaned if 1 < len(text) <= longest and any(map(str.isalpha, text)))


def _of_qt(locale: str) -> Iterator[str]:
    spec = find_spec("PySide6")
    assert spec is not None and spec.origin is not None
    for path in sorted((Path(spec.origin).parent / "Qt" / "translations").glob(f"*_{locale}.qm")):
        yield from _messages(path.read_bytes())


def _messages(data: bytes) -> Iterator[str]:
    """The translations in a .qm file: sections of a tag, a length and content."""
    at = HEADER
    while at + 5 <= len(data):
        tag, length = struct.unpack(">BI", data[at : at + 5])
        if tag == MESSAGES:
            yield from _translations(data[at + 5 : at + 5 + length])
        at += 5 + length


def _translations(section: bytes) -> Iterator[str]:
    at = 0
    while at < len(section):
        tag, at = section[at], at + 1
        if tag == END:
            continue
        if tag == OBSOLETE:
            at += 4
            continue
        (length,) = struct.unpack(">i", section[at : at + 4])
        at += 4
        if length >= 0:
            if tag == TRANSLATION:
                yield section[at : at + length].decode("utf-16-be")
            at += length
