"""What menus call copying, cutting and pasting, in the languages of `month_names` and four more."""

from __future__ import annotations

import re
from typing import Literal

ClipboardCommand = Literal["copy", "cut", "paste"]

_WORDS: dict[ClipboardCommand, str] = {
    "copy": (
        "copy|kopieren|copier|copiar|copia|kopiëren|kopiuj|kopírovat|kopiera|kopiér|kopier|kopioi|kopyala"
        "|копировать|копіювати|复制|拷贝|複製|コピー|복사"
    ),
    "cut": (
        "cut|ausschneiden|couper|cortar|recortar|taglia|knippen|wytnij|vyjmout|klipp ut|klip|klipp|leikkaa"
        "|kes|вырезать|вирізати|剪切|剪下|切り取り|カット|잘라내기"
    ),
    "paste": (
        "paste|einfügen|coller|pegar|colar|incolla|plakken|wklej|vložit|klistra in|indsæt|lim inn|liitä"
        "|yapıştır|вставить|вставити|粘贴|貼上|貼り付け|ペースト|붙여넣기"
        # as bare text
        "|paste as plain text|paste as text|paste plain text|paste text|paste unformatted text"
        "|paste without formatting|paste and match style|paste special"
        "|als nur-text einfügen|als klartext einfügen|unformatiert einfügen|ohne formatierung einfügen"
        "|coller en texte brut|coller sans mise en forme|pegar como texto sin formato|pegar sin formato"
        "|incolla come testo normale|粘贴为纯文本|贴为纯文本|무서식 붙여넣기"
    ),
}
WORDS: dict[str, ClipboardCommand] = {
    word: command for command, words in _WORDS.items() for word in words.split("|")
}
_HELD = r"(?:ctrl|ctr1|ctri|strg|control|shift|umschalt|maj|mayús|alt|cmd|⌘|⇧|⌃)"
_SHORTCUT = re.compile(rf"\s*[(（]?((?:{_HELD}\s*[+\-]?\s*)+)(insert|ins|einfg|delete|del|entf|[a-z])[)）]?$")
"""At the end of a menu's entry, as recognised: an l may be read as a 1 or an i."""
_MNEMONIC = re.compile(r"[(（](?:\w)[)）]")
"""As in «复制(C)»."""
_KEYS: dict[tuple[bool, str], ClipboardCommand] = {
    (True, "c"): "copy", (True, "x"): "cut", (True, "v"): "paste",
    (True, "insert"): "copy", (True, "ins"): "copy", (True, "einfg"): "copy",
    (False, "insert"): "paste", (False, "ins"): "paste", (False, "einfg"): "paste",
    (False, "delete"): "cut", (False, "del"): "cut", (False, "entf"): "cut",
}  # fmt: skip
"""By whether Ctrl is held, and the key: of Ctrl+C and Shift+Insert, also with Shift beside Ctrl."""
_CTRL = re.compile(r"ctrl|ctr1|ctri|strg|control|cmd|⌘|⌃")
_ALT = re.compile(r"\balt\b")


def command_called(text: str) -> ClipboardCommand | None:
    """What an entry of a menu does with the clipboard, by its words, else by the shortcut behind them.

    None for every other text: «Copy order» copies an order.
    """
    said = " ".join(text.casefold().replace("_", "").split())
    shortcut = _SHORTCUT.search(said)
    words = said[: shortcut.start()] if shortcut else said
    named = WORDS.get(_MNEMONIC.sub("", words).strip(" .…"))
    if named is not None or shortcut is None or not words.strip() or _ALT.search(shortcut[1]):
        return named
    return _KEYS.get((bool(_CTRL.search(shortcut[1])), shortcut[2]))
