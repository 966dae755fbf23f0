"""What a button says that only takes a dialog away: it dismisses it, or declines what it offers.

The whole label counts: «Cancel» does, «Cancel order» does not. What answers somebody (reject, decline) or
throws something away (discard) is none.
"""

from __future__ import annotations

import re
import unicodedata

CLOSING_KEYS = frozenset({"enter", "return", "esc", "escape"})
"""By which a person may close a dialog."""
ESCAPE = frozenset({"esc", "escape"})
"""Those of them that choose nothing in it."""
_LABELS = (
    # English
    "cancel, close, dismiss, no, no thanks, no thank you, not now, not yet, later, maybe later, ignore, skip",
    "remind me later, ask me later, skip for now, x",
    # German
    "abbrechen, schließen, nein, nein danke, nicht jetzt, jetzt nicht, später, vielleicht später, ignorieren",
    "später erinnern, überspringen",
    # French
    "annuler, fermer, non, non merci, pas maintenant, plus tard, ignorer, passer, me le rappeler plus tard",
    # Spanish
    "cancelar, cerrar, no gracias, ahora no, más tarde, más adelante, luego, ignorar, omitir, saltar",
    # Italian
    "annulla, chiudi, no grazie, non ora, non adesso, più tardi, ignora, salta",
    # Portuguese
    "fechar, não, não obrigado, não obrigada, agora não, mais tarde, depois, pular",
    # Dutch
    "annuleren, annuleer, sluiten, sluit, nee, nee bedankt, niet nu, nu niet, negeren, overslaan",
    # Polish
    "anuluj, zamknij, nie, nie dziękuję, nie teraz, później, może później, ignoruj, zignoruj, pomiń",
    # Chinese
    "取消, 关闭, 關閉, 否, 不, 不了, 不用了, 暂不, 以后, 以后再说, 下次再说, 稍后",
    "稍后再说, 稍後, 忽略, 跳过",
    # Japanese
    "キャンセル, 閉じる, いいえ, 今はしない, 後で, あとで, 無視, 無視する, スキップ",
    # Korean
    "취소, 닫기, 아니요, 아니오, 지금 안 함, 나중에, 다음에, 무시, 건너뛰기",
)
_KEEPING = (
    "cancel, x, abbrechen, annuler, cancelar, annulla, annuleren, annuleer, anuluj, 取消, キャンセル, 취소"
)
"""Those by which all stays as it is; «No» to «Save the changes?» loses them."""
_SAVING = frozenset({
    "save", "unsaved", "speichern", "ungespeicherte", "ungespeicherten", "sichern", "enregistrer",
    "sauvegarder", "guardar", "salvare", "salva", "salvar", "opslaan", "bewaren", "zapisz", "zapisać",
})  # fmt: skip
_SAVING_SIGNS = ("保存", "存储", "저장")
_CROSSES = frozenset("×✕✖✗✘⨯╳❌")


def declines(text: str) -> bool:
    """Whether a button of this name only takes the dialog away."""
    said = _folded(text)
    if not said:
        return text.strip() in _CROSSES
    return said in _DECLINING


def keeps_all(text: str) -> bool:
    """Whether such a button also leaves unsaved work as it is."""
    said = _folded(text)
    return said in _KEPT if said else text.strip() in _CROSSES


def speaks_of_saving(text: str) -> bool:
    """Whether a text offers to save something, or says that something is not saved."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return not _SAVING.isdisjoint(words) or any(sign in text for sign in _SAVING_SIGNS)


def _folded(text: str) -> str:
    """Without what is easily read otherwise: spaces, points, upper and lower case; figures stay."""
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


_DECLINING = frozenset(_folded(label) for line in _LABELS for label in line.split(", "))
_KEPT = frozenset(_folded(label) for label in _KEEPING.split(", "))
